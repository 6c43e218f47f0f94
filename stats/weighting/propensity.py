"""How likely everybody drawn was to answer, given what the frame knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, check_codes, check_floats
from stats.errors import EmptyInput, OutOfRange
from stats.scalars import check_number
from stats.weighting.margins import check_levels
from stats.weighting.response_counts import check_response_counts
from stats.weighting.ridge_logistic import RidgeLogistic, solve
from stats.wording import counted

# Keeps coefficients finite where a level answered wholly or not at all; product convention.
RIDGE = 1e-3
# A spread this small beside the values is their rounding.
_CONSTANT = 1e-12


@dataclass(frozen=True, eq=False)
class Propensities:
    """Response propensities (C,) of a logistic model, with the evidence that it was solved.

    `coefficients` belong to `names`, per unit of the covariate as handed in, on the logit scale.
    `gradient` is the largest remaining slope of the penalised log-likelihood per unit drawn.
    """

    values: FloatArray
    names: tuple[str, ...]
    intercept: float
    coefficients: FloatArray
    drawn: int
    responded: int
    iterations: int
    gradient: float
    ridge: float

    def __str__(self) -> str:
        covariates = counted(len(self.names), "covariate")
        return (
            f"propensities {self.values.min():.1%} to {self.values.max():.1%} of {self.drawn} "
            f"drawn, {self.responded} of whom answered, by {covariates} in "
            f"{counted(self.iterations, 'step')}"
        )


def response_propensities(
    covariates: Mapping[str, ArrayLike],
    responded: ArrayLike,
    drawn: ArrayLike | None = None,
    *,
    ridge: float = RIDGE,
) -> Propensities:
    """Ridge-logistic propensities: logit ρ = α + z'β with z the standardised covariates.

    Maximises Σ [r ln ρ + (n − r) ln(1 − ρ)] − ridge/2 Σ β_j² by Newton's method with step
    halving. z has mean 0 and variance 1 among the drawn, so that no unit of measurement is
    penalised more than another; α is not penalised, so Σ nρ = Σ r. The ridge keeps β finite
    under separation and among redundant columns; otherwise it is negligible (at 1e-3, against
    information that grows with n). Base weights are left out: put what determined them among
    the covariates (Little & Vartivarian 2003).
    Source: Rosenbaum & Rubin 1983; Little 1986; Le Cessie & van Houwelingen 1992; methods C3.

    `covariates` name → (C,) numbers known of respondents and non-respondents alike (categories by
    `level_indicators`); `responded` (C,) r and `drawn` (C,) n people in each cell, n all one
    when left out (rows: r is 0 or 1).
    Raises EmptyInput without covariates or anybody drawn, OutOfRange for a covariate that is
    not finite or the same for everybody drawn, r above n, nobody or everybody answering (no
    difference to model), or a ridge ≤ 0; Unsettled without convergence.

    >>> found = response_propensities({"complaint": [0, 0, 0, 0, 1, 1]}, [1, 1, 1, 0, 1, 0])
    >>> print(found)
    propensities 50.0% to 75.0% of 6 drawn, 4 of whom answered, by 1 covariate in 4 steps
    """
    r, n = check_response_counts(responded, drawn)
    _check_mixed(r, n)
    check_number("ridge", ridge, above=0.0)
    x = _columns(covariates, r.size)
    means = n @ x / n.sum()
    spreads = np.sqrt(n @ (x - means) ** 2 / n.sum())
    _check_varying(tuple(covariates), x[n > 0.0], spreads)
    solution = solve(RidgeLogistic((x - means) / spreads, r, n, ridge))
    coefficients = solution.beta[1:] / spreads
    return Propensities(
        values=solution.rates,
        names=tuple(covariates),
        intercept=float(solution.beta[0] - coefficients @ means),
        coefficients=coefficients,
        drawn=int(n.sum()),
        responded=int(r.sum()),
        iterations=solution.iterations,
        gradient=solution.error,
        ridge=ridge,
    )


def level_indicators(name: str, codes: ArrayLike, levels: Sequence[str]) -> dict[str, FloatArray]:
    """A column of zeros and ones for every level of a category, named "name: level".

    No level is left out as a reference: the ridge settles the one redundancy, and no level is
    special. `codes` (C,) index into `levels`. Raises OutOfRange for a code without a level
    or a level named twice.

    >>> level_indicators("size", [0, 1, 1], ["small", "large"])["size: large"].tolist()
    [0.0, 1.0, 1.0]
    """
    checked = check_codes(name, codes, len(levels))
    check_levels(name, levels)
    return {
        f"{name}: {level}": (checked == place).astype(np.float64)
        for place, level in enumerate(levels)
    }


def _check_mixed(r: FloatArray, n: FloatArray) -> None:
    if r.sum() in (0.0, n.sum()):
        who = "Nobody" if r.sum() == 0.0 else "Everybody"
        raise OutOfRange(
            f"{who} of {n.sum():g} drawn responded, so propensities do not differ; "
            "leave the adjustment out and say so."
        )


def _columns(covariates: Mapping[str, ArrayLike], size: int) -> FloatArray:
    if not covariates:
        raise EmptyInput("There is no covariate to explain response by; hand in at least one.")
    columns = [check_floats(f"covariate '{name}'", x, size) for name, x in covariates.items()]
    return np.column_stack(columns)


def _check_varying(names: tuple[str, ...], x: FloatArray, spreads: FloatArray) -> None:
    constant = np.flatnonzero(spreads <= _CONSTANT * np.abs(x).max(axis=0))
    if constant.size:
        raise OutOfRange(
            f"Covariate '{names[constant[0]]}' is {x[0, constant[0]]:g} for everybody drawn and "
            "explains nothing; leave it out."
        )
