from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from access.visibility import command_line_scope
from core.database import writing
from customers.models import Audience
from surveys.library.catalogue import find_item
from surveys.library.services import take_into_draft, with_item
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.files import READY_FOLDER, read_file
from surveys.questionnaires.formats.own import read_content
from surveys.strategy.queries import all_constructs
from surveys.strategy.services import load_example
from surveys.workshop.services import create_draft

SCOPE = command_line_scope("test")
EMPTY = QuestionnaireContent("end_user.delivery", Audience.END_USER, (), {"en": {}})


def test_a_question_is_put_at_the_end_of_a_draft_as_one_step(
    session: Session, now: datetime
) -> None:
    with writing(session):
        draft = create_draft(session, EMPTY, SCOPE, now)

    with writing(session):
        changed = take_into_draft(session, find_item("installation"), draft.id, SCOPE, now)

    (shape,) = read_content(changed.content).questions
    assert shape == find_item("installation").shape
    assert changed.revision == 2


def test_what_a_question_measures_joins_the_strategy_once(session: Session, now: datetime) -> None:
    with writing(session):
        load_example(session)
        draft = create_draft(session, EMPTY, SCOPE, now)

    for key in ("recommend", "courtesy", "explanation"):
        with writing(session):
            take_into_draft(session, find_item(key), draft.id, SCOPE, now)

    names = [construct.name for construct in all_constructs(session)]
    assert len(names) == 6
    assert "Quality of the visit" in names


def test_texts_come_in_the_languages_of_the_draft_alone() -> None:
    english = with_item(EMPTY, find_item("recommend"))
    two = with_item(
        QuestionnaireContent("end_user.x", Audience.END_USER, (), {"en": {}, "de": {}, "fr": {}}),
        find_item("recommend"),
    )

    assert {language for language, texts in english.texts.items() if texts} == {"en"}
    assert {language for language, texts in two.texts.items() if texts} == {"en", "de"}


def test_a_second_question_of_one_name_or_metric_gives_way() -> None:
    delivery = read_file(READY_FOLDER / "end_user.delivery.toml")

    taken = with_item(delivery, find_item("recommend")).questions[-1]

    assert taken.key == "recommend_2"
    assert taken.metric is None
    assert "recommend_2.text" in with_item(delivery, find_item("recommend")).texts["en"]
