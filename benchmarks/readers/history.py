"""Years of published editions for a large network, written straight into the published tables.

A few editions are drawn (`drawing`); every later one repeats one of them with all figures shifted
a little, by INSERT … SELECT: no page can tell, and the database does it at its own speed. Nothing
is frozen or computed: only what readers' pages read is there.
"""

from __future__ import annotations

import hashlib
import random
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from benchmarks.readers.drawing import ROOM, Drawing, Network, frozen
from core.bulk import chunked, insert_rows
from core.clock import Week
from core.database import Base, engine_options, prepare_engine, writing
from core.schema import upgrade_database
from customers.models import Node
from customers.rows import PartnerRow, ProductLineRow, TouchpointRow
from customers.services import (
    create_programme,
    store_partners,
    store_product_lines,
    store_touchpoints,
)
from metrics.comparison.models import ChartPoint, DriverRow, Standing
from metrics.models import (
    Change,
    Edition,
    EditionKind,
    Estimate,
    FindingRow,
    Gap,
    LadderStep,
    Level,
    Weighing,
)
from metrics.targets.models import Target

NEWEST_WEEK = Week(2026, 46)
DRAWN_COUNT = 4
COUNTRY_COUNT, REGION_COUNT, LINE_COUNT = 10, 40, 6
PUBLISHED: tuple[type[Base], ...] = (
    Estimate, Gap, Change, FindingRow, LadderStep, Weighing, ChartPoint, Standing, DriverRow,
)  # fmt: skip
SHIFTED = {Estimate: ("value", "raw", "ci_low", "ci_high"), Gap: ("value", "ci_low", "ci_high")}


@dataclass(frozen=True)
class Size:
    """How much is written: `touchpoint_count` above eight stands in for further metrics."""

    week_count: int
    partner_count: int = 400
    touchpoint_count: int = 8


@dataclass(frozen=True)
class Written:
    row_counts: dict[str, int]
    seconds: float

    @property
    def row_count(self) -> int:
        return sum(self.row_counts.values())


def quick_engine(url: str) -> Engine:
    """An engine that does not wait for the disk: a history lost to a power cut is drawn again."""
    engine = sa.create_engine(url, **engine_options(url))
    prepare_engine(engine)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _hurry)
    return engine


def _hurry(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous = OFF")


def write_history(url: str, size: Size) -> Written:
    """Fill an empty database: the programme, its readers and `week_count` finals and a flash."""
    started = time.perf_counter()
    engine = quick_engine(url)
    upgrade_database(engine)
    with Session(engine, expire_on_commit=False) as session:
        with writing(session):
            network = _set_up(session, size)
        _write_editions(session, network, size.week_count)
        counts = {table.__tablename__: _count(session, table) for table in PUBLISHED}
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            connection.execute(sa.text("ANALYZE"))  # as its autovacuum does by itself
    engine.dispose()
    return Written(counts, time.perf_counter() - started)


def _set_up(session: Session, size: Size) -> Network:
    now = datetime.combine(NEWEST_WEEK.monday, datetime.min.time(), UTC) - timedelta(weeks=300)
    create_programme(session, name="Benchmark Compressors", time_zone="Europe/Berlin", now=now)
    extra = size.touchpoint_count - len(frozen()["asked"]["end_user"]) + 1
    store_touchpoints(
        session, [TouchpointRow(f"x{i}", f"Touchpoint {i}") for i in range(extra)], now
    )
    store_partners(session, [_partner(number) for number in range(size.partner_count)], now)
    lines = [ProductLineRow(f"line-{i}", f"Product line {i}") for i in range(LINE_COUNT)]
    store_product_lines(session, lines, now)
    session.add_all(Target(**row, set_at=now) for row in frozen()["targets"])
    session.flush()
    nodes = session.execute(sa.select(Node.kind, Node.key).order_by(Node.id)).all()
    places = {kind: [key for other, key in nodes if other == kind] for kind, _ in nodes}
    places |= {Level.NETWORK: [""], Level.PRODUCT_LINE: [line.key for line in lines]}
    return Network(places, _asked(extra))


def _partner(number: int) -> PartnerRow:
    region = number % REGION_COUNT
    return PartnerRow(
        f"P{number:03}",
        f"Compressors and Service {number:03} Ltd",
        f"Country {region % COUNTRY_COUNT:02}",
        f"Region {region:02}",
        "large" if number % 3 else "small",
    )


def _asked(extra: int) -> dict[str, dict[str, list[str]]]:
    """As in the demo; each further touchpoint asks what one of the demo's does."""
    found: dict[str, dict[str, list[str]]] = {}
    for audience, touchpoints in frozen()["asked"].items():
        known = [metrics for key, metrics in touchpoints.items() if key]
        more = {f"x{number}": known[number % len(known)] for number in range(extra)}
        found[audience] = {**touchpoints, **more}
    return found


def _write_editions(session: Session, network: Network, week_count: int) -> None:
    luck = random.Random(1)
    drawn: list[int] = []
    last: int | None = None
    for number in range(week_count + 1):
        is_flash = number == week_count
        week = NEWEST_WEEK.shifted(number - week_count)
        with writing(session):
            edition = _edition(session, week, EditionKind.FLASH if is_flash else EditionKind.FINAL)
            if len(drawn) < DRAWN_COUNT and not is_flash:
                _draw(session, network, edition.id, last)
                drawn.append(edition.id)
            else:
                shift = luck.uniform(-ROOM, ROOM)
                _repeat(session, drawn[number % len(drawn)], edition.id, last, shift)
        last = edition.id


def _edition(session: Session, week: Week, kind: EditionKind) -> Edition:
    days = 1 if kind == EditionKind.FLASH else 9
    at = datetime.combine(week.sunday, datetime.min.time(), UTC) + timedelta(days=days)
    partners = session.scalar(sa.select(sa.func.count()).where(Node.kind == Level.PARTNER)) or 0
    each = frozen()["per_partner"]
    edition = Edition(
        week=str(week),
        kind=kind.value,
        revision=0,
        reason=None,
        is_backfilled=False,
        cut_off_at=at,
        published_at=at,
        folder=f"{week}-{kind}-0",
        manifest_hash=hashlib.sha256(f"{week} {kind}".encode()).hexdigest(),
        previous_hash=None,
        method_version="1.4",
        code_version="benchmark",
        transaction_count=round(partners * each["transactions"]),
        response_count=round(partners * each["responses"]),
        late_response_count=0,
        expected_answer_share=0.7 if kind == EditionKind.FLASH else 1.0,
        summary=frozen()["summary"],
    )
    session.add(edition)
    session.flush()
    return edition


def _draw(session: Session, network: Network, edition_id: int, last: int | None) -> None:
    for table, rows in Drawing.of(network, edition_id).tables():
        same: dict[str, Any] = {"edition_id": edition_id}
        if table is Change:
            same["against_edition_id"] = last
        for part in chunked(rows):
            insert_rows(session, table, [{**row, **same} for row in part])


def _repeat(session: Session, source: int, edition_id: int, last: int | None, shift: float) -> None:
    """The rows of an earlier edition once more, all figures moved by `shift` standard errors."""
    for table in PUBLISHED:
        columns: Any = table.__table__.c
        values = {
            column.name: column
            for column in columns
            if column.name not in ("id", "edition_id", "against_edition_id")
        }
        for name in SHIFTED.get(table, ()):
            values[name] = columns[name] + shift * columns.se
        values["edition_id"] = sa.literal(edition_id)
        if table is Change:
            values["against_edition_id"] = sa.literal(last)
        chosen = sa.select(*values.values()).where(columns.edition_id == source)
        session.execute(sa.insert(table).from_select(list(values), chosen.order_by(columns.id)))


def _count(session: Session, table: type[Base]) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def file_size(path: Path) -> int:
    """Bytes of a SQLite database with what it has not yet put in its place."""
    return sum(part.stat().st_size for part in path.parent.glob(f"{path.name}*"))
