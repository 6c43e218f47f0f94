"""Answers to two wordings of a question in one week."""

from __future__ import annotations

from dataclasses import replace

import pytest

from metrics.figures import Finding
from metrics.integrity.questionnaire.wordings import mixed_wordings
from metrics.models import State
from metrics.warehouse.configuration import Configuration, ThresholdSetting
from metrics.warehouse.questionnaires import QuestionFacts
from tests.metrics.integrity.asked_weeks import (
    RECOMMEND,
    SATISFACTION,
    asked,
    evidence_of,
    week_of,
)

REWORDED = replace(SATISFACTION, wording="another")
OWN_LIMITS = Configuration()


def found(
    old: int, new: int, question: QuestionFacts, configuration: Configuration = OWN_LIMITS
) -> list[Finding]:
    """So many answers to the first version and to the second."""
    made = week_of(
        asked("end_user.delivery.1", RECOMMEND, SATISFACTION, touchpoints=()),
        asked("end_user.delivery.2", RECOMMEND, question),
    )
    made.configuration = configuration
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
    assert warned.what.startswith("30 % of the answers at delivery are to another wording")
    assert warned.value == pytest.approx(0.3)
    assert warned.evidence["delivery csat"]["versions"] == (
        "end_user.delivery.1, end_user.delivery.2"
    )
    assert fine.state is State.PASS


def test_two_versions_of_the_same_wording_are_one_question() -> None:
    [finding] = found(3, 7, SATISFACTION)

    assert finding.state is State.PASS
    assert finding.what == "All answers of end users at a touchpoint are to one wording."


def test_a_mixture_below_a_limit_of_the_house_passes_and_is_still_told() -> None:
    limits = ThresholdSetting("mixed_wordings", 0.2, 0.5, "two weeks", "A. Ruiz", "2026-W40")

    findings = found(1, 9, REWORDED, Configuration("1", (limits,)))

    told = [one.what for one in findings if one.value]
    assert {one.state for one in findings} == {State.PASS}
    assert told[0].startswith("10 % of the answers at delivery are to another wording")


def test_a_version_that_nobody_answers_mixes_nothing() -> None:
    [finding] = found(0, 5, REWORDED)

    assert finding.state is State.PASS


def test_a_week_without_answers_has_no_finding() -> None:
    assert found(0, 0, REWORDED) == []
