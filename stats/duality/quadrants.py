"""Where a unit stands with both of its customers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stats.arrays import BoolArray, FloatArray, check_floats
from stats.errors import OutOfRange
from stats.intervals.interval import Interval
from stats.reasons import Undefined


class Quadrant(StrEnum):
    """End user and channel partner, each at its target or below."""

    ALIGNED_STRONG = "aligned_strong"
    CHANNEL_STRAIN = "channel_strain"
    HIDDEN_RISK = "hidden_risk"
    CRITICAL = "critical"

    @property
    def sentence(self) -> str:
        """The quadrant in words."""
        return _SENTENCES[self]


_SENTENCES = {
    Quadrant.ALIGNED_STRONG: "both customers reach their target",
    Quadrant.CHANNEL_STRAIN: "the end user reaches the target, the channel partner does not",
    Quadrant.HIDDEN_RISK: "the channel partner is not below the target, the end user is",
    Quadrant.CRITICAL: "neither customer reaches the target",
}

# By (end user high, channel partner high).
_PLACES = {
    (True, True): Quadrant.ALIGNED_STRONG,
    (True, False): Quadrant.CHANNEL_STRAIN,
    (False, True): Quadrant.HIDDEN_RISK,
    (False, False): Quadrant.CRITICAL,
}


@dataclass(frozen=True, eq=False)
class Quadrants:
    """The quadrant of every unit, (J,), and whether an interval crosses a cut, (J,)."""

    quadrant: NDArray[np.object_]
    uncertain: BoolArray

    def __len__(self) -> int:
        return self.quadrant.size

    @property
    def counts(self) -> dict[Quadrant, int]:
        """Units in each quadrant, certain or not."""
        found = Counter(self.quadrant.tolist())
        return {quadrant: found[quadrant] for quadrant in Quadrant}

    def __str__(self) -> str:
        parts = [f"{count} {name.replace('_', ' ')}" for name, count in self.counts.items()]
        return f"{', '.join(parts)}; {int(self.uncertain.sum())} of {len(self)} uncertain"


def quadrants(
    user: ArrayLike,
    partner: ArrayLike,
    *,
    cut_user: float,
    cut_partner: float,
    user_intervals: Sequence[Interval | Undefined] | None = None,
    partner_intervals: Sequence[Interval | Undefined] | None = None,
) -> Quadrants:
    """Each unit's quadrant by the targets of both audiences.

    High means ≥ cut. End user and channel partner high: aligned_strong; end user only:
    channel_strain; channel partner only: hidden_risk; neither: critical. Uncertain if an interval
    crosses its cut, low < cut ≤ high, or is undefined. Cuts are targets that somebody owns; with
    medians half of all units would be low whatever they do. Source: methods A8.

    `user`, `partner` (J,) estimates of the same units, cuts in their units; intervals (J) of them,
    taken as certain when left out. Raises OutOfRange for lists of different lengths, values that
    are not numbers or a cut that is not finite.

    >>> found = quadrants([8.5, 8, 6, 6], [9, 7, 8, 5], cut_user=8, cut_partner=8)
    >>> print(found)
    1 aligned strong, 1 channel strain, 1 hidden risk, 1 critical; 0 of 4 uncertain
    """
    theirs = check_floats("user", user)
    ours = check_floats("partner", partner, theirs.size)
    check_floats("cuts", [cut_user, cut_partner])
    places = [
        _PLACES[bool(u), bool(p)]
        for u, p in zip(theirs >= cut_user, ours >= cut_partner, strict=True)
    ]
    quadrant = np.empty(theirs.size, dtype=object)
    quadrant[:] = places
    crossed = _crosses("user", theirs, cut_user, user_intervals)
    return Quadrants(quadrant, crossed | _crosses("partner", ours, cut_partner, partner_intervals))


def _crosses(
    name: str, values: FloatArray, cut: float, intervals: Sequence[Interval | Undefined] | None
) -> BoolArray:
    if intervals is None:
        return np.zeros(values.size, dtype=np.bool_)
    if len(intervals) != values.size:
        raise OutOfRange(
            f"{len(intervals)} intervals of the {name} for {values.size} units; align them."
        )
    return np.array([_crosses_one(found, cut) for found in intervals], dtype=np.bool_)


def _crosses_one(found: Interval | Undefined, cut: float) -> bool:
    return not isinstance(found, Interval) or found.low < cut <= found.high
