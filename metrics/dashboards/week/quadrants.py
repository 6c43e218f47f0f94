"""Channel partners by both customers: aligned, channel strain, hidden risk, critical (A8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.dashboards.blocks import point_of
from metrics.dashboards.charts.axes import Point
from metrics.dashboards.charts.quadrants import PairPoint, QuadrantChart, draw_quadrants
from metrics.dashboards.figures import Figure, figure_of, is_held
from metrics.dashboards.matrices import Line
from metrics.dashboards.queries import AUDIENCES
from metrics.dashboards.week.places import lead_window
from metrics.dashboards.week.queries import WeekData
from metrics.dashboards.wording import (
    METRICS,
    WINDOW_NAMES,
    listed,
    metric_title,
    shown,
    window_text,
)
from metrics.models import Level
from stats import Quadrant, quadrants

TITLES = {
    Quadrant.ALIGNED_STRONG: "aligned",
    Quadrant.CHANNEL_STRAIN: "channel strain",
    Quadrant.HIDDEN_RISK: "hidden risk",
    Quadrant.CRITICAL: "critical",
}


@dataclass(frozen=True)
class QuadrantGroup:
    """The partners that stand in one quadrant for certain, by name."""

    title: str
    about: str
    partners: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class QuadrantRow:
    """A point of the drawing in words; `where` is its quadrant, as far as that is certain."""

    name: str
    url: str
    partner: Figure
    user: Figure
    where: str


@dataclass(frozen=True)
class QuadrantPart:
    """`rows` are empty where partners are too many for a table: `all_url` has them by name."""

    title: str
    about: str
    chart: QuadrantChart
    groups: tuple[QuadrantGroup, ...]
    rest: str
    rows: tuple[QuadrantRow, ...]
    all_url: str


# More points than these stand in a table of their own page.
MOST_ROWS = 60


def quadrant_part(data: WeekData, lines: Sequence[Line]) -> QuadrantPart | None:
    """None where no target cuts, or none of the partners of these lines has both figures."""
    goals = [data.targets.value(audience, data.metric) for audience in AUDIENCES]
    placed = [(line, both) for line in lines if (both := _both(line))]
    if None in goals or not placed:
        return None
    cuts = [shown(goal, data.metric) for goal in goals if goal is not None]
    found = quadrants(
        [both[1].value for _, both in placed],
        [both[0].value for _, both in placed],
        cut_partner=cuts[0],
        cut_user=cuts[1],
    )
    where = [Quadrant(one) for one in found.quadrant]
    points = [
        PairPoint(line.name, line.url, both[0], both[1], _is_sure(line, quadrant))
        for (line, both), quadrant in zip(placed, where, strict=True)
    ]
    groups = _groups(points, where)
    chart = _chart(data, points, (cuts[0], cuts[1]), groups)
    if chart is None:
        return None
    rows = [
        _row(line, quadrant, point)
        for (line, _), quadrant, point in zip(placed, where, points, strict=True)
    ]
    return _part(data, chart, groups, rows, len(lines))


def _row(line: Line, quadrant: Quadrant, point: PairPoint) -> QuadrantRow:
    partner, user = (figure_of(line.find(audience)) for audience in AUDIENCES)
    where = TITLES[quadrant] if point.is_sure else "not certain"
    return QuadrantRow(line.name, line.url, partner, user, where)


def _both(line: Line) -> tuple[Point, Point] | None:
    readings = [line.find(audience) for audience in AUDIENCES]
    points = [None if is_held(reading) else point_of(reading) for reading in readings]
    partner, user = points
    return (partner, user) if partner and user else None


def _is_sure(line: Line, quadrant: Quadrant) -> bool:
    """Both on their side of the target for certain; of a hidden risk the end users alone.

    That the partner reaches its own target is what hides the risk, and need not be more than it
    says itself: the rule by which a signal opens.
    """
    partner, user = AUDIENCES
    is_user = line.side(user) != 0
    return is_user and (quadrant is Quadrant.HIDDEN_RISK or line.side(partner) != 0)


def _groups(points: Sequence[PairPoint], places: Sequence[Quadrant]) -> tuple[QuadrantGroup, ...]:
    return tuple(
        QuadrantGroup(
            TITLES[quadrant],
            quadrant.sentence,
            tuple(
                (point.name, point.url)
                for point, place in zip(points, places, strict=True)
                if place is quadrant and point.is_sure
            ),
        )
        for quadrant in (
            Quadrant.HIDDEN_RISK,
            Quadrant.CRITICAL,
            Quadrant.CHANNEL_STRAIN,
            Quadrant.ALIGNED_STRONG,
        )
    )


def _chart(
    data: WeekData,
    points: Sequence[PairPoint],
    cuts: tuple[float, float],
    groups: Sequence[QuadrantGroup],
) -> QuadrantChart | None:
    words = METRICS[data.metric]
    said = "; ".join(
        f"{group.title}: {listed([name for name, _ in group.partners]) or 'none'}"
        for group in groups
    )
    text = (
        f"{len(points)} channel partners by their own {words.plain} (across) and their end users’ "
        f"(up), cut at the targets. For certain {said}."
    )
    return draw_quadrants(points, cuts, (words.low, words.high), text)


def _part(
    data: WeekData,
    chart: QuadrantChart,
    groups: Sequence[QuadrantGroup],
    rows: Sequence[QuadrantRow],
    total: int,
) -> QuadrantPart:
    placed = len(rows)
    missing, rest = total - placed, _unplaced(placed, sum(len(one.partners) for one in groups))
    if missing:
        rest += f" {missing} more lack one of the two figures."
    weeks = lead_window(Level.PARTNER, data.place.touchpoint_key)
    window = WINDOW_NAMES[weeks]
    return QuadrantPart(
        title=f"{_title(groups)} in {window_text(data.choice.lead.week, weeks)}",
        about=f"{metric_title(data.metric)}, {window}; lines: the targets. Filled and named: "
        "on their side of both for certain; a hidden risk where its end users’ figure is.",
        chart=chart,
        groups=tuple(group for group in groups if group.partners),
        rest=rest,
        rows=tuple(rows) if placed <= MOST_ROWS else (),
        all_url=f"/partners?week={data.choice.lead.week}",
    )


def _unplaced(placed: int, sure: int) -> str:
    if sure == placed:
        return f"All {placed} with both figures are placed." if placed > 1 else ""
    return f"Of {placed} with both figures {placed - sure} cannot be placed for certain."


def _title(groups: Sequence[QuadrantGroup]) -> str:
    risk = len(groups[0].partners)
    if risk == 1:
        name = groups[0].partners[0][0]
        return f"One hidden risk: {name} is not below its target, its end users are for certain"
    if risk:
        return (
            f"{risk} hidden risks: partners not below their target, whose end users are for certain"
        )
    return "No hidden risk is certain"
