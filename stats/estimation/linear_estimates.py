"""What an estimation of totals or ratios returns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stats.arrays import BoolArray, FloatArray, IntArray
from stats.estimation.domain_estimates import known
from stats.reasons import Undefined
from stats.wording import counted


@dataclass(frozen=True)
class LinearEstimate:
    """One domain's total or ratio; `se` is None exactly where `reason` says why.

    `estimate` is None where nobody answered.
    """

    estimate: float | None
    se: float | None
    n: int
    accounts: int
    df: int
    reason: Undefined

    def __str__(self) -> str:
        base = f"n {self.n}, {counted(self.accounts, 'account')}"
        if self.se is None:
            return f"no estimate: {self.reason.sentence} ({base})"
        return f"{self.estimate:.6g}, standard error {self.se:.3g}, {base}"


@dataclass(frozen=True, eq=False)
class LinearEstimates:
    """Totals or ratios of K domains, every array (K,).

    `n` respondents and `accounts` behind each, `df` of the t quantile, `reason` of Undefined
    codes, `valid` where it is DEFINED. `estimate` is NaN only when nobody answered.
    """

    estimate: FloatArray
    se: FloatArray
    n: IntArray
    accounts: IntArray
    df: IntArray
    reason: NDArray[np.object_]

    @property
    def valid(self) -> BoolArray:
        """Domains with an estimate and an error."""
        return np.asarray([not reason for reason in self.reason], dtype=np.bool_)

    def __len__(self) -> int:
        return self.estimate.size

    def __getitem__(self, domain: int) -> LinearEstimate:
        return LinearEstimate(
            estimate=known(self.estimate[domain]),
            se=known(self.se[domain]),
            n=int(self.n[domain]),
            accounts=int(self.accounts[domain]),
            df=int(self.df[domain]),
            reason=self.reason[domain],
        )
