"""Is this week different from the last, when some accounts answered in both?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr

from stats.arrays import BoolArray, FloatArray, IntArray, check_codes, check_floats, sum_by
from stats.errors import EmptyInput, OutOfRange
from stats.estimation.influence import AccountInfluence
from stats.intervals.interval import Interval, IntervalMethod, t_quantile
from stats.reasons import Undefined

# A share of the influences and estimates that is no standard error.
ROUNDING = 1e-12


@dataclass(frozen=True)
class Change:
    """A difference, second minus first, with the error of accounts that answer in both.

    `accounts` in either week, `overlap` in both, `df` = accounts − 1. Where `reason` is not
    DEFINED, `se`, `df`, `t`, `p_value` and `interval` are None.
    """

    difference: float
    se: float | None
    df: int | None
    accounts: int
    overlap: int
    t: float | None
    p_value: float | None
    interval: Interval | None
    reason: Undefined

    def __str__(self) -> str:
        if self.interval is None:
            return f"change {self.difference:+.2f}, not testable: {self.reason.sentence}"
        return (
            f"change {self.difference:+.2f}, {self.interval}, p {self.p_value:.2g}, "
            f"{self.accounts} accounts, {self.overlap} of them in both"
        )


def account_change(
    account1: ArrayLike, y1: ArrayLike, account2: ArrayLike, y2: ArrayLike
) -> Change:
    """Unweighted change of a mean with account clustering and overlap (methods H1).

    z_u = Σ_{i∈u,2}(y_i − ȳ₂)/n₂ − Σ_{i∈u,1}(y_i − ȳ₁)/n₁, V = g/(g − 1) Σz_u², t with g − 1
    degrees of freedom, g accounts in either week.
    Source: ultimate-cluster linearisation, Wolter 2007; Tam 1984 for overlap.

    Integer `account` codes and values per respondent. Raises EmptyInput for a week without
    answers, OutOfRange for arrays that do not align. Fewer than two accounts, or no variance at
    all, is a reason in the result.

    >>> print(account_change([1, 1, 2, 2, 3], [9, 8, 6, 7, 10], [1, 2, 2, 3, 4], [9, 8, 8, 10, 7]))
    change +0.40, 95 % interval -1.56 to 2.36, p 0.56, 4 accounts, 3 of them in both
    """
    first, second = _plain_influence(account1, y1), _plain_influence(account2, y2)
    return calibrated_change(first, second, first.estimate, second.estimate)


def calibrated_change(
    influence1: AccountInfluence,
    influence2: AccountInfluence,
    estimate1: float,
    estimate2: float,
) -> Change:
    """Change of a calibrated estimate between two weeks (methods H1a).

    z_u = S_u2 − S_u1, V = g/(g − 1) Σ(z_u − z̄)² over all accounts of either sample, t with g − 1
    degrees of freedom, g the accounts that answered in the domain in either week.

    Influences and estimates in the same units. Raises EmptyInput when a week has no account in
    the domain, OutOfRange for an estimate that is not finite. Fewer than two accounts, or no
    variance beyond rounding, is a reason in the result.

    >>> weeks = [AccountInfluence(np.array([1, 2]), np.array([x, -x]), np.array([True, True]), 0.0)
    ...          for x in (0.5, 0.25)]
    >>> calibrated_change(*weeks, 7.0, 8.0).se
    0.5
    """
    check_floats("estimates", [estimate1, estimate2])
    accounts, z, counted, overlap = _differences(influence1, influence2)
    g = int(counted.sum())
    difference = estimate2 - estimate1
    if g < 2:
        return _untestable(difference, g, overlap, Undefined.FEW_ACCOUNTS)
    centred = z - z.sum() / accounts.size
    se = float(np.sqrt(centred @ centred * g / (g - 1)))
    if se <= ROUNDING * _scale(influence1, influence2, estimate1, estimate2):
        return _untestable(difference, g, overlap, Undefined.ZERO_VARIANCE)
    t = difference / se
    half = float(t_quantile([g - 1])[0]) * se
    return Change(
        difference=difference,
        se=se,
        df=g - 1,
        accounts=g,
        overlap=overlap,
        t=t,
        p_value=float(2.0 * stdtr(g - 1, -abs(t))),
        interval=Interval(difference - half, difference + half, IntervalMethod.T),
        reason=Undefined.DEFINED,
    )


def _untestable(difference: float, accounts: int, overlap: int, reason: Undefined) -> Change:
    return Change(difference, None, None, accounts, overlap, None, None, None, reason)


def _scale(
    first: AccountInfluence, second: AccountInfluence, estimate1: float, estimate2: float
) -> float:
    """What the rounding of z is a share of: where all answers agree, S_u is rounding itself."""
    influences = float(np.abs(first.values).max() + np.abs(second.values).max())
    return max(influences, abs(estimate1), abs(estimate2))


def _differences(
    first: AccountInfluence, second: AccountInfluence
) -> tuple[IntArray, FloatArray, BoolArray, int]:
    """Accounts of either week, z_u, who answered in the domain at all, how many in both."""
    for week, influence in (("first", first), ("second", second)):
        if not influence.in_domain.any():
            raise EmptyInput(
                f"No account answered in the domain in the {week} week; state no change."
            )
    accounts = np.union1d(first.accounts, second.accounts)
    at1, at2 = np.searchsorted(accounts, first.accounts), np.searchsorted(accounts, second.accounts)
    z = np.zeros(accounts.size)
    z[at2] += second.values
    z[at1] -= first.values
    in1, in2 = np.zeros(accounts.size, np.bool_), np.zeros(accounts.size, np.bool_)
    in1[at1], in2[at2] = first.in_domain, second.in_domain
    return accounts, z, in1 | in2, int((in1 & in2).sum())


def _plain_influence(account: ArrayLike, y: ArrayLike) -> AccountInfluence:
    values = check_floats("values", y)
    codes = check_codes("account", account, 1 << 62, lowest=-(1 << 62))
    if values.size == 0:
        raise EmptyInput("A week without answers has no change; say that nobody answered.")
    if codes.size != values.size:
        raise OutOfRange(f"{codes.size} accounts for {values.size} answers; align them.")
    accounts, index = np.unique(codes, return_inverse=True)
    mean = float(values.mean())
    sums = sum_by(index.astype(np.int64), (values - mean) / values.size, accounts.size)
    return AccountInfluence(accounts, sums, np.ones(accounts.size, np.bool_), mean)
