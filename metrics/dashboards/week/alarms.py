"""What control charts signal: a week outside its limits, or a drift of several weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from customers.names.queries import Names
from metrics.comparison.models import ChartPoint
from metrics.dashboards.figures import Figure, figure_of
from metrics.dashboards.queries import Reading
from metrics.dashboards.wording import (
    AUDIENCE_ADJECTIVES,
    METRICS,
    capital,
    interval_text,
    unbroken,
    value_text,
    week_label,
)
from metrics.models import Level

NAMED_AT_MOST = 2


@dataclass(frozen=True)
class Alarm:
    """One series that signals, in a sentence; `url` is the page of its place or touchpoint."""

    audience: str
    sentence: str
    about: str
    url: str
    figure: Figure


@dataclass(frozen=True)
class Alarms:
    """Every series that signals, the network's own first, and how many were watched."""

    title: str
    lines: tuple[Alarm, ...]


def tell_alarms(
    points: Sequence[tuple[ChartPoint, Reading | None]], watched: int, names: Names, week: str
) -> Alarms | None:
    """None while no series has a control chart."""
    if not watched:
        return None
    ordered = sorted(points, key=lambda pair: (pair[0].level != Level.NETWORK, pair[0].id))
    lines = tuple(_alarm(point, reading, names, week) for point, reading in ordered)
    told = [_short(point, names) for point, _ in ordered]
    return Alarms(_title(told, watched), lines)


def _short(point: ChartPoint, names: Names) -> str:
    """End-user ease, Repair visit, below."""
    return f"{_subject(point, names)}, {point.side}"


def _subject(point: ChartPoint, names: Names) -> str:
    where = series_place(point, names)
    subject = f"{AUDIENCE_ADJECTIVES[point.audience]} {METRICS[point.metric].plain}"
    return f"{subject}, {where}" if where else subject


def _title(told: Sequence[str], watched: int) -> str:
    """Named where they are few."""
    count = len(told)
    series = "the one series" if watched == 1 else f"{watched} series"
    if not count:
        return f"No control chart signals: {series} with control limits, all within them"
    verb = "signals" if count == 1 else "signal"
    said = f"{count} of {series} with control limits {verb} more than chance"
    return f"{said}: {'; '.join(told)}" if count <= NAMED_AT_MOST else said


def _alarm(point: ChartPoint, reading: Reading | None, names: Names, week: str) -> Alarm:
    assert point.low is not None
    assert point.high is not None
    limits = interval_text(point.low, point.high, point.metric).strip("[]")
    subject = capital(_subject(point, names)) + ("," if series_place(point, names) else "")
    return Alarm(
        audience=point.audience,
        sentence=unbroken(f"{subject} {_what(point)}{_since(point, week)}"),
        about=unbroken(
            f"Control limits {limits}, from {week_label(point.baseline_from or week)} to "
            f"{week_label(point.baseline_to or week)} ({point.baseline_count} finals)"
            + ("" if point.baseline_count >= 20 else "; provisional below 20 finals")
        ),
        url=series_url(point, week),
        figure=figure_of(reading),
    )


def is_outside(point: ChartPoint) -> bool:
    """Whether the week's own point left its limits; else the drift did."""
    assert point.low is not None
    assert point.high is not None
    return not point.low <= point.value <= point.high


def _what(point: ChartPoint) -> str:
    value = value_text(point.value, point.metric)
    if is_outside(point):
        return f"is at {value}, {point.side} its control limits"
    assert point.drift is not None
    drift = value_text(point.drift, point.metric)
    assert point.centre is not None
    usual = value_text(point.centre, point.metric)
    return f"has drifted {point.side} its usual {usual}, to {drift} over the last weeks"


def _since(point: ChartPoint, week: str) -> str:
    if point.since_week is None or point.since_week == week:
        return ""
    return f", signalled since {week_label(point.since_week)}"


def series_place(point: ChartPoint, names: Names) -> str:
    """Spain; Repair visit; nothing for the network's totals."""
    parts = []
    if point.level != Level.NETWORK:
        parts.append(names.place(point.level, point.node_key))
    if point.touchpoint_key:
        parts.append(names.touchpoints.get(point.touchpoint_key, point.touchpoint_key))
    return ", ".join(parts)


def series_url(point: ChartPoint, week: str) -> str:
    if point.touchpoint_key:
        return f"/touchpoint/{quote(point.touchpoint_key)}?week={week}"
    if point.level != Level.NETWORK:
        return f"/level/{point.level}/{quote(point.node_key)}?week={week}"
    return ""
