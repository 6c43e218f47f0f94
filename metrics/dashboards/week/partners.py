"""Channel partners beside each other: an order, never a ranking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.web.filters import counted, number
from metrics.dashboards.blocks import metric_axis, point_of
from metrics.dashboards.charts.axes import Point
from metrics.dashboards.charts.dots import DotChart, Ordered, draw_ordered, mark_of
from metrics.dashboards.figures import Figure, figure_of, is_held
from metrics.dashboards.matrices import NAMED_AT_MOST, Line, Matrix, draw_matrix
from metrics.dashboards.queries import AUDIENCES
from metrics.dashboards.week.places import lead_window
from metrics.dashboards.week.queries import WeekData
from metrics.dashboards.week.tables import about_text
from metrics.dashboards.wording import (
    METRICS,
    PLURALS,
    exact_text,
    interval_text,
    listed,
    shown,
    value_text,
)
from metrics.models import Level, Metric

NAMED_PARTNERS = 12
NOT_RANKED = "An order, not a ranking: neighbours mostly cannot be told apart."
SHRUNK = (
    "Dot: shrunk towards the mean of all, since few answers swing far by chance; dash: the figure "
    "itself. An order, not a ranking."
)

MOST_NAMED = 60


@dataclass(frozen=True)
class RankLine:
    """A partner's figure, what shrinking makes of it, and the ranks that it may have."""

    name: str
    url: str
    value: str
    shrunk: str
    interval: str
    ranks: str


@dataclass(frozen=True)
class PartnersPart:
    """Partners as intervals in the order of their value: an order, never a ranking."""

    title: str
    about: str
    chart: Ordered | None
    matrix: Matrix | None
    ranks_text: str
    all_url: str
    hidden: str
    ranks_head: str
    below: tuple[str, ...] = ()
    named: tuple[NamedRow, ...] = ()


@dataclass(frozen=True)
class NamedRow:
    """A channel partner's own figure beside what is drawn of it, and the ranks that it may have."""

    name: str
    url: str
    figure: Figure
    chart: DotChart
    shrunk: str
    ranks: str


def partners_part(data: WeekData, lines: Sequence[Line]) -> PartnersPart | None:
    """None where no channel partner of the place was heard from; `lines` are all of them."""
    if not any(line.find(audience) for line in lines for audience in AUDIENCES):
        return None
    window = lead_window(Level.PARTNER, data.place.touchpoint_key)
    users = AUDIENCES[1]
    shown_lines = [line for line in lines if _point(line, users)]
    goal = data.targets.value(users, data.metric)
    below = [line for line in shown_lines if line.side(users) < 0]
    about = about_text(data, window)
    is_many = len(shown_lines) > MOST_NAMED
    return PartnersPart(
        title=_partners_title(shown_lines, has_target=goal is not None),
        about=f"{about} {SHRUNK if data.standings else NOT_RANKED}",
        chart=_ordered(data, shown_lines, users, goal) if is_many else None,
        named=() if is_many else _named_rows(data, shown_lines, users, goal),
        matrix=_named(below, about, data.metric) if is_many else None,
        ranks_text=ranks_text(data),
        all_url=f"/partners?week={data.choice.lead.week}",
        ranks_head=_ranks_head(data),
        hidden=_hidden_text(len(lines), len(shown_lines)),
        below=tuple(line.name for line in below),
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


def _ordered(
    data: WeekData, lines: Sequence[Line], audience: str, goal: float | None
) -> Ordered | None:
    """Shrunk towards the mean where the edition says how; the figure itself is a dash then."""
    metric = data.metric
    drawn = _drawn(data, lines, audience)
    points = [point for _, point in drawn]
    raw = [_raw(data, line, audience) for line, _ in drawn]
    sure = [line.side(audience) != 0 for line, _ in drawn]
    words = METRICS[metric]
    count = f"{len(points)} channel partners"
    text = f"End-user {words.plain} of {count} with intervals, in order of value."
    target = None if goal is None else (goal, f"target {exact_text(goal, metric)}")
    return draw_ordered(points, audience, words.low, words.high, target, text, raw, sure)


def _drawn(data: WeekData, lines: Sequence[Line], audience: str) -> list[tuple[Line, Point]]:
    """What is drawn of each line: shrunk where the edition says how, else the figure itself."""
    found = []
    for line in lines:
        point, standing = _point(line, audience), data.standings.get((audience, line.key))
        if point and standing:
            ends = (standing.shrunk, standing.shrunk_low, standing.shrunk_high)
            point = Point(*(shown(end, data.metric) for end in ends))
        if point:
            found.append((line, point))
    return found


def _raw(data: WeekData, line: Line, audience: str) -> float | None:
    """The figure itself, where what is drawn was shrunk."""
    point = _point(line, audience)
    return point.value if point and (audience, line.key) in data.standings else None


def _named_rows(
    data: WeekData, lines: Sequence[Line], audience: str, goal: float | None
) -> tuple[NamedRow, ...]:
    """From the lowest, all on one scale."""
    drawn = sorted(_drawn(data, lines, audience), key=lambda pair: pair[1].value)
    points = [point for _, point in drawn]
    points += [point for line, _ in drawn if (point := _point(line, audience))]
    axis = metric_axis(data.metric, points, [] if goal is None else [goal])
    wanted = None if goal is None else shown(goal, data.metric)
    found = []
    for line, point in drawn:
        is_sure, raw = line.side(audience) != 0, _raw(data, line, audience)
        mark = mark_of(point, audience, axis, 11, wanted, is_sure=is_sure, raw=raw)
        shrunk = "" if raw is None else _span(data, point)
        spoken = f"Shrunk: {shrunk}" if shrunk else _span(data, point)
        chart = DotChart((mark,), axis, 22, 11, spoken)
        ranks = _possible_ranks(data, line, audience)
        own = figure_of(line.find(audience))
        found.append(NamedRow(line.name, line.url, own, chart, shrunk, ranks))
    return tuple(found)


def _span(data: WeekData, point: Point) -> str:
    """18, interval −2 to 38."""
    places = METRICS[data.metric].places
    value, low, high = (number(end, places) for end in (point.value, point.low, point.high))
    return f"{value}, interval {low} to {high}"


def _possible_ranks(data: WeekData, line: Line, audience: str) -> str:
    standing = data.standings.get((audience, line.key))
    if standing is None or standing.rank_low is None or standing.rank_high is None:
        return ""
    return rank_text(standing.rank_low, standing.rank_high)


def possible_ranks(data: WeekData, lines: Sequence[Line]) -> tuple[RankLine, ...]:
    """Of end users' figures, by name: an order by rank would be read as a league table."""
    found, audience = [], AUDIENCES[1]
    for line in lines:
        standing = data.standings.get((audience, line.key))
        ranks = _possible_ranks(data, line, audience)
        if standing is None or not ranks:
            continue
        found.append(
            RankLine(
                line.name,
                line.url,
                value_text(standing.value, data.metric),
                value_text(standing.shrunk, data.metric),
                interval_text(standing.shrunk_low, standing.shrunk_high, data.metric),
                ranks,
            )
        )
    return tuple(found)


def _ranks_head(data: WeekData) -> str:
    """Among all partners of the network, whatever place the page is about."""
    ranked = sum(who == AUDIENCES[1] for who, _ in data.standings)
    whole = "" if data.place.is_network else " of the whole network"
    return f"Ranks it may have, of {ranked}{whole} (1: highest)"


def rank_text(low: int, high: int) -> str:
    return f"{low}" if low == high else f"{low} to {high}"


def ranks_text(data: WeekData) -> str:
    """What may be said of an order at all."""
    own = [row for (who, _), row in data.standings.items() if who == AUDIENCES[1]]
    if not own:
        return ""
    if own[0].rank_low is None:
        return f"With {len(own)} channel partners there is no ranking: fewer than eight."
    tiers = {row.tier for row in own} - {None}
    if len(tiers) > 1:
        return f"The ranks part into {len(tiers)} tiers; within a tier no order is supported."
    return "No ranking is supported: the ranks that the figures may have do not part anywhere."


def _partners_title(lines: Sequence[Line], *, has_target: bool) -> str:
    if not lines:
        return "No channel partner’s end users can be shown in this period"
    if not has_target:
        count = "1 channel partner" if len(lines) == 1 else f"{len(lines)} channel partners"
        return f"End users of {count}, with their uncertainty"
    below, above = ([line for line in lines if line.side(AUDIENCES[1]) == side] for side in (-1, 1))
    unsure = len(lines) - len(below) - len(above)
    if not below and not above:
        return (
            "No channel partner’s end users are below or above the target for certain, "
            f"of {len(lines)} shown"
        )
    rest = f"{unsure} cannot be told apart from it"
    if below and above:
        return (
            f"End users of {_who(below)} are below the target for certain, those of {_who(above)} "
            f"above it; {rest}"
        )
    side = "below" if below else "above"
    return f"End users of {_who(below or above)} are {side} the target for certain; {rest}"


def _who(lines: Sequence[Line]) -> str:
    """By name where they are few."""
    if len(lines) <= NAMED_AT_MOST:
        return listed([line.name for line in lines])
    return counted(len(lines), "channel partner")


def _hidden_text(total: int, shown_count: int) -> str:
    hidden = total - shown_count
    if not hidden:
        return ""
    none = "has no figure" if hidden == 1 else "have no figure"
    return f"{number(hidden)} of {number(total)} {none} of end users that can be shown."
