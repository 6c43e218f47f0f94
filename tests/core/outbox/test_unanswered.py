"""Mail of which nobody can know whether it arrived."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from core.outbox.kinds import MailOutcome
from core.outbox.models import MailState
from core.outbox.sending import LEASE, claim_next
from tests.core.outbox.posts import Post


def _limit_unanswered(post: Post, most: int) -> None:
    post.kinds.by_name["note"] = replace(post.kinds.by_name["note"], most_unanswered=most)


def test_a_kind_may_say_how_often_its_mail_goes_out_without_an_answer(post: Post) -> None:
    _limit_unanswered(post, 2)
    post.letterbox.answer_lost.add("far@example.com")
    post.queue("far@example.com")

    for _ in range(4):
        post.send()
        post.clock.at += timedelta(hours=1)

    mail = post.mail("far@example.com")
    assert len(post.letterbox.received) == 2
    assert (mail.state, mail.unanswered_count) == (MailState.FAILED, 2)
    assert post.outcomes == [("far@example.com", MailOutcome.UNDELIVERABLE)]


def test_a_mail_put_off_in_words_is_not_one_without_an_answer(post: Post) -> None:
    _limit_unanswered(post, 2)
    post.letterbox.put_off.add("busy@example.com")
    post.queue("busy@example.com")
    for _ in range(3):
        post.send()
        post.clock.at += timedelta(hours=1)
    post.letterbox.put_off.clear()

    report = post.send()

    assert report.sent_count == 1
    assert post.mail("busy@example.com").unanswered_count == 0


def test_a_sender_that_died_half_way_leaves_a_mail_without_an_answer(post: Post) -> None:
    _limit_unanswered(post, 2)
    post.queue("jo@example.com")
    for _ in range(2):
        assert claim_next(post.session, post.clock.now()) is not None
        post.clock.at += LEASE

    report = post.send()

    assert (report.undeliverable_count, post.letterbox.received) == (1, [])
    assert "nobody answered whether it arrived" in (post.mail("jo@example.com").note or "")
