"""The mean of unweighted ratings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import check_floats
from stats.errors import EmptyInput
from stats.intervals.interval import Interval, mean_t
from stats.intervals.scale import check_on_scale
from stats.reasons import Undefined


@dataclass(frozen=True)
class MeanRating:
    """A mean with sample standard deviation (ddof 1), error and t interval.

    With one answer, or answers that agree but for rounding, `sd`, `se` and `interval` are None
    and `reason` says why.
    """

    mean: float
    sd: float | None
    se: float | None
    n: int
    interval: Interval | None
    reason: Undefined

    def __str__(self) -> str:
        if self.interval is None:
            return f"mean {self.mean:z.2f}, no interval: {self.reason.sentence} (n {self.n})"
        low, high = self.interval.low, self.interval.high
        return f"mean {self.mean:z.2f}, 95 % interval {low:z.2f} to {high:z.2f}, n {self.n}"


def mean_rating(ratings: ArrayLike, *, low: float, high: float) -> MeanRating:
    """Mean of ratings between `low` and `high` with Student's t interval, clipped to the scale.

    x̄ ± t(n − 1) s/√n. Source: Student 1908. Each answer counts as its own account here; for
    clustered or weighted answers use `estimate_domains`.
    Raises EmptyInput without answers, OutOfRange for a rating outside the scale.

    >>> print(mean_rating([8, 9, 7, 10, 6], low=0, high=10))
    mean 8.00, 95 % interval 6.04 to 9.96, n 5
    """
    x = check_floats("ratings", ratings)
    if x.size == 0:
        raise EmptyInput("Nobody answered, so there is no mean; say so instead of a number.")
    check_on_scale("ratings", x, low, high)
    mean, interval = float(x.mean()), mean_t(x, low=low, high=high)
    if isinstance(interval, Undefined):
        return MeanRating(mean, None, None, x.size, None, interval)
    sd = float(x.std(ddof=1))
    return MeanRating(mean, sd, sd / float(np.sqrt(x.size)), x.size, interval, Undefined.DEFINED)
