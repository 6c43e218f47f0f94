"""The form of the bench: every list there is to choose from, and what was said against a choice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from customers.names.queries import Names, alphabetical
from metrics.bench.choice import ALL_TOUCHPOINTS, Extra
from metrics.bench.forms import Asked, Entered, Problem
from metrics.bench.queries import Opened
from metrics.bench.rows import EXTRAS
from metrics.dashboards.queries import AUDIENCES
from metrics.dashboards.wording import AUDIENCE_NAMES, METRICS
from metrics.method import WINDOWS
from metrics.models import Level, Metric
from metrics.places import GROUPS, NETWORK, places_of

PERIODS = {"": "What leads there", "1": "One week", "4": "4 weeks", "13": "13 weeks"}


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    is_chosen: bool
    hint: str = ""


@dataclass(frozen=True)
class Group:
    """Places of one kind; `is_open` where something in it is chosen or was looked for."""

    name: str
    options: tuple[Option, ...]
    is_open: bool

    @property
    def chosen_count(self) -> int:
        return sum(option.is_chosen for option in self.options)


@dataclass(frozen=True)
class Fields:
    metrics: tuple[Option, ...]
    audiences: tuple[Option, ...]
    network: Option
    places: tuple[Group, ...]
    touchpoints: tuple[Option, ...]
    windows: tuple[Option, ...]
    extras: tuple[Option, ...]
    first: str
    last: str
    find: str
    newest: str
    problems: tuple[Problem, ...]

    def wrong(self, field: str) -> str:
        """What is wrong with a field, in one text."""
        return " ".join(problem.text for problem in self.problems if problem.field == field)


def build_fields(opened: Opened, asked: Asked) -> Fields:
    entered, names = asked.entered, opened.names
    network = str(NETWORK)
    return Fields(
        metrics=_options(((key, METRICS[key].name) for key in Metric), entered.metrics),
        audiences=_options(((key, AUDIENCE_NAMES[key]) for key in AUDIENCES), entered.audiences),
        network=Option(network, "Network", network in entered.places),
        places=tuple(_group(level, names, entered) for level in GROUPS),
        touchpoints=_options(_touchpoints(names), entered.touchpoints),
        windows=_options(
            ((key, PERIODS[key]) for key in ("", *map(str, WINDOWS))), (entered.window,)
        ),
        extras=tuple(
            Option(key, EXTRAS[key].name, key in entered.extras, EXTRAS[key].about) for key in Extra
        ),
        first=entered.first,
        last=entered.last,
        find=entered.find,
        newest=str(opened.newest),
        problems=asked.problems,
    )


def _options(pairs: Iterable[tuple[str, str]], chosen: Sequence[str]) -> tuple[Option, ...]:
    return tuple(Option(value, label, value in chosen) for value, label in pairs)


def _touchpoints(names: Names) -> list[tuple[str, str]]:
    return [(ALL_TOUCHPOINTS, "All together"), *names.touchpoints.items()]


def _group(level: Level, names: Names, entered: Entered) -> Group:
    """Where something is looked for: what matches, and what is chosen already."""
    found = [
        option
        for option in _options(places_of(names, level), entered.places)
        if option.is_chosen or _matches(option.label, entered.find)
    ]
    is_open = any(option.is_chosen for option in found) or bool(entered.find and found)
    return Group(GROUPS[level], tuple(found), is_open)


def _matches(label: str, find: str) -> bool:
    return alphabetical(find) in alphabetical(label)
