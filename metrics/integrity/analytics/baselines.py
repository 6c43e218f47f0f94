"""Is there a baseline for a control chart, and does it hold still (methods H3)?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from metrics.figures import Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.wording import AUDIENCE_NAMES, several
from metrics.method import Family, Severity
from metrics.models import Level, Metric, State
from metrics.warehouse.files import rounded
from metrics.warehouse.series import Point
from metrics.weighing.measures import METRICS
from stats import (
    ControlChart,
    IntervalKind,
    NotYet,
    laney,
    moving_range_baseline,
    proportion_baseline,
    xmr,
)

HEADLINE_WINDOW = 1
FEWEST = 12
# A point outside the limits that are made without it, which it widened by this much, hides itself.
INFLATED = 1.25


@dataclass(frozen=True)
class _Charted:
    """The points of a baseline against their own limits, and what is wrong with it in words."""

    chart: ControlChart
    wrong: tuple[str, ...]


def unstable_baselines(evidence: WeekEvidence) -> Iterator[Finding]:
    """The finals' network totals before this week, each metric by itself."""
    series: dict[tuple[str, str], list[Point]] = defaultdict(list)
    for point in evidence.points:
        if not point.is_headline:
            continue
        series[point.audience, point.metric].append(point)
    if not series:
        yield _finding(
            State.NOT_APPLICABLE,
            f"No control chart yet: a baseline needs {FEWEST} finals, and there is none before "
            "this week in this series.",
        )
    for (audience, metric), points in sorted(series.items()):
        yield _of_series(audience, Metric(metric), points)


def _of_series(audience: str, metric: Metric, points: Sequence[Point]) -> Finding:
    charted = chart_baseline(metric, points)
    who = f"{metric.value} of {AUDIENCE_NAMES.get(audience, audience)}"
    if isinstance(charted, NotYet):
        return _not_yet(audience, metric.value, who, len(points))
    chart, wrong = charted.chart, charted.wrong
    what = (
        f"The baseline of the {who} is not stable: {'; '.join(wrong)}."
        if wrong
        else f"The baseline of the {who} is stable over {len(points)} finals."
    )
    return _finding(
        State.WARN if wrong else State.PASS,
        what,
        "Find what happened in those weeks; leave them out of the baseline with the reason."
        if wrong
        else "",
        audience=audience,
        metric=metric.value,
        value=float(len(wrong)),
        figures={
            "finals": len(points),
            "first": points[0].week,
            "last": points[-1].week,
            "chart": chart.kind.value,
            "centre": rounded(chart.centre),
            "low": rounded(float(chart.low[-1])),
            "high": rounded(float(chart.high[-1])),
        },
    )


def _not_yet(audience: str, metric: str, who: str, count: int) -> Finding:
    why = (
        f"there are {several(count, 'final', 'finals')} of the {FEWEST} that it needs"
        if count < FEWEST
        else f"its {count} finals do not vary"
    )
    return _finding(
        State.NOT_APPLICABLE,
        f"No control chart of the {who} yet: {why}.",
        audience=audience,
        metric=metric,
        figures={"finals": count},
    )


def chart_baseline(metric: Metric, points: Sequence[Point]) -> _Charted | NotYet:
    """The baseline charted against itself, with the weeks that signal and the one that hides."""
    chart = _chart(metric, points, points, FEWEST)
    if isinstance(chart, NotYet):
        return chart
    wrong = [
        f"{_weeks(points, signal.positions)} {signal.rule.sentence.format(side=signal.side)}"
        for signal in chart.signals
    ]
    hiding = _hiding(metric, points, chart) if not wrong else None
    if hiding is not None:
        wrong.append(f"{points[hiding].week} widens the limits and so hides itself")
    return _Charted(chart, tuple(wrong))


def _weeks(points: Sequence[Point], positions: Sequence[int]) -> str:
    first, last = points[positions[0]].week, points[positions[-1]].week
    return first if first == last else f"{first} to {last}"


def _hiding(metric: Metric, points: Sequence[Point], chart: ControlChart) -> int | None:
    """The point farthest off, where it lies outside limits made without it that it widened."""
    farthest = int(np.argmax(np.abs(chart.values - chart.centre)))
    others = [point for place, point in enumerate(points) if place != farthest]
    without = _chart(metric, others, points, len(others))
    if isinstance(without, NotYet):
        return None
    low, high = float(without.low[farthest]), float(without.high[farthest])
    is_outside = not low <= float(chart.values[farthest]) <= high
    width = float(chart.high[farthest] - chart.low[farthest])
    return farthest if is_outside and width > INFLATED * (high - low) else None


def _chart(
    metric: Metric, kept: Sequence[Point], points: Sequence[Point], fewest: int
) -> ControlChart | NotYet:
    """All points against the limits that `kept` give: p′ for a share, XmR for the others."""
    spec = METRICS[metric]
    values = [point.value for point in points]
    if spec.kind is IntervalKind.PROPORTION:
        shares = proportion_baseline(
            [point.value for point in kept], [point.n_eff for point in kept], minimum=fewest
        )
        if isinstance(shares, NotYet):
            return shares
        return laney(values, [point.n_eff for point in points], shares)
    means = moving_range_baseline([point.value for point in kept], minimum=fewest)
    if isinstance(means, NotYet):
        return means
    return xmr(values, means, low=spec.scale[0], high=spec.scale[1])


def _finding(
    state: State,
    what: str,
    what_to_do: str = "",
    *,
    audience: str = "",
    metric: str = "",
    value: float | None = None,
    figures: Mapping[str, object] | None = None,
) -> Finding:
    return Finding(
        check_key="baseline",
        family=Family.ANALYTICS,
        severity=Severity.CAVEAT,
        state=state,
        what=what,
        what_to_do=what_to_do,
        audience=audience,
        window=HEADLINE_WINDOW,
        level=Level.NETWORK,
        metric=metric,
        is_only_here=True,
        value=value,
        evidence=figures or {},
    )
