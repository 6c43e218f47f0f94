from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from surveys.questionnaires.shapes import END
from surveys.questionnaires.types import QuestionType
from tests.surveys.workshop.editor.sent_forms import content, form_of, plain
from tests.surveys.workshop.factory import make_content

SignIn = Callable[[Role, str | None], FlaskClient]


def test_a_draft_shows_its_questions_what_is_left_to_do_and_what_rules_see(
    manager: FlaskClient, address: str
) -> None:
    page = manager.get(address).text

    assert page.index("How likely are you to recommend us?") < page.index("What mattered most?")
    assert "feeds NPS" in page
    assert "These are rules, a screen and no verdict." in page


@pytest.mark.parametrize("kind", list(QuestionType))
def test_a_question_of_every_type_is_added_and_its_form_changes_nothing_when_it_is_sent_back(
    manager: FlaskClient, session: Session, address: str, kind: QuestionType
) -> None:
    added = manager.post(f"{address}/questions", data={"type": kind, "key": "fresh"})
    before = content(session)

    page = manager.get(added.location).text
    sent = manager.post(added.location, data=form_of(page))

    assert before.questions[-1].type is kind
    assert sent.status_code == 302
    assert content(session) == before


def test_scales_begin_with_their_usual_words_in_the_languages_of_the_questionnaire(
    manager: FlaskClient, session: Session, address: str
) -> None:
    title = form_of(manager.get(f"{address}?lang=de").text)
    manager.post(f"{address}/frame", data={**title, "title": "Ihre Lieferung"})

    manager.post(f"{address}/questions", data={"type": "effort7", "key": "ease"})

    texts = content(session).texts
    assert set(texts) == {"en", "de"}
    assert texts["en"]["ease.option.7"] == "Very easy"
    assert texts["de"]["ease.option.7"] == "Sehr einfach"
    assert texts["de"]["satisfaction.option.5"] == "Sehr zufrieden"


def test_a_question_is_written_with_its_settings(
    manager: FlaskClient, session: Session, address: str
) -> None:
    path = f"{address}/questions/reason"
    form = form_of(manager.get(path).text)
    form["text"], form["required"], form["not_applicable"] = ["Why?"], ["on"], ["on"]
    form["option_label"][2] = "Speed"
    form["option_value"][2] = "speed"
    form["if_subject"][0], form["if_operator"][0], form["if_value"][0] = (
        "satisfaction", "at_most", "2",
    )  # fmt: skip
    form["skip_subject"][0], form["skip_value"][0], form["skip_target"][0] = "reason", "price", END

    sent = manager.post(path, data=form)

    shape = content(session).questions[2]
    assert sent.status_code == 302
    assert shape.is_required
    assert shape.offers_not_applicable
    assert shape.options == ("price", "advice", "speed")
    assert shape.stored()["show_if"] == {"question": "satisfaction", "is": "at_most", "value": "2"}
    assert shape.skips[0].to == END
    assert content(session).texts["en"]["reason.option.speed"] == "Speed"


@pytest.mark.parametrize(
    ("deed", "options"),
    [
        ("remove option 0", ("advice",)),
        ("down option 0", ("advice", "price")),
        ("up option 1", ("advice", "price")),
        ("remove option 9", ("price", "advice")),
        ("remove option ٣", ("price", "advice")),
        ("explode option 1", ("price", "advice")),
    ],
)
def test_options_are_moved_and_removed_by_buttons(
    manager: FlaskClient, session: Session, address: str, deed: str, options: tuple[str, ...]
) -> None:
    path = f"{address}/questions/reason"

    manager.post(path, data={**form_of(manager.get(path).text), "deed": deed})

    assert content(session).questions[2].options == options


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"max_length": "many"}, "whole number"),
        ({"max_length": "²"}, "whole number"),
        ({"joining": "written", "written": "{"}, "not valid JSON"),
        ({"joining": "written", "written": "[" * 5000}, "not valid JSON"),
        ({"joining": "written", "written": '{"question": "recommend"}'}, "no way to compare"),
        ({"joining": "all", "written": '{"any": []}'}, "or empty the box"),
        ({"if_subject": "recommend", "if_operator": "at_least", "if_value": "x"}, "numbers"),
        ({"if_subject": "recommend", "if_operator": "", "if_value": "x"}, "no way to compare"),
        ({"skip_subject": "recommend", "skip_value": "1"}, "go on"),
        ({"written_skips": "{}"}, "Write a list"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_typed_is_lost(
    manager: FlaskClient,
    session: Session,
    address: str,
    changes: dict[str, str],
    words: str,
) -> None:
    path = f"{address}/questions/comment"
    before = content(session)
    form = {**form_of(manager.get(path).text), "text": "Typed just now", **changes}

    answer = manager.post(path, data=form)

    assert answer.status_code == 400
    assert words in plain(answer.text)
    assert "Typed just now" in answer.text
    assert content(session) == before


def test_a_condition_inside_another_is_shown_in_words_and_kept(
    manager: FlaskClient, session: Session, address: str
) -> None:
    path = f"{address}/questions/comment"
    written = (
        '{"any": [{"question": "satisfaction", "is": "at_most", "value": 2},'
        ' {"not": {"fact": "is_late", "is": "is", "value": "no"}}]}'
    )
    form = {**form_of(manager.get(path).text), "joining": "written", "written": written}

    manager.post(path, data=form)
    page = manager.get(path).text
    again = manager.post(path, data=form_of(page))

    assert "satisfaction is at most 2 or (not it was late (yes or no) is no)" in page
    assert again.status_code == 302
    assert content(session).questions[3].show_if is not None


def test_a_page_that_saves_by_itself_gets_the_findings_and_what_it_has_seen(
    manager: FlaskClient, session: Session, address: str
) -> None:
    path = f"{address}/questions/comment"
    form = {**form_of(manager.get(path).text), "autosave": "1"}

    first = manager.post(path, data={**form, "text": "How great was our award-winning team?"})
    seen = re.findall(r'data-seen="(\w+)"', first.text)[0]
    second = manager.post(path, data={**form, "text": "How was our team?", "seen": seen})

    assert "<mark>" in first.text
    assert "<html" not in first.text
    assert second.status_code == 200
    assert content(session).texts["en"]["comment.text"] == "How was our team?"


def test_undo_takes_back_the_last_change_and_says_which(
    manager: FlaskClient, session: Session, address: str
) -> None:
    manager.post(f"{address}/questions/comment/remove")
    assert len(content(session).questions) == 3

    undone = manager.post(f"{address}/undo", data={"revision": "2"}, follow_redirects=True)

    assert "Undone: question comment removed." in undone.text
    assert content(session) == make_content()


@pytest.mark.parametrize("revision", ["1", "", "x", "9" * 5000, "٢"])
def test_undo_of_a_draft_that_looks_otherwise_by_now_changes_nothing(
    manager: FlaskClient, session: Session, address: str, revision: str
) -> None:
    manager.post(f"{address}/questions/comment/remove")
    before = content(session)

    answer = manager.post(f"{address}/undo", data={"revision": revision})

    expected = 302 if revision == "٢" else 409  # an Arabic two is a two
    assert answer.status_code == expected
    assert (content(session) == before) == (expected == 409)


def test_questions_are_moved_and_copied_from_the_list(
    manager: FlaskClient, session: Session, address: str
) -> None:
    manager.post(f"{address}/questions/comment/move", data={"to": "up"})
    manager.post(f"{address}/questions/recommend/duplicate")

    keys = [shape.key for shape in content(session).questions]

    assert keys == ["recommend", "recommend_2", "satisfaction", "comment", "reason"]


def test_more_than_a_draft_can_hold_is_refused_in_words(
    manager: FlaskClient, session: Session, address: str
) -> None:
    path = f"{address}/questions/reason"
    form = form_of(manager.get(path).text)
    form["option_value"] = [f"o{number}" for number in range(1500)]
    form["option_label"] = ["x"] * 1500

    answer = manager.post(path, data=form)

    assert answer.status_code == 400
    assert content(session) == make_content()


@pytest.mark.parametrize("path", ["", "/questions/comment", "/paper", "/difference", "/publish"])
@pytest.mark.parametrize("language", ["ar", "../../" * 100])
def test_every_page_of_a_draft_opens_in_any_language(
    manager: FlaskClient, address: str, path: str, language: str
) -> None:
    assert manager.get(f"{address}{path}", query_string={"lang": language}).status_code == 200


def test_the_preview_stands_beside_and_can_be_told_about_the_transaction(
    manager: FlaskClient, address: str
) -> None:
    page = manager.get(f"{address}?lang=de").text

    assert f'src="{address}/preview?lang=de"' in page
    assert 'name="is_late"' in page
    assert "How likely are you" in manager.get(f"{address}/preview?is_late=yes").text


def test_a_draft_or_question_that_is_not_there_is_said_in_words(
    manager: FlaskClient, address: str
) -> None:
    assert manager.get("/workshop/4711").status_code == 404
    assert manager.get(f"{address}/questions/gone").status_code == 404
    assert manager.post(f"{address}/questions/gone", data={"text": "?"}).status_code == 404
    assert manager.post(f"{address}/questions/gone/remove").status_code == 404
