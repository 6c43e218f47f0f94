"""What goes with recommendation: events that befell customers, and the other ratings they gave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.web.filters import number, percent
from customers.names.queries import Names
from metrics.comparison.drivers import WINDOW
from metrics.comparison.figures import UNTOLD_DRIVERS, DriverKind, UntoldDriver
from metrics.comparison.models import DriverRow
from metrics.dashboards.charts.axes import Axis, Point, fit_axis
from metrics.dashboards.charts.dots import DotChart, mark_of, row_chart
from metrics.dashboards.figures import Figure, figure_of
from metrics.dashboards.queries import AUDIENCES
from metrics.dashboards.week.queries import WeekData
from metrics.dashboards.wording import (
    AUDIENCE_ADJECTIVES,
    bracketed,
    capital,
    change_interval_text,
    change_text,
    listed,
    n_text,
    unbroken,
)
from metrics.models import Metric

EVENT_NAMES = {"late": "It was late", "complaint_or_return": "There was a complaint or a return"}
EVENT_SUBJECTS = {
    "late": "where it was late",
    "complaint_or_return": "where there was a complaint or a return",
}
RATING_NAMES = {"satisfaction": "Satisfaction", "effort": "Ease"}
SMALLEST_SPAN = 20.0


@dataclass(frozen=True)
class DriverLine:
    name: str
    size: str
    interval: str
    share: str
    n: str
    chart: DotChart | None
    note: str


@dataclass(frozen=True)
class DriverTable:
    """Drivers of one customer and kind; `share_head` says what the share is of.

    `how` is the method in its own terms, for whoever asks.
    """

    title: str
    audience: str
    about: str
    size_head: str
    share_head: str
    lines: tuple[DriverLine, ...]
    explained: Figure | None = None
    how: str = ""


def driver_tables(data: WeekData) -> tuple[DriverTable, ...]:
    """Each under the figure that it goes with, whose grade is its own as well."""
    lead = data.choice.lead.id
    return tuple(
        replace(
            table,
            explained=figure_of(data.readings.get(lead, table.audience, Metric.NPS, WINDOW)),
        )
        for table in tables_of(data.drivers, data.names)
    )


def untold_lines(data: WeekData) -> tuple[str, ...]:
    """Of what cannot be said how it goes with recommendation, and why; events first."""
    rows = data.summary.get(UNTOLD_DRIVERS, ()) if data.place.is_network else ()
    return tuple(_untold_line(UntoldDriver(**row), data.names) for row in rows)


def _untold_line(row: UntoldDriver, names: Names) -> str:
    is_event = row.kind == DriverKind.EVENT
    what = EVENT_NAMES.get(row.name) if is_event else row.name and rating_name(row.name)
    places = [names.touchpoints.get(key, key) for key in row.touchpoints.split(",") if key]
    about = [
        capital(AUDIENCE_ADJECTIVES[row.audience]),
        what or ("what happened" if is_event else "ratings"),
        *([listed(places)] if places else []),
    ]
    return f"{', '.join(about)}: not told. {row.reason}"


def tables_of(rows: Sequence[DriverRow], names: Names) -> tuple[DriverTable, ...]:
    """Events first: they can be prevented. Ratings say what goes together."""
    found = []
    for audience in AUDIENCES[::-1]:
        events = [r for r in rows if (r.audience, r.kind) == (audience, DriverKind.EVENT)]
        if events:
            found.append(_event_table(audience, events))
    for audience in AUDIENCES[::-1]:
        ratings = [r for r in rows if (r.audience, r.kind) == (audience, DriverKind.RATING)]
        for touchpoints in sorted({row.touchpoints for row in ratings}):
            own = [row for row in ratings if row.touchpoints == touchpoints]
            found.append(_rating_table(audience, own, names))
    return tuple(found)


def _event_table(audience: str, rows: Sequence[DriverRow]) -> DriverTable:
    ordered = sorted(rows, key=lambda row: row.size * row.share)
    ends = [end for row in rows for end in (row.size_low, row.size_high)]
    axis = fit_axis([*ends, 0.0, -SMALLEST_SPAN], -200, 200)
    return DriverTable(
        title=_event_title(audience, ordered),
        audience=audience,
        about="NPS of those it befell, less that of customers with nothing wrong, the other held "
        "equal; 13 weeks, 95 % intervals by account. Association, not proof of effect.",
        size_head="NPS points",
        share_head="Share of transactions with a recorded outcome",
        lines=tuple(_event_line(row, axis) for row in ordered),
    )


def _event_title(audience: str, rows: Sequence[DriverRow]) -> str:
    who = capital(AUDIENCE_ADJECTIVES[audience])
    sure = [row for row in rows if row.size_high < 0 or row.size_low > 0]
    if not sure:
        return f"Neither delay nor complaint goes with {who.lower()} recommendation for certain"
    first = sure[0]
    side = "lower" if first.size < 0 else "higher"
    return unbroken(
        f"{who} NPS is {number(abs(first.size))} points {side} {EVENT_SUBJECTS[first.name]}"
    )


def _event_line(row: DriverRow, axis: Axis) -> DriverLine:
    name = EVENT_NAMES[row.name]
    point = Point(row.size, row.size_low, row.size_high)
    size = change_text(row.size, Metric.NPS)
    interval = change_interval_text(row.size_low, row.size_high, Metric.NPS)
    mark = mark_of(point, row.audience, axis, 11, 0.0)
    return DriverLine(
        name, size, interval, percent(row.share), n_text(row.n),
        row_chart(mark, axis, f"{name}: {size} points {interval}"), "",
    )  # fmt: skip


def _rating_table(audience: str, rows: Sequence[DriverRow], names: Names) -> DriverTable:
    ordered = sorted(rows, key=lambda row: -row.size)
    places = [names.touchpoints.get(key, key) for key in ordered[0].touchpoints.split(",")]
    r2 = percent(ordered[0].r2 or 0.0)
    ends = [end * 100 for row in rows for end in (row.size_low, row.size_high)]
    axis = fit_axis([*ends, 0.0], 0, 100)
    return DriverTable(
        title=_rating_title(audience, ordered),
        audience=audience,
        about=f"Part of the differences in recommendation that each rating explains, per cent; "
        f"together {r2}. {listed(places)}; 13 weeks, 95 % intervals by account. What goes "
        "together, not proof of effect.",
        how="Shapley shares (LMG): what a rating adds to the share explained (R²), averaged over "
        "every order in which the ratings can be added.",
        size_head="Explains",
        share_head="Share of what is explained",
        lines=tuple(_rating_line(row, axis) for row in ordered),
    )


def _rating_title(audience: str, rows: Sequence[DriverRow]) -> str:
    who = AUDIENCE_ADJECTIVES[audience]
    first = rows[0]
    if first.rank_low == first.rank_high == 1:
        return f"{rating_name(first.name)} goes most closely with {who} recommendation"
    return f"No rating goes with {who} recommendation more closely than the others for certain"


def rating_name(item: str) -> str:
    """An item without words of its own is called as its questionnaire calls it."""
    return RATING_NAMES.get(item, capital(item.replace("_", " ").replace(".", ": ")))


def _rating_line(row: DriverRow, axis: Axis) -> DriverLine:
    name = rating_name(row.name)
    point = Point(100 * row.size, 100 * row.size_low, 100 * row.size_high)
    size = percent(row.size)
    interval = bracketed(number(100 * row.size_low), number(100 * row.size_high))
    mark = mark_of(point, row.audience, axis, 11)
    return DriverLine(
        name, size, interval, percent(row.share), n_text(row.n),
        row_chart(mark, axis, f"{name}: {size} {interval}"),
        "May be another name of the others." if row.entangled else "",
    )  # fmt: skip
