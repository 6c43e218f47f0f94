"""Which pages are read: those of each reader's Monday, found in what was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, urlencode

import sqlalchemy as sa
from sqlalchemy.orm import Session

from benchmarks.readers.people import Person, sign_in_readers
from customers.models import Audience
from metrics.dashboards.figures import name_of_estimate
from metrics.integrity.label.address import label_url
from metrics.models import Edition, EditionKind, Estimate, Level, Metric
from metrics.signals.models import Signal

YEARS_BACK = 156
# A trend spans 53 weeks: an older week with fewer before it would be a smaller page.
TREND_WEEKS = 53
COMPARED_COUNT = 6


class Kind(StrEnum):
    """What is asked for: a page, its data for a program, a file, or a PDF."""

    PAGE = "page"
    DATA = "data"
    KEPT = "kept"  # the program has it already and asks whether it is current
    FILE = "file"
    PAPER = "paper"


@dataclass(frozen=True)
class Page:
    """A page's name in the table, its address, and who reads it."""

    name: str
    path: str
    reader: str
    kind: Kind = Kind.PAGE


@dataclass(frozen=True)
class Reading:
    """All pages of one installation, and its readers."""

    pages: tuple[Page, ...]
    people: Mapping[str, Person]


@dataclass(frozen=True)
class Busy:
    """The newest final, an older one, and of each level the place with the most to show."""

    newest: str
    older: str
    places: Mapping[Level, str]

    def quoted(self, level: Level) -> str:
        return quote(self.places[level])


def prepare_reading(session: Session) -> Reading:
    """Sign the readers in; the partner is the one with the most figures to show."""
    busy = _busy(session)
    people = sign_in_readers(session, busy.places[Level.PARTNER])
    labels: dict[Level, str] = {
        level: _label(session, busy.newest, level, busy.places[level])
        for level in (Level.NETWORK, Level.PARTNER)
    }
    signal = session.scalars(sa.select(Signal.id).order_by(Signal.id.desc()).limit(1)).first()
    pages = (
        *_of_the_week(busy),
        *_beside_it(busy, labels, signal),
        *_of_the_bench(session, busy),
        *_taken_along(busy),
        *_of_the_partner(busy, labels[Level.PARTNER]),
    )
    return Reading(pages, people)


def _busy(session: Session) -> Busy:
    finals = sa.select(Edition.week).where(Edition.kind == EditionKind.FINAL)
    weeks = session.scalars(finals.order_by(Edition.week.desc())).all()
    back = max(1, min(YEARS_BACK, len(weeks) - TREND_WEEKS))
    shown = (level for level in Level if level != Level.PARTNER_LINE)
    places: dict[Level, str] = {level: _busiest(session, level) for level in shown}
    return Busy(weeks[0], weeks[min(back, len(weeks) - 1)], places)


def _busiest(session: Session, level: Level) -> str:
    """The place of a level with the most figures to show."""
    finals = sa.select(Edition.id).where(Edition.kind == EditionKind.FINAL)
    newest = session.scalars(finals.order_by(Edition.week.desc()).limit(1)).one()
    count = sa.func.count(Estimate.value)
    query = (
        sa.select(Estimate.node_key)
        .where(Estimate.edition_id == newest, Estimate.level == level)
        .group_by(Estimate.node_key)
        .order_by(count.desc(), Estimate.node_key)
    )
    return session.scalars(query.limit(1)).one()


def _label(session: Session, week: str, level: Level, node_key: str) -> str:
    """The label of the end users' first figure that is shown."""
    query = (
        sa.select(Estimate)
        .join(Edition)
        .where(
            Edition.week == week,
            Edition.kind == EditionKind.FINAL,
            Estimate.level == level,
            Estimate.node_key == node_key,
            Estimate.audience == Audience.END_USER,
            Estimate.window.in_((4, 13)),
            Estimate.value.is_not(None),
        )
        .order_by(Estimate.id)
    )
    return label_url(week, "final", 0, name_of_estimate(session.scalars(query.limit(1)).one()))


def _of_the_week(busy: Busy) -> Iterator[Page]:
    for reader, name, path in (
        ("executive", "the week", "/"),
        ("manager", "the week", "/"),
        ("executive", "three years back", f"/?week={busy.older}"),
        ("executive", "a country", f"/level/country/{busy.quoted(Level.COUNTRY)}"),
        ("executive", "a region", f"/level/region/{busy.quoted(Level.REGION)}"),
        ("executive", "a touchpoint", "/touchpoint/repair_visit"),
        ("executive", "a touchpoint in a country",
         f"/touchpoint/repair_visit/country/{busy.quoted(Level.COUNTRY)}"),
        ("executive", "a product line", f"/level/product_line/{busy.quoted(Level.PRODUCT_LINE)}"),
        ("executive", "a segment", f"/level/segment/{busy.quoted(Level.SEGMENT)}"),
        ("executive", "a partner", f"/partner/{busy.quoted(Level.PARTNER)}"),
        ("executive", "all partners", "/partners"),
        ("executive", "two weeks", f"/compare?week={busy.newest}&against={busy.older}"),
    ):  # fmt: skip
        yield Page(name, path, reader)


def _beside_it(busy: Busy, labels: Mapping[Level, str], signal: int | None) -> Iterator[Page]:
    voices = urlencode({"week": busy.newest, "audience": Audience.END_USER.value})
    signals = (("a signal", f"/signals/{signal}"),) if signal else ()
    for name, path in (
        ("the editions", "/editions"),
        ("an edition", f"/editions/{busy.newest}/final/0"),
        ("its integrity", f"/integrity/{busy.newest}/final/0"),
        ("a total's label", labels[Level.NETWORK]),
        ("a partner's label", labels[Level.PARTNER]),
        ("the signals", "/signals"),
        *signals,
        ("all comments", f"/voices/read?{voices}"),
    ):
        yield Page(name, path, "executive")


def _of_the_bench(session: Session, busy: Busy) -> Iterator[Page]:
    """As it opens, and with as many series as may be compared."""
    countries = session.scalars(
        sa.select(Estimate.node_key)
        .where(Estimate.edition_id == 1, Estimate.level == Level.COUNTRY)
        .distinct()
        .order_by(Estimate.node_key)
        .limit(COMPARED_COUNT)
    )
    pairs = [
        ("metric", Metric.NPS.value),
        *(("audience", audience.value) for audience in Audience),
        *(("place", f"{Level.COUNTRY}:{key}") for key in countries),
        ("to", busy.newest),
    ]
    yield Page("the bench", "/bench", "executive")
    yield Page("the bench, 12 series", f"/bench?{urlencode(pairs)}", "executive")


def _taken_along(busy: Busy) -> Iterator[Page]:
    edition, country = f"{busy.newest}/final/0", urlencode({"node": busy.places[Level.COUNTRY]})
    of_country = f"/exports/{edition}/estimates.{{}}?level=country&{country}"
    for name, path, kind in (
        ("country as CSV", of_country.format("csv"), Kind.FILE),
        ("country as XLSX", of_country.format("xlsx"), Kind.FILE),
        ("partners as CSV", f"/exports/{edition}/standings.csv", Kind.FILE),
        ("partners as XLSX", f"/exports/{edition}/standings.xlsx", Kind.FILE),
        ("the week's PDF", "/week.pdf", Kind.PAPER),
    ):
        yield Page(name, path, "executive", kind)
    figures = f"/api/v1/editions/{edition}/estimates"
    yield Page("editions", "/api/v1/editions?limit=50", "program", Kind.DATA)
    yield Page("estimates", figures, "program", Kind.DATA)
    yield Page("the same, kept (304)", figures, "program", Kind.KEPT)


def _of_the_partner(busy: Busy, label: str) -> Iterator[Page]:
    figures = f"/exports/partner/{busy.newest}/figures.csv"
    for name, path, kind in (
        ("their mirror", "/partner", Kind.PAGE),
        ("a label", label, Kind.PAGE),
        ("figures as CSV", figures, Kind.FILE),
        ("their PDF", "/partner.pdf", Kind.PAPER),
    ):
        yield Page(name, path, "partner", kind)
