"""Customer effort, unweighted."""

from __future__ import annotations

from dataclasses import dataclass

from numpy.typing import ArrayLike

from stats.arrays import check_codes
from stats.scores.mean_rating import MeanRating, mean_rating
from stats.scores.top_box import TopBox, top_box

POINTS = 7
EASY_BOXES = 3


@dataclass(frozen=True)
class Effort:
    """Customer effort score 2.0: mean of 1–7 and the share who found it easy (5–7)."""

    mean: MeanRating
    easy: TopBox

    def __str__(self) -> str:
        return f"effort {self.mean}; easy {self.easy}"


def effort(ratings: ArrayLike) -> Effort:
    """Mean agreement (1–7) that the company made it easy, and the share of 5–7 with Wilson.

    Source: CES 2.0, Dixon, Toman & DeLisi 2013; Gartner. `ratings` (n,) whole, 1 to 7.
    Raises EmptyInput without answers, OutOfRange for any other rating.

    >>> print(effort([7, 6, 5, 3]).easy)
    75.0%, 95 % interval 30.1% to 95.4%, n 4
    """
    checked = check_codes("ratings", ratings, POINTS + 1, lowest=1)
    return Effort(
        mean=mean_rating(checked, low=1, high=POINTS),
        easy=top_box(checked, boxes=EASY_BOXES, points=POINTS),
    )
