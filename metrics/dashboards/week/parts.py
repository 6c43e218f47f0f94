"""The parts of a page of the week, each drawn from what was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import quote

from metrics.dashboards.blocks import Longer, MetricBlock, Side, metric_block, owners_text
from metrics.dashboards.certainty import Pair, sides_of
from metrics.dashboards.charts.axes import Axis
from metrics.dashboards.figures import has_value
from metrics.dashboards.matrices import (
    FILLED,
    Line,
    Matrix,
    draw_matrix,
    judged,
    period_of,
    shared_axis,
)
from metrics.dashboards.queries import AUDIENCES, Reading
from metrics.dashboards.week.apart import whole_difference
from metrics.dashboards.week.places import NETWORK, Place, lead_window, longer_windows
from metrics.dashboards.week.queries import WeekData
from metrics.dashboards.wording import (
    PLURALS,
    WINDOW_NAMES,
    capital,
    metric_title,
)
from metrics.models import LISTS, Level, Metric

TABLES = (
    f"Both customers, 95 % intervals, one scale for all tables. {FILLED} Where a period may not be "
    "shown, a longer one is, and says so."
)


def metric_blocks(data: WeekData) -> tuple[MetricBlock, ...]:
    """What is told apart from its target is so among all windows and metrics of both customers.

    A figure that stands in a table of the network's page as well is judged as there: a figure has
    one verdict.
    """
    asked = [_Asked(data, metric, audience) for metric in Metric for audience in AUDIENCES]
    verdicts = iter(sides_of([pair for one in asked for pair in one.pairs]))
    elsewhere = _among_its_like(data)
    sides = [one.side([elsewhere.get(of, next(verdicts)) for of in one.figures]) for one in asked]
    blocks = []
    for at, metric in enumerate(Metric):
        both = sides[at * len(AUDIENCES) : (at + 1) * len(AUDIENCES)]
        gaps = [gap for gap in data.gaps if gap.metric == metric]
        owners = owners_text(data.targets, metric, data.place.level, data.place.node_key)
        whole = whole_difference(data) if metric == Metric.NPS else None
        blocks.append(metric_block(metric, both, gaps, owners, whole))
    return tuple(block for block in blocks if block)


def _among_its_like(data: WeekData) -> dict[tuple[str, str, int], int]:
    """By metric, customer and window: what the network's table says of the page's own place."""
    place, whole = data.place, replace(data, place=NETWORK)
    if not place.alike(data.metric):
        return {}
    if place.touchpoint_key:
        own, keys, lines = place.touchpoint_key, data.names.touchpoints, touchpoint_lines(whole)
    else:
        own, lines = place.node_key, place_lines(whole, place.level)
        keys = dict(places_within(whole, place.level))
    line = dict(zip(keys, lines, strict=True)).get(own)
    return {
        (data.metric, audience, reading.window): line.side(audience)
        for audience in AUDIENCES
        if line and (reading := line.find(audience))
    }


@dataclass(frozen=True)
class _Asked:
    """One customer's figure of a metric, over the page's window and the longer ones."""

    data: WeekData
    metric: str
    audience: str

    @property
    def windows(self) -> tuple[int, ...]:
        place = self.data.place
        return (place.window, *longer_windows(place.level, place.window))

    @property
    def goal(self) -> float | None:
        place = self.data.place
        return self.data.targets.value(self.audience, self.metric, place.level, place.node_key)

    @property
    def figures(self) -> list[tuple[str, str, int]]:
        return [(self.metric, self.audience, window) for window in self.windows]

    @property
    def pairs(self) -> list[Pair]:
        lead = self.data.choice.lead.id
        return [(self.reading(lead, window), self.goal) for window in self.windows]

    def reading(self, edition_id: int, window: int) -> Reading | None:
        place = self.data.place
        cut = (window, place.level, place.node_key, place.touchpoint_key)
        return self.data.readings.get(edition_id, self.audience, self.metric, *cut)

    def side(self, verdicts: Sequence[int]) -> Side:
        early, readings = self.data.choice.early, [reading for reading, _ in self.pairs]
        longer = zip(self.windows[1:], readings[1:], verdicts[1:], strict=True)
        return Side(
            self.audience,
            readings[0],
            self.goal,
            self.reading(early.id, self.windows[0]) if early else None,
            is_flash=not self.data.choice.lead.is_final,
            side=verdicts[0],
            longer=tuple(
                Longer(reading, window, side) for window, reading, side in longer if reading
            ),
        )


def matrices(data: WeekData) -> tuple[Matrix, ...]:
    """Touchpoints and places, all on one scale."""
    levels = [level for level in data.place.parts if level != Level.PARTNER]
    tables = [("touchpoint", data.place.window, touchpoint_lines(data))]
    tables += [(level, _window_of(data, level), place_lines(data, level)) for level in levels]
    axis = shared_axis([line for _, _, lines in tables for line in lines], data.metric)
    drawn = [_table(data, axis, *table) for table in tables]
    return tuple(matrix for matrix in drawn if matrix)


def _window_of(data: WeekData, level: str) -> int:
    return lead_window(level, data.place.touchpoint_key)


def _table(
    data: WeekData, axis: Axis, thing: str, window: int, lines: Sequence[Line]
) -> Matrix | None:
    matrix = draw_matrix(
        lines,
        head=capital(PLURALS[thing][0]),
        things=PLURALS[thing],
        about=f"{metric_title(data.metric)}, {WINDOW_NAMES[window]}. {why_window(window)}".strip(),
        metric=data.metric,
        axis=axis,
    )
    if matrix is None:
        return None
    return replace(matrix, title=f"{matrix.title} ({period_of(lines, data.choice.lead.week)})")


def why_window(window: int) -> str:
    """Why this table is not of the period of its neighbours (methods 0.7a)."""
    if window == 1:
        return ""
    return f"{capital(WINDOW_NAMES[window])} lead here: in one week such rows have too few answers."


def touchpoint_lines(data: WeekData) -> list[Line]:
    place, week = data.place, data.choice.lead.week
    if place.touchpoint_key:
        return []
    lines = [
        line_of(
            data,
            name,
            f"/touchpoint/{quote(key)}?week={week}" if place.is_network else "",
            (place.window, place.level, place.node_key, key),
        )
        for key, name in data.names.touchpoints.items()
    ]
    return judged(lines)


def about_text(data: WeekData, window: int) -> str:
    what = f"{metric_title(data.metric)}, {WINDOW_NAMES[window]}"
    return f"{what}, 95 % intervals. {FILLED}"


def partner_lines(data: WeekData) -> list[Line]:
    """One line for each channel partner within the page's own place; none where it has no part."""
    return place_lines(data, Level.PARTNER) if Level.PARTNER in data.place.parts else []


def place_lines(data: WeekData, level: str) -> list[Line]:
    """One line for each place of a level within the page's own place, by name."""
    window, touchpoint = lead_window(level, data.place.touchpoint_key), data.place.touchpoint_key
    week = data.choice.lead.week
    lines = [
        line_of(data, name, place_url(level, key, week), (window, level, key, touchpoint))
        for key, name in places_within(data, level)
    ]
    return judged(lines)


def line_of(data: WeekData, name: str, url: str, cut: tuple[int, str, str, str]) -> Line:
    """Both customers' leading figure in one cut: (window, level, node key, touchpoint key)."""
    return Line(
        name,
        url,
        {audience: _best(data, audience, *cut) for audience in AUDIENCES},
        {
            audience: data.targets.value(audience, data.metric, cut[1], cut[2])
            for audience in AUDIENCES
        },
        cut[0],
        cut[2],
    )


def _best(
    data: WeekData, audience: str, window: int, level: str, node_key: str, touchpoint_key: str
) -> Reading | None:
    """The leading window's figure; where it may not be shown, that of the next longer window."""
    lead, metric = data.choice.lead.id, data.metric
    found = data.readings.get(lead, audience, metric, window, level, node_key, touchpoint_key)
    if has_value(found):
        return found
    for wider in longer_windows(level, window):
        other = data.readings.get(lead, audience, metric, wider, level, node_key, touchpoint_key)
        if has_value(other):
            return other
    return found


@lru_cache(maxsize=4096)
def place_url(level: str, key: str, week: str) -> str:
    if level == Level.PARTNER:
        return f"/partner/{quote(key)}?week={week}"
    return f"/level/{level}/{quote(key)}?week={week}"


def places_within(data: WeekData, level: str) -> list[tuple[str, str]]:
    place: Place = data.place
    if level in LISTS:
        return list(data.names.listed(level).items())
    above = None if place.level == Level.NETWORK else (place.level, place.node_key)
    return [(known.key, known.name) for known in data.names.within(level, above)]
