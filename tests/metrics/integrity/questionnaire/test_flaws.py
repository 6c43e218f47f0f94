"""Lint findings of what was asked, and the published figures they hold or warn of."""

from __future__ import annotations

from typing import Any

import pytest

from metrics.figures import Finding
from metrics.integrity.gates import Gates
from metrics.integrity.questionnaire.flaws import question_flaws
from metrics.method import Severity
from metrics.models import Decision, Level, State
from metrics.warehouse.questionnaires import LintFacts, QuestionnaireFacts
from tests.metrics.integrity.asked_weeks import (
    COMMENT,
    RECOMMEND,
    SATISFACTION,
    asked,
    evidence_of,
    week_of,
)


def flaw(severity: str, question: str = "satisfaction", **changes: str) -> LintFacts:
    facts = {
        "category": "leading",
        "severity": severity,
        "question": question,
        "language": "en",
        "message": "It suggests the answer.",
        **changes,
    }
    return LintFacts(**facts)


def sheet(*flaws: LintFacts, name: str = "end_user.delivery.1", **changes: Any) -> Any:
    return asked(name, RECOMMEND, SATISFACTION, COMMENT, findings=flaws, **changes)


def found(*sheets: QuestionnaireFacts) -> list[Finding]:
    return list(question_flaws(evidence_of(week_of(*sheets))))


CASES: dict[str, tuple[tuple[LintFacts, ...], str, State]] = {
    "a warning": ((flaw("warn"),), "", State.WARN),
    "an error that was published with a reason": ((flaw("error"),), "Kept.", State.WARN),
    "an error without a reason": ((flaw("error"),), "", State.FAIL),
    "an error whose reason is blank": ((flaw("error"),), "  ", State.FAIL),
    "a warning beside an error": ((flaw("warn"), flaw("error")), "", State.FAIL),
}


@pytest.mark.parametrize("case", CASES)
def test_a_flaw_of_a_metrics_question_bears_on_that_metric(case: str) -> None:
    flaws, reason, state = CASES[case]

    in_doubt, fine = found(sheet(*flaws, reason=reason))

    assert (in_doubt.state, in_doubt.severity) == (state, Severity.BLOCK)
    assert (in_doubt.audience, in_doubt.metric) == ("end_user", "csat")
    assert "It suggests the answer." in in_doubt.what
    assert in_doubt.what_to_do
    assert (fine.state, fine.metric) == (State.PASS, "")


def test_of_several_flaws_the_error_is_told_and_all_are_counted() -> None:
    warned = flaw("warn", category="double_barrelled", message="It asks two things.")

    in_doubt, _ = found(
        sheet(warned, flaw("error"), flaw("error", language="de"), reason=" Kept. ")
    )

    assert in_doubt.what == (
        "“satisfaction” in end_user.delivery.1 (de): It suggests the answer. "
        "Published all the same: Kept."
    )
    figures = in_doubt.evidence["end_user.delivery.1 satisfaction"]
    assert (figures["errors"], figures["warnings"]) == (2, 1)


def test_a_warning_needs_no_reason_to_be_published() -> None:
    in_doubt, _ = found(sheet(flaw("warn")))

    assert "Published" not in in_doubt.what


def test_an_error_without_a_reason_holds_that_metric_and_no_other() -> None:
    gates = Gates.of(found(sheet(flaw("error"))), "end_user", 1)

    assert gates.at(Level.NETWORK, "", "", "csat").decision is Decision.HOLD
    assert gates.at(Level.PARTNER, "north1", "delivery", "csat").decision is Decision.HOLD
    assert gates.at(Level.NETWORK, "", "", "nps").decision is Decision.PUBLISH


def test_a_flaw_at_one_of_two_touchpoints_bears_on_that_touchpoint() -> None:
    in_doubt, _ = found(sheet(flaw("error")), sheet(name="end_user.sale.1"))

    assert in_doubt.touchpoint_key == "delivery"


def test_the_same_flaw_wherever_it_is_asked_bears_on_the_total() -> None:
    in_doubt, _ = found(sheet(flaw("error")), sheet(flaw("error"), name="end_user.sale.1"))

    assert in_doubt.touchpoint_key == ""
    assert set(in_doubt.evidence) == {
        "end_user.delivery.1 satisfaction",
        "end_user.sale.1 satisfaction",
    }


@pytest.mark.parametrize("question", ["comment", ""])
def test_a_flaw_elsewhere_on_the_sheet_is_for_information(question: str) -> None:
    [finding] = found(sheet(flaw("error", question)))

    assert (finding.state, finding.severity) == (State.FAIL, Severity.INFO)
    assert finding.metric == ""


def test_questions_without_a_flaw_pass() -> None:
    [finding] = found(sheet())

    assert finding.state is State.PASS
    assert finding.what == "No flaw was found in the questions to end users."


def test_a_version_that_still_brings_answers_counts_though_it_is_not_in_the_field() -> None:
    ended = sheet(flaw("error"), touchpoints=())
    made = week_of(ended, sheet(name="end_user.sale.2"))
    made.transaction(answers={"satisfaction": 4})
    made.transaction(touchpoint="sale")

    in_doubt, _ = question_flaws(evidence_of(made))

    assert (in_doubt.metric, in_doubt.touchpoint_key) == ("csat", "delivery")


def test_a_week_in_which_nothing_is_asked_has_no_finding() -> None:
    assert found() == []
