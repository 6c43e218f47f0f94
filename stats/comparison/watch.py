"""Watching many series at once: two charts each, of points and of drift, with one false rate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri, stdtrit

from stats.arrays import BoolArray, FloatArray, check_floats
from stats.comparison.baseline import BASELINE_MINIMUM, D2, Baseline, moving_range_baseline
from stats.comparison.chart import ControlChart
from stats.comparison.ewma import ewma
from stats.comparison.not_yet import NotYet
from stats.comparison.positive import SMALLEST, check_positive
from stats.comparison.run_rules import Side
from stats.scalars import check_number, check_whole

# [P] Half a year: the limits of 20 points are wide, and a year is long to wait for them.
BASELINE_LENGTH = 26
DRIFT_WEIGHT = 0.3  # [P] catches most of what a point chart misses; docs/methods/comparison.md
FALSE_SHARE = 0.10  # methods H2: of (family, week) with any false call
CHARTS_A_SERIES = 2
# Degrees of freedom of a variance by the mean moving range, of those by the standard deviation:
# its efficiency for normal points [K Wheeler 1995; checked by simulation].
RANGE_EFFICIENCY = 0.62


@dataclass(frozen=True, eq=False)
class Watch:
    """A series against its frozen baseline: single points, and their moving average.

    Both charts hold the k points after the baseline, in time order. `overdispersion` is the
    variance between weeks beyond their published errors, in squared units. `limit` is L of both.
    """

    points: ControlChart
    drift: ControlChart
    baseline: Baseline
    overdispersion: float
    limit: float

    @property
    def side(self) -> Side | None:
        """Where the last point stands if a chart signals there: the point's side first."""
        for chart in (self.points, self.drift):
            if chart.plotted[-1] > chart.high[-1]:
                return Side.ABOVE
            if chart.plotted[-1] < chart.low[-1]:
                return Side.BELOW
        return None

    @property
    def weeks_running(self) -> int:
        """For how many points up to the last one a chart has signalled without a break."""
        beyond = _beyond(self.points) | _beyond(self.drift)
        quiet = np.flatnonzero(~beyond)
        return int(beyond.size - 1 - quiet[-1]) if quiet.size else int(beyond.size)

    def __str__(self) -> str:
        last = self.points
        said = "no signal" if self.side is None else f"{self.side} for {self.weeks_running} points"
        return (
            f"{last.values[-1]:.2f} against {last.low[-1]:.2f} to {last.high[-1]:.2f}, "
            f"drift {self.drift.plotted[-1]:.2f} against {self.drift.low[-1]:.2f} to "
            f"{self.drift.high[-1]:.2f}: {said}"
        )


def family_limit(series: int, freedom: float = np.inf, false_share: float = FALSE_SHARE) -> float:
    """L in standard errors, so that a family of series signals falsely in `false_share` of weeks.

    L is the quantile of t at 1 − (1 − (1 − f)^{1/2s})/2 for s series of two charts each, with the
    degrees of `freedom` of the error (∞: known). Exact for independent charts (Šidák 1967), careful
    for others: the two charts of a series share their last point.

    Raises OutOfRange for less than one series, freedom ≤ 0 or a share outside (0, 1).

    >>> round(family_limit(1), 2), round(family_limit(6), 2), round(family_limit(64), 2)
    (1.95, 2.62, 3.35)
    """
    check_whole("series", series, low=1)
    check_number("freedom", freedom, above=0.0, endless=True)
    check_number("false_share", false_share, low=1e-12, high=1.0 - 1e-12)
    alone = 1.0 - (1.0 - false_share) ** (1.0 / (CHARTS_A_SERIES * series))
    tail = 1.0 - alone / 2.0
    return float(ndtri(tail) if np.isinf(freedom) else stdtrit(freedom, tail))


def watch(
    values: ArrayLike,
    errors: ArrayLike,
    *,
    series: int,
    length: int = BASELINE_LENGTH,
    low: float = -np.inf,
    high: float = np.inf,
) -> Watch | NotYet:
    """One series of a family: is its last point, or its drift, more than chance (methods H2a, H3)?

    Baseline: the first `length` points, or all before the last while there are fewer. σ_t² = e_t²
    + max(0, σ² − mean e²), e_t the published error, σ² the baseline's variance by its moving
    range: what weeks differ by beyond their answers widens the limits, as in Laney's chart. Both
    charts are `ewma` with these σ_t and the error of the centre, λ = 1 and .3, L = `family_limit`,
    with .62(m − 1) degrees of freedom where weeks differ by more than their answers, since that is
    estimated from the m points of the baseline.

    `values` (k,) of finals of one window width in time order, `errors` (k,) > 0 in their unit,
    `series` of the family that is looked at together. `NotYet` below 12 points before the last, or
    where they do not vary. Raises EmptyInput without points, OutOfRange for other numbers.

    >>> nps = [30, 34, 28, 33, 31, 27, 32, 30, 35, 29, 31, 30, 12]
    >>> print(watch(nps, [4.0] * 13, series=6))
    12.00 against 19.92 to 41.75, drift 25.18 against 27.56 to 34.11: below for 1 points
    >>> print(watch(nps[:5], [4.0] * 5, series=6))
    not yet: 4 of the 12 points that a baseline needs
    """
    x = check_floats("values", values)
    e = check_positive("errors", errors, x.size, otherwise="leave weeks without an error out")
    kept = min(max(x.size - 1, 0), length)
    found = moving_range_baseline(x[:kept], minimum=BASELINE_MINIMUM)
    if isinstance(found, NotYet):
        return found
    sampling = float(np.mean(e[:kept] ** 2))
    extra = max(found.sigma**2 - sampling, 0.0)
    sigma = np.sqrt(e**2 + extra)
    spread = max(float(np.sqrt(np.mean(sigma[:kept] ** 2))), SMALLEST)
    baseline = Baseline(found.centre, spread * D2, found.points, (), found.spacing)
    freedom = RANGE_EFFICIENCY * (kept - 1) if extra > 0.0 else np.inf
    limit = family_limit(series, freedom)
    point, drift = (
        _chart(x[kept:], sigma[kept:], baseline, weight, limit, low, high)
        for weight in (1.0, DRIFT_WEIGHT)
    )
    return Watch(
        points=point,
        drift=drift,
        baseline=baseline,
        overdispersion=extra,
        limit=limit,
    )


def _chart(
    values: FloatArray,
    errors: FloatArray,
    baseline: Baseline,
    weight: float,
    limit: float,
    low: float,
    high: float,
) -> ControlChart:
    return ewma(
        values, baseline, errors=errors, centre_error=True,
        weight=weight, limit=limit, low=low, high=high,
    )  # fmt: skip


def _beyond(chart: ControlChart) -> BoolArray:
    found: BoolArray = (chart.plotted > chart.high) | (chart.plotted < chart.low)
    return found
