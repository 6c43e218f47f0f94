"""The frozen baseline of a control chart (Phase I)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, IntArray, check_floats
from stats.comparison.not_yet import NotYet, NotYetReason
from stats.comparison.positive import SMALLEST
from stats.errors import DependentPoints, OutOfRange
from stats.scalars import check_number, check_whole

BASELINE_MINIMUM = 12  # [P] methods H3
BASELINE_SETTLED = 20  # [P] methods H3: "better 20"
D2 = 1.128  # mean range of two standard normal values, 2/√π, as tabulated [V Minitab, JMP]


@dataclass(frozen=True)
class Spacing:
    """Each point of a series covers `window_weeks`; the next one begins `every_weeks` later.

    Points of rolling windows share answers, so that neighbours agree by construction: moving
    ranges come out too short, limits too narrow and runs too long. Raises DependentPoints for
    windows that overlap, OutOfRange for less than one week.
    """

    window_weeks: int = 1
    every_weeks: int = 1

    def __post_init__(self) -> None:
        if min(self.window_weeks, self.every_weeks) < 1:
            raise OutOfRange("A window and its step are at least one week long.")
        if self.every_weeks < self.window_weeks:
            raise DependentPoints(
                f"Windows of {self.window_weeks} weeks every {self.every_weeks} share answers, "
                f"so no control chart holds; chart every {self.window_weeks}th of them."
            )


WEEKLY = Spacing()


@dataclass(frozen=True)
class Exclusion:
    """A Phase I point left out of the baseline: where, what it was, and why."""

    position: int
    value: float
    reason: str

    def __str__(self) -> str:
        return f"point {self.position + 1} ({self.value:g}): {self.reason}"


@dataclass(frozen=True)
class Baseline:
    """Centre and spread of one point, frozen; `points` used (None: a given standard).

    Raises OutOfRange for a centre that is no number, a range that is not above 0 or fewer than
    two points: a baseline that comes back from a store is as sound as one just made.
    """

    centre: float
    mean_range: float
    points: int | None
    excluded: tuple[Exclusion, ...] = ()
    spacing: Spacing = WEEKLY

    def __post_init__(self) -> None:
        check_number("centre", self.centre)
        check_number("mean_range", self.mean_range, low=SMALLEST)
        if self.points is not None:
            check_whole("points", self.points, low=2)

    @property
    def sigma(self) -> float:
        """Standard deviation of one point, mean moving range / 1.128."""
        return self.mean_range / D2

    @property
    def centre_error(self) -> float:
        """Standard error of the centre, sigma/√points; 0 for a given standard."""
        return 0.0 if self.points is None else self.sigma / float(np.sqrt(self.points))

    @property
    def settled(self) -> bool:
        """Whether the baseline is given or rests on 20 points or more."""
        return self.points is None or self.points >= BASELINE_SETTLED

    def __str__(self) -> str:
        return f"centre {self.centre:.2f}, sigma {self.sigma:.2f}, " + rests_on(
            self.points, self.excluded, settled=self.settled
        )


@dataclass(frozen=True, eq=False)
class PhaseOne:
    """Which points of a series make its baseline: positions kept, points left out."""

    kept: IntArray
    excluded: tuple[Exclusion, ...]


def moving_range_baseline(
    values: ArrayLike,
    excluded: Mapping[int, str] | None = None,
    *,
    spacing: Spacing = WEEKLY,
    minimum: int = BASELINE_MINIMUM,
) -> Baseline | NotYet:
    """Baseline of means or NPS from the finals of one window width (methods H3).

    Centre x̄; mean moving range of successive points kept, so that a slow drift does not widen
    the limits as a standard deviation would. Points left out (position from 0 → reason) stay on
    record; a range may bridge them, since points of separate windows are independent.
    Source: Shewhart 1931; Wheeler & Chambers 1992.

    Values (k,) in time order. Fewer than `minimum` points kept, or points that do not vary, are
    `NotYet`. Raises OutOfRange for a position that is none or a reason that says nothing.

    >>> print(moving_range_baseline([40, 42, 39, 43, 41], minimum=5))
    centre 41.00, sigma 2.44, 5 points (provisional below 20)
    >>> print(moving_range_baseline([40, 42, 39, 43, 41]))
    not yet: 5 of the 12 points that a baseline needs
    """
    x = check_floats("values", values)
    phase = phase_one(x, excluded or {}, minimum)
    if isinstance(phase, NotYet):
        return phase
    kept = x[phase.kept]
    mean_range = float(np.abs(np.diff(kept)).mean())
    if mean_range <= 1e-12 * float(np.abs(kept).max()):
        return NotYet(NotYetReason.NO_VARIATION, kept.size, minimum, "limits")
    return Baseline(float(kept.mean()), mean_range, kept.size, phase.excluded, spacing)


def given_baseline(centre: float, sigma: float, *, spacing: Spacing = WEEKLY) -> Baseline:
    """Baseline that is known or decreed instead of estimated ("standards given").

    Source: Montgomery 2019, Introduction to Statistical Quality Control. Raises OutOfRange
    unless both are finite and sigma > 0.

    >>> given_baseline(40.0, 2.0).settled
    True
    """
    check_number("sigma", sigma, above=0.0)
    return Baseline(centre, sigma * D2, None, (), spacing)


def phase_one(values: FloatArray, excluded: Mapping[int, str], minimum: int) -> PhaseOne | NotYet:
    """Part a series into points kept and left out; `NotYet` below `minimum` kept."""
    if check_whole("minimum", minimum) < 2:
        raise OutOfRange(f"A baseline of {minimum} points has no range; ask for 2 or more.")
    for position, reason in excluded.items():
        if not 0 <= position < values.size:
            raise OutOfRange(f"There is no point at position {position} of {values.size}.")
        if not reason.strip():
            raise OutOfRange(f"The point at position {position} is left out without a reason.")
    out = sorted(excluded)
    kept = np.setdiff1d(np.arange(values.size), np.array(out, dtype=np.int64))
    if kept.size < minimum:
        return NotYet(NotYetReason.FEW_POINTS, kept.size, minimum, "a baseline")
    record = tuple(Exclusion(at, float(values[at]), excluded[at]) for at in out)
    return PhaseOne(kept.astype(np.int64), record)


def rests_on(points: int | None, excluded: tuple[Exclusion, ...], *, settled: bool) -> str:
    """What a baseline rests on, in words."""
    if points is None:
        return "a given standard"
    note = "" if settled else f" (provisional below {BASELINE_SETTLED})"
    left_out = "".join(f"; left out: {exclusion}" for exclusion in excluded)
    return f"{points} points{note}{left_out}"
