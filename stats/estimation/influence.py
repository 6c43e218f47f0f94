"""What each account contributes to the error of one estimate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import (
    BoolArray,
    FloatArray,
    IntArray,
    any_array,
    check_codes,
    check_floats,
    sum_by,
)
from stats.errors import EmptyInput, OutOfRange
from stats.estimation.design import CellDesign
from stats.estimation.domain_sums import domain_sums, mean_terms
from stats.estimation.domains import check_fit
from stats.estimation.linearised import linearise
from stats.estimation.measure import Measure
from stats.estimation.partition import Partition
from stats.estimation.regression import Residuals, coefficients
from stats.scalars import check_choice
from stats.wording import counted

# A share of the accounts' answers that is no deviation of theirs.
ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class AccountInfluence:
    """S_u of every account of the sample (A,), in the units of y, beside its estimate.

    `accounts` codes ascending, `values` S_u, `in_domain` whether the account answered in the
    domain (others carry the calibration residual alone). Raises OutOfRange for an account listed
    twice, values that are not finite, or arrays that do not align.
    """

    accounts: IntArray
    values: FloatArray
    in_domain: BoolArray
    estimate: float

    def __post_init__(self) -> None:
        accounts = check_codes("accounts", self.accounts, 1 << 62, lowest=-(1 << 62))
        values = check_floats("values", self.values, accounts.size)
        inside = any_array("in_domain", self.in_domain)
        if inside.dtype != np.bool_ or inside.shape != accounts.shape:
            raise OutOfRange(f"in_domain needs true or false for each of {accounts.size} accounts.")
        if np.unique(accounts).size < accounts.size:
            raise OutOfRange("An account is listed twice; add up what it contributes.")
        estimate = float(check_floats("estimate", [self.estimate])[0])
        checked = zip(
            ("accounts", "values", "in_domain", "estimate"),
            (accounts, values, inside, estimate),
            strict=True,
        )
        for name, value in checked:
            object.__setattr__(self, name, value)

    def __str__(self) -> str:
        accounts = counted(self.accounts.size, "account")
        return f"{self.in_domain.sum()} of {accounts} answered in the domain"


def account_influence(
    design: CellDesign,
    measure: Measure,
    in_domain: ArrayLike,
    *,
    leverage_correction: bool = True,
    residuals: Residuals | str = Residuals.CALIBRATE,
) -> AccountInfluence:
    """Linearised, calibrated contribution of each account to one domain's weighted mean.

    S_u = Σ_{i∈u} w_i s_i (e_i − x_i'B), e_i = (y_i − ȳ)/W in the domain and 0 outside it; B and s
    as in `estimate_domains`, whose unstratified variance is g/(g − 1) Σ(S_u − S̄)².
    Source: methods H1a.

    `in_domain` (C,) true for the cells of the domain. Raises EmptyInput when nobody in the
    domain answered, OutOfRange when lengths do not fit.

    >>> design = CellDesign.from_rows(base=[1.0, 1.0, 2.0, 2.0], account=[1, 1, 2, 3])
    >>> found = account_influence(design, Measure.of_rows([8, 6, 9, 5]), [True] * 4)
    >>> found.values.round(3).tolist()
    [0.0, 0.667, -0.667]
    """
    inside = any_array("in_domain", in_domain)
    if inside.dtype != np.bool_ or inside.shape != (design.cell_count,):
        raise OutOfRange(f"in_domain needs true or false for each of {design.cell_count} cells.")
    parts = Partition(design, np.where(inside, 0, -1), 1)
    check_fit(design, measure, parts)
    sums = domain_sums(parts, measure)
    if sums.answered[0] == 0:
        raise EmptyInput("Nobody in the domain answered; store the reason instead of an influence.")
    rule = check_choice("residuals", residuals, Residuals)
    corrected = leverage_correction and rule is not Residuals.NONE
    moments = design.moments(leverage_correction=corrected)
    e = linearise(parts, mean_terms(measure, sums), sums.divisor, moments)
    beta = coefficients(parts, e.cells, e.cells * design.base, rule)
    weight = (design.weights * moments.scale)[design.cell]
    there = inside[design.cell] / sums.weight[0]
    rows = there * (measure.total - sums.mean[0] * measure.answered)
    size = there * (np.abs(measure.total) + np.abs(sums.mean[0]) * measure.answered)
    if design.margins:
        rows = rows - design.count * design.indicators.predict(beta[:, 0])[design.cell]
    return AccountInfluence(
        accounts=design.accounts,
        values=_beyond_rounding(*(_by_account(design, each * weight) for each in (rows, size))),
        in_domain=_by_account(design, inside[design.cell] * measure.answered) > 0.0,
        estimate=measure.origin + float(sums.mean[0]),
    )


def _by_account(design: CellDesign, rows: FloatArray) -> FloatArray:
    return sum_by(design.account_index, rows, design.account_count)


def _beyond_rounding(values: FloatArray, size: FloatArray) -> FloatArray:
    """Zeros where all answers agree, or the margins fix the figure: what is left is rounding."""
    noise = np.abs(values).max() <= ROUNDING * np.abs(size).max()
    return np.zeros(values.size) if noise else values
