from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.database import writing
from core.errors import ConfigurationError
from core.outbox.kinds import Cancellation, Desk, MailKind, MailOutcome
from core.outbox.letters import Letter
from core.outbox.models import MailState, OutgoingMail
from core.outbox.sending import LAST_ATTEMPT, LEASE, claim_next
from core.outbox.services import queue_mail
from tests.core.outbox.posts import Post


def test_a_queued_mail_is_sent_once(post: Post) -> None:
    post.queue("jo@example.com")

    first, second = post.send(), post.send()

    assert (first.sent_count, second.sent_count) == (1, 0)
    assert len(post.letterbox.received) == 1
    assert post.mail("jo@example.com").state == MailState.SENT
    assert post.mail("jo@example.com").sent_at == post.clock.now()
    assert post.outcomes == [("jo@example.com", MailOutcome.SENT)]


def test_a_mail_for_later_waits(post: Post) -> None:
    post.queue("jo@example.com", not_before_at=post.clock.now() + timedelta(hours=1))

    before = post.send()
    post.clock.at += timedelta(hours=1)
    after = post.send()

    assert (before.sent_count, after.sent_count) == (0, 1)


def test_one_mail_about_one_thing_is_queued_once(post: Post) -> None:
    post.queue("jo@example.com")

    with pytest.raises(IntegrityError):
        post.queue("jo@example.com")


def test_a_mail_that_is_not_wanted_any_more_is_cancelled_with_a_note(post: Post) -> None:
    post.queue("jo@example.com")
    post.cancelled.add("jo@example.com")

    report = post.send()

    assert (report.cancelled_count, post.letterbox.received) == (1, [])
    assert post.mail("jo@example.com").state == MailState.CANCELLED
    assert post.mail("jo@example.com").note == "not wanted any more"
    assert post.outcomes == [("jo@example.com", MailOutcome.CANCELLED)]


def test_a_late_check_of_another_package_can_stop_a_mail(post: Post) -> None:
    post.queue("jo@example.com", "ann@example.com")
    post.kinds.checks["note"] = [
        lambda session, reference, now: (
            Cancellation("answered") if reference.startswith("jo") else None
        )
    ]

    report = post.send()

    assert (report.sent_count, report.cancelled_count) == (1, 1)
    assert post.mail("jo@example.com").note == "answered"


def test_a_mail_of_a_kind_nobody_writes_is_cancelled(post: Post) -> None:
    with writing(post.session):
        queue_mail(post.session, "riddle", "1", post.clock.now())

    report = post.send()

    assert report.cancelled_count == 1


def test_a_recipient_refused_for_good_is_undeliverable_and_the_rest_is_sent(post: Post) -> None:
    post.letterbox.refused.add("gone@example.com")
    post.queue("gone@example.com", "jo@example.com")

    report = post.send()

    assert (report.undeliverable_count, report.sent_count) == (1, 1)
    assert post.mail("gone@example.com").state == MailState.FAILED
    assert ("gone@example.com", MailOutcome.UNDELIVERABLE) in post.outcomes


def test_a_mail_put_off_is_tried_again_after_pauses_that_double(post: Post) -> None:
    post.letterbox.put_off.add("busy@example.com")
    post.queue("busy@example.com")
    start = post.clock.now()

    post.send()
    first_pause = post.mail("busy@example.com").not_before_at - start
    post.clock.at += first_pause
    post.send()
    second_pause = post.mail("busy@example.com").not_before_at - post.clock.now()
    post.letterbox.put_off.clear()
    post.clock.at += second_pause
    report = post.send()

    assert (first_pause, second_pause) == (timedelta(minutes=5), timedelta(minutes=10))
    assert report.sent_count == 1
    assert post.mail("busy@example.com").attempt_count == 3


def test_a_mail_whose_answer_was_lost_goes_out_again_with_the_same_id(post: Post) -> None:
    post.letterbox.answer_lost.add("far@example.com")
    post.queue("far@example.com")
    post.send()
    post.letterbox.answer_lost.clear()
    post.clock.at += timedelta(minutes=5)

    report = post.send()

    key = post.mail("far@example.com").message_id.encode()
    assert report.sent_count == 1
    assert [key in content for content in post.letterbox.received] == [True, True]


def test_a_run_ends_when_the_server_takes_no_mail_and_says_why(post: Post) -> None:
    post.letterbox.sender_refused = True
    post.queue("jo@example.com", "ann@example.com")

    report = post.send()

    assert report.trouble is not None
    assert "TWOFOLD_MAIL_FROM" in report.trouble
    assert post.mail("ann@example.com").attempt_count == 0
    assert post.mail("jo@example.com").state == MailState.QUEUED


def test_with_a_sender_that_cannot_be_used_no_mail_is_taken(post: Post) -> None:
    post.queue("ada@example.com")
    post.desk = replace(post.desk, settings=replace(post.desk.settings, mail_from="nobody"))

    with pytest.raises(ConfigurationError, match="TWOFOLD_MAIL_FROM"):
        post.send()

    mail = post.mail("ada@example.com")
    assert (mail.state, mail.attempt_count) == (MailState.QUEUED, 0)


def test_a_mail_is_given_up_after_the_last_attempt(post: Post) -> None:
    post.letterbox.put_off.add("busy@example.com")
    post.queue("busy@example.com")
    with writing(post.session):
        post.session.execute(sa.update(OutgoingMail).values(attempt_count=LAST_ATTEMPT - 1))

    post.send()

    assert post.mail("busy@example.com").state == MailState.FAILED
    assert post.outcomes == [("busy@example.com", MailOutcome.UNDELIVERABLE)]


def test_a_claimed_mail_is_nobody_elses_until_its_lease_runs_out(post: Post) -> None:
    post.queue("jo@example.com")
    claimed = claim_next(post.session, post.clock.now())

    during = post.send()
    post.clock.at += LEASE
    after = post.send()

    assert claimed is not None
    assert (during.sent_count, after.sent_count) == (0, 1)


def test_who_lost_the_lease_records_nothing(post: Post) -> None:
    post.queue("jo@example.com")
    real = post.kinds.by_name["note"].render

    def render_slowly(
        session: Session, reference: str, now: datetime, desk: Desk
    ) -> Letter | Cancellation:
        """Somebody else claims the mail while this one is still writing it."""
        letter = real(session, reference, now, desk)
        session.rollback()
        post.clock.at += LEASE
        assert claim_next(session, post.clock.now()) is not None
        return letter

    post.kinds.by_name["note"] = MailKind("note", render_slowly, post._store)

    post.send()

    assert post.outcomes == []
    assert post.mail("jo@example.com").state == MailState.SENDING


def test_neither_address_nor_text_nor_link_is_stored(post: Post) -> None:
    columns = {column.name for column in sa.inspect(OutgoingMail).columns}

    assert columns.isdisjoint({"address", "to", "subject", "body", "text", "html", "link", "url"})
