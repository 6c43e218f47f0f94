"""The net promoter score of unweighted answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, check_codes
from stats.errors import EmptyInput, OutOfRange
from stats.intervals.interval import Interval
from stats.intervals.nps_limits import nps_adjusted_wald, nps_score

SCORE_BELOW = 30


@dataclass(frozen=True)
class Nps:
    """An NPS in points with its counts; `se` is the Wald error 100√(v/n) of textbook use."""

    value: float
    promoters: int
    passives: int
    detractors: int
    unit_variance: float
    se: float
    interval: Interval

    @property
    def n(self) -> int:
        """Answers."""
        return self.promoters + self.passives + self.detractors

    def __str__(self) -> str:
        low, high = self.interval.low, self.interval.high
        return f"NPS {self.value:.1f}, 95 % interval {low:.1f} to {high:.1f}, n {self.n}"


def nps(scores: ArrayLike) -> Nps:
    """NPS of whole scores 0–10: promoters 9–10, passives 7–8, detractors 0–6.

    Formula, source and errors as `nps_from_counts`; OutOfRange for any other score.

    >>> print(nps([10] * 30 + [7] * 12 + [6] * 8))
    NPS 44.0, 95 % interval 21.1 to 61.9, n 50
    """
    checked = check_codes("scores", scores, 11)
    promoters, detractors = int((checked >= 9).sum()), int((checked <= 6).sum())
    return nps_from_counts(promoters, checked.size - promoters - detractors, detractors)


def nps_points(scores: ArrayLike) -> FloatArray:
    """What each whole score 0–10 adds to an NPS: 100 for 9–10, −100 for 0–6, 0 for 7–8; (n,).

    Source: Reichheld 2003. Raises OutOfRange for any other score.

    >>> nps_points([10, 7, 0]).tolist()
    [100.0, 0.0, -100.0]
    """
    checked = check_codes("scores", scores, 11)
    return 100.0 * (checked >= 9) - 100.0 * (checked <= 6)


def nps_from_counts(promoters: int, passives: int, detractors: int) -> Nps:
    """NPS = 100(P − D)/n with its interval.

    Unit variance v = p + d − (p − d)², se = 100√(v/n); interval adjusted Wald, score where
    n < 30 or all are promoters or all detractors. Source: Reichheld 2003; Rocks 2016.
    Raises EmptyInput without answers, OutOfRange for negative counts.

    >>> print(nps_from_counts(5, 0, 0))
    NPS 100.0, 95 % interval 13.1 to 100.0, n 5
    """
    n = promoters + passives + detractors
    if min(promoters, passives, detractors) < 0:
        raise OutOfRange("A count of answers is negative; hand in counts from 0 upwards.")
    if n == 0:
        raise EmptyInput("Nobody answered, so there is no NPS; say so instead of a number.")
    net = (promoters - detractors) / n
    variance = (promoters + detractors) / n - net * net
    score = n < SCORE_BELOW or n in (promoters, detractors)
    interval = (nps_score if score else nps_adjusted_wald)(promoters, passives, detractors)
    se = 100.0 * float(np.sqrt(max(variance, 0.0) / n))
    return Nps(100.0 * net, promoters, passives, detractors, variance, se, interval)
