"""Places or touchpoints down the page, the two customers across it, on one scale for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.web.filters import number
from metrics.dashboards.blocks import current_point, metric_axis
from metrics.dashboards.certainty import sides_of
from metrics.dashboards.charts.axes import Axis
from metrics.dashboards.charts.dots import DotChart, mark_of, row_chart
from metrics.dashboards.figures import Figure, figure_of, has_value, is_held
from metrics.dashboards.queries import AUDIENCES, Reading
from metrics.dashboards.wording import (
    AUDIENCE_NAMES,
    AUDIENCE_PLURALS,
    METRICS,
    WINDOW_NAMES,
    listed,
    shown,
    window_text,
)
from metrics.models import Metric

NAMED_AT_MOST = 3
FILLED = (
    "Tick: target. Filled: below or above it for certain; hollow: not. Of so many rows some miss "
    "their target by chance, so a hollow interval may leave it out."
)


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
    """`below` names the rows whose end users are below target for certain, `long_below` those that
    are so over the longest window alone."""

    title: str
    about: str
    head: str
    rows: tuple[MatrixRow, ...]
    below: tuple[str, ...] = ()
    long_below: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """A row before it is drawn: its readings and its targets by audience.

    `sides` say where it is below (−1) or above (1) its target for certain, among all the rows.
    """

    name: str
    url: str
    readings: Mapping[str, Reading | None]
    goals: Mapping[str, float | None]
    window: int
    key: str = ""
    sides: Mapping[str, int] = field(default_factory=dict)

    def find(self, audience: str) -> Reading | None:
        return self.readings.get(audience)

    def goal(self, audience: str) -> float | None:
        return self.goals.get(audience)

    def side(self, audience: str) -> int:
        return self.sides.get(audience, 0)


def judged(lines: Sequence[Line]) -> list[Line]:
    """The lines with what can be said of them for certain, looked at together."""
    found = iter(
        sides_of([(line.find(who), line.goal(who)) for line in lines for who in AUDIENCES])
    )
    sides: list[dict[str, int]] = [{who: next(found) for who in AUDIENCES} for _ in lines]
    return [
        replace(line, sides=own) if any(own.values()) else line
        for line, own in zip(lines, sides, strict=True)
    ]


def draw_matrix(
    lines: Sequence[Line],
    *,
    head: str,
    things: tuple[str, str],
    about: str,
    metric: str,
    axis: Axis | None = None,
) -> Matrix | None:
    """None where no line has anything to say. `things` are the rows' word, singular and plural.

    `axis` is one shared with other tables.
    """
    heard = [line for line in lines if any(line.find(audience) for audience in AUDIENCES)]
    if not heard:
        return None
    axis = axis or shared_axis(heard, metric)
    return Matrix(
        title=matrix_title(heard, things, metric),
        about=f"{about} Drawn from {axis.ticks[0].label} to {axis.ticks[-1].label}.",
        head=head,
        below=tuple(below_target(heard, AUDIENCES[1])),
        rows=tuple(
            MatrixRow(
                line.name, line.url, tuple(_cell(line, audience, axis) for audience in AUDIENCES)
            )
            for line in heard
        ),
    )


def shared_axis(lines: Sequence[Line], metric: str) -> Axis:
    readings = [line.find(audience) for line in lines for audience in AUDIENCES]
    points = [point for point in map(current_point, readings) if point]
    goals = [line.goal(audience) for line in lines for audience in AUDIENCES]
    return metric_axis(metric, points, [goal for goal in goals if goal is not None])


def _cell(line: Line, audience: str, axis: Axis) -> Cell:
    reading = line.find(audience)
    point = current_point(reading)
    is_longer = reading is not None and reading.window != line.window
    figure = figure_of(reading, WINDOW_NAMES[reading.window] if reading and is_longer else "")
    if reading is None or point is None:
        return Cell(audience, figure, None)
    goal = line.goal(audience)
    wanted = None if goal is None else shown(goal, reading.metric)
    mark = mark_of(
        point, audience, axis, 11, wanted, is_sure=line.side(audience) != 0
    )  # fmt: skip
    interval = figure.interval.strip("[]")
    text = f"{AUDIENCE_NAMES[audience]} {figure.value}, interval {interval}"
    return Cell(audience, figure, row_chart(mark, axis, text))


def period_of(lines: Sequence[Line], week: str) -> str:
    """What a table's figures are of: weeks 43–46, 2026; with those that stand in named as well."""
    own = {line.window for line in lines}
    readings = [line.find(audience) for line in lines for audience in AUDIENCES]
    found = {reading.window for reading in readings if reading and has_value(reading)} or own
    said = window_text(week, min(found))
    longer = [WINDOW_NAMES[window] for window in sorted(found)[1:]]
    return f"{said}, else {' or '.join(longer)}" if longer else said


def few(names: Sequence[str]) -> str:
    """By name where they are few; else the first and how many more."""
    rest = len(names) - NAMED_AT_MOST
    if rest <= 0:
        return listed(names)
    return listed([*names[:NAMED_AT_MOST], f"{number(rest)} more"])


def below_target(lines: Sequence[Line], audience: str) -> list[str]:
    """The names of the lines that are below their target for certain."""
    return [line.name for line in lines if line.side(audience) < 0]


def matrix_title(lines: Sequence[Line], things: tuple[str, str], metric: str = Metric.NPS) -> str:
    """What the matrix finds, in one sentence."""
    if all(line.goal(audience) is None for line in lines for audience in AUDIENCES):
        return f"{METRICS[metric].name} by {things[0]}; no target is set"
    users, partners = (below_target(lines, audience) for audience in reversed(AUDIENCES))
    said = []
    if users:
        said.append(f"End users are below target, for certain, {_where(users, lines, things)}")
    if partners:
        who = "channel partners" if said else "Channel partners are below target, for certain,"
        said.append(f"{who} {_where(partners, lines, things)}")
    said = said or [f"No {things[0]} is below its target for certain"]
    unknown = [_unknown(lines, audience) for audience in reversed(AUDIENCES)]
    if any(unknown):
        said.append(f"not known: {listed(list(filter(None, unknown)))}")
    return "; ".join(said)


def _unknown(lines: Sequence[Line], audience: str) -> str:
    """2 for end users: how many have no figure of this week that could be below its target."""
    readings = [line.find(audience) for line in lines]
    count = sum(not has_value(reading) or is_held(reading) for reading in readings)
    return f"{count} for {AUDIENCE_PLURALS[audience]}" if count else ""


def _where(names: Sequence[str], lines: Sequence[Line], things: tuple[str, str]) -> str:
    total = len(lines)
    if len(names) == total and total > 1:
        return f"in all {total} {things[1]}"
    if len(names) > NAMED_AT_MOST:
        return f"in {len(names)} of {total} {things[1]}"
    return f"in {len(names)} of {total} {things[1]}: {listed(names)}"
