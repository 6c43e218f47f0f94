"""One headline metric on a page: both customers side by side, against the target, and the gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.dashboards.charts.axes import GAP, Axis, Point, fit_axis
from metrics.dashboards.charts.dots import DotChart, Mark, mark_of, row_chart
from metrics.dashboards.figures import (
    AgainstTarget,
    Figure,
    Targets,
    against_target,
    figure_of,
    gap_figure,
    is_held,
)
from metrics.dashboards.queries import AUDIENCES, Reading
from metrics.dashboards.wording import (
    AUDIENCE_NAMES,
    METRICS,
    WINDOW_NAMES,
    capital,
    change_interval_text,
    change_text,
    exact_text,
    interval_text,
    shown,
    value_text,
)
from metrics.models import Gap
from stats import PublishedDifference

FINAL_ROWS = {"channel_partner": 14.0, "end_user": 38.0}
ROWS_WITH_EARLY = {"channel_partner": 12.0, "end_user": 46.0}
EARLY_BELOW = 14.0
SAME_ONLY = "paired: only transactions where both answered"
OF_THE_TWO = "13 weeks: made of the two figures there, and no surer than the lower of their grades"


@dataclass(frozen=True)
class Beside:
    """Another figure to read this one by: the flash, or the network."""

    label: str
    figure: Figure
    verdict: str = ""


@dataclass(frozen=True)
class AudienceCell:
    audience: str
    name: str
    figure: Figure
    against: AgainstTarget | None
    beside: tuple[Beside, ...]
    longer: tuple[LongerLine, ...] = ()


@dataclass(frozen=True)
class LongerLine:
    """The same figure over more weeks."""

    window: int
    name: str
    figure: Figure
    against: AgainstTarget | None


@dataclass(frozen=True)
class GapLine:
    label: str
    figure: Figure
    chart: DotChart | None = None


@dataclass(frozen=True)
class Difference:
    """Of the two customers' figures over thirteen weeks, which have the labels."""

    value: str
    interval: str
    label: str
    chart: DotChart | None


@dataclass(frozen=True)
class MetricBlock:
    name: str
    plain_name: str
    unit: str
    owners: str
    chart: DotChart | None
    cells: tuple[AudienceCell, ...]
    gaps: tuple[GapLine, ...]
    difference: Difference | None = None


@dataclass(frozen=True)
class Longer:
    """A reading over more weeks, and on which side of the target it is for certain."""

    reading: Reading | None
    window: int
    side: int


@dataclass(frozen=True)
class Side:
    """One customer's readings of a metric; `name` is what the page calls that customer.

    `side` is −1 or 1 below or above the target for certain; None: judged by itself.
    """

    audience: str
    reading: Reading | None
    target: float | None
    early: Reading | None = None
    beside: tuple[Beside, ...] = ()
    name: str = ""
    is_flash: bool = False
    side: int | None = None
    longer: tuple[Longer, ...] = ()


def metric_block(
    metric: str,
    sides: Sequence[Side],
    gaps: Sequence[Gap],
    owners: str,
    whole: PublishedDifference | None = None,
) -> MetricBlock | None:
    """None where neither customer was asked. `whole`: of the figures over thirteen weeks."""
    if not any(side.reading or side.early or side.longer for side in sides):
        return None
    words, ends = METRICS[metric], _difference_ends(metric, whole)
    axis = _gap_axis([*map(_gap_ends, gaps), ends])
    return MetricBlock(
        name=words.name,
        plain_name=words.plain,
        unit=words.unit,
        owners=owners,
        chart=_chart(metric, sides),
        cells=tuple(_cell(side) for side in sides),
        gaps=_gap_lines(gaps, axis),
        difference=_difference(metric, whole, _gap_chart(ends, axis)),
    )


def _cell(side: Side) -> AudienceCell:
    early = (Beside("Early", figure_of(side.early)),) if side.early else ()
    return AudienceCell(
        side.audience,
        side.name or AUDIENCE_NAMES[side.audience],
        figure_of(side.reading),
        against_target(side.reading, side.target, side.side),
        early + side.beside,
        tuple(
            LongerLine(
                one.window,
                capital(WINDOW_NAMES[one.window]),
                figure_of(one.reading),
                against_target(one.reading, side.target, one.side),
            )
            for one in side.longer
        ),
    )


def _gap_lines(gaps: Sequence[Gap], axis: Axis | None) -> tuple[GapLine, ...]:
    """Each with its interval drawn about zero, all of a metric on one scale."""
    lines = []
    for gap in sorted(gaps, key=lambda gap: gap.is_paired):
        period = "one week" if gap.window == 1 else f"{gap.window} weeks"
        label = f"{SAME_ONLY}, {period}" if gap.is_paired else period
        lines.append(GapLine(label, gap_figure(gap), _gap_chart(_gap_ends(gap), axis)))
    return tuple(lines)


def _difference(
    metric: str, whole: PublishedDifference | None, chart: DotChart | None
) -> Difference | None:
    if whole is None:
        return None
    interval = change_interval_text(whole.interval.low, whole.interval.high, metric)
    return Difference(change_text(whole.difference, metric), interval, OF_THE_TWO, chart)


def _difference_ends(metric: str, whole: PublishedDifference | None) -> Point | None:
    if whole is None:
        return None
    ends = (whole.difference, whole.interval.low, whole.interval.high)
    return Point(*(shown(end, metric) for end in ends))


def _gap_ends(gap: Gap) -> Point | None:
    if gap.value is None or gap.ci_low is None or gap.ci_high is None:
        return None
    return Point(*(shown(end, gap.metric) for end in (gap.value, gap.ci_low, gap.ci_high)))


def _gap_axis(ends: Sequence[Point | None]) -> Axis | None:
    """As far to one side of zero as to the other."""
    points = [point for point in ends if point]
    if not points:
        return None
    reach = max(abs(end) for point in points for end in (point.low, point.high)) or 1.0
    return Axis(-reach, reach, ())


def _gap_chart(point: Point | None, axis: Axis | None) -> DotChart | None:
    if point is None or axis is None:
        return None
    mark = mark_of(point, GAP, axis, 11, 0.0)
    return row_chart(mark, axis, "Below zero: end users lower; above: channel partners lower.")


def point_of(reading: Reading | None) -> Point | None:
    """The estimate in the page's unit, where there is one to show."""
    if reading is None or reading.value is None:
        return None
    if reading.ci_low is None or reading.ci_high is None:
        return None
    ends = [shown(end, reading.metric) for end in (reading.ci_low, reading.ci_high)]
    return Point(shown(reading.value, reading.metric), *ends)


def current_point(reading: Reading | None) -> Point | None:
    """None for a held figure too: it is an earlier week's, and is told in words alone."""
    return None if is_held(reading) else point_of(reading)


def metric_axis(metric: str, points: Sequence[Point], targets: Sequence[float]) -> Axis:
    ends = [end for point in points for end in (point.low, point.high)]
    words = METRICS[metric]
    return fit_axis([*ends, *(shown(goal, metric) for goal in targets)], words.low, words.high)


def _chart(metric: str, sides: Sequence[Side]) -> DotChart | None:
    readings = [reading for side in sides for reading in (side.reading, side.early)]
    points = [point for point in map(current_point, readings) if point]
    if not points:
        return None
    goals = [side.target for side in sides if side.target is not None]
    axis = metric_axis(metric, points, goals)
    has_early = any(point_of(side.early) for side in sides)
    rows = ROWS_WITH_EARLY if has_early else FINAL_ROWS
    marks = [mark for side in sides for mark in _marks(metric, side, axis, rows[side.audience])]
    axis_y = 76 if has_early else 54
    text = f"{METRICS[metric].name}: " + "; ".join(_spoken(side) for side in sides)
    return DotChart(tuple(marks), axis, axis_y + 18, axis_y, text)


def _marks(metric: str, side: Side, axis: Axis, y: float) -> list[Mark]:
    goal = None if side.target is None else shown(side.target, metric)
    point, early = current_point(side.reading), point_of(side.early)
    marks = []
    if point:
        marks.append(
            mark_of(
                point,
                side.audience,
                axis,
                y,
                goal,
                is_early=side.is_flash,
                is_sure=side.side != 0,
            )
        )
    if early:
        marks.append(mark_of(early, side.audience, axis, y + EARLY_BELOW, is_early=True))
    return marks


def _spoken(side: Side) -> str:
    name, reading = AUDIENCE_NAMES[side.audience].lower(), side.reading
    if is_held(reading):
        return f"{name} held: unknown, not drawn"
    if reading is None or reading.value is None or reading.ci_low is None:
        return f"{name} not shown"
    assert reading.ci_high is not None
    interval = interval_text(reading.ci_low, reading.ci_high, reading.metric).strip("[]")
    text = f"{name} {value_text(reading.value, reading.metric)}, interval {interval}"
    if side.target is not None:
        text += f", target {exact_text(side.target, reading.metric)}"
    return text


def owners_text(targets: Targets, metric: str, level: str, node_key: str) -> str:
    """Whose standard it is, named once where one person owns both."""
    found = [targets.find(audience, metric, level, node_key) for audience in AUDIENCES]
    owners = list(dict.fromkeys(target.owner for target in found if target))
    if not owners:
        return ""
    return ("Target: " if len(owners) == 1 else "Targets: ") + ", ".join(owners)
