"""How a sheet was answered: seconds and visits of each page, unknown where nobody can know."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from core.clock import FixedClock
from tests.feedback.answering.conftest import Ask
from tests.feedback.answering.factory import TURNING, make_content
from tests.feedback.browsing import GOOD, Respondent, press, sheet_of, stored_responses


def _pages(session: Session) -> list[dict[str, Any]] | None:
    [response] = stored_responses(session)
    return response.pages


def test_every_page_s_time_and_visits_are_stored(
    respondent: Respondent, session: Session, ask: Ask, clock: FixedClock
) -> None:
    ask(make_content(*TURNING))
    first = respondent.open()
    clock.at += timedelta(seconds=5)
    second = press(respondent.client, first, "next", {"recommend": "3"})
    clock.at += timedelta(seconds=7.5)
    first = press(respondent.client, second, "back")
    clock.at += timedelta(seconds=2)
    third = press(respondent.client, first, "next", {"recommend": "9"})
    clock.at += timedelta(seconds=11)

    press(respondent.client, third, "send", {"satisfaction": "4"})

    assert _pages(session) == [
        {"page": 1, "seconds": 7.0, "visits": 2},
        {"page": 2, "seconds": 7.5, "visits": 1},
        {"page": 3, "seconds": 11.0, "visits": 1},
    ]


def test_a_page_drawn_again_for_correction_is_one_visit_and_all_of_its_time(
    respondent: Respondent, session: Session, clock: FixedClock
) -> None:
    first = respondent.open()
    clock.at += timedelta(seconds=30)
    again = press(respondent.client, first, "send", {"recommend": "6"})
    clock.at += timedelta(seconds=4)

    press(respondent.client, again, "send", {"satisfaction": "2"})

    assert _pages(session) == [{"page": 1, "seconds": 34.0, "visits": 1}]


def test_the_time_of_an_earlier_page_that_is_sent_again_is_unknown(
    respondent: Respondent, session: Session, ask: Ask, clock: FixedClock
) -> None:
    ask(make_content(*TURNING))
    first = respondent.open()
    clock.at += timedelta(seconds=5)
    press(respondent.client, first, "next", {"recommend": "9"})
    clock.at += timedelta(seconds=60)

    third = press(respondent.client, first, "next", {"recommend": "9"})
    clock.at += timedelta(seconds=3)
    press(respondent.client, third, "send", {"satisfaction": "4"})

    assert _pages(session) == [
        {"page": 1, "seconds": None, "visits": 1},
        {"page": 3, "seconds": 3.0, "visits": 1},
    ]


@pytest.mark.parametrize(
    ("passed", "extra"),
    [
        pytest.param(timedelta(seconds=-1), {}, id="the clock jumped back"),
        pytest.param(timedelta(hours=1, seconds=1), {}, id="the phone lay aside"),
        pytest.param(timedelta(seconds=20), {"_waited": "1"}, id="the answer waited for a network"),
    ],
)
def test_a_time_that_nobody_can_know_is_unknown_and_never_negative(
    respondent: Respondent,
    session: Session,
    clock: FixedClock,
    passed: timedelta,
    extra: dict[str, str],
) -> None:
    fields = dict(sheet_of(respondent.open()).fields)
    clock.at += passed

    respondent.client.post(respondent.path, data={**fields, **GOOD, **extra})

    assert _pages(session) == [{"page": 1, "seconds": None, "visits": 1}]


@pytest.mark.parametrize("trail", ["", "x", "1.0.1-5-1.code", "9" * 9000, "\x00"])
def test_a_trail_that_is_not_ours_makes_it_unknown_and_loses_no_answer(
    respondent: Respondent, session: Session, trail: str
) -> None:
    fields = dict(sheet_of(respondent.open()).fields)

    sent = respondent.client.post(respondent.path, data={**fields, **GOOD, "_trail": trail})

    assert sent.status_code == 303
    assert _pages(session) is None
