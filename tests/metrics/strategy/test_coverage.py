from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from access.visibility import command_line_scope
from core.database import writing
from metrics.strategy.pages import coverage_page
from metrics.strategy.services import Coverage, cover_strategy
from surveys.models import Survey
from surveys.questionnaires.files import READY_FOLDER
from surveys.services import load_and_open
from surveys.strategy.models import Objective
from surveys.strategy.services import ObjectiveContent, load_example, save_objective
from tests.factories import make_programme, make_version

SignIn = Callable[[Role, str | None], FlaskClient]
SCOPE = command_line_scope("test")


@pytest.fixture
def in_field(session: Session, now: datetime) -> None:
    make_programme(session, now)
    with writing(session):
        load_and_open(session, READY_FOLDER, now)


def _covered(session: Session) -> Coverage:
    coverage = cover_strategy(session)
    assert coverage is not None
    return coverage


@pytest.mark.usefixtures("in_field")
def test_the_ready_questionnaires_cover_the_example_in_full(session: Session) -> None:
    page = coverage_page(_covered(session))

    assert page.verdict.share == "100%"
    assert [matrix.verdict.share for matrix in page.matrices] == ["100%", "100%"]
    assert {line.kind for line in page.todo} == {"One question each"}


@pytest.mark.usefixtures("in_field")
def test_a_question_asked_at_eight_touchpoints_counts_once(session: Session) -> None:
    of_end_users = _covered(session).audiences[1]

    (recommend,) = [one for one in of_end_users.questions if one.key == "recommend"]
    assert len(recommend.questionnaires) == 8
    assert "grow_by_recommendation" in of_end_users.result.single_item


@pytest.mark.usefixtures("in_field")
def test_an_objective_that_nothing_serves_takes_its_weight_off(
    session: Session, now: datetime
) -> None:
    with writing(session):
        save_objective(session, SCOPE, ObjectiveContent("Growth", 100.0), now)

    page = coverage_page(_covered(session))

    assert page.verdict.share == "50%"
    assert page.verdict.state == "fail"
    assert page.todo[0].what == "No question serves “Growth”."
    assert "“Growth” has no owner and no decision and no outcome." in {t.what for t in page.todo}


def test_one_customer_alone_is_said_so_and_orphans_and_unknown_names_are_listed(
    session: Session, now: datetime
) -> None:
    make_programme(session, now)
    with writing(session):
        load_and_open(session, READY_FOLDER, now)
        channel = sa.select(Survey).where(Survey.audience == "channel_partner")
        for survey in session.scalars(channel):
            survey.is_active = False
        session.execute(sa.delete(Objective).where(Objective.key == "customers_return"))
        end_users = session.scalars(sa.select(Survey).where(Survey.audience == "end_user")).all()
    plain = make_version(session, now, "end_user.plain")
    with writing(session):
        end_users[0].version_id = plain

    todo = coverage_page(_covered(session)).todo

    assert "“Right the first time” is not asked of channel partners." in {t.what for t in todo}
    assert any("names customers_return, which nobody wrote down" in line.what for line in todo)
    assert "repurchase, asked of end users, serves no objective." in {line.what for line in todo}


def test_only_what_is_in_the_field_counts(session: Session, now: datetime) -> None:
    make_version(session, now)
    with writing(session):
        load_example(session)

    page = coverage_page(_covered(session))

    assert not page.is_asked
    assert page.verdict.share == "0%"


def test_the_page_says_what_to_do_where_there_is_nothing_yet(
    client_as: SignIn, session: Session
) -> None:
    manager = client_as(Role.PROGRAMME_MANAGER, None)

    nothing = manager.get("/strategy").text
    with writing(session):
        load_example(session)

    assert "No objectives yet" in nothing
    assert "Nothing is asked yet" in manager.get("/strategy").text


@pytest.mark.usefixtures("in_field")
def test_the_page_shows_the_matrix_of_both_customers(client_as: SignIn) -> None:
    page = client_as(Role.EXECUTIVE, None).get("/strategy").text

    assert "100% of the strategy by weight has a question in the field" in page
    assert "Asked of channel partners" in page
    assert "Asked of end users" in page
    assert page.count("serves it") == 11


def test_a_channel_partner_does_not_see_the_strategy(client_as: SignIn, session: Session) -> None:
    assert client_as(Role.CHANNEL_PARTNER, "ES01").get("/strategy").status_code == 403
