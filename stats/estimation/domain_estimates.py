"""What an estimation returns."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from stats.arrays import BoolArray, FloatArray, IntArray
from stats.reasons import Undefined
from stats.scalars import check_number
from stats.wording import counted


def known(figure: float) -> float | None:
    """A figure of an array, None where it is NaN."""
    return None if np.isnan(figure) else float(figure)


@dataclass(frozen=True)
class DomainEstimate:
    """One domain's figures; `se` is None exactly where `reason` says why.

    `estimate`, `raw` and `n_eff_kish` are None where nobody answered.
    """

    estimate: float | None
    raw: float | None
    se: float | None
    n: int
    accounts: int
    n_eff_kish: float | None
    df: int
    reason: Undefined

    def __str__(self) -> str:
        if self.n_eff_kish is None:
            return f"no estimate: {self.reason.sentence}"
        accounts = counted(self.accounts, "account")
        base = f"n {self.n}, {accounts}, effective n {self.n_eff_kish:.1f}"
        if self.se is None:
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
    when nobody answered, `raw_se` where the unweighted answers have no spread between accounts.
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
            estimate=known(self.estimate[domain]),
            raw=known(self.raw[domain]),
            se=known(self.se[domain]),
            n=int(self.n[domain]),
            accounts=int(self.accounts[domain]),
            n_eff_kish=known(self.n_eff_kish[domain]),
            df=int(self.df[domain]),
            reason=self.reason[domain],
        )

    def scaled(self, factor: float) -> DomainEstimates:
        """The same figures in other units, such as NPS points with factor 100.

        Raises OutOfRange for a factor that is 0 or no number.
        """
        check_number("the size of factor", abs(check_number("factor", factor)), above=0.0)
        return replace(
            self,
            estimate=self.estimate * factor,
            raw=self.raw * factor,
            se=self.se * abs(factor),
            raw_se=self.raw_se * abs(factor),
            unit_variance=self.unit_variance * factor**2,
        )
