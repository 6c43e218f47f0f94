"""The patterns that make a control chart signal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import BoolArray, FloatArray, check_floats
from stats.scalars import check_number

LIMIT = 3.0  # sigma; Shewhart 1931
RUN_LENGTH = 8  # Western Electric 1956; methods H3
RANGE_LIMIT = 3.267  # D4 = 1 + 3 d3/d2 for ranges of two [V Minitab, JMP]
MEAN_RANGE_LIMIT = 2.66  # 3/d2 for ranges of two [V Minitab, JMP]


class Rule(StrEnum):
    """Patterns by name: the four Western Electric rules, and the limit of the moving range."""

    BEYOND_LIMITS = "beyond_limits"
    EIGHT_ON_ONE_SIDE = "eight_on_one_side"
    TWO_OF_THREE = "two_of_three"
    FOUR_OF_FIVE = "four_of_five"
    WIDE_RANGE = "wide_range"

    @property
    def sentence(self) -> str:
        """The pattern in words, to follow "point 3" and "above" or "below"."""
        return _SENTENCES[self]


class Side(StrEnum):
    """Side of the centre on which a pattern lies."""

    ABOVE = "above"
    BELOW = "below"


@dataclass(frozen=True)
class Signal:
    """A rule that fired: at which positions, counted from 0, and on which side of the centre."""

    rule: Rule
    positions: tuple[int, ...]
    side: Side

    def __str__(self) -> str:
        first, last = self.positions[0] + 1, self.positions[-1] + 1
        points = f"point {first}" if first == last else f"points {first} to {last}"
        return f"{points}: {self.rule.sentence.format(side=self.side)}"


_SENTENCES = {
    Rule.BEYOND_LIMITS: "{side} the limits",
    Rule.EIGHT_ON_ONE_SIDE: f"{RUN_LENGTH} or more in a row {{side}} the centre",
    Rule.TWO_OF_THREE: "two of three {side} the centre by more than two sigma",
    Rule.FOUR_OF_FIVE: "four of five {side} the centre by more than one sigma",
    Rule.WIDE_RANGE: "a step to {side} its neighbour wider than the limit of the moving range",
}
SHEWHART_RULES = (Rule.BEYOND_LIMITS, Rule.EIGHT_ON_ONE_SIDE)
WESTERN_ELECTRIC_RULES = (*SHEWHART_RULES, Rule.TWO_OF_THREE, Rule.FOUR_OF_FIVE)


def run_signals(
    deviations: ArrayLike, rules: Sequence[Rule] = SHEWHART_RULES, *, limit: float = LIMIT
) -> tuple[Signal, ...]:
    """Patterns in a series of independent deviations from the centre, in sigma.

    One signal per point beyond ±`limit`; one per whole run of 8 or more on one side (a point on
    the centre ends it); one per point that completes 2 of 3 beyond 2 sigma or 4 of 5 beyond 1
    sigma on its side; one per step wider than 3.267/2.66 × 3 = 3.68 sigma. Strictly beyond.
    More rules see more and cry wolf more: with these two about once in 150 points, with all
    four once in 92. Source: Western Electric 1956; Champ & Woodall 1987 for the run lengths.

    Deviations (k,) in time order. Raises OutOfRange for a value that is not finite or a limit
    that is not above 0.

    >>> for signal in run_signals([0.1, 3.2, -1.0, -2.5, -2.2], WESTERN_ELECTRIC_RULES):
    ...     print(signal)
    point 2: above the limits
    points 4 to 5: two of three below the centre by more than two sigma
    """
    checked = check_floats("deviations", deviations)
    check_number("limit", limit, above=0.0)
    found = [
        (signal.positions[-1], order, signal)
        for order, rule in enumerate(rules)
        for sign, side in ((1.0, Side.ABOVE), (-1.0, Side.BELOW))
        for signal in (
            Signal(rule, positions, side) for positions in _PATTERNS[rule](sign * checked, limit)
        )
    ]
    return tuple(signal for *_, signal in sorted(found, key=lambda entry: entry[:2]))


def _beyond_limits(above: FloatArray, limit: float) -> Iterator[tuple[int, ...]]:
    for at in np.flatnonzero(above > limit):
        yield (int(at),)


def _eight_on_one_side(above: FloatArray, _limit: float) -> Iterator[tuple[int, ...]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], above > 0.0, [0]])))
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        if stop - start >= RUN_LENGTH:
            yield tuple(range(int(start), int(stop)))


def _two_of_three(above: FloatArray, _limit: float) -> Iterator[tuple[int, ...]]:
    return _k_of(above > 2.0, 2, 3)


def _four_of_five(above: FloatArray, _limit: float) -> Iterator[tuple[int, ...]]:
    return _k_of(above > 1.0, 4, 5)


def _wide_range(above: FloatArray, _limit: float) -> Iterator[tuple[int, ...]]:
    for at in np.flatnonzero(np.diff(above) > LIMIT * RANGE_LIMIT / MEAN_RANGE_LIMIT):
        yield (int(at) + 1,)


def _k_of(hit: BoolArray, k: int, window: int) -> Iterator[tuple[int, ...]]:
    """Hits that are the k-th or later of their window, with the hits before them."""
    for at in np.flatnonzero(hit):
        start = max(0, int(at) - window + 1)
        among = start + np.flatnonzero(hit[start : at + 1])
        if among.size >= k:
            yield tuple(int(position) for position in among)


_PATTERNS: dict[Rule, Callable[[FloatArray, float], Iterator[tuple[int, ...]]]] = {
    Rule.BEYOND_LIMITS: _beyond_limits,
    Rule.EIGHT_ON_ONE_SIDE: _eight_on_one_side,
    Rule.TWO_OF_THREE: _two_of_three,
    Rule.FOUR_OF_FIVE: _four_of_five,
    Rule.WIDE_RANGE: _wide_range,
}
