"""What an estimation returns."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from stats.arrays import BoolArray, FloatArray, IntArray
from stats.reasons import Undefined


@dataclass(frozen=True)
class DomainEstimate:
    """One domain's figures; `se` is NaN exactly where `reason` says why."""

    estimate: float
    raw: float
    se: float
    n: int
    accounts: int
    n_eff_kish: float
    df: int
    reason: Undefined

    def __str__(self) -> str:
        if self.reason is Undefined.EMPTY:
            return f"no estimate: {self.reason.sentence}"
        base = f"n {self.n}, {self.accounts} accounts, effective n {self.n_eff_kish:.1f}"
        if self.reason:
            return f"no estimate: {self.reason.sentence} ({base})"
        return f"{self.estimate:.4g} (raw {self.raw:.4g}), standard error {self.se:.3g}, {base}"


@dataclass(frozen=True, eq=False)
class DomainEstimates:
    """Figures of K domains, every array (K,), in the units of y.

    `estimate` weighted mean, `raw` unweighted mean, `se` account-clustered linearised error after
    calibration, `raw_se` the same unweighted and uncalibrated, `n` respondents who answered,
    `accounts` of theirs, `largest_account_share` of the domain's weight, `n_eff_kish` effective n
    of the weights, `weight_total` Σw, `unit_variance` weighted plug-in variance of y,
    `high_share` and `low_share` weighted (None without such counts), `df` of the t quantile,
    `reason` of Undefined codes, `valid` where the reason is DEFINED.
    Where a reason stands, `se` is NaN and nothing is published; `estimate` and `raw` are NaN only
    when nobody answered.
    """

    estimate: FloatArray
    raw: FloatArray
    se: FloatArray
    raw_se: FloatArray
    n: IntArray
    accounts: IntArray
    largest_account_share: FloatArray
    n_eff_kish: FloatArray
    weight_total: FloatArray
    unit_variance: FloatArray
    high_share: FloatArray | None
    low_share: FloatArray | None
    df: IntArray
    reason: NDArray[np.object_]

    @property
    def valid(self) -> BoolArray:
        """Domains with an estimate, an error and an interval."""
        return np.asarray([not reason for reason in self.reason], dtype=np.bool_)

    @property
    def design_effect(self) -> FloatArray:
        """V over that of as many answers drawn singly with replacement, se²(n − 1)/v, (K,).

        v the plug-in unit variance; NaN where there is no error. Source: Kish 1965; R
        `survey::svymean(deff = "replace")`.
        """
        result = np.full(len(self), np.nan)
        there = self.valid
        result[there] = self.se[there] ** 2 * (self.n[there] - 1) / self.unit_variance[there]
        return result

    def __len__(self) -> int:
        return self.estimate.size

    def __getitem__(self, domain: int) -> DomainEstimate:
        return DomainEstimate(
            estimate=float(self.estimate[domain]),
            raw=float(self.raw[domain]),
            se=float(self.se[domain]),
            n=int(self.n[domain]),
            accounts=int(self.accounts[domain]),
            n_eff_kish=float(self.n_eff_kish[domain]),
            df=int(self.df[domain]),
            reason=self.reason[domain],
        )

    def scaled(self, factor: float) -> DomainEstimates:
        """The same figures in other units, such as NPS points with factor 100."""
        return replace(
            self,
            estimate=self.estimate * factor,
            raw=self.raw * factor,
            se=self.se * abs(factor),
            raw_se=self.raw_se * abs(factor),
            unit_variance=self.unit_variance * factor**2,
        )
