from __future__ import annotations

import re
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from tests.surveys.workshop.editor.sent_forms import content, form_of

SignIn = Callable[[Role, str | None], FlaskClient]


def test_a_save_upon_what_somebody_else_changed_shows_both_and_keeps_the_typing(
    manager: FlaskClient, client_as: SignIn, session: Session, address: str
) -> None:
    path = f"{address}/questions/comment"
    other = client_as(Role.ADMINISTRATOR, None)
    mine, theirs = form_of(manager.get(path).text), form_of(other.get(path).text)
    other.post(path, data={**theirs, "text": "Anything to tell us?"})

    answer = manager.post(path, data={**mine, "text": "What else?"})

    assert answer.status_code == 409
    assert "<ins>What else</ins>" in answer.text
    assert 'name="text" value="What else?"' in answer.text
    assert content(session).texts["en"]["comment.text"] == "Anything to tell us?"
    seen = re.findall(r'name="seen" value="(\w+)"', answer.text)[-1]
    manager.post(path, data={**mine, "text": "What else?", "seen": seen})
    assert content(session).texts["en"]["comment.text"] == "What else?"


def test_two_who_write_different_questions_do_not_disturb_each_other(
    manager: FlaskClient, client_as: SignIn, session: Session, address: str
) -> None:
    other = client_as(Role.ADMINISTRATOR, None)
    mine = form_of(manager.get(f"{address}/questions/comment").text)
    theirs = form_of(other.get(f"{address}/questions/reason").text)
    other.post(f"{address}/questions/reason", data={**theirs, "text": "Why?"})

    answer = manager.post(f"{address}/questions/comment", data={**mine, "text": "What else?"})

    assert answer.status_code == 302
    texts = content(session).texts["en"]
    assert (texts["reason.text"], texts["comment.text"]) == ("Why?", "What else?")


def test_a_question_that_somebody_removed_can_be_added_again_as_it_was_typed(
    manager: FlaskClient, client_as: SignIn, session: Session, address: str
) -> None:
    path = f"{address}/questions/comment"
    mine = form_of(manager.get(path).text)
    client_as(Role.ADMINISTRATOR, None).post(f"{path}/remove")

    answer = manager.post(path, data={**mine, "text": "What else?"})
    seen = re.findall(r'name="seen" value="(\w+)"', answer.text)[-1]
    manager.post(path, data={**mine, "text": "What else?", "seen": seen})

    assert answer.status_code == 409
    assert content(session).texts["en"]["comment.text"] == "What else?"


def test_title_and_introduction_are_written_and_a_conflict_keeps_both(
    manager: FlaskClient, session: Session, address: str
) -> None:
    form = form_of(manager.get(f"{address}?lang=de").text)
    manager.post(f"{address}/frame", data={**form, "title": "Ihre Lieferung"})

    answer = manager.post(f"{address}/frame", data={**form, "title": "Die Lieferung"})

    assert content(session).texts["de"]["title"] == "Ihre Lieferung"
    assert answer.status_code == 409
    assert "Ihre Lieferung" in answer.text
    assert "Die Lieferung" in answer.text
