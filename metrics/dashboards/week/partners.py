"""Channel partners beside each other: an order, never a ranking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.web.filters import number
from metrics.dashboards.blocks import point_of
from metrics.dashboards.charts.axes import Point
from metrics.dashboards.charts.dots import Ordered, draw_ordered
from metrics.dashboards.figures import is_held, is_told_apart
from metrics.dashboards.matrices import Line, Matrix, draw_matrix
from metrics.dashboards.queries import AUDIENCES
from metrics.dashboards.week.parts import PLURALS, about_text, place_lines
from metrics.dashboards.week.places import lead_window
from metrics.dashboards.week.queries import WeekData
from metrics.dashboards.wording import (
    METRICS,
    value_text,
)
from metrics.models import Level, Metric

NAMED_PARTNERS = 12


@dataclass(frozen=True)
class PartnersPart:
    """Partners as intervals in the order of their value: an order, never a ranking."""

    title: str
    about: str
    chart: Ordered | None
    matrix: Matrix | None
    all_url: str
    hidden: str


def partners_part(data: WeekData) -> PartnersPart | None:
    if Level.PARTNER not in data.place.parts:
        return None
    lines = place_lines(data, Level.PARTNER)
    if not any(line.find(audience) for line in lines for audience in AUDIENCES):
        return None
    window = lead_window(Level.PARTNER, data.place.touchpoint_key)
    users = AUDIENCES[1]
    shown_lines = [line for line in lines if _point(line, users)]
    goal = data.targets.value(users, data.metric)
    below = [line for line in shown_lines if _side_of_target(line, users) < 0]
    about = about_text(data, window, Level.PARTNER)
    return PartnersPart(
        title=_partners_title(shown_lines, below, goal is not None),
        about=f"{about} An order, not a ranking: neighbours mostly cannot be told apart.",
        chart=_ordered(shown_lines, users, goal, data.metric),
        matrix=_named(below, about, data.metric),
        all_url=f"/partners?week={data.choice.lead.week}",
        hidden=_hidden_text(len(lines), len(shown_lines)),
    )


def _named(below: Sequence[Line], about: str, metric: Metric) -> Matrix | None:
    """Those below the target for certain, by name, up to a dozen."""
    matrix = draw_matrix(
        below[:NAMED_PARTNERS],
        head="Channel partner",
        things=PLURALS["partner"],
        about=about,
        metric=metric,
    )
    if matrix is None:
        return None
    shown_count = min(len(below), NAMED_PARTNERS)
    first = f"The first {shown_count} of {len(below)}" if shown_count < len(below) else "Those"
    return replace(
        matrix, title=f"{first} whose end users are below the target for certain, by name"
    )


def _point(line: Line, audience: str) -> Point | None:
    reading = line.find(audience)
    return None if is_held(reading) else point_of(reading)


def _side_of_target(line: Line, audience: str) -> int:
    """−1 or 1 where the target is left out by the interval, below or above; else 0."""
    reading, goal = line.find(audience), line.goal(audience)
    if reading is None or reading.value is None or goal is None:
        return 0
    if not is_told_apart(reading, goal):
        return 0
    return -1 if reading.value < goal else 1


def _ordered(
    lines: Sequence[Line], audience: str, goal: float | None, metric: Metric
) -> Ordered | None:
    points = [point for line in lines if (point := _point(line, audience))]
    words = METRICS[metric]
    count = f"{len(points)} channel partners"
    text = f"End-user {words.plain} of {count} with intervals, in order of value."
    target = None if goal is None else (goal, f"target {value_text(goal, metric)}")
    return draw_ordered(points, audience, words.low, words.high, target, text)


def _partners_title(lines: Sequence[Line], below: Sequence[Line], has_target: bool) -> str:
    if not lines:
        return "No channel partner’s end users can be shown in this period"
    if not has_target:
        count = "1 channel partner" if len(lines) == 1 else f"{len(lines)} channel partners"
        return f"End users of {count}, with their uncertainty"
    above = sum(_side_of_target(line, AUDIENCES[1]) > 0 for line in lines)
    unsure = len(lines) - len(below) - above
    return (
        f"End users of {len(below)} channel partners are below the target for certain, of {above} "
        f"above; {unsure} cannot be told apart from it"
    )


def _hidden_text(total: int, shown_count: int) -> str:
    hidden = total - shown_count
    if not hidden:
        return ""
    return f"{number(hidden)} of {number(total)} have too few answers of end users to be shown."
