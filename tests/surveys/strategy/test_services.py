from __future__ import annotations

from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.models import AuditEntry
from access.visibility import command_line_scope
from core.database import writing
from surveys.errors import StrategyError
from surveys.questionnaires.files import READY_FOLDER, read_folder
from surveys.services import load_and_open
from surveys.strategy.models import Objective
from surveys.strategy.queries import all_constructs, all_objectives, strategy_use, weight_shares
from surveys.strategy.services import (
    ConstructContent,
    ObjectiveContent,
    load_example,
    remove_construct,
    remove_objective,
    save_construct,
    save_objective,
)
from tests.factories import make_programme

SCOPE = command_line_scope("test")


def _add(session: Session, now: datetime, name: str, weight: float = 1.0) -> Objective:
    with writing(session):
        return save_objective(session, SCOPE, ObjectiveContent(name, weight), now)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        pytest.param("Right the first time", "right_the_first_time", id="plain"),
        pytest.param("Größe & Güte", "groe_gute", id="accents"),
        pytest.param("顧客", "objective", id="no Latin letter"),
        pytest.param("24 hours", "objective", id="a figure first"),
        pytest.param("a" * 120, "a" * 56, id="long"),
    ],
)
def test_the_key_is_the_name_in_plain_letters(
    session: Session, now: datetime, name: str, key: str
) -> None:
    assert _add(session, now, name).key == key


def test_names_that_give_the_same_key_are_numbered(session: Session, now: datetime) -> None:
    keys = [_add(session, now, name).key for name in ("Ease!", "Ease?", "Ease…")]

    assert keys == ["ease", "ease_2", "ease_3"]


def test_the_key_stays_when_the_name_changes(session: Session, now: datetime) -> None:
    made = _add(session, now, "Ease")

    with writing(session):
        changed = save_objective(session, SCOPE, ObjectiveContent("Effort", 2), now, made.id)

    assert (changed.key, changed.name, changed.weight) == ("ease", "Effort", 2)
    deeds = session.scalars(sa.select(AuditEntry.deed)).all()
    assert deeds == ["add objective", "change objective"]


def test_two_of_one_name_are_refused_whatever_the_capitals(session: Session, now: datetime) -> None:
    _add(session, now, "Ease")

    with pytest.raises(StrategyError, match="there already"):
        _add(session, now, "EASE")


def test_what_somebody_else_removed_is_not_changed(session: Session, now: datetime) -> None:
    made = _add(session, now, "Ease")
    with writing(session):
        remove_objective(session, SCOPE, made.id, now)

    with pytest.raises(StrategyError, match="Somebody else removed it"), writing(session):
        save_objective(session, SCOPE, ObjectiveContent("Ease", 1), now, made.id)


def test_any_positive_weights_are_shares_of_one(session: Session, now: datetime) -> None:
    for name, weight in (("a", 30), ("b", 20), ("c", 50)):
        _add(session, now, name, weight)

    assert weight_shares(all_objectives(session)) == {"c": 0.5, "a": 0.3, "b": 0.2}


def test_what_a_published_question_names_cannot_go(session: Session, now: datetime) -> None:
    make_programme(session, now)
    with writing(session):
        load_and_open(session, READY_FOLDER, now)
    objective, construct = all_objectives(session)[0], all_constructs(session)[0]

    with pytest.raises(StrategyError, match=r"published questions serve it.* and 13 more"):
        remove_objective(session, SCOPE, objective.id, now)
    with pytest.raises(StrategyError, match="published questions measure it"):
        remove_construct(session, SCOPE, construct.id, now)


def test_what_no_question_names_can_go(session: Session, now: datetime) -> None:
    made = _add(session, now, "Ease")
    with writing(session):
        meant = save_construct(session, SCOPE, ConstructContent("Effort", "How hard."), now)

    with writing(session):
        remove_objective(session, SCOPE, made.id, now)
        remove_construct(session, SCOPE, meant.id, now)

    assert all_objectives(session) == []
    assert all_constructs(session) == []


def test_the_ready_questions_name_the_example_and_nothing_else(
    session: Session, now: datetime
) -> None:
    with writing(session):
        load_example(session)

    named = {
        name
        for content in read_folder(READY_FOLDER)
        for shape in content.questions
        for name in (*shape.objectives, shape.construct)
    }
    objectives = {objective.key for objective in all_objectives(session)}
    assert named == objectives | {construct.key for construct in all_constructs(session)}


def test_the_example_is_loaded_once_and_never_over_a_strategy(
    session: Session, now: datetime
) -> None:
    with writing(session):
        first = load_example(session)
        second = load_example(session)

    assert (first.objective_count, first.construct_count) == (5, 5)
    assert (second.objective_count, second.construct_count) == (0, 0)


def test_a_new_programme_starts_with_the_example_in_use(session: Session, now: datetime) -> None:
    make_programme(session, now)

    with writing(session):
        load_and_open(session, READY_FOLDER, now)

    use = strategy_use(session)
    assert set(use.objectives) == {one.key for one in all_objectives(session)}
    assert "recommend (end_user.delivery)" in use.objectives["grow_by_recommendation"]
