"""The EWMA chart: slow drifts."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, check_floats
from stats.comparison.baseline import WEEKLY, Baseline, Spacing
from stats.comparison.chart import ChartKind, ControlChart, check_points, check_spacing
from stats.comparison.positive import check_positive
from stats.comparison.run_rules import Rule, run_signals
from stats.scalars import check_number

EWMA_WEIGHT = 0.2  # [K] λ; Montgomery: .05 to .25 work well
EWMA_LIMIT = 3.0  # [K] L


def ewma(
    values: ArrayLike,
    baseline: Baseline,
    *,
    errors: ArrayLike | None = None,
    centre_error: bool = False,
    weight: float = EWMA_WEIGHT,
    limit: float = EWMA_LIMIT,
    spacing: Spacing = WEEKLY,
    low: float = -np.inf,
    high: float = np.inf,
) -> ControlChart:
    """Exponentially weighted moving average against a frozen baseline (methods H3).

    z_t = λ x_t + (1 − λ) z_{t−1}, z_0 = μ; limits μ ± L √V_t with
    V_t = λ² σ_t² + (1 − λ)² V_{t−1}, V_0 = 0, clipped to `low`…`high`. For one σ this is
    σ² λ/(2 − λ) (1 − (1 − λ)^{2t}), exact from the first point on. Run rules are not offered:
    neighbouring z_t are dependent. Source: Roberts 1959; Lucas & Saccucci 1990.

    μ from 20 weeks is itself uncertain, and the textbook limits above then signal several times
    as often as they say. With `centre_error`, V_t + (1 − (1 − λ)^t)² σ²/m takes the place of V_t,
    m the points of the baseline: the variance of z_t − μ̂, as Σ λ(1 − λ)^{t−j} = 1 − (1 − λ)^t.

    Values (k,) in time order, finals only, of one window width; σ is the baseline's, or
    `errors` (k,) > 0 per point, the published errors. Raises EmptyInput without points,
    OutOfRange for λ outside (0, 1], L ≤ 0, points outside the scale or of another window width.

    >>> from stats.comparison.baseline import given_baseline
    >>> chart = ewma([42, 44, 46], given_baseline(40, 2))
    >>> chart.plotted.round(2).tolist(), chart.high.round(2).tolist()
    ([40.4, 41.12, 42.1], [41.2, 41.54, 41.72])
    >>> print(chart)
    EWMA chart, centre 40.00, limits 38.28 to 41.72 at the last of 3 points: point 3: above the \
limits
    """
    check_number("λ", weight, above=0.0, high=1.0)
    check_number("L", limit, above=0.0)
    check_spacing(spacing, baseline.spacing)
    x = check_floats("values", values)
    check_points(x, baseline.centre, low, high)
    sigma = np.full(x.size, baseline.sigma) if errors is None else _errors(errors, x.size)
    drift, spread = _smooth(x - baseline.centre, weight), _spread(sigma, weight)
    if centre_error:
        spread = np.hypot(spread, _smooth(np.ones(x.size), weight) * baseline.centre_error)
    return ControlChart(
        kind=ChartKind.EWMA,
        values=x,
        plotted=baseline.centre + drift,
        centre=baseline.centre,
        low=np.maximum(baseline.centre - limit * spread, low),
        high=np.minimum(baseline.centre + limit * spread, high),
        rules=(Rule.BEYOND_LIMITS,),
        signals=run_signals(drift / spread, (Rule.BEYOND_LIMITS,), limit=limit),
        settled=baseline.settled,
    )


def _smooth(values: FloatArray, weight: float) -> FloatArray:
    result, last = np.empty(values.size), 0.0
    for at, value in enumerate(values):
        last = weight * value + (1.0 - weight) * last
        result[at] = last
    return result


def _spread(sigma: FloatArray, weight: float) -> FloatArray:
    """√V_t, step by step without a square that could vanish."""
    result, last = np.empty(sigma.size), 0.0
    for at, error in enumerate(sigma):
        last = float(np.hypot(weight * error, (1.0 - weight) * last))
        result[at] = last
    return result


def _errors(errors: ArrayLike, size: int) -> FloatArray:
    return check_positive("errors", errors, size, otherwise="each is above 0")
