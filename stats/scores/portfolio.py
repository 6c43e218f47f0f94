"""The mean of account scores under one weighting, with its error."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, check_floats
from stats.errors import BadWeights, EmptyInput, OutOfRange
from stats.intervals.interval import Interval, IntervalMethod, t_quantile
from stats.intervals.scale import check_on_scale
from stats.scalars import check_whole

# Spread below this part of the scores is rounding.
_ROUNDING = 1e-12


class NoError(StrEnum):
    """Why a portfolio has no error; DEFINED where it has one."""

    DEFINED = ""
    FEW_ACCOUNTS = "few_accounts"
    ZERO_VARIANCE = "zero_variance"
    CENSUS = "census"

    @property
    def sentence(self) -> str:
        """The reason in words."""
        return _SENTENCES[self]


_SENTENCES = {
    NoError.DEFINED: "",
    NoError.FEW_ACCOUNTS: "fewer than two accounts carry weight",
    NoError.ZERO_VARIANCE: "all accounts agree",
    NoError.CENSUS: "every account was measured, so no sampling error is left",
}


@dataclass(frozen=True)
class PortfolioScore:
    """A weighted mean of account scores; `accounts` are those with weight, df = accounts − 1.

    Where `reason` is not DEFINED, `se` and `interval` are None.
    """

    estimate: float
    se: float | None
    df: int
    accounts: int
    interval: Interval | None
    reason: NoError

    def __str__(self) -> str:
        if self.interval is None:
            return f"{self.estimate:+z.1f}, no interval: {self.reason.sentence}"
        low, high = self.interval.low, self.interval.high
        return f"{self.estimate:+z.1f}, 95 % interval {low:+z.1f} to {high:+z.1f}"


def portfolio_score(
    scores: ArrayLike,
    weights: ArrayLike,
    *,
    population: int | None = None,
    scale: tuple[float, float] = (-100.0, 100.0),
) -> PortfolioScore:
    """Σ a_j S_j / Σ a_j over accounts, with the account as the ultimate cluster.

    se = √((1 − J/M) m/(m − 1) Σ a_j²(S_j − est)²) / Σ a_j, J accounts measured of `population` M,
    m of them with weight; without the first factor where M is unknown; est ± t(m − 1)·se, clipped
    to `scale`. Equals R `svymean` with weights a and fpc M. Source: Wolter 2007; methods A7.
    Answers of accounts that chose to answer are no random sample of M: the factor is right only
    where the others differ at random.

    `scores`, `weights` ≥ 0 (J,). Raises EmptyInput without accounts, BadWeights for a negative
    weight or none above 0, OutOfRange for a score outside the scale or M < J.

    >>> print(portfolio_score([-42.857, 62.5, 100.0], [1, 1, 1], population=30))
    +39.9, 95 % interval -100.0 to +100.0
    """
    values, sizes = _checked(scores, weights, scale)
    unsampled = _unsampled(values.size, population)
    values, sizes = values[sizes > 0.0], sizes[sizes > 0.0]
    m, estimate = values.size, float(sizes @ values / sizes.sum())
    influence = sizes * (values - estimate) / sizes.sum()
    spread = float(np.sqrt(influence @ influence))
    reason = _reason(m, unsampled, spread, float(np.abs(values).max()))
    if reason:
        return PortfolioScore(estimate, None, m - 1, m, None, reason)
    se = spread * float(np.sqrt(unsampled * m / (m - 1)))
    half = float(t_quantile([m - 1])[0]) * se
    limits = (max(estimate - half, scale[0]), min(estimate + half, scale[1]))
    return PortfolioScore(
        estimate, se, m - 1, m, Interval(*limits, IntervalMethod.T), NoError.DEFINED
    )


def _unsampled(measured: int, population: int | None) -> float:
    """The part of all accounts that was not measured; 1 where their number is unknown."""
    if population is None:
        return 1.0
    if check_whole("population", population) < measured:
        raise OutOfRange(
            f"{measured} accounts of {population}; hand in the number of all accounts."
        )
    return 1.0 - measured / population


def _reason(m: int, unsampled: float, spread: float, largest: float) -> NoError:
    if unsampled == 0.0:
        return NoError.CENSUS
    if m < 2:
        return NoError.FEW_ACCOUNTS
    return NoError.ZERO_VARIANCE if spread <= _ROUNDING * largest else NoError.DEFINED


def _checked(
    scores: ArrayLike, weights: ArrayLike, scale: tuple[float, float]
) -> tuple[FloatArray, FloatArray]:
    """Scores and weights of all accounts."""
    values = check_floats("scores", scores)
    sizes = check_floats("weights", weights, values.size)
    if values.size == 0:
        raise EmptyInput("No account has a score, so there is no portfolio; say so.")
    if sizes.min() < 0.0 or not sizes.sum() > 0.0:
        raise BadWeights("Accounts' weights must be 0 or more, and one above 0; correct them.")
    check_on_scale("scores", values, *scale)
    return values, sizes
