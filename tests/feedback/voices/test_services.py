from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from access.models import AuditEntry, Role
from access.visibility import Scope
from core.database import writing
from feedback.errors import NoSuchVoiceError, VoiceDecidedError, VoiceRefusedError
from feedback.models import Answer, Response
from feedback.voices.models import Voice
from feedback.voices.services import Decider, clear_voice, keep_back_voice, reopen_voice
from tests.factories import make_programme
from tests.voices import make_voice

MANAGER = Scope(Role.PROGRAMME_MANAGER, actor="Mar Osei")


@pytest.fixture
def decider(session: Session, now: datetime) -> Decider:
    make_programme(session, now)
    return Decider(MANAGER, "Mar Osei", now)


def test_a_comment_is_cleared_as_it_was_written(
    session: Session, now: datetime, decider: Decider
) -> None:
    voice = make_voice(session, now, "Slow, but kind.")

    with writing(session):
        clear_voice(session, decider, voice.id)

    assert (voice.state, voice.shown_text) == ("cleared", "Slow, but kind.")
    assert (voice.decided_by, voice.decided_at) == ("Mar Osei", now)


def test_a_comment_is_cleared_with_words_struck_out_and_stays_as_it_was_given(
    session: Session, now: datetime, decider: Decider
) -> None:
    voice = make_voice(session, now, "Ann was kind.")

    with writing(session):
        clear_voice(session, decider, voice.id, "[…] was kind.")

    assert voice.shown_text == "[…] was kind."
    assert session.scalars(sa.select(Answer.text).where(Answer.text.is_not(None))).one() == (
        "Ann was kind."
    )


def test_other_words_than_those_written_are_refused_and_nothing_is_stored(
    session: Session, now: datetime, decider: Decider
) -> None:
    voice = make_voice(session, now, "Ann was unkind.")

    with pytest.raises(VoiceRefusedError, match="not what was written"), writing(session):
        clear_voice(session, decider, voice.id, "Ann was kind.")

    session.refresh(voice)
    assert (voice.state, voice.shown_text) == ("waiting", None)
    assert session.scalars(sa.select(AuditEntry)).all() == []


@pytest.mark.parametrize(
    ("reason", "said"), [("", "Say in a word"), (" x ", "Say in a word"), ("x" * 201, "Shorten")]
)
def test_a_comment_is_kept_back_for_a_reason(
    session: Session, now: datetime, decider: Decider, reason: str, said: str
) -> None:
    voice = make_voice(session, now, "Ann was kind.")

    with pytest.raises(VoiceRefusedError, match=said), writing(session):
        keep_back_voice(session, decider, voice.id, reason)
    with writing(session):
        keep_back_voice(session, decider, voice.id, "names  a\ncolleague")

    assert (voice.state, voice.shown_text, voice.reason) == (
        "not_shown", None, "names a colleague",
    )  # fmt: skip


def test_a_decision_is_taken_back(session: Session, now: datetime, decider: Decider) -> None:
    voice = make_voice(session, now, "Kind.", is_cleared=True)

    with writing(session):
        reopen_voice(session, decider, voice.id)

    assert (voice.state, voice.shown_text, voice.decided_by, voice.decided_at) == (
        "waiting", None, "", None,
    )  # fmt: skip


def test_every_decision_is_in_the_audit_without_a_word_of_the_comment(
    session: Session, now: datetime, decider: Decider
) -> None:
    voice = make_voice(session, now, "Ann was kind.")

    with writing(session):
        clear_voice(session, decider, voice.id)
        reopen_voice(session, decider, voice.id)
        keep_back_voice(session, decider, voice.id, "a name")

    entries = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [entry.detail for entry in entries] == ["cleared", "waiting", "not_shown: a name"]
    assert {(entry.actor, entry.subject) for entry in entries} == {
        ("Mar Osei", f"comment {voice.id}")
    }


Deed = Callable[[Session, Decider, int], Voice]


def _keep_back(session: Session, decider: Decider, voice_id: int) -> Voice:
    return keep_back_voice(session, decider, voice_id, "too late")


@pytest.mark.parametrize("deed", [clear_voice, _keep_back], ids=["clear", "keep"])
def test_what_somebody_decided_meanwhile_is_not_overwritten(
    session: Session, now: datetime, decider: Decider, deed: Deed
) -> None:
    voice = make_voice(session, now, "Kind.", is_cleared=True)

    with pytest.raises(VoiceDecidedError, match="Osei decided"), writing(session):
        deed(session, decider, voice.id)


def test_what_waits_cannot_be_taken_back(session: Session, now: datetime, decider: Decider) -> None:
    voice = make_voice(session, now, "Kind.")

    with pytest.raises(VoiceDecidedError, match="waiting already"), writing(session):
        reopen_voice(session, decider, voice.id)


def test_a_comment_that_no_edition_uses_any_more_is_as_unknown_as_one_that_is_not(
    session: Session, now: datetime, decider: Decider
) -> None:
    unused = make_voice(session, now, "Kind.", is_used=False)

    for voice_id in (unused.id, 4_711):
        with pytest.raises(NoSuchVoiceError), writing(session):
            clear_voice(session, decider, voice_id)


@pytest.mark.parametrize("role", [Role.EXECUTIVE, Role.CHANNEL_PARTNER])
def test_nobody_else_decides(session: Session, now: datetime, decider: Decider, role: Role) -> None:
    voice = make_voice(session, now, "Kind.")
    scope = Scope(role, "ribera" if role is Role.CHANNEL_PARTNER else None)

    with pytest.raises(NoSuchVoiceError), writing(session):
        clear_voice(session, Decider(scope, "Somebody", now), voice.id)


def test_a_comment_goes_with_its_answer_cleared_words_and_all(
    session: Session, now: datetime
) -> None:
    make_programme(session, now)
    erased = make_voice(session, now, "Ann was kind.", shown="[…] was kind.")
    kept = make_voice(session, now, "Ann was quick.", is_cleared=True)

    with writing(session):
        session.execute(sa.delete(Answer).where(Answer.response_id == erased.response_id))
        session.execute(sa.delete(Response).where(Response.id == erased.response_id))

    assert session.scalars(sa.select(Voice.shown_text)).all() == [kept.shown_text]


def test_a_comment_without_its_answer_cannot_be_stored(session: Session, now: datetime) -> None:
    make_programme(session, now)
    voice = make_voice(session, now, "Kind.", is_cleared=True)

    with pytest.raises(IntegrityError), writing(session):
        voice.question_key = "another"
