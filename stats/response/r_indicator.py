"""How evenly a population answered: the R-indicator and what it bounds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, check_counts, check_floats, check_positive_weights
from stats.errors import EmptyInput, OutOfRange
from stats.response.verdict import ResponseVerdict, verdict
from stats.scalars import check_number
from stats.wording import counted

# methods B4 [P]: warn and fail limits of the coefficient of variation.
CV_LIMITS = (0.25, 0.50)


@dataclass(frozen=True)
class RIndicator:
    """R = 1 − 2S of response propensities with mean ρ̄ and standard deviation S.

    R is 1 at most; at least 1 − √(N/(N − 1)), below 0 by a trifle, where half answer for certain.
    `cv` = S/ρ̄ bounds the bias of any respondents' mean in units of its standard deviation.
    `adjusted_spread` is S without the part that estimating ρ adds, and `se` the error of R; both
    are None where the propensities were handed in or S is zero.
    """

    mean: float
    spread: float
    adjusted_spread: float | None = None
    se: float | None = None

    @property
    def r(self) -> float:
        """1 where all respond alike, lower the more the propensities differ."""
        return 1.0 - 2.0 * self.spread

    @property
    def cv(self) -> float:
        """S/ρ̄."""
        return self.spread / self.mean

    @property
    def adjusted_r(self) -> float | None:
        """R from the adjusted spread."""
        return None if self.adjusted_spread is None else 1.0 - 2.0 * self.adjusted_spread

    @property
    def adjusted_cv(self) -> float | None:
        """The coefficient of variation from the adjusted spread."""
        return None if self.adjusted_spread is None else self.adjusted_spread / self.mean

    @property
    def verdict(self) -> ResponseVerdict:
        """The unadjusted coefficient of variation against .25 and .50."""
        return verdict(self.cv, CV_LIMITS)

    def __str__(self) -> str:
        error = "" if self.se is None else f" (standard error {self.se:.3f})"
        return f"R {self.r:.3f}{error}, mean propensity {self.mean:.1%}, CV {self.cv:.3f}"


def r_indicator(propensities: ArrayLike, weights: ArrayLike | None = None) -> RIndicator:
    """R-indicator of given response propensities (methods B4).

    ρ̄ = Σdρ/N, S² = Σd(ρ − ρ̄)²/(N − 1), N = Σd, R = 1 − 2S.
    Source: Schouten, Cobben & Bethlehem 2009; N − 1 and weights as the RISQ tools (de Heij,
    Schouten & Shlomo 2015).

    `propensities` (n,) 0 to 1 of everybody in the frame or sample, respondents or not, from the
    same covariates every week; `weights` (n,) d = 1/inclusion probability, 1 for a whole frame.
    Raises EmptyInput for fewer than two units or a mean of zero, OutOfRange for values outside
    0…1, BadWeights for weights that are not positive or sum to 1 or less.

    >>> print(r_indicator([0.6] * 100 + [0.2] * 100))
    R 0.599, mean propensity 40.0%, CV 0.501
    """
    rho = check_propensities(propensities)
    d = (
        np.ones(rho.size)
        if weights is None
        else check_positive_weights("weights", weights, rho.size)
    )
    size = float(d.sum())
    if rho.size < 2 or size <= 1.0:
        raise EmptyInput(
            f"{counted(rho.size, 'unit')} of total weight {size:g} cannot spread; "
            "hand in the whole frame."
        )
    mean = float(d @ rho) / size
    _check_response(mean)
    return RIndicator(mean, float(np.sqrt(d @ (rho - mean) ** 2 / (size - 1.0))))


def r_indicator_of_strata(size: ArrayLike, responded: ArrayLike) -> RIndicator:
    """R-indicator of observed response rates by stratum, with its error (methods B4).

    ρ_k = r_k/N_k, S² = Σ N_k(ρ_k − ρ̄)²/(N − 1). Estimated rates differ even when the true ones do
    not: S²_adj = max(0, S² − Σ N_k(1 − N_k/N) v_k/(N − 1)), v_k = ρ_k(1 − ρ_k)/(N_k − 1), is
    unbiased before the maximum is taken. Var(R) = {4Σ W_k²(ρ_k − ρ̄)²V_k + 2 tr[((diag W − WW')
    diag V)²]}/(ΣW_k(ρ_k − ρ̄)²), W_k = N_k/N, V_k = ρ_k(1 − ρ_k)/N_k.
    Source: Schouten, Cobben & Bethlehem 2009; Shlomo, Skinner & Schouten 2012 for the idea of the
    adjustment and the error; here the variance of ρ̄ is taken into account as well.

    `size` (k,) everybody in each stratum of the frame, ≥ 1, `responded` (k,) of them. A stratum
    of one has no v_k: the adjusted spread is None. Raises EmptyInput for fewer than two people
    or no response at all, OutOfRange for more responses than people.

    >>> print(r_indicator_of_strata([100, 100], [60, 20]))
    R 0.599 (standard error 0.064), mean propensity 40.0%, CV 0.501
    """
    people, answers = check_strata(size, responded)
    total = float(people.sum())
    if total < 2.0:
        raise EmptyInput("One person has no spread of propensities; hand in the whole frame.")
    rho, share = answers / people, people / total
    mean = float(answers.sum()) / total
    _check_response(mean)
    squared = float(people @ (rho - mean) ** 2) / (total - 1.0)
    return RIndicator(
        mean=mean,
        spread=float(np.sqrt(squared)),
        adjusted_spread=_adjusted_spread(people, rho, squared),
        se=_error(share, rho - mean, rho * (1.0 - rho) / people),
    )


def bias_bound(cv: float, spread: float) -> float:
    """Largest absolute bias of the respondents' mean: CV(ρ) · S_y (methods C4).

    The bias is Cov(ρ, y)/ρ̄, and |Cov| ≤ S_ρ S_y. It holds as far as ρ are the true propensities:
    those from frame covariates miss what the frame does not know.
    Source: Schouten, Cobben & Bethlehem 2009.

    `cv` ≥ 0 of the propensities, `spread` ≥ 0 standard deviation of the item in its units.
    Raises OutOfRange for values that are negative or not finite.

    >>> round(bias_bound(0.501, 1.8), 4)
    0.9018
    """
    return check_number("cv", cv, low=0.0) * check_number("spread", spread, low=0.0)


def check_propensities(propensities: ArrayLike) -> FloatArray:
    """One-dimensional response propensities 0 to 1."""
    rho = check_floats("propensities", propensities)
    wrong = np.flatnonzero((rho < 0.0) | (rho > 1.0))
    if wrong.size:
        raise OutOfRange(
            f"propensities holds {rho[wrong[0]]:g} at position {wrong[0]}; "
            "a propensity lies between 0 and 1."
        )
    return rho


def check_strata(size: ArrayLike, responded: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """People ≥ 1 and those of them who responded, by stratum."""
    people = check_counts("size", size, lowest=1)
    answers = check_counts("responded", responded, people.size)
    wrong = np.flatnonzero(answers > people)
    if wrong.size:
        k = int(wrong[0])
        raise OutOfRange(
            f"Stratum {k} has {counted(answers[k], 'response')} from "
            f"{counted(people[k], 'person', 'people')}; count each person once."
        )
    return people, answers


def _check_response(mean: float) -> None:
    if mean <= 0.0:
        raise EmptyInput("Nobody responded; a response that is not there represents nobody.")


def _adjusted_spread(people: FloatArray, rho: FloatArray, squared: float) -> float | None:
    if people.min() < 2.0:
        return None
    total = people.sum()
    noise = people * (1.0 - people / total) * rho * (1.0 - rho) / (people - 1.0)
    return float(np.sqrt(max(0.0, squared - float(noise.sum()) / (total - 1.0))))


def _error(share: FloatArray, deviation: FloatArray, variance: FloatArray) -> float | None:
    spread = float(share @ deviation**2)
    if spread <= 0.0:
        return None
    first = 4.0 * float((share * deviation) ** 2 @ variance)
    # tr[((diag W − WW')diag V)²] without writing the matrix out.
    shared = share * variance
    second = float(shared @ shared - 2.0 * shared @ (share * shared) + (shared @ share) ** 2)
    # A trace of squares; only its rounding can be negative.
    error = float(np.sqrt((first + 2.0 * max(second, 0.0)) / spread))
    return error if error > 0.0 else None
