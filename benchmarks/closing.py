"""Speed of closing a week: 10³, 10⁴ and 10⁵ responses, and early against late in the history.

Prints the seconds of freezing, computing and publishing, the time per response relative to the
smallest week, and the ratio of a week closed after 60 weeks to one closed after 13.
Usage: python benchmarks/closing.py [largest number of responses] [weeks of history]
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.clock import Week, start_of_day
from core.config import Settings, load_settings
from core.database import engine_options, prepare_engine, writing
from core.keys import KeyRing
from core.schema import upgrade_database
from customers.models import Audience, Contact, Transaction
from customers.rows import EndUserRow, PartnerRow, ProductLineRow, TransactionRow
from customers.services import (
    create_programme,
    store_end_users,
    store_partners,
    store_product_lines,
    store_transactions,
)
from feedback.models import Response, ResponseSource
from feedback.rows import ResponseRow
from feedback.services import record_responses
from metrics.warehouse.frozen import FrozenWeek, History
from metrics.weekly import services
from metrics.weekly.compute import Computed, compute
from metrics.weekly.services import Closing, close_week
from surveys.models import FrameEntry, Invitation
from surveys.questionnaires import READY_FOLDER
from surveys.services import draw_sample, load_questionnaires, open_default_surveys

ZONE = ZoneInfo("Europe/Berlin")
FIRST_WEEK = Week(2024, 10)
COUNTRIES, REGIONS, PARTNERS, LINES = 4, 12, 40, 6
TOUCHPOINTS = ("sale", "delivery", "repair_visit", "call_centre")
ANSWER_SHARE = 0.5
DEVICES = ("phone", "desktop", "tablet")
SIZES = (1_000, 10_000, 100_000)
HISTORY_SIZE, EARLY, REPEATS = 300, 13, 3
SEED = 20_260_101


@contextmanager
def programme() -> Iterator[tuple[Session, Settings]]:
    """A migrated SQLite file with partners, product lines and surveys."""
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings({"TWOFOLD_DATA": folder})
        engine = sa.create_engine(settings.database_url, **engine_options(settings.database_url))
        prepare_engine(engine)
        upgrade_database(engine)
        with Session(engine, expire_on_commit=False) as session:
            _set_up(session, datetime(2024, 1, 1, tzinfo=UTC))
            yield session, settings
        engine.dispose()


def _set_up(session: Session, now: datetime) -> None:
    partners = [
        PartnerRow(f"p{i}", f"P {i}", f"C{i % COUNTRIES}", f"R{i % REGIONS}", "large")
        for i in range(PARTNERS)
    ]
    with writing(session):
        create_programme(session, name="Bench", time_zone=ZONE.key, now=now)
        store_partners(session, partners, now)
        store_product_lines(session, [ProductLineRow(f"l{i}", f"L {i}") for i in range(LINES)], now)
        load_questionnaires(session, READY_FOLDER, now)
        open_default_surveys(session)


def fill_week(session: Session, week: Week, responses: int) -> None:
    """Import, draw and answer a week: half of those asked answer."""
    now = start_of_day(week.sunday, ZONE) + timedelta(hours=20)
    count = round(responses / ANSWER_SHARE)
    rng = np.random.default_rng([SEED, week.year, week.number])
    users = [
        EndUserRow(
            f"{week}-{i}", email=f"u{i}@{week}.example".lower(), account_key=f"{week}-{i // 3}",
            account_name=f"A {i // 3}", region=f"R{i % REGIONS}",
        )
        for i in range(count)
    ]  # fmt: skip
    rows = [_transaction(week, i, bool(rng.random() < 0.2)) for i in range(count)]
    with writing(session):
        store_end_users(session, users, now)
        store_transactions(session, rows, now)
        draw_sample(
            session, first_on=week.monday, last_on=week.sunday, seed=SEED, now=now, queue_mail=False
        )
    with writing(session):
        record_responses(session, list(_responses(session, week, responses, rng, now)), now)


def _transaction(week: Week, i: int, is_late: bool) -> TransactionRow:
    return TransactionRow(
        f"{week}-{i}",
        TOUCHPOINTS[i % len(TOUCHPOINTS)],
        week.monday + timedelta(days=i % 7),
        partner_key=f"p{i % PARTNERS}",
        end_user_key=f"{week}-{i}",
        product_line_key=f"l{i % LINES}",
        amount=Decimal(100 + i % 900),
        currency="EUR",
        is_late=is_late,
        has_complaint=i % 29 == 0,
        is_returned=False,
    )


def _responses(
    session: Session, week: Week, limit: int, rng: np.random.Generator, at: datetime
) -> Iterator[ResponseRow]:
    invited = session.execute(
        sa.select(Invitation.id, Invitation.version_id, Transaction.id.label("transaction_id"))
        .join(FrameEntry, FrameEntry.id == Invitation.frame_entry_id)
        .join(Transaction, Transaction.id == FrameEntry.transaction_id)
        .join(Contact, Contact.id == Invitation.contact_id)
        .where(Transaction.week == str(week))
        .order_by(Transaction.key)
    ).all()
    chosen = rng.permutation(len(invited))[:limit]
    feelings = np.clip(rng.normal(7.5, 2.2, len(chosen)), 0, 10)
    seconds = np.clip(rng.lognormal(3.6, 0.5, len(chosen)), 5, 600).round(1)
    for place, feeling, took in zip(np.sort(chosen), feelings, seconds.tolist(), strict=True):
        row: Any = invited[int(place)]
        yield ResponseRow(
            key=f"{week}-{row.id}",
            audience=Audience.END_USER,
            version_id=row.version_id,
            answered_at=at,
            answers={
                "recommend": round(float(feeling)),
                "satisfaction": max(1, round(float(feeling) / 2)),
                "repurchase": round(float(feeling)),
            },
            transaction_id=row.transaction_id,
            invitation_id=row.id,
            invited_at=at - timedelta(hours=int(place) % 90),
            served_at=at - timedelta(seconds=took),
            device_class=DEVICES[int(place) % len(DEVICES)],
            network_hash=f"{int(place) % max(1, limit // 2):032x}",
            pages=[{"page": 1, "seconds": took, "visits": 1}],
            source=ResponseSource.LINK,
        )


def close_timed(
    session: Session, settings: Settings, week: Week, reason: str | None = None
) -> dict[str, float]:
    """Seconds of each part of closing the week's final, and of the processor in all."""
    marks: list[float] = []

    def marked(frozen: FrozenWeek, history: History) -> Computed:
        marks.append(time.perf_counter())
        computed = compute(frozen, history)
        marks.append(time.perf_counter())
        return computed

    closing = Closing(
        settings, KeyRing(b"benchmark" * 4), start_of_day(week.sunday, ZONE) + timedelta(days=9)
    )
    start, start_cpu = time.perf_counter(), time.process_time()
    with patch.object(services, "compute", marked):
        close_week(session, week, closing, reason=reason)
    end = time.perf_counter()
    return {
        "freeze": marks[0] - start,
        "compute": marks[1] - marks[0],
        "publish": end - marks[1],
        "total": end - start,
        "cpu": time.process_time() - start_cpu,
    }


def by_size(largest: int) -> None:
    print(f"{'responses':>10}{'freeze':>9}{'compute':>9}{'publish':>9}{'total':>9}{'cpu':>9}")
    smallest = 0.0
    for size in (size for size in SIZES if size <= largest):
        with programme() as (session, settings):
            fill_week(session, FIRST_WEEK, size)
            seconds = close_timed(session, settings, FIRST_WEEK)
            heard = session.scalar(sa.select(sa.func.count(Response.id)))
        assert heard == size
        each = seconds["cpu"] / size
        smallest = smallest or each
        figures = "".join(f"{seconds[name]:8.2f}s" for name in seconds)
        ratio = f"{each / smallest:.2f} × the processor time for each response of {SIZES[0]:,}"
        print(f"{size:10,}{figures}   {ratio}", flush=True)


def by_history(weeks: int) -> None:
    """The same size of week, closed after 13 weeks of history and after many more."""
    seconds: dict[int, float] = {}
    with programme() as (session, settings):
        for number in range(weeks + 1):
            week = FIRST_WEEK.shifted(number)
            fill_week(session, week, HISTORY_SIZE)
            close_timed(session, settings, week)
            if number in (EARLY, weeks):
                again = (close_timed(session, settings, week, "again") for _ in range(REPEATS))
                seconds[number] = statistics.median(once["cpu"] for once in again)
                print(
                    f"after {number} weeks of history: {seconds[number]:.2f} s of the processor",
                    flush=True,
                )
    ratio = seconds[weeks] / seconds[EARLY]
    print(f"{ratio:.2f} × (median of {REPEATS}, {HISTORY_SIZE} responses a week)")


def main(largest: int, weeks: int) -> None:
    by_size(largest)
    by_history(weeks)


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else SIZES[-1],
        int(sys.argv[2]) if len(sys.argv) > 2 else 60,
    )
