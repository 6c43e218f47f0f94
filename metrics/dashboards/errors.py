"""What a reader can ask for in vain.

MetricsError (TwofoldError)
└── NoSuchPageError            a week, place or edition that is not published; answers 404
    ├── NoSuchWeekError        names the published weeks nearest to the one asked for
    └── ReplacedError          a revision stands in the edition's place; says where
"""

from __future__ import annotations

from core.errors import Fault
from metrics.errors import MetricsError


class NoSuchPageError(MetricsError):
    """Nothing published under this address."""

    fault = Fault.MISSING


class NoSuchWeekError(NoSuchPageError):
    """That week is not published; `nearest` are weeks that are, newest first."""

    def __init__(self, text: str, nearest: tuple[str, ...]) -> None:
        super().__init__(text)
        self.nearest = nearest


REPLACED = (
    "This edition was replaced by revision {}. Figures of before stay in the audit, since those of "
    "after less those of before would be of the few answers between; take the revision’s."
)


class ReplacedError(NoSuchPageError):
    """Figures of before a revision are in nobody's view; `address` is where those of now stand."""

    def __init__(self, newest: int, address: str) -> None:
        super().__init__(REPLACED.format(newest))
        self.newest = newest
        self.address = address
