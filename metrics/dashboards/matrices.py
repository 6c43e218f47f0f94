"""Places or touchpoints down the page, the two customers across it, on one scale for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from metrics.dashboards.blocks import metric_axis, point_of
from metrics.dashboards.charts.axes import Axis
from metrics.dashboards.charts.dots import DotChart, mark_of, row_chart
from metrics.dashboards.figures import Figure, figure_of, is_held, is_told_apart
from metrics.dashboards.queries import AUDIENCES, Reading
from metrics.dashboards.wording import AUDIENCE_NAMES, METRICS, WINDOW_NAMES, listed, shown
from metrics.models import Metric

NAMED_AT_MOST = 3


@dataclass(frozen=True)
class Cell:
    audience: str
    figure: Figure
    chart: DotChart | None


@dataclass(frozen=True)
class MatrixRow:
    name: str
    url: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Matrix:
    title: str
    about: str
    head: str
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True)
class Line:
    """A row before it is drawn: its readings and its targets by audience."""

    name: str
    url: str
    readings: Mapping[str, Reading | None]
    goals: Mapping[str, float | None]
    window: int
    key: str = ""

    def find(self, audience: str) -> Reading | None:
        return self.readings.get(audience)

    def goal(self, audience: str) -> float | None:
        return self.goals.get(audience)


def draw_matrix(
    lines: Sequence[Line],
    *,
    head: str,
    things: tuple[str, str],
    about: str,
    metric: str,
) -> Matrix | None:
    """None where no line has anything to say. `things` are the rows' word, singular and plural."""
    heard = [line for line in lines if any(line.find(audience) for audience in AUDIENCES)]
    if not heard:
        return None
    axis = _shared_axis(heard, metric)
    return Matrix(
        title=matrix_title(heard, things, metric),
        about=f"{about} Drawn from {axis.ticks[0].label} to {axis.ticks[-1].label}.",
        head=head,
        rows=tuple(
            MatrixRow(
                line.name, line.url, tuple(_cell(line, audience, axis) for audience in AUDIENCES)
            )
            for line in heard
        ),
    )


def _shared_axis(lines: Sequence[Line], metric: str) -> Axis:
    readings = [line.find(audience) for line in lines for audience in AUDIENCES]
    points = [point for point in map(point_of, readings) if point]
    goals = [line.goal(audience) for line in lines for audience in AUDIENCES]
    return metric_axis(metric, points, [goal for goal in goals if goal is not None])


def _cell(line: Line, audience: str, axis: Axis) -> Cell:
    reading = line.find(audience)
    point = point_of(reading)
    is_longer = reading is not None and reading.window != line.window
    figure = figure_of(reading, WINDOW_NAMES[reading.window] if reading and is_longer else "")
    if reading is None or point is None:
        return Cell(audience, figure, None)
    goal = line.goal(audience)
    wanted = None if goal is None else shown(goal, reading.metric)
    mark = mark_of(point, audience, axis, 11, wanted, is_held=is_held(reading))
    interval = figure.interval.strip("[]")
    text = f"{AUDIENCE_NAMES[audience]} {figure.value}, interval {interval}"
    return Cell(audience, figure, row_chart(mark, axis, text))


def below_target(lines: Sequence[Line], audience: str) -> list[str]:
    """The names of the lines that are below their target by more than their uncertainty."""
    names = []
    for line in lines:
        reading, goal = line.find(audience), line.goal(audience)
        if reading is None or reading.value is None or goal is None or is_held(reading):
            continue
        if reading.value < goal and is_told_apart(reading, goal):
            names.append(line.name)
    return names


def matrix_title(lines: Sequence[Line], things: tuple[str, str], metric: str = Metric.NPS) -> str:
    """What the matrix finds, in one sentence."""
    if all(line.goal(audience) is None for line in lines for audience in AUDIENCES):
        return f"{METRICS[metric].name} by {things[0]}; no target is set"
    users, partners = (below_target(lines, audience) for audience in reversed(AUDIENCES))
    if not users and not partners:
        return f"No {things[0]} is below its target for certain"
    said = []
    if users:
        said.append(f"End users are below target, for certain, {_where(users, len(lines), things)}")
    if partners:
        who = "channel partners" if said else "Channel partners are below target, for certain,"
        said.append(f"{who} {_where(partners, len(lines), things)}")
    return "; ".join(said)


def _where(names: Sequence[str], total: int, things: tuple[str, str]) -> str:
    if len(names) == total and total > 1:
        return f"in all {total} {things[1]}"
    if len(names) > NAMED_AT_MOST:
        return f"in {len(names)} of {total} {things[1]}"
    return f"in {len(names)} of {total} {things[1]}: {listed(names)}"
