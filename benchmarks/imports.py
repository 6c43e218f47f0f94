"""Speed of importing transactions: from a CSV file to rows in the database.

Prints CPU seconds and rows per CPU second of each step, its ratio to reading the same file with
csv alone, and the share of the limit used in wall-clock time.
Usage: python benchmarks/imports.py [rows]
"""

from __future__ import annotations

import csv
import io
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

import access.models
import feedback.models
import surveys.models
from access.visibility import command_line_scope
from core.database import Base, engine_options, prepare_engine, writing
from customers.imports.services import Source, carry_out, plan_import
from customers.imports.transactions import TransactionsImport
from customers.rows import EndUserRow, PartnerRow, ProductLineRow
from customers.services import (
    create_programme,
    store_end_users,
    store_partners,
    store_product_lines,
)

TABLES_OF = (access.models, surveys.models, feedback.models)
NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
PARTNERS, END_USERS, LINES = 400, 20_000, 12
LIMIT_SECONDS = 30
HEADER = "key,touchpoint,date,partner,end_user,product_line,amount,currency,promised,is_late"
TOUCHPOINTS = ("sale", "delivery", "repair_visit", "call_centre")


def generate(rows: int) -> bytes:
    """Invented transactions of one year; the key alone makes every row different."""
    first = date(2025, 11, 10)
    lines = [HEADER]
    for i in range(rows):
        day = first + timedelta(days=i % 365)
        lines.append(
            f"order-{i:08d},{TOUCHPOINTS[i % 4]},{day} {i % 24:02d}:{i % 60:02d}:00,"
            f"partner-{i % PARTNERS},user-{i % END_USERS},line-{i % LINES},"
            f"{i % 9973}.{i % 100:02d},EUR,{day},{'no' if i % 7 else 'yes'}"
        )
    return ("\n".join(lines) + "\n").encode()


@contextmanager
def database() -> Iterator[Session]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.sqlite'}"
        engine = sa.create_engine(url, **engine_options(url))
        prepare_engine(engine)
        Base.metadata.create_all(engine)
        with Session(engine, expire_on_commit=False) as session:
            with writing(session):
                create_programme(session, name="Bench", time_zone="Europe/Berlin", now=NOW)
                store_partners(
                    session,
                    [PartnerRow(f"partner-{i}", f"P {i}", "DE") for i in range(PARTNERS)],
                    NOW,
                )
                store_end_users(session, [EndUserRow(f"user-{i}") for i in range(END_USERS)], NOW)
                store_product_lines(
                    session, [ProductLineRow(f"line-{i}", f"L {i}") for i in range(LINES)], NOW
                )
            yield session
        engine.dispose()


@contextmanager
def timed(seconds: dict[str, float], name: str) -> Iterator[None]:
    start, cpu = time.perf_counter(), time.process_time()
    yield
    seconds[name] = time.process_time() - cpu
    seconds["wall clock"] = seconds.get("wall clock", 0.0) + time.perf_counter() - start


def measure(rows: int) -> dict[str, float]:
    data = generate(rows)
    kind = TransactionsImport()
    source = Source("bench.csv", data)
    seconds: dict[str, float] = {}
    with timed(seconds, "csv alone"):
        assert sum(1 for _ in csv.reader(io.StringIO(data.decode()))) == rows + 1
    with database() as session:
        seconds["wall clock"] = 0.0
        with timed(seconds, "preview"):
            plan = plan_import(session, kind, source, NOW)
        with timed(seconds, "write"), writing(session):
            report = carry_out(session, kind, plan, command_line_scope(), NOW)
        assert report.counts.new == rows
        wall_clock = seconds["wall clock"]
        with timed(seconds, "again"):
            assert plan_import(session, kind, source, NOW).report.changes_nothing
    seconds["import"] = seconds["preview"] + seconds["write"]
    seconds["wall clock"] = wall_clock
    return seconds


def main(rows: int) -> None:
    seconds = measure(rows)
    for name in ("csv alone", "preview", "write", "again", "import"):
        taken = seconds[name]
        ratio = taken / seconds["csv alone"]
        print(f"{name:10} {taken:7.2f} s  {rows / taken:9,.0f} rows/s  {ratio:6.1f} × csv alone")
    limit = LIMIT_SECONDS * rows / 100_000
    print(
        f"limit      {limit:7.2f} s  used {seconds['import'] / limit:.0%} (30 s for 100,000 rows)"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
