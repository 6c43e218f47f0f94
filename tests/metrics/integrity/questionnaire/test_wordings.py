"""Answers to two wordings of a question in one week."""

from __future__ import annotations

from dataclasses import replace

import pytest

from metrics.figures import Finding
from metrics.integrity.questionnaire.wordings import mixed_wordings
from metrics.models import State
from metrics.warehouse.questionnaires import QuestionFacts
from tests.metrics.integrity.asked_weeks import (
    RECOMMEND,
    SATISFACTION,
    asked,
    evidence_of,
    week_of,
)

REWORDED = replace(SATISFACTION, wording="another")


def found(old: int, new: int, question: QuestionFacts) -> list[Finding]:
    """So many answers to the first version and to the second."""
    made = week_of(
        asked("end_user.delivery.1", RECOMMEND, SATISFACTION, touchpoints=()),
        asked("end_user.delivery.2", RECOMMEND, question),
    )
    for version, count in ((1, old), (2, new)):
        for _ in range(count):
            number = made.transaction()
            made.answer(
                number, "end_user", {"recommend": 9}, questionnaire=f"end_user.delivery.{version}"
            )
    return list(mixed_wordings(evidence_of(made)))


def test_a_week_in_which_a_question_was_reworded_warns_of_its_metric() -> None:
    warned, fine = found(3, 7, REWORDED)

    assert (warned.state, warned.metric) == (State.WARN, "csat")
    assert warned.value == pytest.approx(0.3)
    assert warned.evidence["delivery csat"]["versions"] == (
        "end_user.delivery.1, end_user.delivery.2"
    )
    assert fine.state is State.PASS


def test_two_versions_of_the_same_wording_are_one_question() -> None:
    [finding] = found(3, 7, SATISFACTION)

    assert finding.state is State.PASS


def test_a_version_that_nobody_answers_mixes_nothing() -> None:
    [finding] = found(0, 5, REWORDED)

    assert finding.state is State.PASS


def test_a_week_without_answers_has_no_finding() -> None:
    assert found(0, 0, REWORDED) == []
