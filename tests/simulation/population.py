"""Finite populations of transactions whose truth is known.

A score of 0–10 is a latent satisfaction cut at fixed points. Latent satisfaction is normal with
variance 1: effects that the frame knows (region and size class of the account, touchpoint and
outcome of the transaction), an effect of the account with variance ICC, and chance. The other
customer of the same transaction has a latent satisfaction of their own, correlated in both parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from stats.arrays import FloatArray, IntArray, sum_by

Codes: TypeAlias = NDArray[np.intp]

# Without effects: promoters 52 %, passives 30 %, detractors 18 %, NPS 34.
_CUTS = ndtri(np.cumsum([3, 1, 1, 2, 2, 4, 5, 10, 20, 20]) / 100.0)
REGIONS = np.array([0.55, 0.27, 0.13, 0.05])
TOUCHPOINTS = np.array([0.5, 0.3, 0.2])
LATE_SHARE = 0.2
LINES = 16
_EFFECTS = {
    "region": np.array([0.0, -0.1, 0.1, 0.25]),
    "size_class": np.array([0.1, 0.0, -0.15]),
    "touchpoint": np.array([0.0, 0.15, -0.15]),
    "outcome": np.array([0.0, -0.8]),
}
# Correlation of the two customers of a transaction: of account effects, and of the rest.
_BETWEEN, _WITHIN = 0.5, 0.4
_PARTNER_SHIFT = 0.2
_REFUND_SHARE = 0.2


@dataclass(frozen=True)
class Kind:
    """A kind of population. `size_spread` is σ of the log-normal size of an account."""

    accounts: int = 5_000
    mean_size: float = 4.0
    size_spread: float = 1.0
    icc: float = 0.2
    quality: float = 0.0


@dataclass(frozen=True, eq=False)
class Accounts:
    """Accounts (A,): how many transactions a week, what the frame knows, their effects."""

    kind: Kind
    size: IntArray
    region: Codes
    size_class: Codes
    effect: FloatArray
    partner_effect: FloatArray

    @cached_property
    def first(self) -> IntArray:
        """First transaction of each account, (A,)."""
        return np.cumsum(self.size) - self.size

    @cached_property
    def account(self) -> Codes:
        """Account of each transaction, (N,)."""
        return np.repeat(np.arange(self.size.size), self.size)


@dataclass(frozen=True, eq=False)
class Facts:
    """What is measured, (N,) by transaction: as it is, or as it is to be expected."""

    net: FloatArray
    top: FloatArray
    score: FloatArray
    detractor: FloatArray
    refund: FloatArray
    value: FloatArray


@dataclass(frozen=True, eq=False)
class World:
    """One week of an account population, every array (N,) by transaction."""

    accounts: Accounts
    codes: dict[str, Codes]
    line: Codes
    latent_mean: FloatArray
    scores: IntArray
    partner_scores: IntArray
    value: FloatArray
    refund: FloatArray

    @property
    def size(self) -> int:
        """N."""
        return self.scores.size

    def totals(self, name: str) -> FloatArray:
        """Transactions in each level of a variable of the frame."""
        return np.bincount(self.codes[name]).astype(np.float64)

    @cached_property
    def actual(self) -> Facts:
        """What happened."""
        s = self.scores
        low = (s <= 6).astype(np.float64)
        top = (s >= 9).astype(np.float64)
        return Facts(top - low, top, s.astype(np.float64), low, self.refund, self.value)

    @cached_property
    def expected(self) -> Facts:
        """What such transactions are expected to give: over other accounts, and over chance.

        Exact, because given the frame latent satisfaction has variance 1 whatever the ICC.
        """
        above = ndtr(self.latent_mean[:, None] - _CUTS)
        top, low = above[:, 8], 1.0 - above[:, 6]
        refund = _REFUND_SHARE * self.value * low
        return Facts(top - low, top, above.sum(axis=1), low, refund, self.value)


def draw_accounts(generator: np.random.Generator, kind: Kind) -> Accounts:
    """Accounts of a kind, each with one transaction at least."""
    count = kind.accounts
    spread = kind.size_spread * generator.standard_normal(count)
    # The mean of a log-normal is exp(μ + σ²/2); rounding up adds half a transaction.
    middle = max(kind.mean_size - 0.5, 0.1) * np.exp(-(kind.size_spread**2) / 2.0)
    size = np.maximum(np.ceil(middle * np.exp(spread)), 1.0).astype(np.int64)
    effect = generator.standard_normal(count)
    partner = _BETWEEN * effect + np.sqrt(1.0 - _BETWEEN**2) * generator.standard_normal(count)
    return Accounts(
        kind,
        size,
        region=generator.choice(REGIONS.size, count, p=REGIONS),
        size_class=np.searchsorted(np.quantile(size, [1 / 3, 2 / 3]), size, side="left"),
        effect=np.sqrt(kind.icc) * effect,
        partner_effect=np.sqrt(kind.icc) * partner,
    )


def draw_week(generator: np.random.Generator, accounts: Accounts, shift: float = 0.0) -> World:
    """A week of transactions of these accounts; `shift` moves everybody's latent satisfaction."""
    account, n = accounts.account, accounts.account.size
    codes: dict[str, Codes] = {
        "region": accounts.region[account],
        "size_class": accounts.size_class[account],
        "touchpoint": generator.choice(TOUCHPOINTS.size, n, p=TOUCHPOINTS),
        "outcome": (generator.random(n) < LATE_SHARE).astype(np.intp),
    }
    mean = accounts.kind.quality + shift
    mean = mean + np.sum([_EFFECTS[name][code] for name, code in codes.items()], axis=0)
    rest = np.sqrt(1.0 - accounts.kind.icc)
    own, other = generator.standard_normal(n), generator.standard_normal(n)
    shared = _WITHIN * own + np.sqrt(1.0 - _WITHIN**2) * other
    scores = _scores(mean + accounts.effect[account] + rest * own)
    value = np.exp(0.5 * generator.standard_normal(n))
    return World(
        accounts,
        codes,
        line=generator.integers(0, LINES, n),
        latent_mean=mean,
        scores=scores,
        partner_scores=_scores(
            mean + _PARTNER_SHIFT + accounts.partner_effect[account] + rest * shared
        ),
        value=value,
        refund=2.0 * _REFUND_SHARE * generator.random(n) * value * (scores <= 6),
    )


def draw_world(generator: np.random.Generator, kind: Kind) -> World:
    """Accounts of a kind and one week of their transactions."""
    return draw_week(generator, draw_accounts(generator, kind))


def means(values: FloatArray, domain: Codes, size: int) -> FloatArray:
    """Mean of each domain, (K,)."""
    count = np.bincount(domain, minlength=size)
    return np.asarray(sum_by(domain, values, size) / count)


def _scores(latent: FloatArray) -> IntArray:
    return np.searchsorted(_CUTS, latent).astype(np.int64)
