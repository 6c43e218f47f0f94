from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.database import writing
from core.outbox.models import OutgoingMail
from customers.models import Audience
from customers.services import (
    opt_out,
)
from surveys.models import FrameStatus, Invitation, QuestionnaireText, Sample
from surveys.services import draw_sample
from tests.factories import (
    make_end_user,
    make_partner_contact,
    make_transaction,
)
from tests.surveys.sampling.draws import busy_week, draw, entries_of, status

MONDAY_ON, SUNDAY_ON = date(2026, 11, 9), date(2026, 11, 15)  # 2026-W46


pytestmark = pytest.mark.usefixtures("surveys")


def test_both_customers_of_a_transaction_are_invited(session: Session, now: datetime) -> None:
    end_user = make_end_user(session, now, "u1", language="de")
    contact = make_partner_contact(session, now, "c1", "nordhaus", language="es")
    make_transaction(session, now, "t1", partner_key="nordhaus", end_user_key="u1")

    report = draw(session, now)

    invitations = session.scalars(sa.select(Invitation).order_by(Invitation.id)).all()
    assert report.invitation_count == 2
    assert [one.contact_id for one in invitations] == [end_user.id, contact.id]
    assert [one.language for one in invitations] == ["de", "es"]
    assert {one.promise for one in invitations} == {"confidential"}
    # Sunday 24:00 in Berlin, seven days after the week's end.
    assert {one.expires_at for one in invitations} == {datetime(2026, 11, 22, 23, tzinfo=UTC)}


@pytest.mark.parametrize(("language", "spoken"), [("ar", "ar"), ("pt-BR", "pt"), ("fi", "en")])
def test_a_person_is_asked_in_the_own_language_where_page_or_questionnaire_speaks_it(
    session: Session, now: datetime, language: str, spoken: str
) -> None:
    session.execute(sa.delete(QuestionnaireText).where(QuestionnaireText.language != "en"))
    session.commit()
    make_end_user(session, now, "u1", language=language)
    make_transaction(session, now, "t1", end_user_key="u1")

    draw(session, now)

    assert session.scalars(sa.select(Invitation.language)).one() == spoken


def test_each_invitation_has_one_mail_queued_by_its_id_alone(
    session: Session, now: datetime
) -> None:
    make_end_user(session, now, "u1")
    make_transaction(session, now, "t1", end_user_key="u1")

    draw(session, now)

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
    busy_week(session, now, backwards=False)
    first = draw(session, now)

    second = draw(session, now, seed=99)

    assert (first.entry_count, second.entry_count) == (80, 0)
    assert len(session.scalars(sa.select(Sample)).all()) == 2


def test_a_transaction_that_comes_later_is_drawn_later(session: Session, now: datetime) -> None:
    make_end_user(session, now, "u1")
    make_end_user(session, now, "u2")
    make_transaction(session, now, "t1", end_user_key="u1")
    draw(session, now)
    make_transaction(session, now, "t2", end_user_key="u2")

    report = draw(session, now)

    assert report.status_counts[(Audience.END_USER, FrameStatus.DRAWN)] == 1
    assert status(session, "t2") == FrameStatus.DRAWN


def test_days_outside_the_draw_are_left_alone(session: Session, now: datetime) -> None:
    make_end_user(session, now, "u1")
    make_transaction(session, now, "before", end_user_key="u1", occurred_on=date(2026, 11, 8))
    make_transaction(session, now, "after", end_user_key="u1", occurred_on=date(2026, 11, 16))

    assert draw(session, now).entry_count == 0


def test_a_transaction_without_a_person_has_no_contact(session: Session, now: datetime) -> None:
    make_end_user(session, now, "mute", email=None, supplied_by="partner")
    make_end_user(session, now, "odd", email="not an address")
    make_transaction(session, now, "t1")
    make_transaction(session, now, "t2", end_user_key="mute")
    make_transaction(session, now, "t3", end_user_key="odd")

    draw(session, now)

    entries = entries_of(session, Audience.END_USER)
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

    draw(session, now)

    assert status(session, "t1") == FrameStatus.OPTED_OUT


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
    draw(session, earlier, first_on=earlier_on, last_on=earlier_on)
    make_transaction(session, now, "t1", end_user_key="u1")

    draw(session, now)

    assert status(session, "t0") == FrameStatus.DRAWN
    assert status(session, "t1") == expected


def test_days_of_rest_are_days_of_the_programmes_calendar(session: Session, now: datetime) -> None:
    """Fourteen days over the end of summer time are fourteen days, though an hour is missing."""
    make_partner_contact(session, now, "c1", "nordhaus")
    first_on, second_on = date(2026, 3, 16), date(2026, 3, 30)
    for key, occurred_on in (("t1", first_on), ("t2", second_on)):
        make_transaction(session, now, key, partner_key="nordhaus", occurred_on=occurred_on)

    # Eight o'clock in Berlin on both days; summer time began between them.
    draw(session, datetime(2026, 3, 16, 7, tzinfo=UTC), first_on=first_on, last_on=first_on)
    draw(session, datetime(2026, 3, 30, 6, tzinfo=UTC), first_on=second_on, last_on=second_on)

    assert status(session, "t2", Audience.CHANNEL_PARTNER) == FrameStatus.DRAWN


def test_three_people_of_a_company_are_asked_in_thirty_days(
    session: Session, now: datetime
) -> None:
    for number in range(5):
        make_end_user(session, now, f"u{number}", account_key="acme", account_name="Acme")
        make_transaction(session, now, f"t{number}", end_user_key=f"u{number}")

    report = draw(session, now)
    make_end_user(session, now, "u9", account_key="acme", account_name="Acme")
    make_transaction(session, now, "t9", end_user_key="u9")
    draw(session, now)

    drawn = [e for e in entries_of(session, Audience.END_USER).values() if e.status == "drawn"]
    assert report.status_counts[(Audience.END_USER, FrameStatus.NOT_DRAWN)] == 2
    assert [entry.selection_probability for entry in drawn] == [0.6, 0.6, 0.6]
    assert status(session, "t9") == FrameStatus.ASKED_TOO_RECENTLY
