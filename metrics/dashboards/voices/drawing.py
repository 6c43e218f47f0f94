"""Which few of many comments are shown: drawn at random, each score group heard.

Neither the harshest nor the kindest: an edition's draw is the same for everybody and every time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

PRIME = 2_147_483_647


@dataclass(frozen=True)
class Draw:
    """A random order of comments: by (lot × factor + shift) modulo 2³¹ − 1, which is prime.

    Any two lots are equally likely to come in either order (Carter & Wegman 1979).
    """

    factor: int
    shift: int


def draw_of(manifest_hash: str, cut: object) -> Draw:
    """The draw of an edition and a cut; nobody can choose it."""
    digest = hashlib.sha256(f"{manifest_hash}\0{cut!r}".encode()).digest()
    first, second = int.from_bytes(digest[:8]), int.from_bytes(digest[8:16])
    return Draw(first % (PRIME - 1) + 1, second % PRIME)


def apportion(of_all: Mapping[str, int], cleared: Mapping[str, int], size: int) -> dict[str, int]:
    """How many of each group to show: one of each, the others so that the shares are those of all.

    As many as are cleared at most; what a group cannot fill goes to the one that lacks most. With
    fewer places than groups the largest come first.

    >>> apportion({"detractor": 12, "promoter": 6}, {"detractor": 9, "promoter": 6}, 2)
    {'detractor': 1, 'promoter': 1}
    """
    total = sum(of_all.values())
    given = dict.fromkeys(cleared, 0)
    for _ in range(min(size, sum(cleared.values()))):
        open_groups = [group for group in given if given[group] < cleared[group]]
        unheard = [group for group in open_groups if not given[group]]
        lacks = {group: size * of_all[group] / total - given[group] for group in open_groups}
        given[max(unheard or open_groups, key=lacks.__getitem__)] += 1
    return {group: count for group, count in given.items() if count}
