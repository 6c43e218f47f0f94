"""The share of top answers, unweighted."""

from __future__ import annotations

from dataclasses import dataclass

from numpy.typing import ArrayLike

from stats.arrays import check_codes
from stats.errors import EmptyInput, OutOfRange
from stats.intervals.interval import Interval, wilson
from stats.scalars import check_whole


@dataclass(frozen=True)
class TopBox:
    """Share of top answers, 0 to 1, with Wilson's interval."""

    share: float
    hits: int
    n: int
    interval: Interval

    def __str__(self) -> str:
        low, high = self.interval.low, self.interval.high
        return f"{self.share:.1%}, 95 % interval {low:.1%} to {high:.1%}, n {self.n}"


def top_box(ratings: ArrayLike, *, boxes: int = 2, points: int = 5) -> TopBox:
    """Share of answers in the top `boxes` of a scale 1…`points`, with Wilson's interval.

    p = x/n. Source: Wilson 1927; Agresti & Coull 1998 (see `wilson`). `ratings` (n,) whole.
    Raises EmptyInput without answers, OutOfRange for a rating outside 1…points or boxes outside
    1…points − 1.

    >>> print(top_box([5] * 20 + [4] * 18 + [2] * 12))
    76.0%, 95 % interval 62.6% to 85.7%, n 50
    """
    boxes, points = check_whole("boxes", boxes), check_whole("points", points)
    if not 0 < boxes < points:
        raise OutOfRange(f"{boxes} top boxes of {points} points; choose 1 to {points - 1}.")
    checked = check_codes("ratings", ratings, points + 1, lowest=1)
    if checked.size == 0:
        raise EmptyInput("Nobody answered, so there is no share; say so instead of a number.")
    hits = int((checked > points - boxes).sum())
    return TopBox(hits / checked.size, hits, checked.size, wilson(hits, checked.size))
