"""The pages of signals: the list, and one of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from core.clock import FixedClock, Week
from core.database import writing
from metrics.signals.models import Signal, SignalNote
from metrics.targets.models import Target
from tests.browsers import make_signed_in_client
from tests.metrics.dashboards.pages import page_text, text_of
from tests.metrics.signals.finals import (
    WEEK,
    Finals,
    chart,
    figure,
    hidden_risk,
    review,
    target,
)

ClientAs = Callable[[Role, str | None], FlaskClient]
SAID = "Talked with the partner about it."


def send(client: FlaskClient, path: str, **fields: str) -> tuple[int, str]:
    answer = client.post(path, data=fields)
    return answer.status_code, text_of(answer.get_data(as_text=True))


def test_the_list_says_each_in_a_sentence_with_its_figures_owner_and_day(
    signals: list[Signal], manager: FlaskClient
) -> None:
    text = page_text(manager, "/signals")

    assert "5 signals are open" in text
    assert "Ribera Aire: unusual pattern, please review" in text
    assert ", 2026. Whoever complained was not asked." in text
    assert (
        "Compresores Duero is not below its target itself; "
        "its end users are below theirs for certain" in text
    )
    assert "End-user recommendation is below its target for certain" in text
    assert "End-user recommendation is below its control limits" in text
    assert "End-user recommendation fell for certain" in text
    assert "38 interval [32–44] Grade A , why n 200 7 below target 45" in text
    assert "Control limits [30 – 50]." in text
    assert "By −9.4 [−15.1 to −3.7] since the final before, q < .01." in text
    assert "Ilse Voss, Chief Due 26 October 2026, overdue" in text
    assert "5 are overdue." in text


def test_what_is_good_is_something_to_learn_from(finals: Finals, manager: FlaskClient) -> None:
    finals.publish(WEEK, chart("above"), figure("end_user", 60.0, 66.0))

    text = page_text(manager, "/signals")

    assert "End-user recommendation is above its control limits" in text
    assert "Learn from it" in text


def test_a_drift_is_told_as_one_with_its_own_limits(finals: Finals, manager: FlaskClient) -> None:
    point = chart("below", value=36.0, drift=34.0, since_week=str(WEEK.shifted(-2)))
    finals.publish(WEEK, point, figure("end_user", 36.0, 52.0))

    text = page_text(manager, "/signals")

    assert "End-user recommendation drifts below what it used to be" in text
    assert "Moving average 34, its limits [35 – 45]. Outside since week 38." in text


def test_what_is_over_is_told_in_the_past_beside_the_figures_of_now(
    finals: Finals, manager: FlaskClient
) -> None:
    finals.publish(WEEK, figure("end_user", 38.0, 44.0))
    finals.publish(WEEK.shifted(1), figure("end_user", 43.0, 49.0))
    [signal] = finals.signals()

    text = page_text(manager, f"/signals/{signal.id}")

    assert "End-user recommendation was below its target for certain" in text
    assert "Opened in week 40, 2026; in the newest final it no longer shows" in text
    assert "In the newest final End user 43 interval [37–49]" in text
    assert "2 below target 45, uncertain Week 41, 2026" in text


def test_a_target_that_has_changed_since_is_not_told_as_it_was(
    finals: Finals, manager: FlaskClient, session: Session
) -> None:
    finals.publish(WEEK, figure("end_user", 38.0, 44.0), *hidden_risk())
    with writing(session):
        session.execute(sa.update(Target).values(value=10.0))

    text = page_text(manager, "/signals")

    assert "was below its target for certain, which has changed since" in text
    assert "its end users did not; targets have changed since" in text
    assert "28 above target 10" in text


def test_a_target_of_later_weeks_changes_nothing_of_what_was_said_before(
    finals: Finals, manager: FlaskClient, session: Session
) -> None:
    finals.publish(WEEK, figure("end_user", 38.0, 44.0))
    with writing(session):
        session.add(target("end_user", 10.0, applies_from=str(WEEK.shifted(1))))
    finals.publish(WEEK.shifted(1), figure("end_user", 38.0, 44.0))

    text = page_text(manager, f"/signals/{finals.signals()[0].id}")

    assert "was below its target for certain" in text
    assert "7 below target 45 Week 40" in text
    assert "28 above target 10 Week 41" in text


def test_one_signal_names_the_one_before_and_its_check(
    finals: Finals, manager: FlaskClient
) -> None:
    finals.publish(WEEK, review())
    [old] = finals.signals()
    send(manager, f"/signals/{old.id}/close", state="done", said=SAID)
    finals.publish(WEEK.shifted(1))
    finals.publish(WEEK.shifted(2), review())
    new = finals.signals()[-1]

    text = page_text(manager, f"/signals/{new.id}")

    assert f"The same stood before, was closed and fell quiet: signal {old.id}" in text
    assert "Unusual pattern, please review: whoever complained was not asked." in text
    assert "Nobody has done anything about it yet" in text


@pytest.mark.parametrize(
    "query",
    ["state=x", "kind=x", "owner=x", "owner=-1", "owner=99999999999999999999", "page=0",
     "page=-3", "page=x", "page=99999999999999999999", "page=%E2%91%A1", "place=%00", "page=7",
     "place=%F0%9F%92%A9", "place=" + "x" * 3000, "state=&kind=&owner=&place="],
)  # fmt: skip
def test_a_filter_that_means_nothing_breaks_nothing(
    signals: list[Signal], manager: FlaskClient, query: str
) -> None:
    page_text(manager, f"/signals?{query}")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("kind=review", 1),
        ("place=ribera", 1),
        ("place=spain", 2),
        ("place=castile", 1),
        ("place=network", 3),
        ("place=germany", 0),
        ("owner=nobody", 5),
        ("owner=mine", 0),
        ("state=done", 0),
        ("state=all&kind=change", 1),
    ],
)
def test_filters_narrow_the_list(
    signals: list[Signal], manager: FlaskClient, query: str, count: int
) -> None:
    page = manager.get(f"/signals?{query}").get_data(as_text=True)

    assert page.count('href="/signals/') == count


def test_mine_are_those_that_i_took(signals: list[Signal], executive: FlaskClient) -> None:
    send(executive, f"/signals/{signals[0].id}/take")

    text = page_text(executive, "/signals?owner=mine")

    assert "1 signal is like that" in text or "1 signal is open" in text
    assert "Ribera Aire" in text


def test_thousands_are_shown_page_by_page(
    signals: list[Signal], manager: FlaskClient, session: Session
) -> None:
    facts = {c.key: getattr(signals[0], c.key) for c in sa.inspect(Signal).column_attrs}
    with writing(session):
        session.add_all(
            Signal(**(facts | {"id": None, "node_key": f"p{number}"})) for number in range(2000)
        )

    first = page_text(manager, "/signals")
    last = manager.get("/signals?page=41").get_data(as_text=True)

    assert "2,005 signals are open" in first
    assert "Page 1 of 41." in first
    assert last.count('href="/signals/') == 5
    assert 'href="/signals?page=40"' in last
    assert "not that long" in page_text(manager, "/signals?page=99")


def test_before_anything_is_published_the_list_says_what_will_stand_there(
    manager: FlaskClient,
) -> None:
    text = page_text(manager, "/signals")

    assert "No signal is open" in text
    assert "When the final of a week is published" in text


def test_who_is_not_signed_in_is_asked_to(signals: list[Signal], client: FlaskClient) -> None:
    answer = client.get(f"/signals/{signals[0].id}")

    assert answer.status_code == 302
    assert "/sign-in" in answer.headers["Location"]


def test_reading_writes_nothing(
    signals: list[Signal], manager: FlaskClient, session: Session
) -> None:
    before = [(one.id, one.state, one.due_on, one.last_seen_week) for one in signals]

    page_text(manager, "/signals?state=all")
    page_text(manager, f"/signals/{signals[0].id}")

    session.rollback()
    after = session.scalars(sa.select(Signal).order_by(Signal.id)).all()
    assert [(one.id, one.state, one.due_on, one.last_seen_week) for one in after] == before
    assert session.scalar(sa.select(sa.func.count(SignalNote.id))) == 0


@pytest.mark.parametrize(
    ("at", "is_overdue"),
    [("2026-11-16T22:59:00+00:00", False), ("2026-11-16T23:00:00+00:00", True)],
    ids=["a minute before midnight in Berlin", "midnight in Berlin"],
)
def test_overdue_turns_with_the_day_in_the_programmes_zone(
    app: Flask, finals: Finals, session: Session, clock: FixedClock, at: str, is_overdue: bool
) -> None:
    finals.publish(WEEK, chart("below"))
    with writing(session):
        session.execute(sa.update(Signal).values(due_on=date(2026, 11, 16)))
    clock.at = datetime.fromisoformat(at)
    manager = make_signed_in_client(app, session, Role.PROGRAMME_MANAGER, None, clock.at)

    text = page_text(manager, "/signals")

    assert ("Due 16 November 2026, overdue" in text) is is_overdue


def test_a_target_of_a_place_opens_one_there(
    finals: Finals, manager: FlaskClient, session: Session
) -> None:
    with writing(session):
        session.add(target("end_user", 50.0, "Nobody Known", level="country", node_key="Spain"))
    finals.publish(Week(2026, 41), figure("end_user", 40.0, 45.0, level="country",
                                          node_key="Spain"))  # fmt: skip

    text = page_text(manager, "/signals")

    assert "End-user recommendation, Spain, is below its target for certain" in text
    assert "10 below target 50" in text
