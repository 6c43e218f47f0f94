from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from core.keys import KeyRing
from customers.models import Audience
from demo.answers import response_rows
from demo.queries import Invited
from demo.simulator.world import SimulatedWeek, World, make_world
from demo.truth import CarelessTruth, Truth
from surveys.questionnaires import QuestionShape, QuestionType

INVITED_AT = datetime(2026, 11, 12, 6, 0, tzinfo=UTC)
EXPIRES_AT = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)
LONG_AFTER = datetime(2027, 1, 1, tzinfo=UTC)
KEYS = KeyRing(b"a key of tests, long enough to be one")
SHAPES = {
    1: (
        QuestionShape("recommend", QuestionType.RECOMMENDATION, is_required=True),
        QuestionShape("satisfaction", QuestionType.SATISFACTION5, is_required=True),
        QuestionShape("reason", QuestionType.CHOICE, is_required=False, options=("price", "wait")),
        QuestionShape("comment", QuestionType.TEXT, is_required=False),
    )
}


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(Truth(careless=CarelessTruth(share=0.0)))


@pytest.fixture(scope="module")
def week(world: World) -> SimulatedWeek:
    return world.week(0)


def invite_all(week: SimulatedWeek, audience: Audience = Audience.END_USER) -> list[Invited]:
    contact_key = "U00001" if audience is Audience.END_USER else "DE01-C2"
    return [
        Invited(
            number, audience.value, key, contact_key, "de", None, 1, "de", "confidential",
            INVITED_AT, EXPIRES_AT,
        )
        for number, key in enumerate(week.keys, start=1)
    ]  # fmt: skip


def answers_of(
    week: SimulatedWeek, invited: Sequence[Invited], until: datetime = LONG_AFTER
) -> dict[str, dict[str, int | str]]:
    rows = response_rows(week, invited, SHAPES, KEYS, until)
    return {row.transaction_key or "": dict(row.answers) for row in rows}


def test_whoever_answers_says_what_the_truth_holds(week: SimulatedWeek) -> None:
    answers = answers_of(week, invite_all(week))

    for index, key in enumerate(week.keys):
        if key in answers:
            assert answers[key]["recommend"] == week.opinions.end_user.recommend[index]
            assert answers[key]["satisfaction"] == week.opinions.end_user.satisfaction[index]


def test_a_channel_partner_answers_as_the_contact_who_was_asked(week: SimulatedWeek) -> None:
    answers = answers_of(week, invite_all(week, Audience.CHANNEL_PARTNER))

    recommendations = [answers[k]["recommend"] for k in week.keys if k in answers]
    asked = [index for index, key in enumerate(week.keys) if key in answers]

    assert recommendations == week.opinions.partner.recommend[asked, 1].tolist()


def test_nobody_answers_after_the_link_has_expired_or_before_it_came(week: SimulatedWeek) -> None:
    rows = response_rows(week, invite_all(week), SHAPES, KEYS, LONG_AFTER)
    willing = int(week.end_user_answering.answers.sum())

    assert all(
        INVITED_AT <= row.served_at < row.answered_at < EXPIRES_AT for row in rows if row.served_at
    )
    assert 0.75 * willing < len(rows) < willing


def test_answers_until_a_moment_are_the_same_ones_as_later(week: SimulatedWeek) -> None:
    early = answers_of(week, invite_all(week), INVITED_AT + timedelta(days=1))
    late = answers_of(week, invite_all(week))

    assert 0 < len(early) < len(late)
    assert early == {key: late[key] for key in early}


def test_people_answer_by_day(week: SimulatedWeek) -> None:
    rows = response_rows(week, invite_all(week), SHAPES, KEYS, LONG_AFTER)

    assert all(6 <= row.answered_at.hour <= 21 for row in rows)


def test_careless_people_tick_the_same_place_of_every_scale_and_write_nothing(
    world: World,
) -> None:
    truth = replace(world.truth, careless=CarelessTruth(share=1.0, places=(1.0,)))
    week = replace(world, truth=truth).week(0)

    rows = response_rows(week, invite_all(week), SHAPES, KEYS, LONG_AFTER)

    assert rows
    for row in rows:
        assert row.answers == {"recommend": 10, "satisfaction": 5, "reason": "price"}
        assert row.served_at is not None
        seconds = (row.answered_at - row.served_at).total_seconds()
        assert seconds < 18
        assert row.pages == [{"page": 1, "seconds": seconds, "visits": 1}]


def test_some_people_write_in_their_own_language(week: SimulatedWeek) -> None:
    answers = answers_of(week, invite_all(week))

    comments = [str(given["comment"]) for given in answers.values() if "comment" in given]

    assert 0.2 * len(answers) < len(comments) < 0.5 * len(answers)
    assert any("ü" in comment or "ö" in comment for comment in comments)


def test_people_of_one_partner_answer_from_one_network(week: SimulatedWeek) -> None:
    rows = response_rows(week, invite_all(week, Audience.CHANNEL_PARTNER), SHAPES, KEYS, LONG_AFTER)

    assert len({row.network_hash for row in rows}) == 1


def test_delays_leave_some_answers_to_the_week_after(week: SimulatedWeek) -> None:
    rows = response_rows(week, invite_all(week), SHAPES, KEYS, LONG_AFTER)
    flash_at = datetime(2026, 11, 15, 23, 0, tzinfo=UTC)

    in_time = np.mean([row.answered_at < flash_at for row in rows])

    assert 0.5 < in_time < 0.95
