"""A published population: the answers that a figure rests on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import IntArray, check_codes
from stats.errors import EmptyInput, OutOfRange
from stats.names import check_texts

_ANY = 1 << 62


@dataclass(frozen=True)
class Population:
    """Keys of the answers (n,), ascending and each once, and the account (n,) of every answer."""

    name: str
    answers: IntArray
    accounts: IntArray

    def __len__(self) -> int:
        return int(self.answers.size)

    def without(self, others: Population) -> Population | None:
        """The answers that are not among the others', under the same name; None where none is."""
        left = ~np.isin(self.answers, others.answers, assume_unique=True)
        if not left.any():
            return None
        return Population(self.name, self.answers[left], self.accounts[left])

    def __str__(self) -> str:
        return f"{self.name}: {len(self)} answers of {np.unique(self.accounts).size} accounts"


def population(name: str, answers: ArrayLike, accounts: ArrayLike) -> Population:
    """The answers behind one figure, in any order.

    Integer keys `answers` (n,), each once, and the integer account (n,) of each. Raises
    EmptyInput without answers, OutOfRange for a key that occurs twice or arrays that do not align.

    >>> print(population("north, week 7", [4, 2, 9], [1, 1, 3]))
    north, week 7: 3 answers of 2 accounts
    """
    check_texts("population", [name], 1)
    keys = check_codes("answers", answers, _ANY, lowest=-_ANY)
    owners = check_codes("accounts", accounts, _ANY, lowest=-_ANY)
    if keys.size == 0:
        raise EmptyInput(f"{name} holds no answer; there is nothing to publish.")
    if owners.size != keys.size:
        raise OutOfRange(f"{name} has {owners.size} accounts for {keys.size} answers; align them.")
    order = np.argsort(keys, kind="stable")
    again = np.flatnonzero(np.diff(keys[order]) == 0)
    if again.size:
        raise OutOfRange(
            f"{name} holds answer {keys[order][again[0]]} twice; hand in every answer once."
        )
    return Population(name, keys[order], owners[order])
