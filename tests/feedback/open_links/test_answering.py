"""An open link: as many responses as people, each once, and what it says when it is closed."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.visibility import command_line_scope
from core.clock import FixedClock
from core.database import writing
from core.keys import KeyRing
from feedback.models import Response
from surveys.links import open_link_path
from surveys.models import QuestionnaireText, QuestionnaireVersion, Survey
from surveys.open_links.models import OpenLink
from surveys.open_links.services import close_links, revoke_link
from tests.factories import STRUCTURE, TEXTS
from tests.feedback.browsing import (
    GOOD,
    Respondent,
    chosen,
    stored_answers,
    stored_responses,
    token_of,
)

SCOPE = command_line_scope()


def test_opening_writes_nothing(respondent: Respondent, session: Session) -> None:
    pages = [respondent.open(), respondent.open("?lang=de"), respondent.open("/thanks")]

    assert [page.status_code for page in pages] == [200, 200, 302]
    assert stored_responses(session) == []


def test_an_answer_is_stored_as_one_of_the_link_and_thanked_for(
    respondent: Respondent, session: Session, link: OpenLink, survey: Survey, now: datetime
) -> None:
    sent = respondent.send(respondent.token(), {**GOOD, "comment": "kind"})
    page = respondent.client.get(sent.location)

    (response,) = stored_responses(session)
    assert sent.status_code == 303
    assert "Your answers are saved." in page.text
    assert "kind" not in page.text
    assert (response.source, response.open_link_id) == ("open_link", link.id)
    assert (response.transaction_id, response.invitation_id) == (None, None)
    assert response.invited_at is None
    assert (response.audience, response.version_id) == ("end_user", survey.version_id)
    assert (response.promise, response.received_at) == ("confidential", now)
    assert stored_answers(session) == {"recommend": 9, "satisfaction": 4, "comment": "kind"}


@pytest.mark.parametrize("sheet", ["", "somebody-elses", "\x00", "é" * 5000])
def test_nobody_is_thanked_for_what_was_not_sent(respondent: Respondent, sheet: str) -> None:
    page = respondent.client.get(f"{respondent.path}/thanks", query_string={"sheet": sheet})

    assert page.status_code == 302
    assert page.location == f"{respondent.path}?lang=en"


def test_two_people_are_two_responses_and_a_sheet_sent_again_is_none(
    respondent: Respondent, session: Session
) -> None:
    first, second = respondent.token(), respondent.token()

    respondent.send(first)
    again = respondent.send(first)
    respondent.send(second, {"recommend": "2", "satisfaction": "1"})

    assert again.status_code == 303
    assert len(stored_responses(session)) == 2


def test_a_sheet_sent_again_with_other_answers_is_stored_when_somebody_else_says_so(
    respondent: Respondent, session: Session
) -> None:
    token = respondent.token()
    respondent.send(token)

    page = respondent.send(token, {"recommend": "0", "satisfaction": "1", "comment": "<mine>"})
    before = len(stored_responses(session))
    fields = dict(
        re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', page.text, re.DOTALL)
    )
    again = respondent.client.post(
        respondent.path, data={name: unescape(value) for name, value in fields.items()}
    )

    first, second = stored_responses(session)
    assert (page.status_code, before, again.status_code) == (409, 1, 303)
    assert "If you are somebody else" in page.text
    assert first.sheet_hash != second.sheet_hash
    assert second.pages is None
    assert "<mine>" in {answer.text for answer in second.answers}


def test_missing_answers_are_named_and_the_others_kept(
    respondent: Respondent, session: Session
) -> None:
    page = respondent.send(respondent.token(), {"recommend": "9"})

    assert page.status_code == 422
    assert chosen(page, "recommend") == ["9"]
    assert stored_responses(session) == []


def test_nobody_is_offered_to_unsubscribe_who_was_not_written_to(respondent: Respondent) -> None:
    assert "/unsubscribe" not in respondent.open().text


def test_the_address_is_no_referrer_to_anybody(respondent: Respondent) -> None:
    page = respondent.open()

    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in page.headers


@pytest.mark.parametrize("part", ["token of another link", "token of no link"])
def test_a_token_of_elsewhere_stores_nothing_and_loses_nothing(
    respondent: Respondent, session: Session, keys: KeyRing, link: OpenLink, part: str
) -> None:
    other = Respondent(respondent.client, open_link_path(keys, link.id - 1))
    token = other.token() if part == "token of another link" else "x.y.z.w"

    page = respondent.send(token, {**GOOD, "comment": "kept"})
    repaired = respondent.send(token_of(page))

    assert page.status_code == 400
    assert chosen(page, "recommend") == ["9"]
    assert repaired.status_code == 303
    assert [one.open_link_id for one in stored_responses(session)] == [link.id]


def test_a_sheet_opened_before_a_new_version_is_stored_under_its_own(
    respondent: Respondent, session: Session, survey: Survey, now: datetime
) -> None:
    token, old_id = respondent.token(), survey.version_id
    new_id = _move_to_new_version(session, survey, now)

    respondent.send(token)
    respondent.send(respondent.token(), {"recommend": "3", "satisfaction": "3"})

    assert [one.version_id for one in stored_responses(session)] == [old_id, new_id]


def _move_to_new_version(session: Session, survey: Survey, now: datetime) -> int:
    old = session.get_one(QuestionnaireVersion, survey.version_id)
    with writing(session):
        new = QuestionnaireVersion(
            questionnaire_id=old.questionnaire_id,
            number=2,
            content_hash="second",
            structure=dict(STRUCTURE),
            created_at=now,
            texts=[
                QuestionnaireText(language="en", text_key=key, text=text)
                for key, text in {**TEXTS, "title": "A new title"}.items()
            ],
        )
        session.add(new)
        session.flush()
        session.execute(sa.update(Survey).values(version_id=new.id))
    return new.id


@pytest.mark.parametrize(
    ("deed", "words"), [("close", "These questions are closed."), ("revoke", "was withdrawn.")]
)
def test_a_link_that_takes_no_answers_says_so_in_the_reader_s_language(
    respondent: Respondent,
    session: Session,
    link: OpenLink,
    now: datetime,
    clock: FixedClock,
    deed: str,
    words: str,
) -> None:
    token = respondent.token()
    with writing(session):
        if deed == "close":
            close_links(session, SCOPE, [link.id], now)
        else:
            revoke_link(session, SCOPE, link.id, now)
    clock.at = now + timedelta(hours=3)

    opened, german, sent = respondent.open(), respondent.open("?lang=de"), respondent.send(token)

    assert [page.status_code for page in (opened, german, sent)] == [410, 410, 410]
    assert words in opened.text
    assert 'lang="de"' in german.text
    assert stored_responses(session) == []


def test_a_page_opened_before_the_link_closed_may_be_finished(
    respondent: Respondent, session: Session, link: OpenLink, now: datetime, clock: FixedClock
) -> None:
    token = respondent.token()
    with writing(session):
        close_links(session, SCOPE, [link.id], now)
        link.closes_at = now + timedelta(minutes=1)
    clock.at = now + timedelta(minutes=30)

    assert respondent.send(token).status_code == 303
    assert respondent.open().status_code == 410


@pytest.mark.parametrize("code", ["1", "1-x", "x", "9" * 30 + "-a", "%00", "1-%ff"])
def test_what_is_no_open_link_is_answered_in_words(
    respondent: Respondent, session: Session, code: str
) -> None:
    page = respondent.client.get(f"/o/{code}", headers={"Accept-Language": "es"})
    sent = respondent.client.post(f"/o/{code}", data=GOOD)

    assert (page.status_code, sent.status_code) == (404, 404)
    assert "Este enlace no funciona." in page.text
    assert stored_responses(session) == []


def test_how_it_was_answered_is_noted_without_an_address(
    respondent: Respondent, session: Session
) -> None:
    respondent.send(respondent.token())

    (response,) = stored_responses(session)
    assert response.network_hash
    assert "127.0.0.1" not in str(vars(response))


def test_a_flood_of_text_is_refused_before_it_is_read(
    respondent: Respondent, session: Session
) -> None:
    page = respondent.send(respondent.token(), {**GOOD, "comment": "x" * 5_000_000})

    assert page.status_code == 413
    assert session.scalars(sa.select(Response)).all() == []
