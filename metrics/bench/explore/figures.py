"""A result as a figure for exploring: plain data that the browser's library draws.

Colours are names of our stylesheet ("--partner"): the page's script puts in what they are, in light
and in dark.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from metrics.bench.choice import Extra
from metrics.bench.explore.marks import (
    COLOURS,
    break_lines,
    break_signs,
    note_lines,
    note_signs,
    target_lines,
)
from metrics.bench.queries import BenchData, BenchReading
from metrics.bench.series import Period, Series, build_series
from metrics.dashboards.figures import figure_of, is_held
from metrics.dashboards.wording import (
    AUDIENCE_NAMES,
    METRICS,
    WINDOW_NAMES,
    metric_title,
    shown,
    value_text,
)

WASHES = {"channel_partner": "--partner-wash", "end_user": "--user-wash"}
SYMBOLS = {"channel_partner": "square", "end_user": "circle"}
# Several places of one customer keep its colour; their lines differ.
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
RAW_SYMBOLS = ("line-ew-open", "x-thin-open", "cross-thin-open", "asterisk-open", "y-up-open",
               "y-down-open")  # fmt: skip
INK, QUIET, RULE, PAPER = "--ink", "--ink-2", "--rule", "--paper"
ROW_HEIGHT, LEGEND_HEIGHT = 320, 22
BETWEEN = 0.12
FEW, CLEAR, FAINT = 2, 0.55, 0.25
HOVER = "<b>%{customdata[0]}</b> %{customdata[1]}<br>%{customdata[2]}, grade %{customdata[3]}"


def build_figure(data: BenchData) -> dict[str, Any]:
    """Traces and layout of every series; a metric a row, all rows on one axis of weeks."""
    series = build_series(data)
    metrics = list(dict.fromkeys(one.cut.metric for one in series))
    traces = [trace for one in series for trace in _traces(one, series, metrics, data)]
    return {"data": traces, "layout": _layout(series, metrics, data)}


def _traces(
    one: Series, series: Sequence[Series], metrics: Sequence[str], data: BenchData
) -> Iterator[dict[str, Any]]:
    row = metrics.index(one.cut.metric)
    shared = {"xaxis": "x", "yaxis": _axis("y", row), "legendgroup": one.name}
    same_row = sum(other.cut.metric == one.cut.metric for other in series)
    band = _band(one, CLEAR if same_row <= FEW else FAINT)
    if band["x"]:
        yield band | shared
    yield _line(one, _dash(one, series)) | shared
    if Extra.RAW in data.query.extras:
        yield _raw(one, _place_of(one, series)) | shared


def _dash(one: Series, series: Sequence[Series]) -> str:
    return DASHES[_place_of(one, series) % len(DASHES)]


def _place_of(one: Series, series: Sequence[Series]) -> int:
    """The number of its place and touchpoint among those drawn."""
    return list(dict.fromkeys(other.about for other in series)).index(one.about)


def _known(one: Series) -> list[tuple[str, Period]]:
    return [(period.week, period) for period in one.periods if _is_drawn(period)]


def _is_drawn(period: Period) -> bool:
    row = period.reading
    return row is not None and row.value is not None and not is_held(row)


def _line(one: Series, dash: str) -> dict[str, Any]:
    metric, colour = one.cut.metric, COLOURS[one.cut.audience]
    symbol = SYMBOLS[one.cut.audience]
    course = list(_course(one))
    readings = [period.reading if _is_drawn(period) else None for period in course]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": _legend(one),
        "x": [period.week for period in course],
        "y": [_number(row.value if row else None, metric) for row in readings],
        "customdata": [_told(period) for period in course],
        "hovertemplate": HOVER,
        **_labels(readings),
        "connectgaps": False,
        "line": {"color": colour, "width": 2, "dash": dash},
        "marker": {
            "color": colour,
            "size": 6,
            "symbol": [f"{symbol}-open" if period.is_early else symbol for period in course],
        },
    }


def _course(one: Series) -> Iterator[Period]:
    """The periods, with an empty one before each break, so that no line leads over it."""
    for place, period in enumerate(one.periods):
        if place in one.breaks:
            yield Period(period.week, None, None)
        yield period


def _labels(readings: Sequence[BenchReading | None]) -> dict[str, list[str | None]]:
    """The grade of each point and where its label opens; the page's script opens it on a click."""
    figures = [figure_of(row) if row else None for row in readings]
    return {
        "grade": [figure.grade if figure else None for figure in figures],
        "label_url": [figure.label_url if figure else None for figure in figures],
    }


def _legend(one: Series) -> str:
    return f"{AUDIENCE_NAMES[one.cut.audience]}, {METRICS[one.cut.metric].plain}, {one.about}"


def _told(period: Period) -> list[str]:
    figure = figure_of(period.reading)
    early = ", early" if period.is_early else ""
    return [figure.value, figure.interval, figure.n + early, figure.grade]


def _number(value: float | None, metric: str) -> float | None:
    return None if value is None else round(shown(value, metric), 3)


def _band(one: Series, opacity: float) -> dict[str, Any]:
    """The intervals as outlines: one for each stretch of periods without a gap or a break."""
    corners = list(_corners(one))
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [row.week if row else None for row, _end in corners],
        "y": [_number(end, one.cut.metric) for _row, end in corners],
        **_labels([row for row, _end in corners]),
        "fill": "toself",
        "fillcolor": WASHES[one.cut.audience],
        "opacity": opacity,
        "line": {"width": 0, "color": WASHES[one.cut.audience]},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _corners(one: Series) -> Iterator[tuple[BenchReading | None, float | None]]:
    """Along the upper ends and back along the lower ones, then a break."""
    for run in _runs(one):
        yield from ((row, row.ci_high) for row in run)
        yield from ((row, row.ci_low) for row in reversed(run))
        yield None, None


def _runs(one: Series) -> list[list[BenchReading]]:
    runs: list[list[BenchReading]] = [[]]
    for period in _course(one):
        if period.reading is not None and _is_drawn(period):
            runs[-1].append(period.reading)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _raw(one: Series, place: int) -> dict[str, Any]:
    metric = one.cut.metric
    rows = [(week, period.reading) for week, period in _known(one) if period.reading]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": f"{_legend(one)}, raw",
        "x": [week for week, _row in rows],
        "y": [_number(row.raw, metric) for _week, row in rows],
        "marker": {
            "symbol": RAW_SYMBOLS[place % len(RAW_SYMBOLS)],
            "size": 9,
            "line": {"width": 2},
            "color": COLOURS[one.cut.audience],
        },
        "customdata": [["" if row.raw is None else value_text(row.raw, metric)] for _, row in rows],
        **_labels([row for _week, row in rows]),
        "hovertemplate": "raw %{customdata[0]}",
    }


def _axis(letter: str, row: int) -> str:
    return letter if row == 0 else f"{letter}{row + 1}"


def _layout(series: Sequence[Series], metrics: Sequence[str], data: BenchData) -> dict[str, Any]:
    count = len(metrics)
    window, has_raw = WINDOW_NAMES[data.cuts[0].window], Extra.RAW in data.query.extras
    layout: dict[str, Any] = {
        "height": ROW_HEIGHT * count + 60 + LEGEND_HEIGHT * len(series) * (1 + has_raw),
        "hovermode": "x unified",
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "font": {"color": INK, "size": 13},
        "hoverlabel": {"bgcolor": PAPER, "bordercolor": QUIET, "font": {"color": INK}},
        "legend": {
            "orientation": "h",
            "y": 1.02,
            "yanchor": "bottom",
            "x": 0,
            "font": {"size": 12},
        },
        "margin": {"l": 56, "r": 24, "t": 28, "b": 40},
        "xaxis": {
            "type": "category",
            "categoryorder": "array",
            "categoryarray": list(data.ends),
            "gridcolor": RULE,
            "nticks": 10,
            "tickangle": "auto",
            "automargin": True,
            "title": {"text": f"Periods of {window}", "standoff": 8},
            "anchor": _axis("y", count - 1),
        },
        "shapes": [
            *target_lines(series, lambda metric: _axis("y", metrics.index(metric))),
            *note_lines(series),
            *break_lines(series),
        ],
        "annotations": [*note_signs(series), *break_signs(series)],
    }
    for row, metric in enumerate(metrics):
        layout[_axis("yaxis", row)] = _y_axis(metric, row, count)
    return layout


def _y_axis(metric: str, row: int, count: int) -> dict[str, Any]:
    high = 1 - row / count
    low = high - 1 / count + (BETWEEN / count if row < count - 1 else 0)
    title = {"text": metric_title(metric)}
    return {"domain": [max(low, 0), high], "title": title, "gridcolor": RULE, "zeroline": False}
