"""Two weeks beside each other: what can be told apart, after allowing for every look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from core.web.filters import week_days
from metrics.dashboards.breaks import SeriesBreak
from metrics.dashboards.compare.choices import overlap, place_options, windows_of
from metrics.dashboards.compare.families import family_text
from metrics.dashboards.compare.queries import TwoWeeks
from metrics.dashboards.compare.verdicts import Outcome, Pair, judge
from metrics.dashboards.datelines import edition_text, page_facts
from metrics.dashboards.figures import Figure, figure_of
from metrics.dashboards.opening import Opened
from metrics.dashboards.wording import (
    AUDIENCE_ADJECTIVES,
    METRICS,
    WINDOW_NAMES,
    capital,
    listed,
    window_text,
)


@dataclass(frozen=True)
class CompareLine:
    metric: str
    name: str
    audience: str
    earlier: Figure
    later: Figure
    outcome: Outcome


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
    breaks: tuple[str, ...]
    selects: tuple[SelectGroup, ...]
    earlier: str
    later: str
    lines: tuple[CompareLine, ...]
    facts: tuple[tuple[str, str], ...]


def build_compare_page(opened: Opened, data: TwoWeeks) -> ComparePage:
    chosen, zone = data.chosen, opened.zone
    caution = _caution(data)
    judged = judge(data, is_tested=not caution)
    lines = tuple(_line(pair, outcome) for pair, outcome in judged)
    breaks = _broken(data, [pair for pair, _ in judged])
    place = chosen.place.title(opened.names) or opened.programme.name
    return ComparePage(
        title=_title(lines, place, breaks, _Periods.of(data)),
        about=f"{place}, {WINDOW_NAMES[chosen.window]} each. Two periods are told apart only at q "
        f"below .10, considering {family_text(chosen.place)}; who looks at many pages finds "
        "differences by chance. What the later edition itself says of these two weeks stands as it "
        "was published.",
        caution=caution,
        breaks=tuple(dict.fromkeys(one.what for one in breaks)),
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
        choices = windows_of(data.chosen.place.level, data.chosen.place.touchpoint_key)
        shorter = ", or one week as the period" if 1 in choices else ""
        return (
            f"These periods of {window} share weeks, so most of their answers are the same. "
            f"Choose weeks at least {data.chosen.window} apart{shorter}."
        )
    return ""


def _line(pair: Pair, outcome: Outcome) -> CompareLine:
    return CompareLine(
        pair.metric,
        METRICS[pair.metric].name,
        pair.audience,
        figure_of(pair.earlier),
        figure_of(pair.later),
        outcome,
    )


def _broken(data: TwoWeeks, pairs: Sequence[Pair]) -> tuple[SeriesBreak, ...]:
    """What changed between the two weeks, as far as it concerns a figure of the page."""
    place = data.chosen.place
    own = (str(place.level), place.node_key, place.touchpoint_key)
    return tuple(
        one
        for one in data.breaks
        if any(one.concerns(pair.audience, pair.metric, *own) for pair in pairs)
    )


@dataclass(frozen=True)
class _Periods:
    """What the two are called: weeks, or periods of several; and each by its name."""

    plural: str
    earlier: str
    later: str

    @classmethod
    def of(cls, data: TwoWeeks) -> _Periods:
        ends = (window_text(one.week, data.chosen.window) for one in (data.earlier, data.later))
        return cls("weeks" if data.chosen.window == 1 else "periods", *ends)


def _title(
    lines: Sequence[CompareLine], place: str, breaks: Sequence[SeriesBreak], periods: _Periods
) -> str:
    compared = any(line.outcome.q for line in lines)
    if any(one.ends for one in breaks):
        rest = f"; of the rest, {_said(lines, periods)}" if compared else ""
        return f"{place}: a series starts anew between the two {periods.plural}{rest}"
    if not compared:
        return f"{place}: the two {periods.plural} are not compared"
    care = "to be read with care, since something changed in between: " if breaks else ""
    return f"{place}: {care}{_said(lines, periods)}"


def _said(lines: Sequence[CompareLine], periods: _Periods) -> str:
    """In week 46, 2026, end-user ease is higher than in week 45, 2026."""
    real = [line for line in lines if line.outcome.is_real]
    if not real:
        return f"the two {periods.plural} cannot be told apart in any figure"
    if len(real) > 3:
        return f"{len(real)} figures differ"
    said = [
        f"{AUDIENCE_ADJECTIVES[line.audience]} {METRICS[line.metric].plain} is "
        f"{line.outcome.verdict.lower()}"
        for line in real
    ]
    return f"in {periods.later}, {listed(said)} than in {periods.earlier}"


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
