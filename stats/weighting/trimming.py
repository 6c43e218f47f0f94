"""Cutting large weights, and what that does to the margins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, check_positive_weights
from stats.errors import EmptyInput, OutOfRange
from stats.scalars import check_choice, check_number
from stats.weighting.calibration import Calibration, rake
from stats.weighting.kish import units_per_cell
from stats.weighting.margins import Indicators, Margin

# Practice of the American National Election Studies and of Pew Research Center (methods B6).
DEFAULT_CAP = 5.0
_MET = 1e-9
_SAME = 1e-12


class Redistribution(StrEnum):
    """How the amount cut off is shared among the weights below the cap."""

    PROPORTIONAL = "proportional"
    EQUAL = "equal"


@dataclass(frozen=True)
class MarginMiss:
    """A level whose weights sum to `reached` in place of its `total`."""

    margin: str
    level: str
    reached: float
    total: float

    @property
    def relative(self) -> float:
        """(reached − total)/total."""
        return (self.reached - self.total) / self.total

    def __str__(self) -> str:
        return f"{self.margin}, {self.level}: {self.relative:+.1%}"


@dataclass(frozen=True, eq=False)
class TrimmedRaking:
    """Raking, trimming and raking again, step by step.

    `raked` before trimming, `trimmed` (C,) weights, `cut_count` units whose weight was cut,
    `calibration` after raking the trimmed weights once more. The levels missed by more than 1e-9
    after either step come worst first, those of dropped margins too.
    """

    raked: Calibration
    trimmed: FloatArray
    cut_count: int
    missed_after_trimming: tuple[MarginMiss, ...]
    calibration: Calibration
    missed_after_raking: tuple[MarginMiss, ...]
    cap: float

    @property
    def weights(self) -> FloatArray:
        """The final weights, (C,)."""
        return self.calibration.weights

    @property
    def exceeds_cap(self) -> bool:
        """Whether raking again took a weight above the cap after all."""
        return self.calibration.largest_to_mean > self.cap * (1.0 + _SAME)

    def __str__(self) -> str:
        worst = self.missed_after_trimming[:1]
        text = f"{self.cut_count} cut at {self.cap:g} × the mean"
        text += f" (margins then missed by up to {worst[0]})" if worst else ""
        text += f"; {self.calibration}"
        return text + (
            f"; still missed: {'; '.join(map(str, self.missed_after_raking))}"
            if self.missed_after_raking
            else ""
        )


def trim(
    weights: ArrayLike,
    counts: ArrayLike | None = None,
    *,
    cap: float,
    redistribution: Redistribution | str = Redistribution.PROPORTIONAL,
) -> FloatArray:
    """Weights cut at `cap` times their mean, the excess shared among the others.

    w ← min(k·w, cap·w̄) with the k that keeps the sum ('proportional': the weights below the cap
    keep their ratios), or min(w + k, cap·w̄) ('equal', the rule of R `survey::trimWeights` with
    strict=TRUE). Reached by cutting, sharing and cutting again until nothing exceeds the cap.
    Source: Potter 1990; R `survey::trimWeights`.

    `weights` (C,) > 0 per unit, `counts` (C,) units per cell. Raises OutOfRange when cap ≤ 1
    (no room to put the excess), EmptyInput without units.

    >>> trim([0.5, 0.5, 1.0, 1.0, 7.0], cap=2.0).tolist()
    [1.0, 1.0, 2.0, 2.0, 4.0]
    """
    values = check_positive_weights("weights", weights).copy()
    units = units_per_cell(counts, values.size)
    if units.sum() == 0:
        raise EmptyInput("There are no units to weigh; hand in at least one respondent.")
    if not check_number("cap", cap) > 1.0:
        raise OutOfRange(f"A cap of {cap:g} times the mean leaves no room; choose one above 1.")
    rule = check_choice("redistribution", redistribution, Redistribution)
    total = float(units @ values)
    limit = cap * total / float(units.sum())
    fixed = np.zeros(values.size, dtype=np.bool_)
    while (over := ~fixed & (values > limit * (1.0 + _SAME))).any():
        fixed |= over
        values[fixed] = limit
        left = total - float(units @ values)
        if rule is Redistribution.EQUAL:
            values[~fixed] += left / float(units[~fixed].sum())
        else:
            values[~fixed] *= 1.0 + left / float(units[~fixed] @ values[~fixed])
    return values


def trim_and_rake(
    base: ArrayLike,
    margins: Sequence[Margin],
    counts: ArrayLike | None = None,
    *,
    cap: float = DEFAULT_CAP,
    drop_aliased: bool = False,
) -> TrimmedRaking:
    """Rake, cut weights above `cap` times the mean, and rake the result once more.

    Trimming trades a little bias for less variance and moves the margins; raking again meets
    them, and can take a weight back above the cap: `exceeds_cap` says so. Where the cap must
    hold, calibrate with the bounded logit distance instead. Nothing above the cap leaves the
    first raking as it is. Source: methods B6; Potter 1990.

    Arguments, units and errors as in `rake` and `trim`.

    >>> region = Margin("region", np.array([0, 0, 0, 1]), ("north", "south"), np.array([2.0, 6.0]))
    >>> found = trim_and_rake(np.ones(4), [region], cap=2.0)
    >>> found.trimmed.round(4).tolist(), str(found.missed_after_trimming[0]), found.exceeds_cap
    ([1.3333, 1.3333, 1.3333, 4.0], 'region, north: +100.0%', True)
    """
    raked = rake(base, margins, counts, drop_aliased=drop_aliased)
    units = units_per_cell(counts, raked.weights.size)
    trimmed = trim(raked.weights, units, cap=cap)
    cut = int(units[trimmed < raked.weights * (1.0 - _SAME)].sum())
    again = rake(trimmed, margins, counts, drop_aliased=drop_aliased) if cut else raked
    return TrimmedRaking(
        raked=raked,
        trimmed=trimmed,
        cut_count=cut,
        missed_after_trimming=missed_margins(trimmed, margins, units),
        calibration=again,
        missed_after_raking=missed_margins(again.weights, margins, units),
        cap=cap,
    )


def missed_margins(
    weights: ArrayLike, margins: Sequence[Margin], counts: ArrayLike | None = None
) -> tuple[MarginMiss, ...]:
    """Levels whose weights miss their population by more than 1e-9 of it, worst first.

    Σ n w over the cells of each level against its total; levels without population are left out
    (calibration refuses respondents there). `weights` and `counts` (C,) as in `calibrate`.
    Raises OutOfRange for a margin without a code for each of them.

    >>> region = Margin("region", np.array([0, 1]), ("north", "south"), np.array([2.0, 2.0]))
    >>> [str(miss) for miss in missed_margins([2.0, 3.0], [region])]
    ['region, south: +50.0%']
    """
    values = check_positive_weights("weights", weights)
    for margin in margins:
        margin.check_cells(values.size)
    reached = Indicators.of(margins).sums(units_per_cell(counts, values.size) * values)
    names = [(margin.name, level) for margin in margins for level in margin.levels]
    totals = [float(total) for margin in margins for total in margin.totals]
    misses = [
        MarginMiss(*name, float(sum_), total)
        for name, sum_, total in zip(names, reached, totals, strict=True)
        if total > 0.0 and abs(sum_ - total) > _MET * total
    ]
    return tuple(sorted(misses, key=lambda miss: -round(abs(miss.relative), 12)))
