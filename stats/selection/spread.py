"""Do a partner's scores vary less than real customers' do?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtr, chdtri

from stats.arrays import FloatArray
from stats.selection.top_scores import POINTS, check_score_counts
from stats.selection.untestable import UntestableSelection

# Methods B8c: below the 5 % funnel.
SPREAD_LEVEL = 0.05
_SCORES: FloatArray = np.arange(POINTS, dtype=np.float64)


@dataclass(frozen=True)
class ScoreSpread:
    """Standard deviation of one partner's scores, the peers', and the 5 % limit at its n."""

    n: int
    sd: float | None
    peer_sd: float | None
    low_limit: float | None
    p_value: float | None
    reason: UntestableSelection

    @property
    def is_below_funnel(self) -> bool:
        """Below the 5 % funnel."""
        return self.p_value is not None and self.p_value < SPREAD_LEVEL

    def __str__(self) -> str:
        if self.p_value is None:
            return f"not testable: {self.reason.sentence}"
        return (
            f"standard deviation {self.sd:.2f}, 5% limit {self.low_limit:.2f}, "
            f"peers {self.peer_sd:.2f}, p {self.p_value:.2g}, n {self.n}"
        )


def score_spreads(counts: ArrayLike) -> tuple[ScoreSpread, ...]:
    """Lower tail of each partner's variance, given the distribution of its peers' scores.

    νs²/σ² is near χ² with ν = 2n/(κ − (n − 3)/(n − 1)) degrees of freedom, σ² and κ the variance
    and kurtosis of the peers (κ = 3 gives ν = n − 1); p is at least Σ πₖⁿ, the chance that n
    answers agree, so that equal scores of a few customers prove nothing.
    Source: variance of s², Cramér 1946; matched as Satterthwaite 1946.

    `counts` (P, 11) answers of each score 0…10; peers are all other partners. Fewer than two
    answers, no peers, or peers who all agree, is a reason. Raises as `top_scores`.

    >>> own, peers = [0, 0, 0, 0, 0, 0, 0, 0, 1, 10, 9], [5, 0, 0, 5, 10, 15, 20, 40, 60, 70, 75]
    >>> print(score_spreads([own, peers])[0])
    standard deviation 0.60, 5% limit 1.21, peers 2.03, p 0.00033, n 20
    """
    table = check_score_counts(counts)
    everyone = table.sum(axis=0)
    return tuple(_spread(own, everyone - own) for own in table)


def _spread(own: FloatArray, peers: FloatArray) -> ScoreSpread:
    n, others = int(own.sum()), float(peers.sum())
    if n < 2 or others < 2.0:
        reason = UntestableSelection.TOO_SMALL if n < 2 else UntestableSelection.FEW_PARTNERS
        return ScoreSpread(n, None, None, None, None, reason)
    sd = float(np.sqrt(_variance(own)))
    share, variance = peers / others, _variance(peers)
    if variance == 0.0:
        return ScoreSpread(n, sd, 0.0, None, None, UntestableSelection.ALL_ALIKE)
    df = _degrees(share, n)
    p = max(float(chdtr(df, df * sd * sd / variance)), float((share**n).sum()))
    limit = float(np.sqrt(variance * chdtri(df, 1.0 - SPREAD_LEVEL) / df))
    return ScoreSpread(
        n, sd, float(np.sqrt(variance)), limit, min(p, 1.0), UntestableSelection.TESTED
    )


def _variance(counts: FloatArray) -> float:
    n = counts.sum()
    mean = counts @ _SCORES / n
    return float(counts @ (_SCORES - mean) ** 2 / (n - 1.0))


def _degrees(share: FloatArray, n: int) -> float:
    centred = _SCORES - share @ _SCORES
    second, fourth = float(share @ centred**2), float(share @ centred**4)
    return 2.0 * n / (fourth / second**2 - (n - 3.0) / (n - 1.0))
