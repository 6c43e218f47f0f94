"""What was asked for, read from an address: a choice, or every reason why there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from core.clock import Week
from customers.names.queries import Names
from metrics.bench.choice import (
    ALL_TOUCHPOINTS,
    MOST_FIGURES,
    MOST_SERIES,
    MOST_WEEKS,
    BenchQuery,
    Extra,
    of_values,
    possible_windows,
    span_of,
)
from metrics.dashboards.queries import AUDIENCES
from metrics.dashboards.wording import WINDOW_NAMES, listed
from metrics.integrity.signature import tidy
from metrics.method import WINDOWS
from metrics.models import Level, Metric
from metrics.places import Place

# What is asked for where an address does not say.
USUAL: dict[str, tuple[str, ...]] = {
    "metric": (Metric.NPS,), "audience": AUDIENCES, "place": (Level.NETWORK,),
}  # fmt: skip
OF_FORM = ("window", "from", "to")
FIELDS = ("metric", "audience", "place", "touchpoint", "window", "from", "to", "column")


@dataclass(frozen=True)
class Problem:
    """What is wrong with a field; `is_missing` where it names what does not exist."""

    field: str
    text: str
    is_missing: bool = False


@dataclass(frozen=True)
class Known:
    """What there is to choose from: names, the newest final, and the newest week of all."""

    names: Names
    newest: Week
    latest: Week


@dataclass(frozen=True)
class Entered:
    """The fields as they came, to be shown again."""

    metrics: tuple[str, ...]
    audiences: tuple[str, ...]
    places: tuple[str, ...]
    touchpoints: tuple[str, ...]
    window: str
    first: str
    last: str
    extras: tuple[str, ...]
    find: str = ""


@dataclass(frozen=True)
class Asked:
    """`query` is None where anything is wrong; `is_chosen` is False where nobody chose anything."""

    entered: Entered
    query: BenchQuery | None
    problems: tuple[Problem, ...] = ()
    is_chosen: bool = True

    @property
    def status(self) -> int:
        if not self.problems or not self.is_chosen:
            return 200
        return 404 if all(problem.is_missing for problem in self.problems) else 400


def read_choice(arguments: MultiDict[str, str], known: Known) -> Asked:
    """An address without any choice asks for what the week's page leads with."""
    entered = _entered(arguments)
    problems = [problem for check in FIELD_CHECKS for problem in check(entered, known)]
    if problems:
        return Asked(entered, None, tuple(problems), is_chosen=_is_chosen(arguments))
    query = _query(entered)
    problems = [problem for whole in WHOLE_CHECKS for problem in whole(query, known)]
    found = None if problems else query
    return Asked(entered, found, tuple(problems), is_chosen=_is_chosen(arguments))


def _is_chosen(arguments: MultiDict[str, str]) -> bool:
    return any(name in arguments for name in FIELDS)


def _entered(arguments: MultiDict[str, str]) -> Entered:
    if not _is_chosen(arguments):
        return Entered(USUAL["metric"], USUAL["audience"], USUAL["place"], (ALL_TOUCHPOINTS,),
                       "", "", "", (), _looked_for(arguments))  # fmt: skip
    given = {name: of_values([tidy(value) for value in arguments.getlist(name)]) for name in FIELDS}
    # The form sends its fields for weeks with everything; an address may say a part and no more.
    usual = {} if all(name in arguments for name in OF_FORM) else USUAL
    return Entered(
        metrics=given["metric"] or usual.get("metric", ()),
        audiences=given["audience"] or usual.get("audience", ()),
        places=given["place"] or usual.get("place", ()),
        touchpoints=given["touchpoint"] or (ALL_TOUCHPOINTS,),
        window=tidy(arguments.get("window")),
        first=tidy(arguments.get("from")),
        last=tidy(arguments.get("to")),
        extras=given["column"],
        find=_looked_for(arguments),
    )


def _looked_for(arguments: MultiDict[str, str]) -> str:
    """Only where "Find" was pressed: afterwards the whole list is there again."""
    return tidy(arguments.get("find")) if "look" in arguments else ""


def _query(entered: Entered) -> BenchQuery:
    """In the lists' own order, so that one choice has one address."""
    touchpoints = tuple("" if key == ALL_TOUCHPOINTS else key for key in entered.touchpoints)
    return BenchQuery(
        metrics=tuple(metric for metric in Metric if metric in entered.metrics),
        audiences=tuple(audience for audience in AUDIENCES if audience in entered.audiences),
        places=tuple(Place.parse(text) for text in entered.places),
        touchpoints=touchpoints,
        window=int(entered.window or 0),
        first=Week.parse(entered.first) if entered.first else None,
        last=Week.parse(entered.last) if entered.last else None,
        extras=tuple(extra for extra in Extra if extra in entered.extras),
    )


def _metrics(entered: Entered, _known: Known) -> Iterator[Problem]:
    if not entered.metrics:
        yield Problem("metric", "Choose at least one metric.")
    yield from _unknown("metric", entered.metrics, tuple(Metric), "There is no metric “{}”.")


def _audiences(entered: Entered, _known: Known) -> Iterator[Problem]:
    if not entered.audiences:
        yield Problem("audience", "Choose channel partners, end users or both.")
    yield from _unknown("audience", entered.audiences, AUDIENCES, "There is no customer “{}”.")


def _places(entered: Entered, known: Known) -> Iterator[Problem]:
    if not entered.places:
        yield Problem("place", "Choose at least one place; the network is one.")
    gone = [text for text in entered.places if not Place.parse(text).is_known(known.names)]
    for text in gone:
        yield Problem(
            "place",
            f"There is no place, product line or segment “{text}”, or there no longer is. Choose "
            "another.",
            is_missing=True,
        )


def _touchpoints(entered: Entered, known: Known) -> Iterator[Problem]:
    there = (ALL_TOUCHPOINTS, *known.names.touchpoints)
    yield from _unknown("touchpoint", entered.touchpoints, there, "There is no touchpoint “{}”.")


def _extras(entered: Entered, _known: Known) -> Iterator[Problem]:
    yield from _unknown("column", entered.extras, tuple(Extra), "There is no column “{}”.")


def _unknown(
    field: str, given: tuple[str, ...], there: tuple[str, ...], text: str
) -> Iterator[Problem]:
    for value in given:
        if value not in there:
            yield Problem(field, f"{text.format(value)} Choose from the list.", is_missing=True)


def _window(entered: Entered, _known: Known) -> Iterator[Problem]:
    if entered.window not in ("", *map(str, WINDOWS)):
        yield Problem("window", "A period is 1, 4 or 13 weeks long. Choose one of these.")


def _weeks(entered: Entered, known: Known) -> Iterator[Problem]:
    for field, text in (("from", entered.first), ("to", entered.last)):
        try:
            week = Week.parse(text) if text else None
        except ValueError as error:
            yield Problem(field, str(error))
            continue
        if week is not None and week > known.latest:
            yield Problem(
                field, f"{week} is not published yet; the newest is {known.latest}.", True
            )


def _order(query: BenchQuery, known: Known) -> Iterator[Problem]:
    span = span_of(query, known.newest)
    if span.first > span.last:
        yield Problem("from", f"{span.first} is after {span.last}. Let it begin before it ends.")
    elif span.week_count > MOST_WEEKS:
        yield Problem(
            "from", f"These are {span.week_count} weeks; {MOST_WEEKS} are drawn at once. "
            f"Begin with {span.last.shifted(1 - MOST_WEEKS)} or later.",
        )  # fmt: skip


def _size(query: BenchQuery, _known: Known) -> Iterator[Problem]:
    if query.series_count > MOST_SERIES:
        parts = (
            (len(query.metrics), "metrics"), (len(query.places), "places"),
            (len(query.touchpoints), "touchpoints"), (len(query.audiences), "customers"),
        )  # fmt: skip
        widest = max(parts)[1]
        sizes = " × ".join(f"{count} {name}" for count, name in parts if count > 1)
        yield Problem(
            "place" if widest == "customers" else widest.rstrip("s"),
            f"{sizes} are {query.series_count} series; {MOST_SERIES} are drawn at once. "
            f"Choose fewer {widest}.",
        )


def _one_window(query: BenchQuery, _known: Known) -> Iterator[Problem]:
    possible = possible_windows(query)
    if not possible:
        yield Problem(
            "touchpoint",
            "Channel partners are shown over 4 weeks for all touchpoints together, and over 13 for "
            "each. Choose one or the other.",
        )
    elif query.window and query.window not in possible:
        said = listed([WINDOW_NAMES[window] for window in possible])
        yield Problem(
            "window",
            f"A channel partner’s figures have one period, here {said}: two could be subtracted. "
            "Choose it, or leave the channel partners out.",
        )


def _figures(query: BenchQuery, known: Known) -> Iterator[Problem]:
    """What a page can show at once without becoming slow."""
    windows, span = possible_windows(query), span_of(query, known.newest)
    if not windows or not 0 < span.week_count <= MOST_WEEKS or query.series_count > MOST_SERIES:
        return
    count = query.series_count * len(span.ends(query.window or windows[0]))
    if count > MOST_FIGURES:
        yield Problem(
            "from",
            f"{query.series_count} series over {span.week_count} weeks are {count} figures; "
            f"{MOST_FIGURES} are shown at once. Begin later, or choose fewer series.",
        )


FIELD_CHECKS: tuple[Callable[[Entered, Known], Iterator[Problem]], ...] = (
    _metrics, _audiences, _places, _touchpoints, _window, _weeks, _extras,
)  # fmt: skip
WHOLE_CHECKS: tuple[Callable[[BenchQuery, Known], Iterator[Problem]], ...] = (
    _order, _size, _one_window, _figures,
)  # fmt: skip
