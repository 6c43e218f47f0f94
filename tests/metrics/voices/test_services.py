from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskCliRunner
from sqlalchemy.orm import Session

from core.config import Settings
from core.database import writing
from core.keys import KeyRing
from feedback.models import Answer, Response
from feedback.voices.models import Voice, VoiceState
from metrics.integrity.models import RowDecision
from metrics.voices.heard import Heard
from metrics.voices.services import Collected, collect_voices, read_comments
from metrics.weekly.models import Pseudonym
from tests.factories import make_programme, make_transaction, make_version
from tests.metrics.dashboards.factory import publish_programme
from tests.metrics.programmes import WEEK, SmallProgramme

HEARD = Heard(
    response=1, audience="end_user", language="de", promise="confidential", recommend=8,
    touchpoint="delivery", country="Germany", region="North", partner="nord",
    product_line="screw", segment="public",
)  # fmt: skip


@pytest.fixture
def version_id(session: Session, now: datetime) -> int:
    make_programme(session, now)
    return make_version(session, now)


def _respond(
    session: Session, now: datetime, version_id: int, number: int, text: str, **changes: Any
) -> Response:
    """A response with a comment; its pseudonym is its number."""
    transaction = make_transaction(session, now, f"t{number}", occurred_on=date(2026, 11, 4))
    with writing(session):
        response = Response(
            key=f"r{number}", source="import", audience="end_user", transaction_id=transaction.id,
            version_id=version_id, sheet_hash="", language="de", promise="confidential",
            answered_at=now, received_at=now, **changes,
        )  # fmt: skip
        session.add(response)
        session.flush()
        session.add(Answer(response_id=response.id, question_key="comment", text=text))
        session.add(Pseudonym(pseudonym=number, kind="response", subject_id=response.id))
    return response


def _collect(session: Session, *numbers: int, **changes: Any) -> Collected:
    heard = [replace(HEARD, response=number, **changes) for number in numbers]
    comments = read_comments(session, heard)
    with writing(session):
        return collect_voices(session, "2026-W45", comments)


def _voices(session: Session) -> list[Voice]:
    session.expire_all()
    return list(session.scalars(sa.select(Voice).order_by(Voice.response_id)))


def test_a_used_responses_comment_is_taken_up_and_waits(
    session: Session, now: datetime, version_id: int
) -> None:
    response = _respond(session, now, version_id, 1, "Schnell.")

    found = _collect(session, 1)

    (voice,) = _voices(session)
    assert found == Collected(1, 0)
    assert (voice.response_id, voice.question_key, voice.state) == (
        response.id, "comment", "waiting",
    )  # fmt: skip
    assert (voice.week, voice.score_group, voice.partner_key, voice.country_key) == (
        "2026-W45", "passive", "nord", "Germany",
    )  # fmt: skip


def test_blank_texts_short_answers_repeated_sheets_and_unused_responses_are_not(
    session: Session, now: datetime, version_id: int
) -> None:
    first = _respond(session, now, version_id, 1, "Used.")
    _respond(session, now, version_id, 2, "   ")
    _respond(session, now, version_id, 3, "Used.", duplicate_of_id=first.id)
    _respond(session, now, version_id, 4, "Not used.")
    with writing(session):
        # A question of another kind whose answer is a text: "reason" is a choice here.
        session.add(Answer(response_id=first.id, question_key="reason", text="Serial 4711"))

    found = _collect(session, 1, 2, 3)

    assert found.new_count == 1
    assert [(voice.response_id, voice.question_key) for voice in _voices(session)] == [
        (first.id, "comment")
    ]


def test_a_second_time_changes_nothing_and_decisions_stand(
    session: Session, now: datetime, version_id: int
) -> None:
    _respond(session, now, version_id, 1, "Schnell.")
    _collect(session, 1)
    with writing(session):
        (voice,) = _voices(session)
        voice.state, voice.shown_text, voice.decided_at = VoiceState.CLEARED, "Schnell.", now

    found = _collect(session, 1)

    (voice,) = _voices(session)
    assert found == Collected(0, 0)
    assert (voice.state, voice.shown_text, voice.is_used) == ("cleared", "Schnell.", True)


def test_what_a_revision_sets_aside_is_kept_and_comes_back_with_another(
    session: Session, now: datetime, version_id: int
) -> None:
    _respond(session, now, version_id, 1, "Schnell.")
    _respond(session, now, version_id, 2, "Langsam.")
    _collect(session, 1, 2)

    dropped = _collect(session, 2, partner="kiel")
    after = [(voice.is_used, voice.partner_key) for voice in _voices(session)]
    _collect(session, 1, 2)

    assert dropped == Collected(0, 1)
    assert after == [(False, "nord"), (True, "kiel")]
    assert [voice.is_used for voice in _voices(session)] == [True, True]


def test_an_erased_persons_response_is_passed_over(
    session: Session, now: datetime, version_id: int
) -> None:
    _respond(session, now, version_id, 1, "Schnell.")
    with writing(session):
        session.execute(sa.delete(Pseudonym))

    assert _collect(session, 1) == Collected(0, 0)


def test_ids_say_nothing_of_who_answered_first(
    session: Session, now: datetime, version_id: int
) -> None:
    for number in range(1, 9):
        _respond(session, now, version_id, number, "Schnell.")

    _collect(session, *range(1, 9))

    by_answer = [voice.id for voice in _voices(session)]
    by_lot = [voice.id for voice in sorted(_voices(session), key=lambda voice: voice.lot)]
    assert by_answer != sorted(by_answer)
    assert by_lot == sorted(by_lot)


def test_a_final_takes_up_its_comments_by_itself_and_a_revision_follows(
    session: Session, keys: KeyRing, settings: Settings, runner: FlaskCliRunner
) -> None:
    programme = SmallProgramme(session, keys, settings)
    programme.set_up()
    programme.live_week(WEEK)
    written = _write_comments(session)
    programme.close(WEEK, programme.monday_after(WEEK))
    of_flash = len(_voices(session))

    programme.close(WEEK, programme.fieldwork_over(WEEK))
    of_final = _voices(session)
    again = runner.invoke(args=["voices", "collect"])

    assert of_flash == 0
    assert 0 < len(of_final) <= written
    assert {voice.week for voice in of_final} == {str(WEEK)}
    assert {voice.partner_key for voice in of_final} <= {"nord", "kiel", "lech", "ebro", "duero"}
    assert all(voice.country_key in ("DE", "ES") for voice in of_final if voice.partner_key)
    assert again.output == "0 new comments of 1 finals wait to be cleared.\n"

    set_aside = of_final[0].response_id
    _set_aside(session, set_aside, programme.fieldwork_over(WEEK))
    programme.close(WEEK, programme.fieldwork_over(WEEK), reason="A person decided otherwise")

    used = {voice.response_id: voice.is_used for voice in _voices(session)}
    assert [response for response, is_used in used.items() if not is_used] == [set_aside]


def _write_comments(session: Session) -> int:
    with writing(session):
        ids = session.scalars(sa.select(Response.id)).all()
        session.add_all(
            Answer(response_id=id_, question_key="comment", text=f"Comment {id_}") for id_ in ids
        )
    return len(ids)


def _set_aside(session: Session, response_id: int, at: datetime) -> None:
    with writing(session):
        session.add(
            RowDecision(
                response_id=response_id,
                is_used=False,
                reason="A trial of ours",
                decided_by="M. Osei",
                decided_at=at,
            )
        )


def test_frozen_files_that_are_gone_are_named(
    session: Session, now: datetime, runner: FlaskCliRunner
) -> None:
    publish_programme(session, now)

    result = runner.invoke(args=["voices", "collect"])

    assert result.exit_code == 1
    assert "is missing. Restore the week's folder from a backup." in result.output


def test_what_was_written_is_read_before_anybody_waits_for_the_write(
    session: Session, now: datetime, version_id: int
) -> None:
    for number in (1, 2):
        _respond(session, now, version_id, number, "Schnell.")
    comments = read_comments(session, [replace(HEARD, response=number) for number in (1, 2)])
    asked: list[str] = []
    engine = session.get_bind()
    sa.event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    with writing(session):
        collect_voices(session, "2026-W45", comments)

    about_answers = [sql for sql in asked if "FROM answers" in sql or "FROM responses" in sql]
    assert len(_voices(session)) == 2
    assert about_answers == []
