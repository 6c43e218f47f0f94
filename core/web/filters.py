"""How numbers, dates and weeks are written on a page."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask

from core.clock import Week

MINUS = "\N{MINUS SIGN}"
EN_DASH = "\N{EN DASH}"
NO_BREAK = "\N{NO-BREAK SPACE}"
NOTHING = EN_DASH

# Full months and days, so that no locale of the server changes what a page says.
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def number(value: float | None, places: int = 0) -> str:
    """1234.5 → "1,235" (half to even); a true minus; never "−0"; a dash for nothing."""
    if value is None or math.isnan(value):
        return NOTHING
    text = f"{abs(value):,.{places}f}"
    is_zero = not text.strip("0.,")
    return f"{MINUS}{text}" if value < 0 and not is_zero else text


def signed(value: float | None, places: int = 0) -> str:
    """A change: "+3", "−4", "0"."""
    text = number(value, places)
    if value is None or math.isnan(value) or value < 0 or not text.strip("0.,"):
        return text
    return f"+{text}"


def percent(share: float | None, places: int = 0) -> str:
    """0.764 → "76 %"."""
    if share is None or math.isnan(share):
        return NOTHING
    return f"{number(100 * share, places)}{NO_BREAK}%"


def percent_points(share: float | None, places: int = 0) -> str:
    """A change of a share, without its unit: 0.034 → "+3"."""
    return signed(None if share is None else 100 * share, places)


# Recommendation in whole points, shares and probabilities in per cent, effort on its 1–7 scale.
METRIC_FORMS: dict[str, Callable[[float | None], str]] = {
    "nps": number,
    "csat": percent,
    "effort": lambda value: number(value, 1),
    "intent": percent,
}
METRIC_CHANGE_FORMS: dict[str, Callable[[float | None], str]] = {
    "nps": signed,
    "csat": percent_points,
    "effort": lambda value: signed(value, 1),
    "intent": percent_points,
}


def metric_value(value: float | None, metric: str) -> str:
    """A figure of a metric, with the metric's decimals and unit."""
    return METRIC_FORMS[metric](value)


def metric_change(value: float | None, metric: str) -> str:
    """A difference of two figures of a metric, with its sign."""
    return METRIC_CHANGE_FORMS[metric](value)


def counted(count: int, one: str, many: str | None = None) -> str:
    """1, "answer" → "1 answer"; 2412 → "2,412 answers"."""
    word = one if count == 1 else many or f"{one}s"
    return f"{number(count)}{NO_BREAK}{word}"


def day(value: date | None) -> str:
    """14 May 2018."""
    if value is None:
        return NOTHING
    return f"{value.day}{NO_BREAK}{MONTHS[value.month - 1]} {value.year}"


def instant(value: datetime | None, zone: ZoneInfo | str = "UTC") -> str:
    """14 May 2018, 09:30, in the given zone; raises ValueError for an instant without a zone."""
    if value is None:
        return NOTHING
    if value.tzinfo is None:
        raise ValueError("an instant without a time zone cannot be written for a reader")
    local = value.astimezone(ZoneInfo(zone) if isinstance(zone, str) else zone)
    return f"{day(local.date())}, {local:%H:%M}"


def week_name(week: Week | str) -> str:
    """2018-W20 → "week 20, 2018"."""
    week = _week(week)
    return f"week{NO_BREAK}{week.number}, {week.year}"


def week_days(week: Week | str) -> str:
    """2018-W20 → "14–20 May 2018"; months and years only as often as needed."""
    week = _week(week)
    first, last = week.monday, week.sunday
    if first.year != last.year:
        return f"{day(first)} {EN_DASH} {day(last)}"
    if first.month != last.month:
        return f"{first.day}{NO_BREAK}{MONTHS[first.month - 1]} {EN_DASH} {day(last)}"
    return f"{first.day}{EN_DASH}{day(last)}"


def _week(week: Week | str) -> Week:
    return Week.parse(week) if isinstance(week, str) else week


FILTERS = (
    number,
    signed,
    percent,
    percent_points,
    metric_value,
    metric_change,
    counted,
    day,
    instant,
    week_name,
    week_days,
)


def register_filters(app: Flask) -> None:
    """Every function above under its own name."""
    for written in FILTERS:
        app.add_template_filter(written)
