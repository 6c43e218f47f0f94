"""What a question is for, by the names that people gave it."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from core.database import writing
from surveys.strategy.models import Construct, Objective
from tests.surveys.workshop.editor.sent_forms import form_of


def test_cards_and_paper_name_what_a_question_measures_and_serves(
    manager: FlaskClient, session: Session, address: str
) -> None:
    with writing(session):
        session.add(Construct(key="ease_of_use", name="Ease, as felt"))
        session.add(Objective(key="fewer_calls", name="Fewer calls", weight=1.0))
    path = f"{address}/questions/reason"
    form = form_of(manager.get(path).text)

    manager.post(path, data={**form, "construct": "ease_of_use", "objectives": "fewer_calls"})

    for page in (manager.get(address).text, manager.get(f"{address}/paper").text):
        assert "measures Ease, as felt" in page
        assert "for Fewer calls" in page


def test_a_construct_that_is_no_longer_known_is_shown_by_its_key(
    manager: FlaskClient, session: Session, address: str
) -> None:
    with writing(session):
        construct = Construct(key="ease_of_use", name="Ease, as felt")
        session.add(construct)
    path = f"{address}/questions/reason"
    form = form_of(manager.get(path).text)
    manager.post(path, data={**form, "construct": "ease_of_use"})

    with writing(session):
        session.delete(construct)

    assert "measures ease_of_use" in manager.get(address).text
