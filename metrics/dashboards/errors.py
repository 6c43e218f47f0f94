"""What a reader can ask for in vain.

MetricsError (TwofoldError)
└── NoSuchPageError            a week, place or edition that is not published; answers 404
    └── NoSuchWeekError        names the published weeks nearest to the one asked for
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
