"""How metrics, figures, weeks and customers are written for a reader."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from core.clock import Week
from core.web.filters import MINUS, NO_BREAK, day, number, signed
from metrics.models import Metric

WORD_JOINER = "\N{WORD JOINER}"
INTERVAL = re.compile(r"\[[^\]]*\]")


@dataclass(frozen=True)
class MetricWords:
    """A metric's words and its scale on a page: shown = stored × factor."""

    name: str
    plain: str
    short: str
    unit: str
    factor: float
    places: int
    change_places: int
    change_unit: str
    low: float
    high: float


METRICS: dict[str, MetricWords] = {
    Metric.NPS: MetricWords(
        "Recommendation", "recommendation", "NPS", f"NPS, {MINUS}100 to 100",
        1, 0, 1, "points", -100, 100,
    ),
    Metric.CSAT: MetricWords(
        "Satisfaction", "satisfaction", "% satisfied", "% satisfied or very satisfied",
        100, 0, 1, "percentage points", 0, 100,
    ),
    Metric.EFFORT: MetricWords(
        "Ease", "ease", "1 to 7", "mean of 1 to 7, 7 is very easy; service touchpoints only",
        1, 1, 2, "points", 1, 7,
    ),
    Metric.INTENT: MetricWords(
        "Repurchase intent", "repurchase intent", "mean probability",
        "mean probability to buy again, %",
        100, 0, 1, "percentage points", 0, 100,
    ),
}  # fmt: skip


def metric_title(metric: str) -> str:
    """Recommendation (NPS)."""
    return f"{METRICS[metric].name} ({METRICS[metric].short})"


AUDIENCE_NAMES = {"channel_partner": "Channel partner", "end_user": "End user"}
AUDIENCE_PLURALS = {"channel_partner": "channel partners", "end_user": "end users"}
AUDIENCE_ADJECTIVES = {"channel_partner": "channel-partner", "end_user": "end-user"}
# What stands in tables, singular and plural.
PLURALS = {
    "country": ("country", "countries"),
    "region": ("region", "regions"),
    "partner": ("channel partner", "channel partners"),
    "product_line": ("product line", "product lines"),
    "segment": ("segment", "segments"),
    "touchpoint": ("touchpoint", "touchpoints"),
}
MOST_PLACES, SMALLEST = 2, 1e-9
WINDOW_NAMES = {1: "one week", 4: "4 weeks", 13: "13 weeks"}


def shown(value: float, metric: str) -> float:
    """A stored value in the unit of the page."""
    return value * METRICS[metric].factor


def exact_text(value: float, metric: str) -> str:
    """With as many places as it was set with, two at most: 40.5."""
    places, unit = METRICS[metric].places, shown(value, metric)
    while places < MOST_PLACES and abs(round(unit, places) - unit) > SMALLEST:
        places += 1
    return number(unit, places)


def value_text(value: float, metric: str) -> str:
    return number(shown(value, metric), METRICS[metric].places)


def interval_text(low: float, high: float, metric: str) -> str:
    return bracketed(value_text(low, metric), value_text(high, metric))


def bracketed(low: str, high: str) -> str:
    """[34–42], but [−19 to −1]: a dash between two minus signs cannot be read."""
    joint = " to " if MINUS in low + high else "–"
    return f"[{low}{joint}{high}]"


def change_text(difference: float, metric: str) -> str:
    return signed(shown(difference, metric), METRICS[metric].change_places)


def change_interval_text(low: float, high: float, metric: str) -> str:
    places = METRICS[metric].change_places
    written = [signed(shown(end, metric), places) for end in (low, high)]
    return f"[{written[0]} to {written[1]}]"


def size_text(value: float, metric: str) -> str:
    """A difference without its sign and with its unit: 6.1 points."""
    words = METRICS[metric]
    return f"{number(abs(shown(value, metric)), words.change_places)} {words.change_unit}"


def unbroken(text: str) -> str:
    """The text, with its intervals kept on one line."""
    kept = text.replace("–", f"{WORD_JOINER}–{WORD_JOINER}")
    return INTERVAL.sub(lambda found: found[0].replace(" ", NO_BREAK), kept)


def n_text(n: int) -> str:
    return f"n{NO_BREAK}{number(n)}"


def q_text(q: float) -> str:
    return f"q{NO_BREAK}<{NO_BREAK}.01" if q < 0.01 else f"q{NO_BREAK}={NO_BREAK}{q:.2f}"


def listed(names: Sequence[str]) -> str:
    """a; a and b; a, b and c."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def sentence(text: str) -> str:
    """The text with a capital, and a full stop where it has none."""
    text = text.strip()
    if not text:
        return text
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?" else ".")


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def week_title(week: str) -> str:
    return f"Week {Week.parse(week).number}"


def week_label(week: str) -> str:
    return f"W{Week.parse(week).number:02d}"


def local_day(at: datetime, zone: ZoneInfo) -> str:
    return day(at.astimezone(zone).date())


@lru_cache(maxsize=4096)
def window_text(week: str, window: int) -> str:
    """Week 46; weeks 43–46; over the year's end with both years."""
    last = Week.parse(week)
    if window == 1:
        return f"week {last.number}, {last.year}"
    first = last.shifted(1 - window)
    if first.year == last.year:
        return f"weeks {first.number}–{last.number}, {last.year}"
    return f"weeks {first.number}, {first.year} to {last.number}, {last.year}"


def short_hash(manifest_hash: str) -> str:
    return f"{manifest_hash[:8]}…{manifest_hash[-4:]}"
