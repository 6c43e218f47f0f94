"""The parts of a page of the week, each drawn from what was read."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from core.web.filters import number
from metrics.comparison.models import ChartPoint
from metrics.dashboards.blocks import MetricBlock, Side, metric_block, owners_text
from metrics.dashboards.charts.trends import Limits, Target, Trend, draw_trend
from metrics.dashboards.figures import has_value
from metrics.dashboards.matrices import Line, Matrix, draw_matrix
from metrics.dashboards.points import trend_caption, trend_point
from metrics.dashboards.queries import AUDIENCES, Reading
from metrics.dashboards.week.places import Place, lead_window, longer_windows
from metrics.dashboards.week.queries import WeekData
from metrics.dashboards.wording import (
    METRICS,
    WINDOW_NAMES,
    capital,
    metric_title,
    shown,
    value_text,
    week_label,
)
from metrics.models import Level, Metric
from metrics.notes.periods import note_texts, notes_by_period

PLURALS = {
    "country": ("country", "countries"),
    "region": ("region", "regions"),
    "partner": ("channel partner", "channel partners"),
    "product_line": ("product line", "product lines"),
    "touchpoint": ("touchpoint", "touchpoints"),
}
EACH_BY_ITSELF = "Tick: target. Filled: told apart from it, each interval by itself."
LONGER = "Where that may not be shown, a longer period is, and says so."


def metric_blocks(data: WeekData) -> tuple[MetricBlock, ...]:
    place, early = data.place, data.choice.early
    key = (place.window, place.level, place.node_key, place.touchpoint_key)
    blocks = []
    for metric in Metric:
        sides = [
            Side(
                audience,
                data.readings.get(data.choice.lead.id, audience, metric, *key),
                data.targets.value(audience, metric, place.level, place.node_key),
                data.readings.get(early.id, audience, metric, *key) if early else None,
                is_flash=not data.choice.lead.is_final,
            )
            for audience in AUDIENCES
        ]
        gaps = [gap for gap in data.gaps if gap.metric == metric]
        owners = owners_text(data.targets, metric, place.level, place.node_key)
        blocks.append(metric_block(metric, sides, gaps, owners))
    return tuple(block for block in blocks if block)


def trends(data: WeekData) -> tuple[Trend, ...]:
    drawn = [_trend(data, audience) for audience in AUDIENCES]
    return tuple(trend for trend in drawn if trend)


def _trend(data: WeekData, audience: str) -> Trend | None:
    place, metric = data.place, data.metric
    cut = (place.window, place.level, place.node_key, place.touchpoint_key)
    points = [
        trend_point(
            week_label(week), data.readings.get(line.id, audience, metric, *cut) if line else None
        )
        for week, line in data.trend
    ]
    goal = data.targets.value(audience, metric, place.level, place.node_key)
    words = METRICS[metric]
    is_early = not data.choice.lead.is_final
    caption = trend_caption(points, audience, metric, place.window, is_early)
    target = None if goal is None else Target(goal, f"target {value_text(goal, metric)}")
    return draw_trend(
        points, audience, words.low, words.high, target, caption,
        is_last_early=is_early, limits=_limits(data, audience), notes=_noted(data),
    )  # fmt: skip


def _noted(data: WeekData) -> dict[int, list[str]]:
    ends = [week for week, _line in data.trend]
    return note_texts(notes_by_period(data.notes, ends, data.place.window))


def bench_address(data: WeekData) -> str:
    """The query of the bench that shows the page's own trends."""
    place = data.place
    chosen = [
        ("metric", data.metric),
        *(("audience", audience) for audience in AUDIENCES),
        ("place", f"{place.level}:{place.node_key}" if place.node_key else place.level),
        ("touchpoint", place.touchpoint_key or "all"),
        ("window", str(place.window)),
        ("from", data.trend[0][0]),
        ("to", data.choice.lead.week),
    ]
    return urlencode(chosen, safe=":/")


def _limits(data: WeekData, audience: str) -> Limits | None:
    """What each final's own control chart said, then; None while there is none."""
    key = data.series_key(audience)
    charts = [data.series.get((line.id, key)) if line else None for _, line in data.trend]
    ends = [_ends(chart) for chart in charts]
    last = next((pair for pair in reversed(ends) if pair), None)
    if last is None:
        return None
    low, high = (number(end, METRICS[data.metric].places) for end in last)
    signals = [chart is not None and bool(chart.side) for chart in charts]
    return Limits(ends, (f"lower limit {low}", f"upper limit {high}"), signals)


def _ends(chart: ChartPoint | None) -> tuple[float, float] | None:
    if chart is None or chart.low is None or chart.high is None:
        return None
    return shown(chart.low, chart.metric), shown(chart.high, chart.metric)


def matrices(data: WeekData) -> tuple[Matrix, ...]:
    drawn = [_touchpoint_matrix(data)]
    drawn += [_place_matrix(data, level) for level in data.place.parts if level != Level.PARTNER]
    return tuple(matrix for matrix in drawn if matrix)


def _touchpoint_matrix(data: WeekData) -> Matrix | None:
    place = data.place
    if place.touchpoint_key:
        return None
    window, week = place.window, data.choice.lead.week
    lines = [
        line_of(
            data,
            name,
            f"/touchpoint/{quote(key)}?week={week}" if place.is_network else "",
            (window, place.level, place.node_key, key),
        )
        for key, name in data.names.touchpoints.items()
    ]
    about = about_text(data, window)
    return draw_matrix(
        lines, head="Touchpoint", things=PLURALS["touchpoint"], about=about, metric=data.metric
    )


def about_text(data: WeekData, window: int, level: str = "") -> str:
    longer = "" if level == Level.PARTNER else f" {LONGER}"
    what = f"{metric_title(data.metric)}, {WINDOW_NAMES[window]}"
    return f"{what}, 95 % intervals. {EACH_BY_ITSELF}{longer}"


def _place_matrix(data: WeekData, level: str) -> Matrix | None:
    window = lead_window(level, data.place.touchpoint_key)
    about = about_text(data, window)
    head = capital(PLURALS[level][0])
    return draw_matrix(
        place_lines(data, level),
        head=head,
        things=PLURALS[level],
        about=about,
        metric=data.metric,
    )


def partner_lines(data: WeekData) -> list[Line]:
    """One line for each channel partner within the page's own place; none where it has no part."""
    return place_lines(data, Level.PARTNER) if Level.PARTNER in data.place.parts else []


def place_lines(data: WeekData, level: str) -> list[Line]:
    """One line for each place of a level within the page's own place, by name."""
    window, touchpoint = lead_window(level, data.place.touchpoint_key), data.place.touchpoint_key
    week = data.choice.lead.week
    return [
        line_of(data, name, place_url(level, key, week), (window, level, key, touchpoint))
        for key, name in places_within(data, level)
    ]


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
    found = [
        data.readings.get(
            data.choice.lead.id, audience, data.metric, longer, level, node_key, touchpoint_key
        )
        for longer in (window, *longer_windows(level, window))
    ]
    return next((reading for reading in found if has_value(reading)), found[0])


def place_url(level: str, key: str, week: str) -> str:
    if level == Level.PARTNER:
        return f"/partner/{quote(key)}?week={week}"
    return f"/level/{level}/{quote(key)}?week={week}"


def places_within(data: WeekData, level: str) -> list[tuple[str, str]]:
    place: Place = data.place
    if level == Level.PRODUCT_LINE:
        return list(data.names.product_lines.items())
    above = None if place.level == Level.NETWORK else (place.level, place.node_key)
    return [(known.key, known.name) for known in data.names.within(level, above)]
