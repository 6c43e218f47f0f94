"""Sets of answers as the bits of whole numbers: to compare two of them is one operation."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from stats.arrays import BoolArray, IntArray
from stats.disclosure.population import Population
from stats.errors import OutOfRange


def _none() -> IntArray:
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class AnswerSets:
    """The answers known so far: `keys` ascending, the bit `places` of each, `owners` by place."""

    keys: IntArray = field(default_factory=_none)
    places: IntArray = field(default_factory=_none)
    owners: IntArray = field(default_factory=_none)

    def including(self, population: Population) -> AnswerSets:
        """With the population's answers; new ones get the next places, old ones keep theirs.

        Raises OutOfRange where an answer has another account than before.
        """
        known = np.isin(population.answers, self.keys, assume_unique=True)
        at = self.places[np.searchsorted(self.keys, population.answers[known])]
        moved = np.flatnonzero(self.owners[at] != population.accounts[known])
        if moved.size:
            answer = population.answers[known][moved[0]]
            raise OutOfRange(
                f"{population.name} gives answer {answer} to account "
                f"{population.accounts[known][moved[0]]}, before it was of account "
                f"{self.owners[at[moved[0]]]}; an answer has one account."
            )
        new = population.answers[~known]
        keys = np.concatenate([self.keys, new])
        places = np.concatenate([self.places, self.owners.size + np.arange(new.size)])
        order = np.argsort(keys, kind="stable")
        owners = np.concatenate([self.owners, population.accounts[~known]])
        return AnswerSets(keys[order], places[order], owners)

    def bits(self, population: Population) -> int:
        """The population's answers, all of them known, as bits."""
        marked = np.zeros(self.owners.size, dtype=np.bool_)
        marked[self.places[np.searchsorted(self.keys, population.answers)]] = True
        return int.from_bytes(np.packbits(marked, bitorder="little").tobytes(), "little")

    def marked(self, bits: int) -> BoolArray:
        """For every place whether its answer is among those bits."""
        size = (self.owners.size + 7) // 8
        raw = np.frombuffer(bits.to_bytes(size, "little"), dtype=np.uint8)
        return np.unpackbits(raw, bitorder="little", count=self.owners.size).astype(np.bool_)

    def accounts(self, bits: int) -> int:
        """How many accounts gave those answers."""
        return int(np.unique(self.owners[self.marked(bits)]).size)
