"""Where respondents leave a questionnaire."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, check_counts
from stats.errors import EmptyInput, OutOfRange
from stats.intervals.interval import LEVEL, Interval, wilson
from stats.response.verdict import is_above
from stats.wording import counted

# methods E1 [P]: three times what a usual page loses.
SPIKE_FACTOR = 3.0


@dataclass(frozen=True)
class PageHazard:
    """How many of those who reached page `page` (from 1) left on it; `spike` where unusual."""

    page: int
    reached: int
    left: int
    interval: Interval
    spike: bool

    @property
    def hazard(self) -> float:
        """Share 0 to 1 of those who reached the page and left on it."""
        return self.left / self.reached


@dataclass(frozen=True)
class BreakOff:
    """Break-off by page, for the pages that anybody reached."""

    pages: tuple[PageHazard, ...]
    completed: int
    completion: float
    median_hazard: float

    @property
    def started(self) -> int:
        """Who reached the first page."""
        return self.pages[0].reached

    @property
    def introduction(self) -> float:
        """Break-off on the first page, which length cannot explain."""
        return self.pages[0].hazard

    @property
    def spikes(self) -> tuple[int, ...]:
        """Pages, from 1, that lose more than three times the median page."""
        return tuple(page.page for page in self.pages if page.spike)

    def __str__(self) -> str:
        where = ", ".join(str(page) for page in self.spikes) or "none"
        return (
            f"{self.completion:.1%} of {self.started} completed, {self.introduction:.1%} left at "
            f"the introduction; pages that lose unusually many: {where}"
        )


def break_off(reached: ArrayLike, level: float = LEVEL) -> BreakOff:
    """Hazard of every page, completion and introduction break-off (methods E1).

    h_p = 1 − n_{p+1}/n_p with Wilson's interval, completion n_last/n_1, introduction h_1; a spike
    is h_p > 3 × the median hazard. With a median of zero every loss is a spike: read its interval.
    Source: discrete-time hazard as in Peytchev 2009; the factor is a product convention.

    `reached` (p + 1,) whole numbers that never rise: who reached each of p pages, then who
    completed. Raises EmptyInput when nobody started, OutOfRange for fewer than two counts or
    counts that rise.

    >>> print(break_off([1000, 900, 890, 880, 780, 770]))
    77.0% of 1000 completed, 10.0% left at the introduction; pages that lose unusually many: 1, 4
    """
    counts = check_counts("reached", reached)
    _check(counts)
    seen = counts[:-1] > 0.0
    hazard = -np.diff(counts)[seen] / counts[:-1][seen]
    median = float(np.median(hazard))
    pages = tuple(
        _page(
            p, int(counts[p]), int(counts[p + 1]), is_above(float(h), SPIKE_FACTOR * median), level
        )
        for p, h in enumerate(hazard)
    )
    return BreakOff(pages, int(counts[-1]), float(counts[-1] / counts[0]), median)


def _page(position: int, reached: int, stayed: int, spike: bool, level: float) -> PageHazard:
    left = reached - stayed
    return PageHazard(position + 1, reached, left, wilson(left, reached, level), spike)


def _check(counts: FloatArray) -> None:
    if counts.size < 2:
        raise OutOfRange(
            f"reached has {counted(counts.size, 'value')}; "
            "hand in every page and then who completed."
        )
    if counts[0] == 0.0:
        raise EmptyInput("Nobody reached the first page; there is no break-off to state.")
    rises = np.flatnonzero(np.diff(counts) > 0.0)
    if rises.size:
        page = int(rises[0]) + 1
        raise OutOfRange(
            f"Page {page + 1} was reached by {counts[page]:g} and page {page} by "
            f"{counts[page - 1]:g}; count who got at least that far."
        )
