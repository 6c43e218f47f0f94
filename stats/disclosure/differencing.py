"""The register of published populations: nothing is published whose difference to it is small."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from stats.disclosure.answer_sets import AnswerSets
from stats.disclosure.covers import TooEntangled
from stats.disclosure.leaks import Published, newest_leak
from stats.disclosure.population import Population
from stats.disclosure.population import population as make_population
from stats.disclosure.span import Span
from stats.disclosure.statuses import MIN_N
from stats.errors import OutOfRange, UnsafeDifference
from stats.scalars import check_whole

# Methods H4 [P].
MIN_ACCOUNTS = 3


@dataclass(frozen=True)
class Register:
    """Published populations, and populations that must not be told from them; never changed.

    Refused, with the names: a population of fewer than `min_n` answers or `min_accounts`
    accounts; one that makes A ∖ B such a population, B strictly inside A; or A ∖ (B₁ ∪ B₂ ∪ …),
    the B disjoint and inside A ("all except partner 7"); that lets the sum of fewer than `min_n`
    answers follow from published sums by whatever combination (rolling windows, overlaps); or
    that makes a withheld population such a combination. What somebody knows who answered
    himself, or saw his own answers: `seen_by`.
    Source: methods H4; Denning & Schlörer 1980 (trackers); Chin & Özsoyoğlu 1982 (audit by span).

    >>> from stats.disclosure import population
    >>> everybody = population("network", range(40), range(40))
    >>> register = Register().with_(everybody)
    >>> register.with_(population("all but partner 7", range(35), range(35)))
    Traceback (most recent call last):
    ...
    stats.errors.UnsafeDifference: 'all but partner 7' is not safe beside what is published: \
'network' less 'all but partner 7' leaves 5 answers of 5 accounts; 10 answers and 3 accounts are \
needed. Withhold it, or publish wider populations.
    """

    min_n: int = MIN_N
    min_accounts: int = MIN_ACCOUNTS
    names: tuple[str, ...] = ()
    withheld: tuple[Population, ...] = ()
    sets: AnswerSets = field(default_factory=AnswerSets, repr=False)
    bits: tuple[int, ...] = field(default=(), repr=False)
    span: Span = field(default_factory=Span, repr=False)

    def __post_init__(self) -> None:
        for name, limit in (("min_n", self.min_n), ("min_accounts", self.min_accounts)):
            check_whole(name, limit, low=1)

    def __len__(self) -> int:
        return len(self.names)

    def __str__(self) -> str:
        return (
            f"{len(self)} populations published, {len(self.withheld)} withheld, "
            f"{self.sets.owners.size} answers"
        )

    def with_(self, population: Population) -> Register:
        """The register with one more published population; UnsafeDifference if it tells too much.

        OutOfRange for a name that is taken or an answer that changed its account.
        """
        grown = self._grown(population)
        published = Published(grown.names, grown.bits, grown.sets, grown.span)
        try:
            leak = newest_leak(published, self.min_n, self.min_accounts)
        except TooEntangled as error:
            raise self._refusal(population, str(error)) from error
        if leak is not None:
            raise self._refusal(population, str(leak))
        told = next((w.name for w in self.withheld if grown.recovers(w)), None)
        if told is not None:
            raise self._refusal(population, f"with the others it gives {told!r} away")
        return grown

    def withholding(self, population: Population) -> Register:
        """The register that also guards a population which must not be told from published ones.

        UnsafeDifference where it can be told already.
        """
        if self.recovers(population):
            raise self._refusal(population, "it follows from what is published already")
        return replace(self, withheld=(*self.withheld, population))

    def replaced(self, name: str, population: Population) -> Register:
        """The register in which a revision takes the place of the population called `name`.

        The two are not compared: readers no longer see the old figure (methods H4). Whoever kept
        it can still subtract, so use it only where the old figure is withdrawn everywhere.
        """
        if name not in self.names:
            raise OutOfRange(f"{name!r} is not published; there is nothing to replace.")
        rest = replace(self, names=(), bits=(), span=Span())
        for other, bits in zip(self.names, self.bits, strict=True):
            rest = rest if other == name else _holding(rest, other, bits)
        return rest.with_(population)

    def seen_by(self, own: Population, *, min_accounts: int | None = None) -> Register:
        """The register as it is for somebody who knows every answer of `own`, an insider.

        He takes his answers out of every figure, so that each is one of the others' answers: the
        populations less his, those of nothing but his left out, each let through or refused
        anew. UnsafeDifference where what is published tells him too much; go on with
        `population.without(own)`. Where the accounts are the partners themselves, hand in
        `min_accounts` one lower: of three he is one, and cannot part the other two.
        """
        fewest = self.min_accounts if min_accounts is None else min_accounts
        seen = Register(self.min_n, fewest)
        others = [population.without(own) for population in self._published()]
        guarded = [population.without(own) for population in self.withheld]
        try:
            for population in filter(None, others):
                seen = seen.with_(population)
            for population in filter(None, guarded):
                seen = seen.withholding(population)
        except UnsafeDifference as error:
            raise UnsafeDifference(
                f"To somebody who knows the answers of {own.name!r}: {error}",
                population=error.population,
            ) from error
        return seen

    def recovers(self, population: Population) -> bool:
        """Whether a sum over the population follows from the published sums, added and subtracted.

        min_λ ‖1_S − Σ λ_i 1_Bi‖² = 0, S the population and B the published ones.
        """
        sets = self.sets.including(population)
        return self.span.holds(sets.marked(sets.bits(population)))

    def _published(self) -> Iterator[Population]:
        keys = np.empty_like(self.sets.keys)
        keys[self.sets.places] = self.sets.keys
        for name, bits in zip(self.names, self.bits, strict=True):
            marked = self.sets.marked(bits)
            yield make_population(name, keys[marked], self.sets.owners[marked])

    def _grown(self, population: Population) -> Register:
        if population.name in self.names:
            raise OutOfRange(
                f"{population.name!r} is published already; give every population its own name, "
                "or replace the old one by its revision."
            )
        sets = self.sets.including(population)
        return _holding(replace(self, sets=sets), population.name, sets.bits(population))

    def _refusal(self, population: Population, why: str) -> UnsafeDifference:
        return UnsafeDifference(
            f"{population.name!r} is not safe beside what is published: {why}; "
            f"{self.min_n} answers and {self.min_accounts} accounts are needed. "
            "Withhold it, or publish wider populations.",
            population=population.name,
        )


def _holding(register: Register, name: str, bits: int) -> Register:
    span = register.span.including(register.sets.marked(bits), len(register))
    return replace(register, names=(*register.names, name), bits=(*register.bits, bits), span=span)
