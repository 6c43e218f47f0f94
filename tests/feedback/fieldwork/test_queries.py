from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy.orm import Session

from core.clock import Week
from core.database import writing
from core.outbox.kinds import Cancellation
from customers.models import Audience
from feedback.fieldwork.queries import count_dispositions, stop_when_answered
from feedback.models import Answer, Response, ResponseSource
from surveys.dispositions import Disposition
from surveys.models import Invitation
from tests.factories import (
    make_end_user,
    make_invitation,
    make_programme,
    make_transaction,
    make_version,
)

WEEK = Week(2026, 46)


@pytest.fixture
def version_id(session: Session, now: datetime) -> int:
    """Three items and a comment."""
    make_programme(session, now)
    return make_version(session, now)


def _invite(session: Session, now: datetime, version_id: int, key: str) -> Invitation:
    end_user = make_end_user(session, now, f"u-{key}")
    transaction = make_transaction(session, now, key, end_user_key=f"u-{key}")
    return make_invitation(session, now, transaction, end_user, version_id)


def _answer(
    session: Session, now: datetime, invitation: Invitation, scores: Mapping[str, int]
) -> None:
    with writing(session):
        session.add(
            Response(
                key=f"sheet {invitation.id}",
                source=ResponseSource.LINK,
                audience=Audience.END_USER,
                invitation_id=invitation.id,
                transaction_id=invitation.frame_entry.transaction_id,
                version_id=invitation.version_id,
                sheet_hash="hash",
                language="en",
                promise="confidential",
                answered_at=now,
                received_at=now,
                answers=[Answer(question_key=key, score=score) for key, score in scores.items()],
            )
        )


def _counts(session: Session, now: datetime) -> Mapping[Disposition, int]:
    found = {one.audience: one for one in count_dispositions(session, WEEK, now)}
    assert found[Audience.CHANNEL_PARTNER].drawn_count == 0
    return found[Audience.END_USER].by_disposition


def test_every_drawn_case_has_one_disposition(
    session: Session, now: datetime, version_id: int
) -> None:
    complete, partial, broken_off, refused, silent = (
        _invite(session, now, version_id, key) for key in "abcde"
    )
    _answer(session, now, complete, {"recommend": 9, "satisfaction": 4, "reason": 1})
    _answer(session, now, partial, {"recommend": 9, "satisfaction": 4})
    _answer(session, now, broken_off, {"recommend": 9})
    with writing(session):
        session.get_one(Invitation, refused.id).refused_at = now

    before = _counts(session, now)
    after = _counts(session, silent.expires_at)

    decided = {Disposition.COMPLETE: 1, Disposition.PARTIAL: 1, Disposition.REFUSAL: 2}
    assert before == {**decided, Disposition.PENDING: 1}
    assert after == {**decided, Disposition.NON_CONTACT: 1}


def test_other_weeks_do_not_count(session: Session, now: datetime, version_id: int) -> None:
    _invite(session, now, version_id, "a")

    counts = count_dispositions(session, WEEK.shifted(1), now)

    assert [one.drawn_count for one in counts] == [0, 0]


def test_an_answered_invitation_is_not_mailed_any_more(
    session: Session, now: datetime, version_id: int
) -> None:
    answered = _invite(session, now, version_id, "a")
    silent = _invite(session, now, version_id, "b")
    _answer(session, now, answered, {"recommend": 9})

    assert isinstance(stop_when_answered(session, str(answered.id), now), Cancellation)
    assert stop_when_answered(session, str(silent.id), now) is None


def test_the_command_counts_frame_statuses_and_dispositions(
    session: Session, now: datetime, version_id: int, runner: FlaskCliRunner
) -> None:
    _answer(session, now, _invite(session, now, version_id, "a"), {"recommend": 9})
    _invite(session, now, version_id, "b")

    output = runner.invoke(args=["invitations", "--week", "2026-W46"]).output

    lines = [" ".join(line.split()) for line in output.splitlines()]
    assert "end users: 2 transactions" in lines
    assert {"drawn 2", "drawn, refusal 1", "drawn, pending 1"} <= set(lines)


def test_the_command_says_how_a_week_is_written(runner: FlaskCliRunner) -> None:
    result = runner.invoke(args=["invitations", "--week", "next"])

    assert result.exit_code == 1
    assert "Write it as 2018-W20" in result.output


def test_the_application_checks_invitations_for_answers_before_mailing(
    app: Flask, session: Session, now: datetime, version_id: int, runner: FlaskCliRunner
) -> None:
    from core.outbox.models import OutgoingMail
    from core.outbox.services import queue_mail

    invitation = _invite(session, now, version_id, "a")
    _answer(session, now, invitation, {"recommend": 9})
    with writing(session):
        queue_mail(session, "invitation", str(invitation.id), now)

    result = runner.invoke(args=["send-mail"])

    assert "0 sent, 1 cancelled" in result.output
    session.rollback()
    assert session.scalars(sa.select(OutgoingMail.note)).all() == [
        "answered before the mail was sent"
    ]
