"""The net promoter score of unweighted answers."""

from __future__ import annotations

import math
from dataclasses import dataclass

from numpy.typing import ArrayLike

from stats.arrays import FloatArray, check_codes
from stats.errors import EmptyInput
from stats.intervals.interval import Interval
from stats.intervals.nps_limits import nps_adjusted_wald, nps_score
from stats.reasons import Undefined
from stats.scalars import check_whole

SCORE_BELOW = 30


@dataclass(frozen=True)
class Nps:
    """An NPS in points with its counts; `se` is the Wald error 100√(v/n) of textbook use.

    Where all answers are of one class, as one answer is, `se` is None and `reason` says why; the
    interval, which is no Wald interval, stands.
    """

    value: float
    promoters: int
    passives: int
    detractors: int
    unit_variance: float
    se: float | None
    interval: Interval
    reason: Undefined

    @property
    def n(self) -> int:
        """Answers."""
        return self.promoters + self.passives + self.detractors

    def __str__(self) -> str:
        low, high = self.interval.low, self.interval.high
        return f"NPS {self.value:z.1f}, 95 % interval {low:z.1f} to {high:z.1f}, n {self.n}"


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
    Raises EmptyInput without answers, OutOfRange for counts that are not whole numbers ≥ 0.

    >>> print(nps_from_counts(5, 0, 0))
    NPS 100.0, 95 % interval 13.1 to 100.0, n 5
    """
    counts = {"promoters": promoters, "passives": passives, "detractors": detractors}
    promoters, passives, detractors = (check_whole(*each) for each in counts.items())
    n = promoters + passives + detractors
    if n == 0:
        raise EmptyInput("Nobody answered, so there is no NPS; say so instead of a number.")
    net = (promoters - detractors) / n
    variance = (promoters + detractors) / n - net * net
    score = n < SCORE_BELOW or n in (promoters, detractors)
    interval = (nps_score if score else nps_adjusted_wald)(promoters, passives, detractors)
    reason = _reason(n, max(promoters, passives, detractors))
    se = None if reason else 100.0 * math.sqrt(variance / n)
    return Nps(100.0 * net, promoters, passives, detractors, variance, se, interval, reason)


def _reason(n: int, largest: int) -> Undefined:
    if n == 1:
        return Undefined.FEW_ACCOUNTS
    return Undefined.ZERO_VARIANCE if largest == n else Undefined.DEFINED
