"""What is frozen in memory is what a loaded demo freezes, row for row, up to pseudonyms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.clock import FixedClock
from core.config import Settings
from core.context import Context
from core.keys import KeyRing
from customers.models import Account, Contact, Transaction
from demo.frozen.contacts import FIRST_PARTNER_CONTACT
from demo.frozen.programme import set_up_in_memory
from demo.frozen.weeks import IDS_PER_WEEK, PSEUDONYMS_PER_KIND, frozen_weeks
from demo.loading import Wish, load
from demo.plan import DemoPlan, new_plan
from demo.rows import end_user_key, partner_contact_rows
from feedback.models import Response
from metrics.models import Edition
from metrics.warehouse.frozen import FrozenWeek, read_frozen
from metrics.weekly.models import Pseudonym

KINDS = ("account", "contact", "response", "transaction")
KEYED: Mapping[str, Any] = {
    "account": Account,
    "contact": Contact,
    "response": Response,
    "transaction": Transaction,
}
NAMED = ("account", "person", "response", "transaction")
WEEKS = 3

Names = Mapping[int, str]


@pytest.fixture
def context(settings: Settings, clock: FixedClock, keys: KeyRing) -> Context:
    clock.at = datetime(2026, 11, 18, 11, tzinfo=UTC)
    return Context(settings, keys, clock)


def test_a_week_frozen_in_memory_is_the_week_that_a_loaded_demo_freezes(
    session: Session, context: Context, keys: KeyRing, settings: Settings
) -> None:
    load(session, context, Wish(week_count=WEEKS), lambda progress: None)
    plan = new_plan(context.clock.now(), week_count=WEEKS)
    short = [week.frozen for week in frozen_weeks(plan, set_up_in_memory(plan), keys)]

    loaded = [
        read_frozen(settings.weeks_folder / edition.folder)
        for edition in session.scalars(sa.select(Edition).order_by(Edition.week))
    ]

    assert len(loaded) == WEEKS - 1
    in_database, in_memory = names_of_database(session), names_of_memory(plan, short[:-1])
    for one, other in zip(loaded, short, strict=False):
        assert table_of(one, "frame", in_database) == table_of(other, "frame", in_memory)
        assert table_of(one, "responses", in_database) == table_of(other, "responses", in_memory)
        assert table_of(one, "items", in_database) == table_of(other, "items", in_memory)
        assert one.reference == other.reference
        assert one.questionnaires == other.questionnaires
        assert one.configuration == other.configuration
        assert (one.week, one.cut_off_at) == (other.week, other.cut_off_at)
        assert one.late_response_count == other.late_response_count


def table_of(week: FrozenWeek, name: str, names: Names) -> list[dict[str, Any]]:
    """A table's rows with keys for pseudonyms, in the order of the keys."""
    networks: dict[str, int] = {}
    rows = []
    for row in getattr(week, name).to_pylist():
        named: dict[str, Any] = {
            key: names.get(value, "") for key, value in row.items() if key in NAMED
        }
        if "network_hash" in row:
            named["network_hash"] = networks.setdefault(row["network_hash"], len(networks))
        rows.append(row | named)
    return sorted(rows, key=lambda row: [str(value) for key, value in sorted(row.items())])


def names_of_database(session: Session) -> dict[int, str]:
    return {
        pseudonym: f"{kind} {key}"
        for kind, table in KEYED.items()
        for pseudonym, key in session.execute(
            sa.select(Pseudonym.pseudonym, table.key)
            .join(table, table.id == Pseudonym.subject_id)
            .where(Pseudonym.kind == kind)
        )
    }


def names_of_memory(plan: DemoPlan, weeks: list[FrozenWeek]) -> dict[int, str]:
    staff = partner_contact_rows(plan.world.cast)
    found = {
        pseudonym
        for week in weeks
        for table in (week.frame, week.responses)
        for column in set(NAMED) & set(table.column_names)
        for pseudonym in table.column(column).to_pylist()
    }
    return {
        pseudonym: f"{KINDS[place - 1]} {_key(KINDS[place - 1], subject, staff)}"
        for pseudonym in found
        for place, subject in [divmod(pseudonym, PSEUDONYMS_PER_KIND)]
        if place
    }


def _key(kind: str, subject: int, staff: list[Any]) -> str:
    if kind == "account":
        return f"C{subject:05d}"
    if kind == "contact":
        is_end_user = subject < FIRST_PARTNER_CONTACT
        number = subject - 1 if is_end_user else subject - FIRST_PARTNER_CONTACT
        return end_user_key(number) if is_end_user else str(staff[number].key)
    if kind == "response":
        transaction, place = divmod(subject, 2)
        audience = ("channel_partner", "end_user")[place]
        return f"demo-{_key('transaction', transaction, staff)}-{audience}"
    return "AV{:02d}-{:04d}".format(*divmod(subject, IDS_PER_WEEK))
