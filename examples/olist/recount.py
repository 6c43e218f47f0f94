"""The few formulas of the check, written out plainly in numpy: nothing of Twofold is used here.

Shares with account-clustered errors, raking by iterative proportional fitting, and the error of a
raked share by residuals. Unit by unit, without cells: slow, and easy to check by eye.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Codes = NDArray[np.int64]

FEW_ANSWERS = 10
ROUNDING = 1e-12
CLOSE_ENOUGH = 1e-12
MOST_ROUNDS = 100_000


@dataclass(frozen=True)
class Share:
    """A share of satisfied answers, its standard error (NaN below two accounts), and its base."""

    value: float
    error: float
    n: int
    accounts: int


@dataclass(frozen=True)
class Margin:
    """A group for each answer (n,), and how many transactions each group has."""

    codes: Codes
    totals: Numbers


def plain_share(satisfied: Sequence[bool], account: Sequence[str]) -> Share:
    """Unweighted share; error √(m/(m−1) Σ_j (Σ_{i∈j} (y − ȳ))²) / n over m accounts.

    Accounts that do not differ, but for rounding, have no error.
    """
    y = np.asarray(satisfied, dtype=np.float64)
    sums = _by_account(y - y.mean(), account)
    m = len(sums)
    error = float(np.sqrt(m / (m - 1) * sums @ sums)) / len(y) if m > 1 else 0.0
    return Share(float(y.mean()), error if error > ROUNDING else float("nan"), len(y), m)


def merge_few(answers: Sequence[str], population: Sequence[str]) -> dict[str, str]:
    """The group of each level, so that every group has ten answers.

    The group with the fewest answers joins the next one, ties by name, again and again.
    """
    heard = Counter(answers)
    groups: dict[str, tuple[str, ...]] = {level: (level,) for level in {*answers, *population}}
    while len(groups) > 1:
        counts = sorted((sum(heard[level] for level in groups[name]), name) for name in groups)
        (fewest, smallest), (_, other) = counts[:2]
        if fewest >= FEW_ANSWERS:
            break
        groups[f"{other} + {smallest}"] = groups.pop(other) + groups.pop(smallest)
    return {level: name for name, levels in groups.items() for level in levels}


def margin_of(answers: Sequence[str], population: Sequence[str]) -> Margin | None:
    """The margin of one attribute after merging; None where a single group is left."""
    group_of = merge_few(answers, population)
    names = sorted(set(group_of.values()))
    if len(names) < 2:
        return None
    counts = Counter(group_of[level] for level in population)
    return Margin(
        codes=np.array([names.index(group_of[level]) for level in answers], dtype=np.int64),
        totals=np.array([float(counts[name]) for name in names]),
    )


def fit(base: Numbers, margins: Sequence[Margin]) -> Numbers:
    """Iterative proportional fitting: one margin after the other, until all are met to 1e-12."""
    weights = base.copy()
    for _ in range(MOST_ROUNDS):
        for margin in margins:
            reached = np.bincount(margin.codes, weights=weights, minlength=len(margin.totals))
            weights = weights * (margin.totals / reached)[margin.codes]
        if all(_missed_by(weights, margin) <= CLOSE_ENOUGH for margin in margins):
            return weights
    raise ArithmeticError("The margins cannot all be met: iterative fitting does not come to rest.")


def _missed_by(weights: Numbers, margin: Margin) -> float:
    reached = np.bincount(margin.codes, weights=weights, minlength=len(margin.totals))
    return float(np.max(np.abs(reached / margin.totals - 1.0)))


def raked_share(
    satisfied: Sequence[bool],
    account: Sequence[str],
    base: Numbers,
    weights: Numbers,
    margins: Sequence[Margin],
) -> Share:
    """Weighted share; its error by residuals of e = (y − ȳ)/W on the margins.

    B by least squares with the base weights, h the leverages of that fit, and over m accounts
    V = m/(m−1) Σ_j (u_j − ū)² with u_j = Σ_{i∈j} w (e − x'B)/√(1 − h).
    """
    y = np.asarray(satisfied, dtype=np.float64)
    value = float(weights @ y / weights.sum())
    e = (y - value) / weights.sum()
    groups = [np.eye(len(margin.totals))[margin.codes] for margin in margins]
    x = np.column_stack([np.empty((len(y), 0)), *groups])
    inverse = np.linalg.pinv(x.T @ (base[:, None] * x), rcond=1e-10, hermitian=True)
    residual = e - x @ (inverse @ (x.T @ (base * e)))
    leverage = base * np.einsum("ij,jk,ik->i", x, inverse, x)
    sums = _by_account(weights * residual / np.sqrt(1.0 - leverage), account)
    m = len(sums)
    error = float(np.sqrt(m / (m - 1) * np.sum((sums - sums.mean()) ** 2)))
    return Share(value, error, len(y), m)


def _by_account(values: Numbers, account: Sequence[str]) -> Numbers:
    code = np.unique(np.asarray(account), return_inverse=True)[1]
    return np.bincount(code, weights=values).astype(np.float64)
