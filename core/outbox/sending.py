"""Send what is due: claim, render, hand over, record; one mail at a time.

The lease decides who sends. Should a process die between handing over and recording, or the answer
of the mail server be lost, the mail goes out again with the same Message-ID, by which the other
side recognises it; how often at most, its kind may say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.clock import Clock
from core.database import writing
from core.outbox.errors import (
    AnswerLostError,
    MailServerError,
    PostponedError,
    RecipientRefusedError,
)
from core.outbox.kinds import Cancellation, Desk, MailKinds, MailOutcome
from core.outbox.letters import Letter, build_message, read_sender
from core.outbox.models import MailState, OutgoingMail
from core.outbox.queries import due_mail, is_mail_due
from core.outbox.transports import Transport

LEASE = timedelta(minutes=10)
FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=6)
LAST_ATTEMPT = 30
LONGEST_NOTE = 300
GIVEN_UP = "nobody answered whether it arrived, so it is not sent once more"


@dataclass(frozen=True)
class Claimed:
    """A mail taken for sending; the attempt is the fence against a second sender."""

    id: int
    kind: str
    reference: str
    message_key: str
    attempt: int
    unanswered_count: int


@dataclass(frozen=True)
class SendReport:
    """What a run did; `trouble` says why it ended early, with what to do."""

    sent_count: int = 0
    cancelled_count: int = 0
    undeliverable_count: int = 0
    postponed_count: int = 0
    trouble: str | None = None


def send_due(
    session: Session, kinds: MailKinds, transport: Transport, desk: Desk, clock: Clock
) -> SendReport:
    """Send every mail that is due; each is checked again just before it leaves.

    Raises ConfigurationError, before any mail is taken, when the sender's address cannot be used.
    """
    read_sender(desk.settings.mail_from)
    report = SendReport()
    while report.trouble is None and (mail := claim_next(session, clock.now())):
        report = _send(session, mail, kinds, transport, desk, clock, report)
    return report


def claim_next(session: Session, now: datetime) -> Claimed | None:
    """Take the next due mail; None when none is due or others are at it."""
    if not is_mail_due(session, now):
        return None
    with writing(session):
        for statement in due_mail(now):
            mail = session.scalar(statement.with_for_update(skip_locked=True))
            if mail is not None:
                # Who had it did not come back to say what became of it.
                mail.unanswered_count += mail.state == MailState.SENDING
                mail.state = MailState.SENDING
                mail.lease_until_at = now + LEASE
                mail.attempt_count += 1
                return _claimed(mail)
    return None


def _claimed(mail: OutgoingMail) -> Claimed:
    return Claimed(
        mail.id, mail.kind, mail.reference, mail.message_id, mail.attempt_count,
        mail.unanswered_count,
    )  # fmt: skip


def _send(
    session: Session,
    mail: Claimed,
    kinds: MailKinds,
    transport: Transport,
    desk: Desk,
    clock: Clock,
    report: SendReport,
) -> SendReport:
    if kinds.is_given_up(mail.kind, mail.unanswered_count):
        _record(session, mail, kinds, clock.now(), MailOutcome.UNDELIVERABLE, GIVEN_UP)
        return replace(report, undeliverable_count=report.undeliverable_count + 1)
    letter = kinds.render(session, mail.kind, mail.reference, clock.now(), desk)
    # No transaction stays open while the other side is waited for.
    session.rollback()
    if isinstance(letter, Cancellation):
        _record(session, mail, kinds, clock.now(), MailOutcome.CANCELLED, letter.note)
        return replace(report, cancelled_count=report.cancelled_count + 1)
    try:
        _hand_over(mail, letter, transport, desk, clock)
    except RecipientRefusedError as error:
        _record(session, mail, kinds, clock.now(), MailOutcome.UNDELIVERABLE, str(error))
        return replace(report, undeliverable_count=report.undeliverable_count + 1)
    except PostponedError as error:
        is_lost = isinstance(error, AnswerLostError)
        _postpone(session, mail, kinds, clock.now(), str(error), is_answer_lost=is_lost)
        return replace(report, postponed_count=report.postponed_count + 1)
    except MailServerError as error:
        _postpone(session, mail, kinds, clock.now(), str(error))
        return replace(report, postponed_count=report.postponed_count + 1, trouble=str(error))
    _record(session, mail, kinds, clock.now(), MailOutcome.SENT, None)
    return replace(report, sent_count=report.sent_count + 1)


def _hand_over(
    mail: Claimed, letter: Letter, transport: Transport, desk: Desk, clock: Clock
) -> None:
    message = build_message(
        letter,
        mail_from=desk.settings.mail_from,
        message_key=mail.message_key,
        now=clock.now(),
    )
    transport.deliver(message)


STATE_OF_OUTCOME = {
    MailOutcome.SENT: MailState.SENT,
    MailOutcome.UNDELIVERABLE: MailState.FAILED,
    MailOutcome.CANCELLED: MailState.CANCELLED,
}


def _record(
    session: Session,
    mail: Claimed,
    kinds: MailKinds,
    now: datetime,
    outcome: MailOutcome,
    note: str | None,
) -> None:
    with writing(session):
        sent_at = now if outcome is MailOutcome.SENT else None
        values = {"state": STATE_OF_OUTCOME[outcome], "sent_at": sent_at}
        if _change(session, mail, note, values):
            kinds.store_outcome(session, mail.kind, mail.reference, outcome, now)


def _postpone(
    session: Session,
    mail: Claimed,
    kinds: MailKinds,
    now: datetime,
    note: str,
    *,
    is_answer_lost: bool = False,
) -> None:
    mail = replace(mail, unanswered_count=mail.unanswered_count + is_answer_lost)
    if mail.attempt >= LAST_ATTEMPT or kinds.is_given_up(mail.kind, mail.unanswered_count):
        _record(session, mail, kinds, now, MailOutcome.UNDELIVERABLE, note)
        return
    pause = min(FIRST_PAUSE * 2 ** (mail.attempt - 1), LONGEST_PAUSE)
    with writing(session):
        _change(session, mail, note, {"state": MailState.QUEUED, "not_before_at": now + pause})


def _change(
    session: Session, mail: Claimed, note: str | None, values: Mapping[str, object]
) -> bool:
    """Change a claimed mail; False when the lease ran out and somebody else has it now."""
    changed = session.scalar(
        sa.update(OutgoingMail)
        .where(
            OutgoingMail.id == mail.id,
            OutgoingMail.state == MailState.SENDING,
            OutgoingMail.attempt_count == mail.attempt,
        )
        .values(
            lease_until_at=None,
            note=note and note[:LONGEST_NOTE],
            unanswered_count=mail.unanswered_count,
            **values,
        )
        .returning(OutgoingMail.id)
    )
    return changed is not None
