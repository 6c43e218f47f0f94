"""Somebody who knows every sum of answers behind the figures shown, and adds and subtracts them."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

import numpy as np

Name = TypeVar("Name", bound=Hashable)
Group = TypeVar("Group", bound=Hashable)


def worked_out(
    shown: Mapping[Name, Collection[Group]], secret: Mapping[Name, Collection[Group]]
) -> list[Name]:
    """Secrets whose sum is some combination of the sums shown, whatever its signs and factors.

    `shown` and `secret` name the groups of answers behind each figure. A sum over S follows from
    sums over B exactly if 1_S is in the span of the 1_B (Chin & Özsoyoğlu 1982).
    """
    groups = sorted(
        {group for figures in (shown, secret) for g in figures.values() for group in g}, key=repr
    )
    place = {group: at for at, group in enumerate(groups)}
    known = np.array([_marked(members, place) for members in shown.values()])
    if not len(known):
        return []
    rank = np.linalg.matrix_rank(known)
    return [
        name
        for name, members in secret.items()
        if np.linalg.matrix_rank(np.vstack([known, _marked(members, place)])) == rank
    ]


def _marked(members: Collection[Group], place: Mapping[Group, int]) -> list[float]:
    marked = [0.0] * len(place)
    for member in members:
        marked[place[member]] = 1.0
    return marked
