"""Years of published editions for a large network, written straight into the published tables.

A few editions are drawn (`drawn`); every later one repeats one of them with all figures shifted a
little, by INSERT … SELECT: no page can tell, and the database does it at its own speed. Comments
are drawn week by week, signals at the end. Nothing is frozen or computed: only what readers' pages
read is there.
"""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from access.models import Role
from access.services import RoleGrant, add_user
from access.visibility import command_line_scope
from benchmarks.readers.drawn.editions import tables_of
from benchmarks.readers.drawn.network import ROOM, Network, frozen
from benchmarks.readers.drawn.signals import write_signals
from benchmarks.readers.drawn.voices import People, write_people, write_voices
from benchmarks.readers.programme import set_up
from core.bulk import chunked, insert_rows
from core.clock import Week
from core.database import Base, engine_options, prepare_engine, writing
from core.schema import upgrade_database
from customers.models import Account, Contact, Node, Transaction
from feedback.models import Answer, Response
from feedback.voices.models import Voice
from metrics.comparison.models import (
    ChartPoint,
    Distribution,
    DriverRow,
    PeerBenchmark,
    Standing,
)
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
from metrics.signals.models import Signal, SignalNote
from metrics.tallies import EstimateTally, store_tallies

NEWEST_WEEK = Week(2026, 46)
DRAWN_COUNT = 4
PUBLISHED: tuple[type[Base], ...] = (
    Estimate, Gap, Change, FindingRow, LadderStep, Weighing, ChartPoint, Distribution, Standing,
    PeerBenchmark, DriverRow, EstimateTally,
)  # fmt: skip
OF_PEOPLE: tuple[type[Base], ...] = (
    Account, Contact, Transaction, Response, Answer, Voice, Signal, SignalNote,
)  # fmt: skip
FIGURES = ("value", "ci_low", "ci_high")
BESIDE = ("raw", "base_value", "with_set_aside", "without_flagged")
SHIFTED = {Estimate: (*FIGURES, *BESIDE), Gap: FIGURES}


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
        _write(session, size)
        counts = {table.__tablename__: _count(session, table) for table in (*PUBLISHED, *OF_PEOPLE)}
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            connection.execute(sa.text("ANALYZE"))  # as its autovacuum does by itself
    engine.dispose()
    return Written(counts, time.perf_counter() - started)


def _write(session: Session, size: Size) -> None:
    now = datetime.combine(NEWEST_WEEK.monday, datetime.min.time(), UTC) - timedelta(weeks=300)
    with writing(session):
        network = set_up(session, size.partner_count, size.touchpoint_count, now)
        people = write_people(session, network, now)
        grant = RoleGrant(Role.EXECUTIVE)
        owner = add_user(
            session,
            command_line_scope(),
            email="owner@bench.example",
            name="Owner",
            grants=(grant,),
            now=now,
        )
    finals = _write_editions(session, network, people, size.week_count)
    with writing(session):
        write_signals(session, network, finals, owner.id)


def _write_editions(
    session: Session, network: Network, people: People, week_count: int
) -> Sequence[tuple[Week, int]]:
    """The finals, oldest first, with the week's comments each; then a flash."""
    luck, rng = random.Random(1), np.random.default_rng(3)
    finals: list[tuple[Week, int]] = []
    comment = 1
    for number in range(week_count):
        week = NEWEST_WEEK.shifted(number - week_count)
        with writing(session):
            edition = _edition(session, week, EditionKind.FINAL)
            last = finals[-1][1] if finals else None
            if number < DRAWN_COUNT:
                _draw(session, network, edition.id, last)
            else:
                source = finals[number % DRAWN_COUNT][1]
                _repeat(session, source, edition.id, last, luck.uniform(-ROOM, ROOM))
            comment = write_voices(session, people, week, rng, comment)
        finals.append((week, edition.id))
    with writing(session):
        flash = _edition(session, NEWEST_WEEK, EditionKind.FLASH)
        _repeat(session, finals[0][1], flash.id, finals[-1][1], luck.uniform(-ROOM, ROOM))
    return finals


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
        method_version=frozen()["method_version"],
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
    for table, rows in tables_of(network, edition_id):
        same: dict[str, Any] = {"edition_id": edition_id}
        if table is Change:
            same["against_edition_id"] = last
        for part in chunked(rows):
            insert_rows(session, table, [{**row, **same} for row in part])
    store_tallies(session, edition_id)


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
