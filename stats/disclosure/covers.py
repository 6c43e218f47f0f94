"""Search for disjoint published populations that leave almost nothing of a larger one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from stats.errors import StatsError

# Populations are sets of answers, written as the bits of one whole number.
# Partial unions looked at before a search is given up; it then says so rather than "none".
MAX_UNIONS = 20_000

# What unions can leave of a set, each with the positions of the parts that leave it.
Remainders: TypeAlias = dict[int, tuple[int, ...]]


class TooEntangled(StatsError):
    """More unions than can be looked at; the register turns it into a refusal."""


def revealing_union(
    whole: int,
    parts: Sequence[int],
    too_small: Callable[[int], bool],
    must: int | None = None,
) -> tuple[int, ...] | None:
    """Positions of disjoint `parts` of `whole` whose union leaves a set that is too small.

    None where there is no such family; `must` is a part that belongs to it in any case.
    `too_small` holds, with a set, for all its subsets but the empty one. Exact: it looks at every
    family, but where parts fall into groups that do not overlap each group is searched once, and
    as soon as what no part can cover any more is large enough nothing is. Raises TooEntangled
    past MAX_UNIONS.

    >>> revealing_union(0b111111, [0b000111, 0b001111, 0b110000], lambda left: 0 < left < 0b100)
    >>> revealing_union(0b111111, [0b000111, 0b110000, 0b111110], lambda left: left == 0b1000)
    (0, 1)
    """
    left = whole if must is None else whole & ~parts[must]
    chosen = () if must is None else (must,)
    fitting = {
        part: at for at, part in enumerate(parts) if part and part & ~left == 0 and part != whole
    }
    found = _Search(too_small).remainders(left, tuple(fitting))
    for rest, union in found.items():
        family = (*chosen, *(fitting[part] for part in union))
        if rest and family:
            return tuple(sorted(family))
    return None


class _Search:
    """One search with its memory; parts are their own bits here."""

    def __init__(self, too_small: Callable[[int], bool]) -> None:
        self.too_small = too_small
        self.known: dict[tuple[int, tuple[int, ...]], Remainders] = {}

    def remainders(self, left: int, fitting: tuple[int, ...]) -> Remainders:
        """What is left of `left`, nothing or too small a set, after disjoint `fitting` parts."""
        groups = _groups(fitting)
        lost = left
        for mask, _ in groups:
            lost &= ~mask
        if lost and not self.too_small(lost):
            return {}
        found: Remainders = {lost: ()}
        # Groups of one part first: they end hopeless searches early and cost nothing.
        for mask, group in sorted(groups, key=lambda each: len(each[1])):
            found = self._joined(found, self._of_group(mask, group))
            if not found:
                return {}
        return found

    def _joined(self, first: Remainders, second: Remainders) -> Remainders:
        return {
            one | other: first[one] + second[other]
            for one in first
            for other in second
            if not one | other or self.too_small(one | other)
        }

    def _of_group(self, mask: int, group: tuple[int, ...]) -> Remainders:
        """Remainders of parts that hang together; the lowest answer is in one part or in none."""
        if (mask, group) in self.known:
            return self.known[mask, group]
        if len(self.known) > MAX_UNIONS:
            raise TooEntangled("more unions of published populations than can be looked at")
        pivot = mask & -mask
        with_pivot = [part for part in group if part & pivot]
        found: Remainders = {}
        for part in with_pivot:
            rest = mask & ~part
            fitting = tuple(other for other in group if other & part == 0)
            for left, union in self.remainders(rest, fitting).items():
                found.setdefault(left, (part, *union))
        without = tuple(part for part in group if not part & pivot)
        for left, union in self.remainders(mask, without).items():
            found.setdefault(left, union)
        self.known[mask, group] = found
        return found


def _groups(parts: Iterable[int]) -> list[tuple[int, tuple[int, ...]]]:
    """Parts that hang together through common answers, with the union of each group."""
    groups: list[tuple[int, tuple[int, ...]]] = []
    for part in parts:
        apart: list[tuple[int, tuple[int, ...]]] = []
        mask: int = part
        joined: tuple[int, ...] = (part,)
        for group in groups:
            if group[0] & part:
                mask, joined = mask | group[0], group[1] + joined
            else:
                apart.append(group)
        groups = [*apart, (mask, joined)]
    return groups
