"""What a newly published population gives away together with the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stats.arrays import FloatArray
from stats.disclosure.answer_sets import AnswerSets
from stats.disclosure.covers import revealing_union
from stats.disclosure.small_sums import near_enough, small_sum
from stats.disclosure.span import Span

# Names in a sentence.
_NAMED = 8
_ROUNDING = 1e-6


@dataclass(frozen=True)
class Leak:
    """What is left of population `whole` when the disjoint `parts` are taken away."""

    whole: str
    parts: tuple[str, ...]
    answers: int
    accounts: int

    def __str__(self) -> str:
        left = _holding(self.answers, self.accounts)
        if not self.parts:
            return f"{self.whole!r} holds {left}"
        return f"{self.whole!r} less {' and '.join(map(repr, self.parts))} leaves {left}"


@dataclass(frozen=True)
class Combination:
    """A few answers whose sum is Σ factor · (sum of the population); `terms` (factor, name)."""

    terms: tuple[tuple[float, str], ...]
    answers: int
    accounts: int

    def __str__(self) -> str:
        words = [_term(factor, name) for factor, name in self.terms[:_NAMED]]
        more = len(self.terms) - len(words)
        rest = f" … and {more} more" if more else ""
        told = "".join(words).removeprefix(" + ").removeprefix(" ")
        return f"{told}{rest} leaves {_holding(self.answers, self.accounts)}"


@dataclass(frozen=True)
class Published:
    """What is published: names and answers of the populations, and all that follows from them."""

    names: tuple[str, ...]
    bits: tuple[int, ...]
    sets: AnswerSets
    span: Span


def newest_leak(published: Published, min_n: int, min_accounts: int) -> Leak | Combination | None:
    """The first leak that the last population makes: itself, pairs, unions, combinations.

    Raises TooEntangled where these are too many to be looked at.
    """
    return _of_unions(published, min_n, min_accounts) or _of_combinations(published, min_n)


def _of_unions(published: Published, min_n: int, min_accounts: int) -> Leak | None:
    names, bits, sets = published.names, published.bits, published.sets

    def too_small(left: int) -> bool:
        return left != 0 and (left.bit_count() < min_n or sets.accounts(left) < min_accounts)

    def leak(whole: int, parts: tuple[int, ...]) -> Leak:
        left = bits[whole]
        for part in parts:
            left &= ~bits[part]
        return Leak(
            names[whole], tuple(names[p] for p in parts), left.bit_count(), sets.accounts(left)
        )

    new = len(bits) - 1
    if too_small(bits[new]):
        return leak(new, ())
    within = [at for at in range(new) if _strictly_inside(bits[at], bits[new])]
    around = [at for at in range(new) if _strictly_inside(bits[new], bits[at])]
    for whole, part in [(at, new) for at in around] + [(new, at) for at in within]:
        if too_small(bits[whole] & ~bits[part]):
            return leak(whole, (part,))
    for whole, must in [(new, None), *((at, new) for at in around)]:
        parts = revealing_union(bits[whole], bits, too_small, must)
        if parts is not None:
            return leak(whole, parts)
    return None


def _of_combinations(published: Published, min_n: int) -> Combination | None:
    sets, span = published.sets, published.span
    near = np.flatnonzero(near_enough(span, min_n))
    if not near.size:
        return None
    members = np.array([sets.marked(bits)[near] for bits in published.bits])
    found = small_sum(span.columns(near), members, min_n)
    if found is None:
        return None
    told = np.zeros(sets.owners.size)
    told[near[found]] = 1.0
    accounts = np.unique(sets.owners[near[found]]).size
    return Combination(_terms(published, told), found.size, accounts)


def _terms(published: Published, told: FloatArray) -> tuple[tuple[float, str], ...]:
    """The factors, unique where only populations that follow from no others are taken."""
    independent = published.span.independent
    marked = [published.sets.marked(published.bits[at]) for at in independent]
    factors = np.linalg.lstsq(np.array(marked, dtype=np.float64).T, told)[0]
    terms = [
        (round(float(factor), 6), published.names[at])
        for factor, at in zip(factors, independent, strict=True)
        if abs(factor) > _ROUNDING
    ]
    return tuple(sorted(terms, key=lambda term: -term[0]))


def _strictly_inside(part: int, whole: int) -> bool:
    return part != whole and part & ~whole == 0


def _holding(answers: int, accounts: int) -> str:
    few = "answer" if answers == 1 else "answers"
    whose = "account" if accounts == 1 else "accounts"
    return f"{answers} {few} of {accounts} {whose}"


def _term(factor: float, name: str) -> str:
    sign = " − " if factor < 0.0 else " + "
    times = "" if abs(factor) == 1.0 else f"{abs(factor):g} × "
    return f"{sign}{times}{name!r}"
