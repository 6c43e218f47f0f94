"""Two weeks beside each other: what can be told apart, after allowing for every look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from core.web.filters import week_days
from metrics.dashboards.compare.choices import overlap, place_options, windows_of
from metrics.dashboards.compare.queries import TwoWeeks
from metrics.dashboards.datelines import edition_text, page_facts
from metrics.dashboards.figures import Figure, figure_of, has_value, is_held
from metrics.dashboards.opening import Opened
from metrics.dashboards.queries import AUDIENCES, Reading
from metrics.dashboards.wording import (
    AUDIENCE_ADJECTIVES,
    METRICS,
    WINDOW_NAMES,
    capital,
    change_interval_text,
    change_text,
    listed,
    q_text,
    window_text,
)
from metrics.method import FALSE_DISCOVERY_RATE
from metrics.models import Metric
from stats import PublishedDifference, benjamini_hochberg, published_difference


@dataclass(frozen=True)
class CompareLine:
    name: str
    audience: str
    earlier: Figure
    later: Figure
    change: str
    interval: str
    q: str
    verdict: str
    is_real: bool


@dataclass(frozen=True)
class SelectGroup:
    """A list to choose from; options are (value, words, chosen)."""

    name: str
    label: str
    groups: tuple[tuple[str, tuple[tuple[str, str, bool], ...]], ...]


@dataclass(frozen=True)
class ComparePage:
    title: str
    about: str
    caution: str
    selects: tuple[SelectGroup, ...]
    earlier: str
    later: str
    lines: tuple[CompareLine, ...]
    facts: tuple[tuple[str, str], ...]


def build_compare_page(opened: Opened, data: TwoWeeks) -> ComparePage:
    chosen, zone = data.chosen, opened.zone
    caution = _caution(data)
    lines = _lines(data, is_tested=not caution)
    place = chosen.place.title(opened.names) or opened.programme.name
    return ComparePage(
        title=_title(lines, place, caution),
        about=f"{place}, {WINDOW_NAMES[chosen.window]} each. Two weeks are told apart only at q "
        "below .10, all rows of this page considered; who looks at many pages finds differences by "
        "chance. What an edition itself calls a change stands on the page of its week.",
        caution=caution,
        selects=_selects(opened, data),
        earlier=_period(data, later=False),
        later=_period(data, later=True),
        lines=lines,
        facts=_facts(data, place, zone),
    )


def _caution(data: TwoWeeks) -> str:
    """Why nothing is tested here; empty where it is."""
    if data.later.week == data.earlier.week:
        return "This is one and the same week. Choose another one to compare it with."
    if data.later.is_final != data.earlier.is_final:
        return (
            "One of the two is a flash: early answers differ from late ones, so a flash is not "
            "compared with a final."
        )
    if overlap(data.later.week, data.earlier.week, data.chosen.window):
        window = WINDOW_NAMES[data.chosen.window]
        return (
            f"These periods of {window} share weeks, so most of their answers are the same. "
            f"Choose weeks at least {data.chosen.window} apart, or one week as the period."
        )
    return ""


def _lines(data: TwoWeeks, *, is_tested: bool) -> tuple[CompareLine, ...]:
    pairs = [
        (metric, audience, _reading(data, audience, metric, later=False),
         _reading(data, audience, metric, later=True))
        for metric in Metric
        for audience in AUDIENCES
    ]  # fmt: skip
    heard = [pair for pair in pairs if pair[2] or pair[3]]
    found = [_difference(earlier, later) if is_tested else None for _, _, earlier, later in heard]
    tested = [one.p_value for one in found if one]
    q_values = iter(benjamini_hochberg(tested) if tested else ())
    return tuple(
        _line(metric, audience, earlier, later, one, float(next(q_values)) if one else None)
        for (metric, audience, earlier, later), one in zip(heard, found, strict=True)
    )


def _reading(data: TwoWeeks, audience: str, metric: str, *, later: bool) -> Reading | None:
    place = data.chosen.place
    edition = data.later if later else data.earlier
    return data.readings.get(
        edition.id, audience, metric, data.chosen.window, place.level, place.node_key,
        place.touchpoint_key,
    )  # fmt: skip


def _difference(earlier: Reading | None, later: Reading | None) -> PublishedDifference | None:
    """None where one of the two may not be shown or stands for another week."""
    if not has_value(earlier) or not has_value(later) or is_held(earlier) or is_held(later):
        return None
    return published_difference(_limits(earlier), _limits(later))


def _limits(reading: Reading | None) -> tuple[float, float, float]:
    assert reading is not None
    assert reading.value is not None
    assert reading.ci_low is not None
    assert reading.ci_high is not None
    return reading.value, reading.ci_low, reading.ci_high


def _line(
    metric: Metric,
    audience: str,
    earlier: Reading | None,
    later: Reading | None,
    found: PublishedDifference | None,
    q: float | None,
) -> CompareLine:
    is_real = q is not None and q < FALSE_DISCOVERY_RATE
    return CompareLine(
        name=METRICS[metric].name,
        audience=audience,
        earlier=figure_of(earlier),
        later=figure_of(later),
        change=change_text(found.difference, metric) if found else "",
        interval=change_interval_text(found.interval.low, found.interval.high, metric)
        if found
        else "",
        q="" if q is None else q_text(q),
        verdict=_verdict(found, q),
        is_real=is_real,
    )


def _verdict(found: PublishedDifference | None, q: float | None) -> str:
    if found is None or q is None:
        return "Not compared"
    if q >= FALSE_DISCOVERY_RATE:
        return "Cannot be told apart"
    return "Higher" if found.difference > 0 else "Lower"


def _title(lines: Sequence[CompareLine], place: str, caution: str) -> str:
    if caution or not any(line.q for line in lines):
        return f"{place}: the two weeks are not compared"
    real = [line for line in lines if line.is_real]
    if not real:
        return f"{place}: the two weeks cannot be told apart in any figure"
    said = [
        f"{AUDIENCE_ADJECTIVES[line.audience]} {line.name.lower()} is {line.verdict.lower()}"
        for line in real
    ]
    return f"{place}: {listed(said)}" if len(said) < 4 else f"{place}: {len(said)} figures differ"


def _period(data: TwoWeeks, *, later: bool) -> str:
    edition = data.later if later else data.earlier
    return capital(window_text(edition.week, data.chosen.window))


def _selects(opened: Opened, data: TwoWeeks) -> tuple[SelectGroup, ...]:
    chosen, names = data.chosen, opened.names
    places = (("", (("network", "Whole network"),)), *place_options(names))
    touchpoints = (("", "All touchpoints"), *names.touchpoints.items())
    windows = [
        (str(window), capital(WINDOW_NAMES[window]))
        for window in windows_of(chosen.place.level, chosen.place.touchpoint_key)
    ]
    return (
        _weeks(opened, "week", "Week", data.later.week),
        _weeks(opened, "against", "Against", data.earlier.week),
        SelectGroup("place", "Place", tuple(_marked(*g, chosen.place_text) for g in places)),
        _select("touchpoint", "Touchpoint", touchpoints, chosen.place.touchpoint_key),
        _select("window", "Period", windows, str(chosen.window)),
    )


def _weeks(opened: Opened, name: str, label: str, week: str) -> SelectGroup:
    weeks = [*opened.choice.weeks]
    if week not in weeks:
        weeks.append(week)
    return _select(name, label, [(one, f"{one}, {week_days(one)}") for one in weeks], week)


def _select(name: str, label: str, options: Sequence[tuple[str, str]], chosen: str) -> SelectGroup:
    return SelectGroup(name, label, (_marked("", options, chosen),))


def _marked(
    heading: str, options: Sequence[tuple[str, str]], chosen: str
) -> tuple[str, tuple[tuple[str, str, bool], ...]]:
    return heading, tuple((value, words, value == chosen) for value, words in options)


def _facts(data: TwoWeeks, place: str, zone: ZoneInfo) -> tuple[tuple[str, str], ...]:
    base = "; ".join(
        f"{line.week}: {edition_text(line, zone)}" for line in (data.earlier, data.later)
    )
    return page_facts(data.later, base, place, data.chosen.window, zone)
