"""Questions shown and left blank."""

from __future__ import annotations

from typing import Any

import pytest

from metrics.figures import Finding
from metrics.integrity.questionnaire.blanks import item_nonresponse
from metrics.method import Severity
from metrics.models import State
from metrics.warehouse.schema import ItemState
from tests.metrics.frozen_weeks import MadeWeek
from tests.metrics.integrity.asked_weeks import (
    RECOMMEND,
    SATISFACTION,
    asked,
    evidence_of,
    question,
    week_of,
)

REASON = question("reason", type="choice", lowest=None, highest=None)
SHEET = asked("end_user.delivery.1", RECOMMEND, SATISFACTION, REASON)


def shown(made: MadeWeek, question_key: str, counts: dict[ItemState, int], **facts: Any) -> None:
    """So many used answers in which the item became this; recommendation is always answered."""
    for state, count in counts.items():
        for _ in range(count):
            number = made.transaction(**facts)
            made.answer(
                number,
                "end_user",
                {"recommend": 9},
                questionnaire=f"end_user.{facts.get('touchpoint', 'delivery')}.1",
            )
            made.items.append(
                {"response": made.responses[-1]["response"], "question": question_key}
                | {"part": "", "state": state.value, "score": None}
            )


def found(made: MadeWeek) -> list[Finding]:
    return list(item_nonresponse(evidence_of(made)))


@pytest.mark.parametrize(
    ("blank", "state"), [(10, State.PASS), (11, State.WARN), (30, State.WARN), (31, State.FAIL)]
)
def test_the_share_left_blank_bears_on_the_metric_it_feeds(blank: int, state: State) -> None:
    made = week_of(SHEET)
    shown(made, "satisfaction", {ItemState.BLANK: blank, ItemState.ANSWERED: 100 - blank})

    findings = found(made)

    worst = findings[0]
    assert (worst.state, worst.severity) == (state, Severity.CAVEAT)
    assert worst.value == pytest.approx(blank / 100)
    assert worst.metric == ("" if state is State.PASS else "csat")
    assert f"{blank} % of the end users" in worst.what


def test_not_applicable_is_an_answer_and_stands_in_the_evidence() -> None:
    made = week_of(SHEET)
    shown(made, "satisfaction", {ItemState.NOT_APPLICABLE: 40, ItemState.ANSWERED: 60})

    [finding] = found(made)

    assert finding.state is State.PASS
    assert finding.evidence["delivery satisfaction"]["not_applicable_share"] == pytest.approx(0.4)


def test_blanks_at_one_touchpoint_bear_on_that_touchpoint() -> None:
    made = week_of(SHEET, asked("end_user.sale.1", RECOMMEND, SATISFACTION))
    shown(made, "satisfaction", {ItemState.BLANK: 20, ItemState.ANSWERED: 20})
    shown(made, "satisfaction", {ItemState.ANSWERED: 40}, touchpoint="sale")

    warned, fine = found(made)

    assert (warned.metric, warned.touchpoint_key) == ("csat", "delivery")
    assert fine.state is State.PASS


def test_blanks_of_a_question_that_feeds_nothing_are_for_information() -> None:
    made = week_of(SHEET)
    shown(made, "reason", {ItemState.BLANK: 50, ItemState.ANSWERED: 50})

    [finding] = found(made)

    assert (finding.state, finding.severity) == (State.FAIL, Severity.INFO)
    assert "“reason”" in finding.what


def test_fewer_than_thirty_shown_are_not_judged() -> None:
    made = week_of(SHEET)
    shown(made, "satisfaction", {ItemState.BLANK: 29})

    [finding] = found(made)

    assert finding.state is State.NOT_APPLICABLE


def test_answers_that_are_set_aside_are_not_counted() -> None:
    made = week_of(SHEET)
    shown(made, "satisfaction", {ItemState.ANSWERED: 40})
    for row in range(40):
        made.answer(made.frame[row]["transaction"], "end_user", {"recommend": 1})
        made.items.append(
            {"response": made.responses[-1]["response"], "question": "satisfaction"}
            | {"part": "", "state": "blank", "score": None}
        )

    [finding] = found(made)

    assert finding.evidence["delivery satisfaction"]["shown"] == 40


def test_a_week_without_answers_says_so_and_one_without_questions_says_nothing() -> None:
    [finding] = found(week_of(SHEET))

    assert finding.state is State.NOT_APPLICABLE
    assert found(MadeWeek()) == []
