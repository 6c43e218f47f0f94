"""All comments that may stand beside a figure, with the figure, for the house."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from core.web.filters import counted, number
from customers.names.queries import Names
from metrics.dashboards.datelines import page_facts
from metrics.dashboards.errors import NoSuchPageError
from metrics.dashboards.figures import Figure, figure_of
from metrics.dashboards.queries import AUDIENCES
from metrics.dashboards.shelf import Choice
from metrics.dashboards.voices.reading import VoiceLine, VoicesBeside
from metrics.dashboards.voices.rules import VoiceCut
from metrics.dashboards.week.places import lead_window
from metrics.dashboards.wording import (
    AUDIENCE_PLURALS,
    METRICS,
    WINDOW_NAMES,
    capital,
    metric_title,
    window_text,
)
from metrics.method import WINDOWS
from metrics.models import LISTS, Level

PAGE_SIZE = 25
HIGHEST_PAGE = 100_000
NETWORK = "network:"
PLACE_LEVELS = (Level.COUNTRY, Level.REGION, Level.PARTNER)
UNKNOWN = "There are no comments under this address. Choose customer, place and period again."


@dataclass(frozen=True)
class Asked:
    """What an address asks for, checked."""

    cut: VoiceCut
    metric: str | None
    page: int


@dataclass(frozen=True)
class Option:
    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class Chooser:
    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class ReadPage:
    title: str
    audience: str
    about: str
    figure: Figure | None
    figure_name: str
    sentence: str
    voices: tuple[VoiceLine, ...]
    shown: str
    choosers: tuple[Chooser, ...]
    before: str | None
    after: str | None
    facts: tuple[tuple[str, str], ...]


def read_asked(args: Mapping[str, str], names: Names) -> Asked:
    """Raises NoSuchPageError for a customer, place, touchpoint, metric or window there is not."""
    level, _, key = args.get("place", NETWORK).partition(":")
    touchpoint = args.get("touchpoint", "")
    audience = args.get("audience", AUDIENCES[1])
    metric = args.get("metric") or None
    window = args.get("window", "") or str(lead_window(level, touchpoint))
    is_known = (
        audience in AUDIENCES
        and _is_place(level, key, names)
        and (not touchpoint or touchpoint in names.touchpoints)
        and (metric is None or metric in METRICS)
        and window in map(str, WINDOWS)
    )
    if not is_known:
        raise NoSuchPageError(UNKNOWN)
    return Asked(VoiceCut(audience, int(window), level, key, touchpoint), metric, _page(args))


def _is_place(level: str, key: str, names: Names) -> bool:
    if level == Level.NETWORK:
        return not key
    if level in LISTS:
        return key in names.listed(level)
    return level in PLACE_LEVELS and (level, key) in names.places


def _page(args: Mapping[str, str]) -> int:
    text = args.get("page", "")
    return min(max(1, int(text)), HIGHEST_PAGE) if text.isdecimal() and len(text) < 9 else 1


def build_read_page(
    asked: Asked, found: VoicesBeside, choice: Choice, names: Names, zone: ZoneInfo
) -> ReadPage:
    cut, place = asked.cut, place_text(asked.cut, names)
    last = max(1, -(-found.cleared_count // PAGE_SIZE))
    figure = found.figure
    return ReadPage(
        title=f"What {AUDIENCE_PLURALS[cut.audience]} wrote: {place}",
        audience=cut.audience,
        about=capital(window_text(figure.week if figure else choice.lead.week, cut.window)),
        figure=figure_of(figure) if figure else None,
        figure_name=metric_title(figure.metric) if figure else "",
        sentence=found.sentence,
        voices=found.voices,
        shown=_shown(asked.page, found),
        choosers=tuple(_choosers(asked, choice, names)),
        before=_url(asked, choice, asked.page - 1) if asked.page > 1 else None,
        after=_url(asked, choice, asked.page + 1) if asked.page < last else None,
        facts=page_facts(choice.lead, _base(found), place, cut.window, zone),
    )


def read_url(week: str, cut: VoiceCut, metric: str | None = None) -> str:
    """Where all comments beside a figure stand."""
    given = {
        "week": week, "audience": cut.audience, "place": f"{cut.level}:{cut.node_key}",
        "touchpoint": cut.touchpoint_key, "window": cut.window, "metric": metric,
    }  # fmt: skip
    return "/voices/read?" + urlencode({name: value for name, value in given.items() if value})


def _url(asked: Asked, choice: Choice, page: int) -> str:
    url = read_url(choice.lead.week, asked.cut, asked.metric)
    return f"{url}&page={page}" if page > 1 else url


def place_text(cut: VoiceCut, names: Names) -> str:
    parts = []
    if cut.level != Level.NETWORK:
        parts.append(names.place(cut.level, cut.node_key))
    if cut.touchpoint_key:
        parts.append(names.touchpoints[cut.touchpoint_key])
    return ", ".join(parts) or "the whole network"


def _base(found: VoicesBeside) -> str:
    if found.figure is None:
        return "No figure that comments may stand beside"
    return f"{counted(found.figure.n, 'answer')}, {counted(found.cleared_count, 'cleared comment')}"


def _shown(page: int, found: VoicesBeside) -> str:
    if not found.voices:
        return ""
    first = (page - 1) * PAGE_SIZE + 1
    last = first + len(found.voices) - 1
    return f"{number(first)} to {number(last)} of {counted(found.cleared_count, 'comment')}"


def _choosers(asked: Asked, choice: Choice, names: Names) -> Iterator[Chooser]:
    cut = asked.cut
    finals = [week for week in choice.weeks if week not in choice.early_weeks]
    yield _chooser("week", "Week", ((week, week) for week in finals), choice.lead.week)
    audiences = ((audience, AUDIENCE_PLURALS[audience]) for audience in reversed(AUDIENCES))
    yield _chooser("audience", "Customer", audiences, cut.audience)
    yield _chooser("place", "Place", _places(names), f"{cut.level}:{cut.node_key}")
    touchpoints = [("", "every touchpoint"), *names.touchpoints.items()]
    yield _chooser("touchpoint", "Touchpoint", touchpoints, cut.touchpoint_key)
    windows = ((str(window), WINDOW_NAMES[window]) for window in WINDOWS)
    yield _chooser("window", "Period", windows, str(cut.window))


def _places(names: Names) -> Iterator[tuple[str, str]]:
    yield NETWORK, "the whole network"
    for level in PLACE_LEVELS:
        for place in names.within(level):
            yield f"{level}:{place.key}", f"{level}: {place.name}"
    for listed in LISTS:
        for key, name in names.listed(listed).items():
            yield f"{listed}:{key}", f"{listed.replace('_', ' ')}: {name}"


def _chooser(name: str, label: str, options: Iterable[tuple[str, str]], chosen: str) -> Chooser:
    return Chooser(name, label, tuple(Option(v, text, v == chosen) for v, text in options))
