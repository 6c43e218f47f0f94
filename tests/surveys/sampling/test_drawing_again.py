from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.database import writing
from core.outbox.models import OutgoingMail
from customers.models import Audience, Transaction
from customers.rows import PartnerRow
from customers.services import (
    store_partners,
)
from surveys.errors import FieldPeriodOverError, PlanError
from surveys.models import FrameEntry, FrameStatus, Invitation, PlanMethod, Sample
from surveys.services import change_plan
from tests.factories import (
    make_end_user,
    make_partner_contact,
    make_transaction,
)
from tests.surveys.sampling.draws import busy_week, draw, entries_of, status

MONDAY_ON, SUNDAY_ON = date(2026, 11, 9), date(2026, 11, 15)  # 2026-W46

pytestmark = pytest.mark.usefixtures("surveys")


def _fingerprint(session: Session) -> list[tuple[object, ...]]:
    rows = session.execute(
        sa.text(
            "SELECT t.key, e.audience, e.status, c.key, e.selection_probability"
            " FROM frame_entries e JOIN transactions t ON t.id = e.transaction_id"
            " LEFT JOIN contacts c ON c.id = e.contact_id ORDER BY t.key, e.audience"
        )
    )
    return [tuple(row) for row in rows]


def test_a_partners_contact_is_rather_asked_where_the_end_user_is_asked_too(
    session: Session, now: datetime
) -> None:
    make_partner_contact(session, now, "c1", "nordhaus")
    make_end_user(session, now, "u1")
    make_transaction(session, now, "paired", partner_key="nordhaus", end_user_key="u1")
    make_transaction(session, now, "alone", partner_key="nordhaus")

    draw(session, now)

    entries = entries_of(session, Audience.CHANNEL_PARTNER)
    drawn = [key for key, entry in entries.items() if entry.status == FrameStatus.DRAWN]
    expected = {"paired": 0.75, "alone": 0.25}
    assert entries[drawn[0]].selection_probability == expected[drawn[0]]
    assert len(drawn) == 1


def test_a_partner_whose_people_cannot_be_written_to_has_no_contact(
    session: Session, now: datetime
) -> None:
    make_partner_contact(session, now, "c1", "nordhaus", email=None)
    make_transaction(session, now, "t1", partner_key="nordhaus")
    make_transaction(session, now, "t2")

    draw(session, now)

    entries = entries_of(session, Audience.CHANNEL_PARTNER)
    assert {entry.status for entry in entries.values()} == {FrameStatus.NO_CONTACT}


def test_a_share_in_the_plan_is_drawn_at_random_with_its_probability(
    session: Session, now: datetime
) -> None:
    with writing(session):
        change_plan(
            session, Audience.END_USER, "delivery", method=PlanMethod.SIMPLE_RANDOM, share=0.5
        )
    for number in range(10):
        make_end_user(session, now, f"u{number}")
        make_transaction(session, now, f"t{number}", end_user_key=f"u{number}")

    report = draw(session, now)

    drawn = [e for e in entries_of(session, Audience.END_USER).values() if e.status == "drawn"]
    assert report.status_counts[(Audience.END_USER, FrameStatus.NOT_DRAWN)] == 5
    assert [entry.selection_probability for entry in drawn] == [0.5] * 5


def test_nobody_is_asked_at_a_touchpoint_that_is_switched_off(
    session: Session, now: datetime
) -> None:
    with writing(session):
        change_plan(
            session,
            Audience.END_USER,
            "delivery",
            method=PlanMethod.ALL,
            share=1.0,
            is_active=False,
        )
    make_end_user(session, now, "u1")
    make_transaction(session, now, "t1", end_user_key="u1")

    draw(session, now)

    assert "t1" not in entries_of(session, Audience.END_USER)


def test_a_week_whose_field_period_is_over_is_not_drawn(session: Session, now: datetime) -> None:
    make_end_user(session, now, "u1")
    make_transaction(session, now, "t1", end_user_key="u1")

    with pytest.raises(FieldPeriodOverError, match="2026-W46"):
        draw(session, datetime(2026, 11, 22, 23, tzinfo=UTC))

    assert entries_of(session, Audience.END_USER) == {}


def test_days_in_the_wrong_order_are_refused(session: Session, now: datetime) -> None:
    with pytest.raises(PlanError, match="Give the first day first"):
        draw(session, now, first_on=SUNDAY_ON, last_on=MONDAY_ON)


@pytest.mark.parametrize("share", [0.0, -0.1, 1.1])
def test_a_share_that_cannot_be_drawn_is_refused(session: Session, share: float) -> None:
    with pytest.raises(PlanError), writing(session):
        change_plan(
            session, Audience.END_USER, "delivery", method=PlanMethod.SIMPLE_RANDOM, share=share
        )


def test_a_partner_of_another_transaction_is_not_asked(session: Session, now: datetime) -> None:
    with writing(session):
        store_partners(session, [PartnerRow("south", "South", "ES", "South")], now)
    make_partner_contact(session, now, "c1", "south")
    make_transaction(session, now, "t1", partner_key="nordhaus")

    draw(session, now)

    assert status(session, "t1", Audience.CHANNEL_PARTNER) == FrameStatus.NO_CONTACT


def test_the_same_data_in_another_row_order_gives_the_same_sample(
    session: Session, now: datetime
) -> None:
    busy_week(session, now, backwards=False)
    draw(session, now)
    first = _fingerprint(session)
    with writing(session):
        for table in (OutgoingMail, Invitation, FrameEntry, Sample, Transaction):
            session.execute(sa.delete(table))
        session.execute(sa.text("DELETE FROM contacts"))
    busy_week(session, now, backwards=True)

    draw(session, now)

    assert _fingerprint(session) == first
