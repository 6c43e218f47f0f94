"""From respondents over roles to accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import (
    BoolArray,
    FloatArray,
    IntArray,
    any_array,
    check_codes,
    check_floats,
    ratio,
)
from stats.errors import BadWeights, EmptyInput, OutOfRange
from stats.scalars import check_number
from stats.wording import counted


class Role(StrEnum):
    """What a respondent is in the account's decision to buy."""

    DECISION_MAKER = "decision_maker"
    INFLUENCER = "influencer"
    USER = "user"
    GATEKEEPER = "gatekeeper"


# Methods A7 [P]: no publication fixes them; print them with the figure.
ROLE_WEIGHTS: Mapping[str, float] = MappingProxyType(
    {Role.DECISION_MAKER: 0.5, Role.INFLUENCER: 0.3, Role.USER: 0.2, Role.GATEKEEPER: 0.0}
)
# An answer of this many NPS points or fewer is a detractor's.
DETRACTOR_AT = -100.0


@dataclass(frozen=True, eq=False)
class AccountScores:
    """Accounts with a score, (J,) each in the order of their codes.

    `role_coverage` is the heard roles' part of all role weights, 0 to 1; `respondents` all answers
    of the account. `unscored` (U,) are accounts from which only roles without weight answered.
    `pooled` is the mean of all `n` answers, theirs included, whatever the account.
    """

    account: IntArray
    score: FloatArray
    role_coverage: FloatArray
    respondents: IntArray
    decision_maker_detractor: BoolArray
    unscored: IntArray
    pooled: float
    n: int

    def __len__(self) -> int:
        return self.account.size

    def __str__(self) -> str:
        return (
            f"{counted(len(self), 'account')} scored from {self.score.min():+z.1f} to "
            f"{self.score.max():+z.1f}, {counted(self.n, 'answer')}, "
            f"{counted(self.unscored.size, 'account')} without a weighted role"
        )


def account_scores(
    account: ArrayLike,
    role: Sequence[str],
    values: ArrayLike,
    *,
    role_weights: Mapping[str, float] = ROLE_WEIGHTS,
    detractor_at: float = DETRACTOR_AT,
) -> AccountScores:
    """Score of every account: the mean of a role, then the weighted mean of the roles heard.

    S_j = Σ_r ω_r s_jr / Σ_r ω_r and role coverage Σ_r ω_r / Σ_all ω, r the roles of account j that
    answered, s_jr their mean: many users do not outvote their decision-maker.
    Source: methods A7; the weights are a convention of this product.

    `account` (n,) integer codes, `role` (n,) names among `role_weights`, `values` (n,) what each
    answer is worth: NPS points (`nps_points`) or a rating, then with `detractor_at` on its scale.
    Raises EmptyInput without answers or when no account has a role with weight, OutOfRange for an
    unknown role or lists of different lengths, BadWeights for negative weights or none above 0.

    >>> roles = ["decision_maker", "user", "user", "user", "decision_maker", "influencer", "user"]
    >>> found = account_scores([1, 1, 1, 1, 2, 2, 3], roles, [-100, 100, 100, 100, 100, 0, 100])
    >>> found.score.round(2).tolist(), found.role_coverage.round(2).tolist()
    ([-42.86, 62.5, 100.0], [0.7, 0.8, 0.2])
    """
    worth = check_floats("values", values)
    if worth.size == 0:
        raise EmptyInput("Nobody answered, so no account has a score; say so instead of a number.")
    weights = _role_weights(role_weights)
    roles = _role_codes(role, role_weights, worth.size)
    codes = check_codes("account", account, 1 << 62, lowest=-(1 << 62))
    if codes.size != worth.size:
        raise OutOfRange(f"{codes.size} accounts for {worth.size} answers; align them.")
    accounts, row = np.unique(codes, return_inverse=True)
    shape = (accounts.size, weights.size)
    cell = row * weights.size + roles
    counts = np.bincount(cell, minlength=shape[0] * shape[1]).astype(np.float64)
    means = ratio(np.bincount(cell, weights=worth, minlength=counts.size), counts)
    heard = (counts > 0.0).reshape(shape) * weights
    total = heard.sum(axis=1)
    scored = total > 0.0
    if not scored.any():
        raise EmptyInput("No answer is from a role with weight; no account can be scored.")
    limit = check_number("detractor_at", detractor_at)
    against = _decision_makers(role_weights, roles) & (worth <= limit)
    return AccountScores(
        account=accounts[scored],
        score=(heard * np.nan_to_num(means).reshape(shape)).sum(axis=1)[scored] / total[scored],
        role_coverage=total[scored] / float(weights.sum()),
        respondents=np.bincount(row)[scored],
        decision_maker_detractor=np.bincount(row, weights=against)[scored] > 0.0,
        unscored=accounts[~scored],
        pooled=float(worth.mean()),
        n=worth.size,
    )


def _role_weights(role_weights: Mapping[str, float]) -> FloatArray:
    weights = check_floats("role_weights", list(role_weights.values()))
    if weights.size == 0 or weights.min() < 0.0 or not weights.sum() > 0.0:
        raise BadWeights(f"Role weights {dict(role_weights)}; hand in weights ≥ 0, one above 0.")
    return weights


def _role_codes(role: Sequence[str], role_weights: Mapping[str, float], size: int) -> IntArray:
    names = any_array("role", role)
    if names.shape != (size,):
        raise OutOfRange(f"{names.size} roles for {size} answers; align them.")
    place = {str(name): code for code, name in enumerate(role_weights)}
    unknown = [at for at, name in enumerate(names) if str(name) not in place]
    if unknown:
        raise OutOfRange(
            f"The role {str(names[unknown[0]])!r} at position {unknown[0]} is unknown; "
            f"choose among {', '.join(place)}."
        )
    return np.array([place[str(name)] for name in names], dtype=np.int64)


def _decision_makers(role_weights: Mapping[str, float], roles: IntArray) -> BoolArray:
    names = np.array([str(name) == Role.DECISION_MAKER for name in role_weights])
    return np.asarray(names[roles], dtype=np.bool_)
