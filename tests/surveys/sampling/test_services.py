from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.database import writing
from core.outbox.models import OutgoingMail
from customers.models import Audience, Transaction
from customers.rows import EndUserRow, PartnerContactRow, PartnerRow, TransactionRow
from customers.services import (
    opt_out,
    store_end_users,
    store_partner_contacts,
    store_partners,
    store_transactions,
)
from surveys.errors import FieldPeriodOverError, PlanError
from surveys.models import FrameEntry, FrameStatus, Invitation, PlanMethod, Sample
from surveys.questionnaires import READY_FOLDER
from surveys.services import DrawReport, change_plan, draw_sample, load_and_open
from tests.factories import (
    make_end_user,
    make_partner,
    make_partner_contact,
    make_programme,
    make_transaction,
)

MONDAY_ON, SUNDAY_ON = date(2026, 11, 9), date(2026, 11, 15)  # 2026-W46


@pytest.fixture(autouse=True)
def surveys(session: Session, now: datetime) -> None:
    make_programme(session, now)
    with writing(session):
        load_and_open(session, READY_FOLDER, now)
    make_partner(session, now, "nordhaus")


def _draw(session: Session, now: datetime, seed: int = 7, **days: date) -> DrawReport:
    first_on, last_on = days.get("first_on", MONDAY_ON), days.get("last_on", SUNDAY_ON)
    with writing(session):
        return draw_sample(session, first_on=first_on, last_on=last_on, seed=seed, now=now)


def _entries(session: Session, audience: Audience) -> dict[str, FrameEntry]:
    rows = session.execute(
        sa.select(Transaction.key, FrameEntry)
        .join(FrameEntry, FrameEntry.transaction_id == Transaction.id)
        .where(FrameEntry.audience == audience)
    )
    return {key: entry for key, entry in rows}  # noqa: C416 # rows are no pairs to mypy


def _status(session: Session, key: str, audience: Audience = Audience.END_USER) -> str:
    return _entries(session, audience)[key].status


def _busy_week(session: Session, now: datetime, *, backwards: bool) -> None:
    """Forty transactions of twelve end users and three people of the partner, in either order."""
    users = [
        EndUserRow(f"u{i}", f"U{i}", f"u{i}@user.example", "en", "acme" if i < 6 else None)
        for i in range(12)
    ]
    staff = [
        PartnerContactRow(f"c{i}", "nordhaus", f"C{i}", "owner", f"c{i}@n.example", "de")
        for i in range(3)
    ]
    rows = [
        TransactionRow(
            f"t{i}", "delivery", SUNDAY_ON, partner_key="nordhaus", end_user_key=f"u{i % 12}"
        )
        for i in range(40)
    ]
    if backwards:
        users, staff, rows = users[::-1], staff[::-1], rows[::-1]
    with writing(session):
        store_end_users(session, users, now)
        store_partner_contacts(session, staff, now)
        store_transactions(session, rows, now)


def test_both_customers_of_a_transaction_are_invited(session: Session, now: datetime) -> None:
    end_user = make_end_user(session, now, "u1", language="de")
    contact = make_partner_contact(session, now, "c1", "nordhaus", language="es")
    make_transaction(session, now, "t1", partner_key="nordhaus", end_user_key="u1")

    report = _draw(session, now)

    invitations = session.scalars(sa.select(Invitation).order_by(Invitation.id)).all()
    assert report.invitation_count == 2
    assert [one.contact_id for one in invitations] == [end_user.id, contact.id]
    assert [one.language for one in invitations] == ["de", "es"]
    assert {one.promise for one in invitations} == {"confidential"}
    # Sunday 24:00 in Berlin, seven days after the week's end.
    assert {one.expires_at for one in invitations} == {datetime(2026, 11, 22, 23, tzinfo=UTC)}


def test_each_invitation_has_one_mail_queued_by_its_id_alone(
    session: Session, now: datetime
) -> None:
    make_end_user(session, now, "u1")
    make_transaction(session, now, "t1", end_user_key="u1")

    _draw(session, now)

    invitation = session.scalars(sa.select(Invitation)).one()
    mail = session.scalars(sa.select(OutgoingMail)).one()
    assert (mail.kind, mail.reference) == ("invitation", str(invitation.id))


def test_a_draw_can_leave_the_mail_out(session: Session, now: datetime) -> None:
    make_end_user(session, now, "u1")
    make_transaction(session, now, "t1", end_user_key="u1")

    with writing(session):
        draw_sample(
            session, first_on=MONDAY_ON, last_on=SUNDAY_ON, seed=1, now=now, queue_mail=False
        )

    assert session.scalars(sa.select(Invitation)).all() != []
    assert session.scalars(sa.select(OutgoingMail)).all() == []


def test_drawing_again_changes_nothing(session: Session, now: datetime) -> None:
    _busy_week(session, now, backwards=False)
    first = _draw(session, now)

    second = _draw(session, now, seed=99)

    assert (first.entry_count, second.entry_count) == (80, 0)
    assert len(session.scalars(sa.select(Sample)).all()) == 2


def test_a_transaction_that_comes_later_is_drawn_later(session: Session, now: datetime) -> None:
    make_end_user(session, now, "u1")
    make_end_user(session, now, "u2")
    make_transaction(session, now, "t1", end_user_key="u1")
    _draw(session, now)
    make_transaction(session, now, "t2", end_user_key="u2")

    report = _draw(session, now)

    assert report.status_counts[(Audience.END_USER, FrameStatus.DRAWN)] == 1
    assert _status(session, "t2") == FrameStatus.DRAWN


def test_days_outside_the_draw_are_left_alone(session: Session, now: datetime) -> None:
    make_end_user(session, now, "u1")
    make_transaction(session, now, "before", end_user_key="u1", occurred_on=date(2026, 11, 8))
    make_transaction(session, now, "after", end_user_key="u1", occurred_on=date(2026, 11, 16))

    assert _draw(session, now).entry_count == 0


def test_a_transaction_without_a_person_has_no_contact(session: Session, now: datetime) -> None:
    make_end_user(session, now, "mute", email=None, supplied_by="partner")
    make_end_user(session, now, "odd", email="not an address")
    make_transaction(session, now, "t1")
    make_transaction(session, now, "t2", end_user_key="mute")
    make_transaction(session, now, "t3", end_user_key="odd")

    _draw(session, now)

    entries = _entries(session, Audience.END_USER)
    assert {entry.status for entry in entries.values()} == {FrameStatus.NO_CONTACT}
    assert entries["t1"].contact_id is None
    assert (entries["t2"].contact_id is not None, entries["t2"].contact_supplied_by) == (
        True,
        "partner",
    )


def test_who_opted_out_is_never_asked(session: Session, now: datetime) -> None:
    end_user = make_end_user(session, now, "u1")
    make_transaction(session, now, "t1", end_user_key="u1")
    with writing(session):
        opt_out(session, end_user.id, now)

    _draw(session, now)

    assert _status(session, "t1") == FrameStatus.OPTED_OUT


@pytest.mark.parametrize(
    ("days", "touchpoint", "expected"),
    [
        (29, "delivery", FrameStatus.ASKED_TOO_RECENTLY),
        (30, "delivery", FrameStatus.DRAWN),
        (30, "relationship", FrameStatus.ASKED_TOO_RECENTLY),
        (89, "relationship", FrameStatus.ASKED_TOO_RECENTLY),
        (90, "relationship", FrameStatus.DRAWN),
    ],
)
def test_an_end_user_rests_between_two_invitations(
    session: Session, now: datetime, days: int, touchpoint: str, expected: FrameStatus
) -> None:
    make_end_user(session, now, "u1")
    earlier = now - timedelta(days=days)
    earlier_on = earlier.date() - timedelta(days=1)
    make_transaction(
        session, now, "t0", end_user_key="u1", occurred_on=earlier_on, touchpoint_key=touchpoint
    )
    _draw(session, earlier, first_on=earlier_on, last_on=earlier_on)
    make_transaction(session, now, "t1", end_user_key="u1")

    _draw(session, now)

    assert _status(session, "t0") == FrameStatus.DRAWN
    assert _status(session, "t1") == expected


def test_days_of_rest_are_days_of_the_programmes_calendar(session: Session, now: datetime) -> None:
    """Fourteen days over the end of summer time are fourteen days, though an hour is missing."""
    make_partner_contact(session, now, "c1", "nordhaus")
    first_on, second_on = date(2026, 3, 16), date(2026, 3, 30)
    for key, occurred_on in (("t1", first_on), ("t2", second_on)):
        make_transaction(session, now, key, partner_key="nordhaus", occurred_on=occurred_on)

    # Eight o'clock in Berlin on both days; summer time began between them.
    _draw(session, datetime(2026, 3, 16, 7, tzinfo=UTC), first_on=first_on, last_on=first_on)
    _draw(session, datetime(2026, 3, 30, 6, tzinfo=UTC), first_on=second_on, last_on=second_on)

    assert _status(session, "t2", Audience.CHANNEL_PARTNER) == FrameStatus.DRAWN


def test_three_people_of_a_company_are_asked_in_thirty_days(
    session: Session, now: datetime
) -> None:
    for number in range(5):
        make_end_user(session, now, f"u{number}", account_key="acme", account_name="Acme")
        make_transaction(session, now, f"t{number}", end_user_key=f"u{number}")

    report = _draw(session, now)
    make_end_user(session, now, "u9", account_key="acme", account_name="Acme")
    make_transaction(session, now, "t9", end_user_key="u9")
    _draw(session, now)

    drawn = [e for e in _entries(session, Audience.END_USER).values() if e.status == "drawn"]
    assert report.status_counts[(Audience.END_USER, FrameStatus.NOT_DRAWN)] == 2
    assert [entry.selection_probability for entry in drawn] == [0.6, 0.6, 0.6]
    assert _status(session, "t9") == FrameStatus.ASKED_TOO_RECENTLY


def test_the_same_data_in_another_row_order_gives_the_same_sample(
    session: Session, now: datetime
) -> None:
    _busy_week(session, now, backwards=False)
    _draw(session, now)
    first = _fingerprint(session)
    with writing(session):
        for table in (OutgoingMail, Invitation, FrameEntry, Sample, Transaction):
            session.execute(sa.delete(table))
        session.execute(sa.text("DELETE FROM contacts"))
    _busy_week(session, now, backwards=True)

    _draw(session, now)

    assert _fingerprint(session) == first


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

    _draw(session, now)

    entries = _entries(session, Audience.CHANNEL_PARTNER)
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

    _draw(session, now)

    entries = _entries(session, Audience.CHANNEL_PARTNER)
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

    report = _draw(session, now)

    drawn = [e for e in _entries(session, Audience.END_USER).values() if e.status == "drawn"]
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

    _draw(session, now)

    assert "t1" not in _entries(session, Audience.END_USER)


def test_a_week_whose_field_period_is_over_is_not_drawn(session: Session, now: datetime) -> None:
    make_end_user(session, now, "u1")
    make_transaction(session, now, "t1", end_user_key="u1")

    with pytest.raises(FieldPeriodOverError, match="2026-W46"):
        _draw(session, datetime(2026, 11, 22, 23, tzinfo=UTC))

    assert _entries(session, Audience.END_USER) == {}


def test_days_in_the_wrong_order_are_refused(session: Session, now: datetime) -> None:
    with pytest.raises(PlanError, match="Give the first day first"):
        _draw(session, now, first_on=SUNDAY_ON, last_on=MONDAY_ON)


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

    _draw(session, now)

    assert _status(session, "t1", Audience.CHANNEL_PARTNER) == FrameStatus.NO_CONTACT
