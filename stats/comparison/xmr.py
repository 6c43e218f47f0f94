"""The XmR chart of means and NPS."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import check_floats
from stats.comparison.baseline import WEEKLY, Baseline, Spacing
from stats.comparison.chart import ChartKind, ControlChart, check_points, check_spacing
from stats.comparison.run_rules import (
    LIMIT,
    MEAN_RANGE_LIMIT,
    SHEWHART_RULES,
    Rule,
    run_signals,
)


def xmr(
    values: ArrayLike,
    baseline: Baseline,
    *,
    rules: Sequence[Rule] = SHEWHART_RULES,
    spacing: Spacing = WEEKLY,
    low: float = -np.inf,
    high: float = np.inf,
) -> ControlChart:
    """XmR chart: individual means or NPS against a frozen baseline (methods H3).

    Limits x̄ ± 2.66 mR̄, clipped to the scale `low`…`high`; with Rule.WIDE_RANGE also the moving
    range against 3.267 mR̄. 2.66 = 3/d2, 3.267 = 1 + 3 d3/d2, d2 = 2/√π, d3 = √(2 − 4/π).
    Source: Shewhart 1931; Wheeler & Chambers 1992; Minitab and JMP for the constants.

    Values (k,) in time order, finals only, of one window width (methods H3a). Raises EmptyInput
    without points, OutOfRange for points outside the scale or of another window width.

    >>> from stats.comparison.baseline import moving_range_baseline
    >>> frozen = moving_range_baseline([40, 42, 39, 43, 41], minimum=5)
    >>> print(xmr([44, 31], frozen))
    XmR chart, centre 41.00, limits 33.69 to 48.31 at the last of 2 points: point 2: below the \
limits; provisional baseline
    """
    check_spacing(spacing, baseline.spacing)
    x = check_floats("values", values)
    check_points(x, baseline.centre, low, high)
    half = MEAN_RANGE_LIMIT * baseline.mean_range
    return ControlChart(
        kind=ChartKind.XMR,
        values=x,
        plotted=x,
        centre=baseline.centre,
        low=np.full(x.size, max(baseline.centre - half, low)),
        high=np.full(x.size, min(baseline.centre + half, high)),
        rules=tuple(rules),
        signals=run_signals(LIMIT * (x - baseline.centre) / half, rules),
        settled=baseline.settled,
    )
