"""Newton's method on the dual of calibration: from margins to the ratios g."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stats.arrays import FloatArray
from stats.errors import Infeasible, NotConverged
from stats.weighting.calibration_checks import CheckedMargins, culprit
from stats.weighting.distances import Distance
from stats.weighting.factor import factorise

CONVERGED = 1e-12
MAX_ITERATIONS = 100
# A stall this close to the totals is the rounding of millions of additions, not a contradiction.
_STALLED = 1e-10
_SHORTEST_STEP = 1e-8


@dataclass(frozen=True, eq=False)
class DualSolution:
    """g (C,) of every cell, the steps taken and the relative margin error that is left."""

    g: FloatArray
    iterations: int
    error: float


@dataclass(frozen=True, eq=False)
class _Point:
    """A place on the dual: λ (p,), g and slope (C,), the margin sums reached and their error."""

    coefficients: FloatArray
    g: FloatArray
    slope: FloatArray
    reached: FloatArray
    dual: float
    error: float


def minimise_dual(
    mass: FloatArray, checked: CheckedMargins, distance: Distance, *, bounded: bool
) -> DualSolution:
    """Minimise Σ mass·∫F(x'λ) − T'λ over λ; its gradient is the margin error.

    `mass` (C,) is the base weight of all units of a cell. Source: Deville & Särndal 1992.
    Raises Infeasible where F is `bounded`, else NotConverged, naming the level that stays furthest
    short.
    """
    x = checked.indicators
    here = _point(mass, checked, distance, np.zeros(x.width))
    for iteration in range(MAX_ITERATIONS):
        if here.error <= CONVERGED:
            return DualSolution(here.g, iteration, here.error)
        try:
            step = factorise(x.gram(mass * here.slope)).solve(checked.totals - here.reached)
        except np.linalg.LinAlgError:  # the slopes underflowed: the weights ran away
            break
        better = _better(mass, checked, distance, here, step)
        if better is None:
            if here.error <= _STALLED:
                return DualSolution(here.g, iteration, here.error)
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
        there = distance.at(checked.indicators.predict(coefficients))
        reached = checked.indicators.sums(mass * there.ratio)
        dual = float(mass @ there.potential - checked.totals @ coefficients)
        error = checked.relative_error(reached)
    return _Point(coefficients, there.ratio, there.slope, reached, dual, error)


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
