"""The tables of part 3: touchpoints and places, both customers, on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from urllib.parse import quote

from metrics.dashboards.charts.axes import Axis
from metrics.dashboards.figures import has_value
from metrics.dashboards.matrices import (
    FILLED,
    Line,
    Matrix,
    below_target,
    draw_matrix,
    few,
    judged,
    period_of,
    shared_axis,
)
from metrics.dashboards.queries import AUDIENCES, Reading
from metrics.dashboards.week.places import Place, lead_window, longer_windows
from metrics.dashboards.week.queries import WeekData
from metrics.dashboards.wording import (
    PLURALS,
    WINDOW_NAMES,
    capital,
    metric_title,
)
from metrics.method import WINDOWS
from metrics.models import LISTS, Level

LONGEST = max(WINDOWS)
TABLES = (
    f"Both customers, 95 % intervals, one scale for all tables. {FILLED} Where a period may not be "
    "shown, a longer one is, and says so."
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
        about=f"{metric_title(data.metric)}. {why_window(window)}".strip(),
        metric=data.metric,
        axis=axis,
    )
    if matrix is None:
        return None
    title = f"{matrix.title} ({period_of(lines, data.choice.lead.week)})"
    below = _below_over_longest(data, thing, window, matrix)
    if below:
        title += (
            f"; over {WINDOW_NAMES[LONGEST]} end users are below it for certain in {few(below)}"
        )
    return replace(matrix, title=title, long_below=below)


def _below_over_longest(data: WeekData, thing: str, window: int, matrix: Matrix) -> tuple[str, ...]:
    """Rows below target for certain over 13 weeks, which a shorter period is too short to show."""
    if window == LONGEST or LONGEST not in longer_windows(thing, window):
        return ()
    is_of_touchpoints = thing == "touchpoint"
    lines = (
        touchpoint_lines(data, LONGEST) if is_of_touchpoints else place_lines(data, thing, LONGEST)
    )
    return tuple(name for name in below_target(lines, AUDIENCES[1]) if name not in matrix.below)


def why_window(window: int) -> str:
    """Why this table is not of the period of its neighbours (methods 0.7a)."""
    if window == 1:
        return ""
    return f"{capital(WINDOW_NAMES[window])} lead here: in one week such rows have too few answers."


def touchpoint_lines(data: WeekData, window: int | None = None) -> list[Line]:
    """One line for each touchpoint; see `place_lines`."""
    place, week = data.place, data.choice.lead.week
    if place.touchpoint_key:
        return []
    lines = [
        line_of(
            data,
            name,
            cut_url(replace(place, touchpoint_key=key), week),
            (window or place.window, place.level, place.node_key, key),
            is_exact=window is not None,
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


def place_lines(data: WeekData, level: str, window: int | None = None) -> list[Line]:
    """One line for each place of a level within the page's own place, by name.

    Of the leading window, where that may not be shown of a longer one; or of one `window` alone.
    """
    touchpoint = data.place.touchpoint_key
    week = data.choice.lead.week
    lines = [
        line_of(
            data,
            name,
            cut_url(Place(level, key, touchpoint), week),
            (window or lead_window(level, touchpoint), level, key, touchpoint),
            is_exact=window is not None,
        )
        for key, name in places_within(data, level)
    ]
    return judged(lines)


def line_of(
    data: WeekData,
    name: str,
    url: str,
    cut: tuple[int, str, str, str],
    *,
    is_exact: bool = False,
) -> Line:
    """Both customers' leading figure in one cut: (window, level, node key, touchpoint key)."""
    find = _exact if is_exact else _best
    return Line(
        name,
        url,
        {audience: find(data, audience, *cut) for audience in AUDIENCES},
        {
            audience: data.targets.value(audience, data.metric, cut[1], cut[2])
            for audience in AUDIENCES
        },
        cut[0],
        cut[2],
    )


def _exact(
    data: WeekData, audience: str, window: int, level: str, node_key: str, touchpoint_key: str
) -> Reading | None:
    cut = (window, level, node_key, touchpoint_key)
    return data.readings.get(data.choice.lead.id, audience, data.metric, *cut)


def _best(
    data: WeekData, audience: str, window: int, level: str, node_key: str, touchpoint_key: str
) -> Reading | None:
    """The leading window's figure; where it may not be shown, that of the next longer window.

    Where none may be, the longest says why: its reason holds for all that was heard.
    """
    lead, metric = data.choice.lead.id, data.metric
    found = data.readings.get(lead, audience, metric, window, level, node_key, touchpoint_key)
    if has_value(found):
        return found
    for wider in longer_windows(level, window):
        other = data.readings.get(lead, audience, metric, wider, level, node_key, touchpoint_key)
        if has_value(other):
            return other
        found = other or found
    return found


@lru_cache(maxsize=4096)
def cut_url(place: Place, week: str) -> str:
    """The page of a place, of a touchpoint, or of a touchpoint in a place."""
    key = quote(place.node_key)
    if place.level == Level.PARTNER:
        return f"/partner/{key}?week={week}"
    if not place.touchpoint_key:
        return f"/level/{place.level}/{key}?week={week}"
    where = "" if place.level == Level.NETWORK else f"/{place.level}/{key}"
    return f"/touchpoint/{quote(place.touchpoint_key)}{where}?week={week}"


def places_within(data: WeekData, level: str) -> list[tuple[str, str]]:
    place: Place = data.place
    if level in LISTS:
        return list(data.names.listed(level).items())
    above = None if place.level == Level.NETWORK else (place.level, place.node_key)
    return [(known.key, known.name) for known in data.names.within(level, above)]
