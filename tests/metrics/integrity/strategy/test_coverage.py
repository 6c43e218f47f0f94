"""The strategy against the questions in the field."""

from __future__ import annotations

from typing import Any

import pytest

from metrics.figures import Finding
from metrics.integrity.strategy.coverage import objective_coverage
from metrics.method import Severity
from metrics.models import State
from metrics.warehouse.configuration import Configuration, ObjectiveFacts
from metrics.warehouse.questionnaires import QuestionnaireFacts
from tests.metrics.frozen_weeks import MadeWeek
from tests.metrics.integrity.asked_weeks import (
    asked,
    evidence_of,
    objective,
    question,
    week_of,
)


def coverage_of(*sheets: QuestionnaireFacts, objectives: tuple[ObjectiveFacts, ...]) -> Finding:
    made = week_of(*sheets, configuration=Configuration(objectives=objectives))
    [finding] = objective_coverage(evidence_of(made))
    return finding


def sheet(audience: str, *served: str, **changes: Any) -> QuestionnaireFacts:
    questions = [question(f"q{n}", objectives=(key,)) for n, key in enumerate(served)]
    return asked(f"{audience}.delivery.1", *questions, **changes)


# Weights as people enter them, any positive numbers: 5, 3 and 2 are .5, .3 and .2 (methods F7).
AIMS = (objective("loyalty", 5), objective("ease", 3), objective("growth", 2))


def test_the_worked_example_of_the_methods_is_a_warning_that_names_what_is_missing() -> None:
    finding = coverage_of(sheet("end_user", "loyalty", "ease"), objectives=AIMS)

    assert (finding.state, finding.severity) == (State.WARN, Severity.CAVEAT)
    assert finding.value == pytest.approx(0.8)
    assert "80 %" in finding.what
    assert "“Growth”" in finding.what
    assert finding.what_to_do
    assert finding.evidence["questions_by_objective"] == {"loyalty": 1, "ease": 1, "growth": 0}


@pytest.mark.parametrize(
    ("weight", "state"),
    [(0.9, State.PASS), (0.89, State.WARN), (0.6, State.WARN), (0.59, State.FAIL)],
)
def test_a_share_equal_to_a_limit_stays_on_the_milder_side(weight: float, state: State) -> None:
    aims = (objective("loyalty", weight), objective("growth", 1 - weight))

    assert coverage_of(sheet("end_user", "loyalty"), objectives=aims).state is state


def test_either_audience_covers_and_each_is_in_the_evidence() -> None:
    finding = coverage_of(
        sheet("end_user", "loyalty", "ease"), sheet("channel_partner", "growth"), objectives=AIMS
    )

    assert finding.state is State.PASS
    assert finding.evidence["end_user"] == {"coverage": 0.8, "uncovered": ["growth"]}
    assert finding.evidence["channel_partner"]["coverage"] == pytest.approx(0.2)


def test_a_key_that_is_no_objective_covers_nothing() -> None:
    finding = coverage_of(sheet("end_user", "growht"), objectives=(objective("growth"),))

    assert finding.value == 0.0


def test_a_statement_serves_nothing() -> None:
    told = asked("end_user.delivery.1", question("hello", type="statement", objectives=("growth",)))

    assert coverage_of(told, objectives=(objective("growth"),)).value == 0.0


def test_what_is_no_longer_asked_covers_nothing_beside_what_is() -> None:
    ended = asked("end_user.sale.1", question("old", objectives=("growth",)), touchpoints=())

    finding = coverage_of(ended, sheet("end_user", "loyalty", "ease"), objectives=AIMS)

    assert finding.value == pytest.approx(0.8)


def test_imported_answers_count_where_nothing_is_in_the_field() -> None:
    ended = sheet("end_user", "loyalty", "ease", "growth", touchpoints=())

    assert coverage_of(ended, objectives=AIMS).state is State.PASS


def test_a_strategy_that_nobody_wrote_down_is_a_warning_and_no_pass() -> None:
    finding = coverage_of(sheet("end_user", "growth"), objectives=())

    assert finding.state is State.UNKNOWN
    assert finding.severity is Severity.CAVEAT
    assert "has not been written down" in finding.what


def test_a_week_in_which_nothing_is_asked_has_nothing_to_hold_against_the_strategy() -> None:
    [finding] = objective_coverage(evidence_of(MadeWeek()))

    assert finding.state is State.NOT_APPLICABLE
