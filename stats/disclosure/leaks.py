"""What a newly published population gives away together with the others."""

from __future__ import annotations

from dataclasses import dataclass

from stats.disclosure.answer_sets import AnswerSets
from stats.disclosure.covers import revealing_union


@dataclass(frozen=True)
class Leak:
    """What is left of population `whole` when the disjoint `parts` are taken away."""

    whole: str
    parts: tuple[str, ...]
    answers: int
    accounts: int

    def __str__(self) -> str:
        left = f"{self.answers} answers of {self.accounts} accounts"
        if not self.parts:
            return f"{self.whole!r} holds {left}"
        return f"{self.whole!r} less {' and '.join(map(repr, self.parts))} leaves {left}"


def newest_leak(
    names: tuple[str, ...],
    bits: tuple[int, ...],
    sets: AnswerSets,
    min_n: int,
    min_accounts: int,
) -> Leak | None:
    """The first leak that the last population makes: itself, then pairs, then unions.

    Raises TooEntangled where the unions are too many to be looked at.
    """

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


def _strictly_inside(part: int, whole: int) -> bool:
    return part != whole and part & ~whole == 0
