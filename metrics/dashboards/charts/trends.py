"""A line on its interval, period by period; none leads over a gap or a break of the series."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from metrics.dashboards.charts.axes import SERIES, Axis, Point, Tick, fit_axis
from metrics.dashboards.charts.breaking import BreakMark, mark_breaks
from metrics.dashboards.charts.noting import NoteMark, mark_notes
from metrics.dashboards.charts.stepping import Step, Target, steps

PATH_WIDTH = 1000
TREND_HEIGHT = 176
LINE_HEIGHT = 16


@dataclass(frozen=True)
class TrendPoint:
    """A period's estimate; None where there is none. `label` names the period.

    `breaks` say why nothing before this period may be compared with it or what follows.
    """

    label: str
    point: Point | None
    value_text: str = ""
    interval_text: str = ""
    n_text: str = ""
    grade: str = ""
    label_url: str | None = None
    raw: float | None = None
    is_early: bool = False
    breaks: tuple[str, ...] = ()
    target_text: str = ""


@dataclass(frozen=True)
class Dash:
    """The raw value of a period, beside the published one."""

    x: float
    y: float


@dataclass(frozen=True)
class Caption:
    """What stands over a chart, and what stands for it where it cannot be seen."""

    title: str
    about: str
    text: str


@dataclass(frozen=True)
class Limits:
    """Control limits by period, None where there is no chart; `signals` where one fired."""

    ends: Sequence[tuple[float, float] | None]
    texts: tuple[str, str]
    signals: Sequence[bool]


@dataclass(frozen=True)
class Limit:
    """One limit, drawn as a path, with its name at its left end."""

    path: str
    x: float
    y: float
    text: str
    is_upper: bool


@dataclass(frozen=True)
class Single:
    """A period between two gaps: a dot with its interval, since there is no line to stand on."""

    x: float
    y: float
    y_low: float
    y_high: float


@dataclass(frozen=True)
class Trend:
    """A line on its interval, period by period; a gap stays a gap."""

    title: str
    about: str
    audience: str
    series: str
    height: int
    bands: tuple[str, ...]
    lines: tuple[str, ...]
    singles: tuple[Single, ...]
    y_ticks: tuple[Tick, ...]
    x_ticks: tuple[Tick, ...]
    target_y: float | None
    target_text: str
    last_x: float
    last_y: float | None
    last_text: str
    value_y: float | None
    is_last_hollow: bool
    text: str
    points: tuple[TrendPoint, ...]
    limits: tuple[Limit, ...] = ()
    rings: tuple[Tick, ...] = ()
    notes: tuple[NoteMark, ...] = ()
    raws: tuple[Dash, ...] = ()
    earlies: tuple[Dash, ...] = ()
    breaks: tuple[BreakMark, ...] = ()
    target_steps: tuple[Step, ...] = ()

    @property
    def has_targets(self) -> bool:
        return any(entry.target_text for entry in self.points)


def trend_ends(
    points: Sequence[TrendPoint], limits: Limits | None, target: Target | None
) -> list[float]:
    """Every value that a trend's axis has to hold."""
    ends = [end for entry in points if entry.point for end in (entry.point.low, entry.point.high)]
    ends += [end for pair in (limits.ends if limits else ()) if pair for end in pair]
    return [*ends, *(target.known if target else ())]


def draw_trend(
    points: Sequence[TrendPoint],
    audience: str,
    floor: float,
    ceiling: float,
    target: Target | None,
    caption: Caption,
    *,
    is_last_early: bool = False,
    limits: Limits | None = None,
    axis: Axis | None = None,
    notes: Mapping[int, Sequence[str]] | None = None,
) -> Trend | None:
    """None where fewer than two periods have an estimate.

    `limits` are one for each period, `axis` is one shared with other charts, `notes` are texts by
    the place of their period.
    """
    known = [entry.point for entry in points if entry.point]
    if len(known) < 2:
        return None
    axis = axis or fit_axis(trend_ends(points, limits, target), floor, ceiling)
    xs = [round(PATH_WIDTH * i / (len(points) - 1), 2) for i in range(len(points))]
    runs = _runs(points)
    last = points[-1].point
    goals = [_height(value, axis) for value in (target.values if target else [None])]
    last_y = axis.y(last.value, TREND_HEIGHT) if last else None
    return Trend(
        title=caption.title,
        about=caption.about,
        audience=audience,
        series=SERIES[audience],
        height=TREND_HEIGHT,
        bands=tuple(_band(run, points, xs, axis) for run in runs if len(run) > 1),
        lines=tuple(_line(run, points, xs, axis) for run in runs if len(run) > 1),
        singles=tuple(_single(run[0], points, xs, axis) for run in runs if len(run) == 1),
        y_ticks=axis.y_ticks(TREND_HEIGHT),
        x_ticks=_period_ticks(points, xs),
        target_y=goals[-1],
        target_text=target.text if target else "",
        last_x=xs[-1] / 10,
        last_y=last_y,
        last_text=points[-1].value_text,
        value_y=_beside(last_y, goals[-1]),
        is_last_hollow=is_last_early,
        text=caption.text,
        points=tuple(points),
        limits=_limits(limits, points, xs, axis) if limits else (),
        rings=_rings(limits, points, xs, axis) if limits else (),
        notes=mark_notes(notes or {}, xs),
        raws=_dashes(points, xs, axis, lambda entry: entry.raw),
        earlies=_dashes(points[:-1], xs, axis, _early_value),
        breaks=mark_breaks([entry.breaks for entry in points], xs),
        target_steps=steps(goals, xs) if target else (),
    )


def _height(value: float | None, axis: Axis) -> float | None:
    return None if value is None else axis.y(value, TREND_HEIGHT)


def _limits(
    limits: Limits, points: Sequence[TrendPoint], xs: list[float], axis: Axis
) -> tuple[Limit, ...]:
    """The lower and the upper limit of each stretch that has a chart; the last one is named."""
    series = list(accumulate(bool(entry.breaks) for entry in points))
    stretches = groupby(range(len(points)), lambda i: (bool(limits.ends[i]), series[i]))
    runs = [list(run) for (has_chart, _), run in stretches if has_chart]
    return tuple(
        _limit(run, limits, side, xs, axis, is_named=run is runs[-1])
        for run in runs
        for side in range(len(limits.texts))
    )


def _limit(
    run: Sequence[int], limits: Limits, side: int, xs: list[float], axis: Axis, *, is_named: bool
) -> Limit:
    pairs = [pair for i in run if (pair := limits.ends[i])]
    heights = [axis.y(pair[side], TREND_HEIGHT) for pair in pairs]
    path = "M" + " ".join(f"{xs[i]:g} {y:g}" for i, y in zip(run, heights, strict=True))
    text = limits.texts[side] if is_named else ""
    return Limit(path, xs[run[0]] / 10, heights[0], text, side == 1)


def _rings(
    limits: Limits, points: Sequence[TrendPoint], xs: list[float], axis: Axis
) -> tuple[Tick, ...]:
    """Around each period that signalled: where, and how high."""
    return tuple(
        Tick(xs[i] / 10, f"{axis.y(_known(entry).value, TREND_HEIGHT):g}")
        for i, (entry, signals) in enumerate(zip(points, limits.signals, strict=True))
        if signals and entry.point
    )


def _dashes(
    points: Sequence[TrendPoint],
    xs: Sequence[float],
    axis: Axis,
    value_of: Callable[[TrendPoint], float | None],
) -> tuple[Dash, ...]:
    found = ((x, value_of(entry)) for x, entry in zip(xs, points, strict=False))
    return tuple(Dash(x / 10, axis.y(y, TREND_HEIGHT)) for x, y in found if y is not None)


def _early_value(entry: TrendPoint) -> float | None:
    return entry.point.value if entry.point and entry.is_early else None


def _beside(y: float | None, target_y: float | None) -> float | None:
    """Where the last value is written: at its point, or clear of the target's name."""
    if y is None or target_y is None or abs(y - target_y) >= LINE_HEIGHT:
        return y
    return target_y - LINE_HEIGHT if y < target_y else target_y + LINE_HEIGHT


def _runs(points: Sequence[TrendPoint]) -> list[list[int]]:
    """Stretches of periods with an estimate, that no break parts."""
    runs: list[list[int]] = []
    for i, entry in enumerate(points):
        if entry.point is None:
            continue
        if runs and runs[-1][-1] == i - 1 and not entry.breaks:
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def _line(run: list[int], points: Sequence[TrendPoint], xs: list[float], axis: Axis) -> str:
    return "M" + " ".join(
        f"{xs[i]:g} {axis.y(_known(points[i]).value, TREND_HEIGHT):g}" for i in run
    )


def _band(run: list[int], points: Sequence[TrendPoint], xs: list[float], axis: Axis) -> str:
    top = [f"{xs[i]:g} {axis.y(_known(points[i]).high, TREND_HEIGHT):g}" for i in run]
    low = [f"{xs[i]:g} {axis.y(_known(points[i]).low, TREND_HEIGHT):g}" for i in reversed(run)]
    return "M" + " ".join(top + low) + "Z"


def _single(i: int, points: Sequence[TrendPoint], xs: list[float], axis: Axis) -> Single:
    point = _known(points[i])
    y, y_low, y_high = (
        axis.y(value, TREND_HEIGHT) for value in (point.value, point.low, point.high)
    )
    return Single(xs[i] / 10, y, y_low, y_high)


def _known(entry: TrendPoint) -> Point:
    assert entry.point is not None
    return entry.point


def _period_ticks(
    points: Sequence[TrendPoint], xs: list[float], wanted: int = 6
) -> tuple[Tick, ...]:
    """About six labels, counted back from the newest period."""
    every = max(1, math.ceil((len(points) - 1) / (wanted - 1)))
    marked = range(len(points) - 1, -1, -every)
    return tuple(Tick(xs[i] / 10, points[i].label) for i in reversed(marked))
