"""The register of published populations: nothing is published whose difference to it is small."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from stats.arrays import FloatArray
from stats.disclosure.answer_sets import AnswerSets
from stats.disclosure.covers import TooEntangled
from stats.disclosure.leaks import newest_leak
from stats.disclosure.population import Population
from stats.disclosure.statuses import MIN_N
from stats.errors import OutOfRange, UnsafeDifference

# Methods H4 [P].
MIN_ACCOUNTS = 3
# Squared distance, in answers, below which a population is a combination of published ones.
_RECOVERED_BELOW = 1e-6


@dataclass(frozen=True)
class Register:
    """Published populations, and populations that must not be told from them; never changed.

    Refused, with the names: a population of fewer than `min_n` answers or `min_accounts`
    accounts; one that makes A ∖ B such a population, B strictly inside A; or A ∖ (B₁ ∪ B₂ ∪ …),
    the B disjoint and inside A ("all except partner 7"); or that makes a withheld population a
    linear combination of published ones, whatever the combination.
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
    # Answers that two populations share, (p, p).
    shared: FloatArray = field(default_factory=lambda: np.zeros((0, 0)), repr=False)

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
        try:
            leak = newest_leak(grown.names, grown.bits, grown.sets, self.min_n, self.min_accounts)
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
        at = self.names.index(name)
        shared = np.delete(np.delete(self.shared, at, axis=0), at, axis=1)
        rest = replace(
            self,
            names=self.names[:at] + self.names[at + 1 :],
            bits=self.bits[:at] + self.bits[at + 1 :],
            shared=shared,
        )
        return rest.with_(population)

    def recovers(self, population: Population) -> bool:
        """Whether a sum over the population follows from the published sums, added and subtracted.

        min_λ ‖1_S − Σ λ_i 1_Bi‖² = |S| − b'G⁺b = 0 with G_ij = |B_i ∩ B_j|, b_i = |B_i ∩ S|.
        """
        if not self.names:
            return False
        bits = self.sets.including(population).bits(population)
        common = np.array([float((bits & other).bit_count()) for other in self.bits])
        explained = common @ np.linalg.pinv(self.shared, rcond=1e-10, hermitian=True) @ common
        return bool(len(population) - explained < _RECOVERED_BELOW)

    def _grown(self, population: Population) -> Register:
        if population.name in self.names:
            raise OutOfRange(
                f"{population.name!r} is published already; give every population its own name, "
                "or replace the old one by its revision."
            )
        sets = self.sets.including(population)
        bits = (*self.bits, sets.bits(population))
        common = np.array([float((bits[-1] & other).bit_count()) for other in bits])
        shared = np.vstack([np.column_stack([self.shared, common[:-1]]), common])
        return replace(
            self, names=(*self.names, population.name), sets=sets, bits=bits, shared=shared
        )

    def _refusal(self, population: Population, why: str) -> UnsafeDifference:
        return UnsafeDifference(
            f"{population.name!r} is not safe beside what is published: {why}; "
            f"{self.min_n} answers and {self.min_accounts} accounts are needed. "
            "Withhold it, or publish wider populations.",
            population=population.name,
        )
