"""A sheet of several pages: on, back, by conditions, by facts, and sent once at its end."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.database import writing
from customers.models import Transaction
from surveys.questionnaires.shapes import Flow
from tests.feedback.answering.conftest import Ask
from tests.feedback.answering.factory import (
    COMMENT,
    DELAY,
    ENDING,
    RECOMMEND,
    SATISFACTION,
    TURNING,
    make_content,
)
from tests.feedback.browsing import (
    Respondent,
    chosen,
    press,
    sheet_of,
    stored_answers,
    stored_responses,
    written,
)


def test_whoever_is_not_happy_is_asked_why_and_all_answers_are_stored_once(
    respondent: Respondent, session: Session, ask: Ask
) -> None:
    ask(make_content(*TURNING))
    story = "Long.\nVery “long” & <slow>"
    first = respondent.open()

    second = press(respondent.client, first, "next", {"recommend": "3"})
    third = press(
        respondent.client,
        second,
        "next",
        {"reason": "time", "story": story},
    )
    nothing_yet = stored_responses(session)
    sent = press(respondent.client, third, "send", {"satisfaction": "2"})

    assert (first.status_code, second.status_code, third.status_code) == (200, 200, 200)
    assert nothing_yet == []
    assert sent.status_code == 303
    assert stored_answers(session) == {
        "recommend": 3,
        "reason": "time",
        "story": story,
        "satisfaction": 2,
    }


def test_whoever_is_happy_never_sees_the_page_for_the_others(
    respondent: Respondent, session: Session, ask: Ask
) -> None:
    ask(make_content(*TURNING))

    second = press(respondent.client, respondent.open(), "next", {"recommend": "10"})
    sent = press(respondent.client, second, "send", {"satisfaction": "5", "comment": "Fine."})

    assert sheet_of(second).controls == {"satisfaction", "comment"}
    assert sent.status_code == 303
    assert set(stored_answers(session)) == {"recommend", "satisfaction", "comment"}


def test_a_page_that_is_not_right_is_shown_again_and_goes_no_further(
    respondent: Respondent, ask: Ask
) -> None:
    ask(make_content(*TURNING))
    second = press(respondent.client, respondent.open(), "next", {"recommend": "3"})

    again = press(respondent.client, second, "next", {"story": "kept"})

    assert again.status_code == 422
    assert "Not answered yet" in again.text
    assert sheet_of(again).controls == {"reason", "story"}
    assert written(again, "story") == "kept"


def test_going_back_asks_for_nothing_and_keeps_what_was_typed_on_every_page(
    respondent: Respondent, ask: Ask
) -> None:
    ask(make_content(*TURNING))
    second = press(respondent.client, respondent.open(), "next", {"recommend": "3"})

    first = press(respondent.client, second, "back", {"story": "half a sen"})
    second = press(respondent.client, first, "next")

    assert first.status_code == 200
    assert chosen(first, "recommend") == ["3"]
    assert written(second, "story") == "half a sen"
    assert ("_go", "back") not in sheet_of(first).buttons


def test_what_was_answered_on_a_way_not_taken_is_not_stored(
    respondent: Respondent, session: Session, ask: Ask
) -> None:
    ask(make_content(*TURNING))
    second = press(respondent.client, respondent.open(), "next", {"recommend": "3"})
    third = press(respondent.client, second, "next", {"reason": "price", "story": "a secret"})
    first = press(respondent.client, press(respondent.client, third, "back"), "back")

    third = press(respondent.client, first, "next", {"recommend": "9"})
    press(respondent.client, third, "send", {"satisfaction": "4"})

    assert stored_answers(session) == {"recommend": 9, "satisfaction": 4}


def test_sending_looks_at_every_shown_page_and_shows_the_first_that_is_wrong(
    respondent: Respondent, session: Session, ask: Ask
) -> None:
    ask(make_content(*TURNING))
    token = respondent.token()

    page = respondent.send(token, {"recommend": "2", "satisfaction": "4"})

    assert page.status_code == 422
    assert sheet_of(page).controls == {"reason", "story"}
    assert ("satisfaction", "4") in sheet_of(page).fields
    assert stored_responses(session) == []


def test_a_button_that_says_send_never_skips_a_page_that_its_answers_open(
    respondent: Respondent, session: Session, ask: Ask
) -> None:
    ask(make_content(RECOMMEND, SATISFACTION, COMMENT, flow=Flow.ONE_BY_ONE))
    first = respondent.open()
    fields = dict(sheet_of(first).fields) | {"recommend": "9", "satisfaction": "4"}

    page = respondent.client.post(respondent.path, data={**fields, "_go": "send"})

    assert page.status_code == 200
    assert sheet_of(page).controls == {"satisfaction"}
    assert stored_responses(session) == []


def test_an_answer_that_ends_the_sheet_early_leads_to_a_page_to_send_from(
    respondent: Respondent, session: Session, ask: Ask
) -> None:
    ask(make_content(*ENDING))

    closing = press(respondent.client, respondent.open(), "next", {"recommend": "10"})
    back = press(respondent.client, closing, "back")
    sent = press(respondent.client, closing, "send")

    assert "That was the last question." in closing.text
    assert sheet_of(closing).controls == set()
    assert chosen(back, "recommend") == ["10"]
    assert sent.status_code == 303
    assert stored_answers(session) == {"recommend": 10}


def test_facts_of_the_transaction_decide_what_is_asked(
    respondent: Respondent, session: Session, ask: Ask
) -> None:
    ask(make_content(RECOMMEND, DELAY))

    without = sheet_of(respondent.open()).controls
    with writing(session):
        session.execute(sa.update(Transaction).values(is_late=True))
    late = sheet_of(respondent.open()).controls

    assert without == {"recommend"}
    assert late == {"recommend", "delay"}


def test_a_first_page_that_shows_nothing_is_passed_over(respondent: Respondent, ask: Ask) -> None:
    ask(make_content(DELAY, RECOMMEND, flow=Flow.ONE_BY_ONE))

    page = respondent.open()

    assert sheet_of(page).controls == {"recommend"}
    assert "Confidential: shown without your name." in page.text
    assert ("_go", "send") in sheet_of(page).buttons


@pytest.mark.parametrize(
    ("shapes", "flow", "words"),
    [
        pytest.param((RECOMMEND, SATISFACTION), Flow.ONE_PAGE, None, id="one page"),
        pytest.param((RECOMMEND, SATISFACTION), Flow.ONE_BY_ONE, "Page 1 of 2", id="one by one"),
        pytest.param(TURNING, Flow.ONE_PAGE, "Page 1 of about 2", id="by conditions"),
    ],
)
def test_progress_is_told_in_words_and_honestly(
    respondent: Respondent, ask: Ask, shapes: tuple[object, ...], flow: Flow, words: str | None
) -> None:
    ask(make_content(*shapes, flow=flow))  # type: ignore[arg-type]

    page = respondent.open().text

    assert (words in page) if words else ("Page 1" not in page)


def test_questions_are_numbered_through_the_whole_sheet(respondent: Respondent, ask: Ask) -> None:
    ask(make_content(*TURNING))

    last = press(respondent.client, respondent.open(), "next", {"recommend": "10"})

    assert "2. satisfaction.text" in last.text
    assert "3. comment.text" in last.text


def test_another_language_in_the_middle_keeps_every_answer_and_writes_nothing(
    respondent: Respondent, session: Session, ask: Ask
) -> None:
    ask(make_content(*TURNING, german={"title": "Wie war es?", "story.text": "Was geschah?"}))
    second = press(respondent.client, respondent.open(), "next", {"recommend": "3"})

    german = press(respondent.client, second, "de", {"story": "Half of it"}, name="_lang")
    first = press(respondent.client, german, "back")

    assert german.status_code == 200
    assert '<html lang="de">' in german.text
    assert "Was geschah?" in german.text
    assert written(german, "story") == "Half of it"
    assert chosen(first, "recommend") == ["3"]
    assert '<html lang="de">' in first.text
    assert stored_responses(session) == []


def test_the_language_that_was_read_last_is_stored(
    respondent: Respondent, session: Session, ask: Ask
) -> None:
    ask(make_content(RECOMMEND, german={"title": "Wie war es?"}))
    german = press(respondent.client, respondent.open(), "de", name="_lang")

    press(respondent.client, german, "send", {"recommend": "8"})

    assert stored_responses(session)[0].language == "de"


@pytest.mark.parametrize("word", ["", "SEND", "draw", "\x00", "x" * 5000])
def test_a_button_nobody_made_draws_the_page_again(
    respondent: Respondent, session: Session, word: str
) -> None:
    page = respondent.client.post(
        respondent.path,
        data={"sheet": respondent.token(), "recommend": "9", "satisfaction": "4", "_go": word},
    )

    assert page.status_code == 200
    assert chosen(page, "recommend") == ["9"]
    assert stored_responses(session) == []
