"""A portfolio of accounts under the weightings that answer different questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from stats.arrays import FloatArray
from stats.errors import BadWeights, OutOfRange
from stats.scalars import check_number
from stats.scores.account_flags import AT_RISK_BELOW, AccountFlags, account_flags
from stats.scores.account_scores import AccountScores
from stats.scores.dominance import DOMINANCE_CAP, capped_shares, check_cap
from stats.scores.portfolio import PortfolioScore, portfolio_score
from stats.wording import counted


@dataclass(frozen=True)
class AccountRollup:
    """One portfolio: every account alike, by revenue, by revenue under a cap, and pooled.

    `pooled` is the mean over respondents, for diagnosis only: one talkative account outvotes the
    rest. `by_revenue` and `capped` are None where revenue is unknown.
    """

    equal: PortfolioScore
    by_revenue: PortfolioScore | None
    capped: PortfolioScore | None
    pooled: float
    n: int
    accounts: int
    population: int | None
    cap: float
    flags: AccountFlags

    @property
    def differ_in_sign(self) -> bool:
        """Whether the weightings disagree about good or bad."""
        shown = [s.estimate for s in (self.equal, self.by_revenue, self.capped) if s]
        return min(*shown, self.pooled) < 0.0 < max(*shown, self.pooled)

    def __str__(self) -> str:
        base = counted(self.accounts, "account")
        if self.population is not None:
            base = f"{self.accounts} of {counted(self.population, 'account')}"
        parts = [f"equal accounts {self.equal}"]
        if self.by_revenue is not None and self.capped is not None:
            parts += [f"by revenue {self.by_revenue}", f"capped at {self.cap:.0%} {self.capped}"]
        parts += [f"respondents pooled {self.pooled:+z.1f}, n {self.n}"]
        return "; ".join([*parts, base])


def account_rollup(
    scores: AccountScores,
    revenue: Mapping[int, float] | None = None,
    *,
    population: int | None = None,
    cap: float = DOMINANCE_CAP,
    scale: tuple[float, float] = (-100.0, 100.0),
    at_risk_below: float = AT_RISK_BELOW,
) -> AccountRollup:
    """Account scores as a portfolio under three weightings, with flags.

    Equal a_j = 1; revenue a_j = revenue; capped a_j = `capped_shares`; each a `portfolio_score`.
    Source: methods A7; Wolter 2007. For surveys of relationships; a touchpoint survey estimates
    the average transaction instead.

    `revenue` ≥ 0 per account code (of others too: they are not used), `population` all accounts,
    `scale` the range of the values, `at_risk_below` in their units. Raises OutOfRange for an
    account without revenue or a population below the accounts scored, BadWeights for negative
    revenue or none above 0.

    >>> from stats.scores import account_scores
    >>> roles = ["decision_maker", "user", "user", "user", "decision_maker", "influencer", "user"]
    >>> found = account_scores([1, 1, 1, 1, 2, 2, 3], roles, [-100, 100, 100, 100, 100, 0, 100])
    >>> rollup = account_rollup(found, {1: 800, 2: 150, 3: 50}, population=30, cap=0.5)
    >>> print(rollup.by_revenue)
    -19.9, 95 % interval -100.0 to +94.7
    >>> round(rollup.pooled, 1), round(rollup.equal.estimate, 1), rollup.differ_in_sign
    (57.1, 39.9, True)
    """
    check_cap(cap)
    amounts = None if revenue is None else _amounts(scores, revenue)

    def weighted(weights: FloatArray) -> PortfolioScore:
        return portfolio_score(scores.score, weights, population=population, scale=scale)

    return AccountRollup(
        equal=weighted(np.ones(len(scores))),
        by_revenue=None if amounts is None else weighted(amounts),
        capped=None if amounts is None else weighted(capped_shares(amounts, cap)),
        pooled=scores.pooled,
        n=scores.n,
        accounts=len(scores),
        population=population,
        cap=cap,
        flags=account_flags(scores, amounts, at_risk_below=at_risk_below),
    )


def _amounts(scores: AccountScores, revenue: Mapping[int, float]) -> FloatArray:
    codes = scores.account.tolist()
    for code in codes:
        if code not in revenue:
            raise OutOfRange(f"Account {code} has no revenue; hand it in, 0 if it bought nothing.")
        if check_number(f"The revenue of account {code}", revenue[code]) < 0.0:
            raise BadWeights(f"Account {code} has revenue {revenue[code]:g}; hand in 0 or more.")
    return np.array([float(revenue[code]) for code in codes])
