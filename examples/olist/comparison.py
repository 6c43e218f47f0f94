"""One kind of figure, compared again and again: how often, how far apart, and where too far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isnan

LISTED = 5


@dataclass
class Comparison:
    """Figures that may differ by `tolerance` and no more; the largest difference is kept."""

    what: str
    tolerance: float
    count: int = 0
    largest: float = 0.0
    problems: list[str] = field(default_factory=list)

    def see(self, where: str, found: float | None, expected: float | None) -> None:
        """Compare two figures; a figure that cannot be given agrees only with its like."""
        self.count += 1
        if _is_missing(found) or _is_missing(expected):
            if _is_missing(found) != _is_missing(expected):
                self.problems.append(f"{where}: {found} published, {expected} recounted")
            return
        assert found is not None
        assert expected is not None
        difference = abs(found - expected)
        self.largest = max(self.largest, difference)
        if difference > self.tolerance:
            self.problems.append(f"{where}: {found!r} published, {expected!r} recounted")

    def see_all(self, where: str, found: Sequence[float], expected: Sequence[float]) -> None:
        """Compare two lists in their order; another length is one problem."""
        if len(found) != len(expected):
            self.problems.append(
                f"{where}: {len(found)} figures published, {len(expected)} expected"
            )
            return
        for one, other in zip(found, expected, strict=True):
            self.see(where, one, other)

    @property
    def agrees(self) -> bool:
        """A comparison that compared nothing proves nothing."""
        return self.count > 0 and not self.problems

    def lines(self) -> list[str]:
        verdict = "agree" if self.agrees else "DISAGREE" if self.count else "NOTHING TO COMPARE"
        first = (
            f"  {self.what:<58} {self.count:8,}  largest difference {self.largest:.1e}  {verdict}"
        )
        rest = len(self.problems) - LISTED
        more = [f"      … and {rest:,} more"] if rest > 0 else []
        return [first, *(f"      {problem}" for problem in self.problems[:LISTED]), *more]


def _is_missing(value: float | None) -> bool:
    return value is None or isnan(value)
