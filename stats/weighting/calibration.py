"""Weights that reproduce the population's margins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, check_positive_weights
from stats.errors import BadWeights, Infeasible, OutOfRange
from stats.scalars import check_choice
from stats.weighting.calibration_checks import CheckedMargins, check_margins
from stats.weighting.distances import LINEAR, RAKING, CalibrationMethod, Distance, logit
from stats.weighting.dual import DualSolution, minimise_dual
from stats.weighting.kish import kish, units_per_cell
from stats.weighting.margins import Indicators, Margin
from stats.wording import counted

# methods B6c [P]: a weight is never cut below a fifth nor raised beyond five times its base.
DEFAULT_BOUNDS = (0.2, 5.0)


@dataclass(frozen=True, eq=False)
class Calibration:
    """Calibrated weights of each cell (C,), with the evidence that they are right.

    `base` is the base weight handed in, scaled so that Σ counts·base is the population;
    `g` = weights / base. `largest_to_mean` compares the largest weight with the mean over units.
    `margins` are those met, `dropped` names margins left out because the others imply them, and
    `indicators` is X of the margins met.
    """

    weights: FloatArray
    base: FloatArray
    g: FloatArray
    iterations: int
    max_relative_margin_error: float
    largest_to_mean: float
    deff_kish: float
    n_eff: float
    method: CalibrationMethod
    margins: tuple[Margin, ...]
    dropped: tuple[str, ...]
    indicators: Indicators = field(repr=False)

    def __str__(self) -> str:
        error = self.max_relative_margin_error
        met = f"to {error:.0e}" if error else "exactly"
        text = (
            f"{self.method} calibration in {counted(self.iterations, 'step')}, margins met "
            f"{met}, largest weight {self.largest_to_mean:.2f} × "
            f"the mean, design effect {self.deff_kish:.2f}, effective n {self.n_eff:.1f}"
        )
        return text + (f", without {', '.join(self.dropped)} (implied)" if self.dropped else "")


def rake(
    base: ArrayLike,
    margins: Sequence[Margin],
    counts: ArrayLike | None = None,
    *,
    drop_aliased: bool = False,
) -> Calibration:
    """Raking: calibration with the exponential distance, by Newton's method on the dual.

    w = d·exp(x'λ) with Σ n w x = T; the limit of iterative proportional fitting from d.
    Source: Deville & Särndal 1992; Deville, Särndal & Sautory 1993.
    Arguments, units and errors as in `calibrate`.

    >>> a = Margin("a", np.array([0, 0, 1]), ("x", "y"), np.array([1.5, 1.5]))
    >>> b = Margin("b", np.array([0, 1, 1]), ("u", "v"), np.array([0.9, 2.1]))
    >>> rake([1.0, 1.0, 1.0], [a, b]).weights.round(12).tolist()
    [0.9, 0.6, 1.5]
    """
    return calibrate(base, margins, counts, drop_aliased=drop_aliased)


def calibrate(
    base: ArrayLike,
    margins: Sequence[Margin],
    counts: ArrayLike | None = None,
    *,
    method: CalibrationMethod | str = CalibrationMethod.RAKING,
    bounds: tuple[float, float] | None = None,
    drop_aliased: bool = False,
) -> Calibration:
    """Weights closest to the base weights that reproduce every margin total.

    w = d·F(x'λ) with Σ n w x = T, F the dual of the distance: 1 + u (linear), exp(u) (raking),
    or bounded by `bounds` (logit). Newton's method on the convex dual, with step halving, to a
    relative margin error ≤ 1e-12. The base weights are first scaled to the population, so that
    bounds on g mean the same whatever their unit.
    Source: Deville & Särndal 1992; R `survey::calibrate` with calfun linear, raking, logit.

    `base` (C,) base weight > 0 per unit; `counts` (C,) identical units in each cell (ones for
    rows); `margins` with codes (C,) and totals in population units; `bounds` on g for logit
    only, (0.2, 5.0) when left out. Linear weights can turn negative; `g` shows it.
    Raises EmptyLevel, ZeroTarget, UnequalTotals, AliasedMargin (unless `drop_aliased`),
    NotConverged for contradictory margins, Infeasible when the bounds cannot be kept; all name
    the margin and level where one is to blame.

    >>> a = Margin("a", np.array([0, 0, 1]), ("x", "y"), np.array([1.5, 1.5]))
    >>> calibrate([1.0, 1.0, 1.0], [a], method=CalibrationMethod.LINEAR).g.tolist()
    [0.75, 0.75, 1.5]
    """
    weights = check_positive_weights("base", base)
    units = units_per_cell(counts, weights.size)
    if units.sum() == 0.0:
        raise BadWeights("There is no respondent to weigh; leave the week uncalibrated, say why.")
    checked = check_margins(margins, units, drop_aliased=drop_aliased)
    scaled = weights * (checked.population / float(units @ weights))
    kind = check_choice("method", method, CalibrationMethod)
    distance = _distance(kind, bounds)
    bounded = kind is CalibrationMethod.LOGIT
    if bounded:
        _check_within_reach(checked, units * scaled, bounds or DEFAULT_BOUNDS)
    solution = minimise_dual(units * scaled, checked, distance, bounded=bounded)
    return _result(scaled, units, solution, kind, checked)


def _distance(method: CalibrationMethod, bounds: tuple[float, float] | None) -> Distance:
    if method is CalibrationMethod.LOGIT:
        return logit(*(bounds or DEFAULT_BOUNDS))
    if bounds is not None:
        raise OutOfRange(f"Bounds on g need method logit, not {method}; leave them out or switch.")
    return LINEAR if method is CalibrationMethod.LINEAR else RAKING


def _check_within_reach(
    checked: CheckedMargins, mass: FloatArray, bounds: tuple[float, float]
) -> None:
    """Refuse a level whose average g would itself have to leave the bounds."""
    present = checked.totals > 0.0
    needed = np.divide(
        checked.totals, checked.indicators.sums(mass), where=present, out=np.ones(present.size)
    )
    outside = (needed >= bounds[1]) | (needed <= bounds[0])
    if outside.any():
        worst = int(np.argmax(np.where(outside, np.abs(np.log(needed)), -1.0)))
        margin, level = checked.name_of(worst)
        raise Infeasible(
            f"Margin '{margin}', level '{level}': the base weights would have to be multiplied by "
            f"{needed[worst]:.3g} on average, outside the bounds {bounds[0]:g} to {bounds[1]:g}; "
            "merge this level with a neighbour.",
            margin=margin,
            level=level,
            size=float(needed[worst]),
        )


def _result(
    base: FloatArray,
    units: FloatArray,
    solution: DualSolution,
    method: CalibrationMethod,
    checked: CheckedMargins,
) -> Calibration:
    weights = base * solution.g
    cost = kish(weights, units)
    return Calibration(
        weights=weights,
        base=base,
        g=solution.g,
        iterations=solution.iterations,
        max_relative_margin_error=solution.error,
        largest_to_mean=cost.largest_share * float(units.sum()),
        deff_kish=cost.deff,
        n_eff=cost.n_eff,
        method=method,
        margins=checked.margins,
        dropped=checked.dropped,
        indicators=checked.indicators,
    )
