"""Opening the page: what it says, in which language, and how light it is."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from core.database import writing
from core.keys import KeyRing
from surveys.links import invitation_path, unsubscribe_path
from surveys.models import Invitation, QuestionnaireText
from surveys.questionnaires import READY_FOLDER
from surveys.questionnaires.services import load_questionnaires
from tests.feedback.browsing import Respondent, chosen, stored_responses, written

MOST_BYTES = 14 * 1024

ARABIC = {
    "title": "كيف كان التسليم؟",
    "intro": "دقيقة واحدة عن آخر تسليم.",
    "recommend.text": "ما مدى احتمال أن توصي بنا؟",
}


def test_the_page_says_who_asks_about_what_and_what_becomes_of_the_answers(
    respondent: Respondent,
) -> None:
    page = respondent.open().text

    first_screen = page.partition("<form")[0]
    assert "From Test programme, about 11 November." in first_screen
    assert "Confidential: shown without your name." in first_screen
    assert "Who sees what" in first_screen
    assert "only together with the answers of at least nine others" in page


def test_the_way_to_stop_being_asked_is_on_the_first_screen(
    respondent: Respondent, keys: KeyRing, invitation: Invitation
) -> None:
    first_screen = respondent.open().text.partition("<form")[0]

    assert f'href="{unsubscribe_path(keys, invitation.id)}"' in first_screen


def test_a_page_of_the_longest_ready_questionnaire_is_light(
    session: Session, client: FlaskClient, keys: KeyRing, now: datetime, invitation: Invitation
) -> None:
    with writing(session):
        load_questionnaires(session, READY_FOLDER, now)
    longest = _longest_version(session)
    with writing(session):
        session.execute(sa.update(Invitation).values(version_id=longest))

    page = client.get(
        invitation_path(keys, invitation.id) + "?lang=de", headers={"Accept-Encoding": "gzip"}
    )

    headers = len(str(page.headers).encode())
    assert page.headers["Content-Encoding"] == "gzip"
    assert len(page.data) + headers <= MOST_BYTES, f"{len(page.data)} + {headers} bytes"
    assert gzip.decompress(page.data).decode().count("<fieldset") >= 5


def test_the_page_asks_for_nothing_more_than_itself(respondent: Respondent) -> None:
    page = respondent.open().text

    assert not re.search(r"<(img|iframe|video)|\bsrc=|@import|url\(|<link[^>]*stylesheet", page)
    assert not re.search(r"\b(style|on\w+)=", page)
    assert '<link rel="icon" href="data:,">' in page


def test_the_content_policy_lets_the_page_s_own_style_through_and_no_other(
    respondent: Respondent,
) -> None:
    page = respondent.open()

    style = re.search(r"<style>(.*?)</style>", page.text, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"'sha256-{digest}'" in page.headers["Content-Security-Policy"]
    assert "unsafe" not in page.headers["Content-Security-Policy"]


def test_answering_needs_no_cookie_and_no_cache_keeps_it(respondent: Respondent) -> None:
    opened = respondent.open()
    sent = respondent.send(respondent.token())

    assert "Set-Cookie" not in opened.headers
    assert "Set-Cookie" not in sent.headers
    assert opened.headers["Cache-Control"] == "no-store"
    assert opened.headers["Referrer-Policy"] == "no-referrer"


def test_a_score_tapped_in_a_mail_is_chosen_and_not_stored(
    respondent: Respondent, session: Session
) -> None:
    page = respondent.open("?recommend=9")

    assert chosen(page, "recommend") == ["9"]
    assert chosen(page, "satisfaction") == []
    assert stored_responses(session) == []


@pytest.mark.parametrize("query", ["?recommend=11", "?recommend=", "?recommend=<b>", "?nothing=1"])
def test_a_score_that_was_not_offered_is_not_chosen(respondent: Respondent, query: str) -> None:
    page = respondent.open(query)

    assert page.status_code == 200
    assert chosen(page, "recommend") == []


def test_no_link_puts_words_into_somebody_s_mouth(respondent: Respondent) -> None:
    page = respondent.open("?comment=I+hate+it&reason=price")

    assert written(page, "comment") == ""
    assert chosen(page, "reason") == []


def test_every_control_is_named_and_every_group_says_whether_it_must_be_answered(
    respondent: Respondent,
) -> None:
    page = respondent.open().text

    groups = re.findall(r"<fieldset[^>]*>\s*<legend>", page)
    assert len(groups) == 3
    assert len(re.findall(r'role="radiogroup" aria-required="true"', page)) == 2
    assert re.search(r'<label class="label" for="comment-first">4\. Anything else\?</label>', page)


def test_the_language_of_the_person_asked_is_spoken(
    respondent: Respondent, session: Session, invitation: Invitation
) -> None:
    _add_texts(session, invitation.version_id, "de", {"title": "Wie war Ihre Lieferung?"})
    with writing(session):
        session.execute(sa.update(Invitation).values(language="de-AT"))

    page = respondent.open().text

    assert '<html lang="de">' in page
    assert "Wie war Ihre Lieferung?" in page
    assert "Von Test programme, zum 11. November." in page
    assert "How satisfied or dissatisfied are you?" in page


def test_another_language_is_one_button_away(
    respondent: Respondent, session: Session, invitation: Invitation
) -> None:
    _add_texts(session, invitation.version_id, "es", {"title": "¿Cómo fue su entrega?"})

    english = respondent.open()
    spanish = respondent.open("?lang=es")

    assert 'name="_lang" value="es" lang="es">Español</button>' in english.text
    assert "¿Cómo fue su entrega?" in spanish.text
    assert 'name="_lang" value="en" lang="en">English</button>' in spanish.text


def test_an_arabic_page_runs_from_right_to_left(
    respondent: Respondent, session: Session, invitation: Invitation
) -> None:
    _add_texts(session, invitation.version_id, "ar", ARABIC)

    page = respondent.open("?lang=ar").text

    assert '<html lang="ar" dir="rtl">' in page
    assert ARABIC["recommend.text"] in page


@pytest.mark.parametrize("language", ["xx", "", "../../etc", "<script>", "en-GB"])
def test_an_unknown_language_is_answered_in_english(respondent: Respondent, language: str) -> None:
    page = respondent.client.get(respondent.path, query_string={"lang": language})

    assert page.status_code == 200
    assert '<html lang="en">' in page.text


def _longest_version(session: Session) -> int:
    counts = sa.select(
        QuestionnaireText.version_id, sa.func.sum(sa.func.length(QuestionnaireText.text))
    ).group_by(QuestionnaireText.version_id)
    rows: Any = session.execute(counts).all()
    longest: int = max((length, version_id) for version_id, length in rows)[1]
    return longest


def _add_texts(session: Session, version_id: int, language: str, texts: dict[str, str]) -> None:
    with writing(session):
        for key, text in texts.items():
            session.add(
                QuestionnaireText(version_id=version_id, language=language, text_key=key, text=text)
            )
