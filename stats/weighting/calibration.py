"""Weights that reproduce the population's margins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, check_counts, check_positive_weights
from stats.errors import BadWeights, Infeasible, NotConverged, OutOfRange
from stats.weighting.calibration_checks import CheckedMargins, check_margins, culprit
from stats.weighting.distances import LINEAR, RAKING, CalibrationMethod, Distance, logit
from stats.weighting.factor import factorise
from stats.weighting.kish import kish
from stats.weighting.margins import Indicators, Margin
from stats.wording import counted

CONVERGED = 1e-12
MAX_ITERATIONS = 100
DEFAULT_BOUNDS = (0.2, 5.0)
# A stall this close to the totals is the rounding of millions of additions, not a contradiction.
_STALLED = 1e-10
_SHORTEST_STEP = 1e-8


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
    method: CalibrationMethod = CalibrationMethod.RAKING,
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
    units = (
        np.ones(weights.size) if counts is None else check_counts("counts", counts, weights.size)
    )
    if units.sum() == 0.0:
        raise BadWeights("There is no respondent to weigh; leave the week uncalibrated, say why.")
    checked = check_margins(margins, units, drop_aliased=drop_aliased)
    scaled = weights * (checked.population / float(units @ weights))
    distance = _distance(method, bounds)
    if method is CalibrationMethod.LOGIT:
        _check_within_reach(checked, units * scaled, bounds or DEFAULT_BOUNDS)
    solution = _newton(units * scaled, checked, distance, bounded=method is CalibrationMethod.LOGIT)
    return _result(scaled, units, solution, method, checked)


@dataclass(frozen=True, eq=False)
class _Solution:
    g: FloatArray
    iterations: int
    error: float


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


@dataclass(frozen=True, eq=False)
class _Point:
    """A place on the dual: λ (p,), u = Xλ (C,), g, the margin sums reached and their error."""

    coefficients: FloatArray
    u: FloatArray
    g: FloatArray
    reached: FloatArray
    dual: float
    error: float


def _newton(
    mass: FloatArray, checked: CheckedMargins, distance: Distance, *, bounded: bool
) -> _Solution:
    """Minimise Σ mass·∫F(x'λ) − T'λ; its gradient is the margin error."""
    x = checked.indicators
    here = _point(mass, checked, distance, np.zeros(x.width))
    for iteration in range(MAX_ITERATIONS):
        if here.error <= CONVERGED:
            return _Solution(here.g, iteration, here.error)
        try:
            step = factorise(x.gram(mass * distance.slope(here.u))).solve(
                checked.totals - here.reached
            )
        except np.linalg.LinAlgError:  # the slopes underflowed: the weights ran away
            break
        better = _better(mass, checked, distance, here, step)
        if better is None:
            if here.error <= _STALLED:
                return _Solution(here.g, iteration, here.error)
            break
        here = better
    raise _failure(checked, here.reached, bounded=bounded)


def _better(
    mass: FloatArray,
    checked: CheckedMargins,
    distance: Distance,
    here: _Point,
    step: FloatArray,
) -> _Point | None:
    """The longest of 1, ½, ¼ … steps that lowers the dual or the margin error, if any does."""
    size = 1.0
    while size > _SHORTEST_STEP:
        there = _point(mass, checked, distance, here.coefficients + size * step)
        if np.isfinite(there.dual) and (there.dual < here.dual or there.error < here.error):
            return there
        size /= 2.0
    return None


def _point(
    mass: FloatArray, checked: CheckedMargins, distance: Distance, coefficients: FloatArray
) -> _Point:
    with np.errstate(over="ignore", invalid="ignore"):
        u = checked.indicators.predict(coefficients)
        g = distance.ratio(u)
        reached = checked.indicators.sums(mass * g)
        dual = float(mass @ distance.potential(u) - checked.totals @ coefficients)
        return _Point(coefficients, u, g, reached, dual, checked.relative_error(reached))


def _failure(
    checked: CheckedMargins, reached: FloatArray, *, bounded: bool
) -> NotConverged | Infeasible:
    margin, level, size = culprit(checked, reached)
    kind = Infeasible if bounded else NotConverged
    cause = "within the bounds on g" if bounded else "at once: they contradict each other"
    return kind(
        f"Margin '{margin}', level '{level}' is missed by {size:.1%} at best; the margins cannot "
        f"all be met {cause}. Merge this level with a neighbour, or correct the totals.",
        margin=margin,
        level=level,
        size=size,
    )


def _result(
    base: FloatArray,
    units: FloatArray,
    solution: _Solution,
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
