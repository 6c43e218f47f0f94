"""Accounts that a mean would hide."""

from __future__ import annotations

from dataclasses import dataclass

from numpy.typing import ArrayLike

from stats.arrays import IntArray, check_floats
from stats.scalars import check_number
from stats.scores.account_scores import AccountScores
from stats.wording import counted

# Methods A7 [P].
LOW_COVERAGE = 0.5
AT_RISK_BELOW = 0.0
# A coverage at the limit stays on the milder side, also when it was computed by division.
_ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class AccountFlags:
    """Codes of accounts that need a look; `revenue_at_risk` is None where revenue is unknown.

    `at_risk`: score below the limit, or a decision-maker who is a detractor. `unscored`: only
    roles without weight answered.
    """

    decision_maker_detractor: IntArray
    single_respondent: IntArray
    low_role_coverage: IntArray
    at_risk: IntArray
    unscored: IntArray
    revenue_at_risk: float | None

    def __str__(self) -> str:
        amount = (
            "" if self.revenue_at_risk is None else f" with revenue {self.revenue_at_risk:,.0f}"
        )
        return (
            f"{counted(self.at_risk.size, 'account')} at risk{amount}, "
            f"{self.decision_maker_detractor.size} with a detracting decision-maker, "
            f"{self.single_respondent.size} with one respondent, "
            f"{self.low_role_coverage.size} with few roles heard, {self.unscored.size} unscored"
        )


def account_flags(
    scores: AccountScores,
    revenue: ArrayLike | None = None,
    *,
    at_risk_below: float = AT_RISK_BELOW,
    low_coverage: float = LOW_COVERAGE,
) -> AccountFlags:
    """Which accounts a portfolio's mean would hide, and the revenue that is at risk.

    At risk: S_j < `at_risk_below` or a decision-maker's answer is a detractor's. Low coverage:
    role coverage < `low_coverage`. Both strict. Source: methods A7.

    `revenue` (J,) of the scored accounts, in their order. Raises OutOfRange for another length.

    >>> from stats.scores.account_scores import account_scores
    >>> found = account_scores([1, 1, 2], ["decision_maker", "user", "user"], [-100, 100, 100])
    >>> print(account_flags(found, [800, 50]).revenue_at_risk)
    800.0
    """
    check_number("at_risk_below", at_risk_below)
    check_number("low_coverage", low_coverage, low=0.0, high=1.0)
    amounts = None if revenue is None else check_floats("revenue", revenue, len(scores))
    against = scores.decision_maker_detractor
    risk = against | (scores.score < at_risk_below)
    low = scores.role_coverage < low_coverage * (1.0 - _ROUNDING)
    return AccountFlags(
        decision_maker_detractor=scores.account[against],
        single_respondent=scores.account[scores.respondents == 1],
        low_role_coverage=scores.account[low],
        at_risk=scores.account[risk],
        unscored=scores.unscored,
        revenue_at_risk=None if amounts is None else float(amounts[risk].sum()),
    )
