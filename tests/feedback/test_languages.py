"""The page and the questionnaire are translated separately: each speaks what it can."""

from __future__ import annotations

import re
from html import unescape

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

import feedback.views as answering_views
from core.database import writing
from core.keys import KeyRing
from core.languages import FIRST_STRONG_ISOLATE, is_right_to_left
from customers.models import Programme
from feedback.models import Response
from feedback.wording import worded_languages, wording_of
from surveys.links import invitation_path
from surveys.models import Invitation, QuestionnaireText
from surveys.queries import newest_version_ids
from surveys.questionnaires import READY_FOLDER
from surveys.questionnaires.services import load_questionnaires
from tests.feedback.browsing import GOOD, Respondent

TITLE = "<h1[^>]*>[^<]*</h1>"


def test_the_page_speaks_arabic_around_questions_that_do_not(respondent: Respondent) -> None:
    page = respondent.open("?lang=ar").text

    assert '<html lang="ar" dir="rtl">' in page
    assert wording_of("ar").send in page
    assert '<fieldset class="ask" id="recommend" lang="en" dir="ltr"' in page
    assert re.search(TITLE, page).group().startswith('<h1 lang="en" dir="ltr">')  # type: ignore[union-attr]
    assert page.count('id="recommend"') == 1


def test_what_is_wrong_with_an_answer_is_told_in_the_readers_language(
    respondent: Respondent,
) -> None:
    token = respondent.token()

    page = respondent.client.post(f"{respondent.path}?lang=ar", data={"sheet": token}).text

    assert (
        '<span class="oops" id="recommend-error" lang="ar" dir="rtl">'
        f"{wording_of('ar').missing_choice}</span>"
    ) in page


def test_the_response_keeps_the_language_in_which_its_questions_stood(
    respondent: Respondent, session: Session
) -> None:
    token = respondent.token()

    thanked = respondent.client.post(
        f"{respondent.path}?lang=ar", data={"sheet": token, **GOOD}, follow_redirects=True
    )

    assert wording_of("ar").thanks.heading in thanked.text
    assert session.scalars(sa.select(Response.language)).all() == ["en"]


def test_a_page_in_one_language_marks_no_part_of_itself(respondent: Respondent) -> None:
    page = respondent.open().text

    assert len(re.findall(r'<(?:fieldset|h1|p|div)[^>]* lang="', page)) == 0


def test_a_question_that_nobody_has_translated_yet_is_marked_as_english(
    respondent: Respondent, session: Session, invitation: Invitation
) -> None:
    _add(session, invitation.version_id, "ar", {"recommend.text": "ما مدى احتمال أن توصوا بنا؟"})

    page = respondent.open("?lang=ar").text

    assert '<fieldset class="ask" id="recommend" role="radiogroup"' in page
    assert '<fieldset class="ask" id="satisfaction" lang="en" dir="ltr"' in page


def test_questions_in_a_language_that_the_page_does_not_speak_are_marked(
    respondent: Respondent, session: Session, invitation: Invitation
) -> None:
    texts = {"recommend.text": "עד כמה סביר שתמליצו עלינו?", "comment.text": "עוד משהו?"}
    _add(session, invitation.version_id, "he", texts)

    page = respondent.open("?lang=he").text

    assert '<html lang="en">' in page
    assert '<fieldset class="ask" id="recommend" lang="he" dir="rtl"' in page
    assert '<span lang="en" dir="ltr">You may leave this empty.</span>' in page
    assert "<b>עברית</b>" in page


def test_a_name_in_other_letters_is_kept_from_turning_the_sentence_round(
    respondent: Respondent, session: Session
) -> None:
    with writing(session):
        session.execute(sa.update(Programme).values(name="Alder & Voss Co."))

    page = respondent.open("?lang=ar").text

    assert f"من {FIRST_STRONG_ISOLATE}Alder &amp; Voss Co." in page
    assert '<b dir="auto">Alder &amp; Voss Co.</b>' in page


@pytest.mark.parametrize("language", worded_languages())
def test_a_ready_questionnaire_is_asked_in_every_language_of_the_page(
    session: Session,
    client: FlaskClient,
    keys: KeyRing,
    invitation: Invitation,
    language: str,
) -> None:
    with writing(session):
        load_questionnaires(session, READY_FOLDER, invitation.invited_at)
        version_id = newest_version_ids(session)["end_user.repair_visit"]
        session.execute(sa.update(Invitation).values(version_id=version_id, language=language))

    page = client.get(invitation_path(keys, invitation.id)).text

    direction = ' dir="rtl"' if is_right_to_left(language) else ""
    assert f'<html lang="{language}"{direction}>' in page
    assert not re.search(r'<(?:fieldset|h1|p|div)[^>]* lang="', page)
    assert page.count('name="_lang"') == len(worded_languages()) - 1


def _add(session: Session, version_id: int, language: str, texts: dict[str, str]) -> None:
    with writing(session):
        session.add_all(
            QuestionnaireText(version_id=version_id, language=language, text_key=key, text=text)
            for key, text in texts.items()
        )


def _break(app: Flask, monkeypatch: pytest.MonkeyPatch, error: Exception) -> FlaskClient:
    """A browser of an application whose answering pages raise that."""

    def fail(*_given: object) -> None:
        raise error

    monkeypatch.setattr(answering_views, "find_asked", fail)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app.test_client()


@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize(
    ("error", "status", "shown", "sent"),
    [
        pytest.param(
            OperationalError("", {}, Exception()), 503, "unavailable", "waiting", id="no database"
        ),
        pytest.param(ZeroDivisionError(), 500, "failed", "failed", id="our mistake"),
    ],
)
def test_when_we_fail_the_page_says_so_in_the_readers_language_and_keeps_what_was_sent(
    app: Flask,
    respondent: Respondent,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    error: Exception,
    status: int,
    shown: str,
    sent: str,
) -> None:
    browser, asking = _break(app, monkeypatch, error), {"Accept-Language": language}

    opened = browser.get(respondent.path, headers=asking)
    posted = browser.post(respondent.path, data={"comment": "Kept."}, headers=asking)

    assert (opened.status_code, posted.status_code) == (status, status)
    assert wording_of(language).notice(shown).heading in unescape(opened.text)
    assert wording_of(language).notice(sent).heading in unescape(posted.text)
    assert "Kept.</textarea>" in posted.text
    assert '<form id="sheet" method="post" action="">' in posted.text  # the script's, if it runs
