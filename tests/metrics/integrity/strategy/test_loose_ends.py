"""Questions without objectives, objectives without owners, keys that nobody wrote down."""

from __future__ import annotations

from dataclasses import replace

from metrics.figures import Finding
from metrics.integrity.checks import Check
from metrics.integrity.strategy.loose_ends import (
    incomplete_objectives,
    orphan_questions,
    single_item_objectives,
    unwritten_keys,
)
from metrics.method import Severity
from metrics.models import State
from metrics.warehouse.configuration import Configuration, ObjectiveFacts
from metrics.warehouse.questionnaires import QuestionnaireFacts
from tests.metrics.integrity.asked_weeks import (
    COMMENT,
    RECOMMEND,
    SATISFACTION,
    asked,
    evidence_of,
    objective,
    week_of,
)


def found(
    check: Check, *sheets: QuestionnaireFacts, objectives: tuple[ObjectiveFacts, ...]
) -> list[Finding]:
    configuration = Configuration(objectives=objectives, constructs={"advocacy": "Advocacy"})
    return list(check(evidence_of(week_of(*sheets, configuration=configuration))))


GROWTH = objective("growth")
SERVING = replace(RECOMMEND, objectives=("growth",))


def test_an_orphan_that_feeds_a_metric_warns_of_that_metric_alone() -> None:
    sheet = asked("end_user.delivery.1", SERVING, SATISFACTION)

    warned, passed = found(orphan_questions, sheet, objectives=(GROWTH,))

    assert (warned.state, warned.severity) == (State.WARN, Severity.CAVEAT)
    assert (warned.audience, warned.metric) == ("end_user", "csat")
    assert "“satisfaction”" in warned.what
    assert (passed.state, passed.metric) == (State.PASS, "")


def test_orphans_that_feed_no_metric_are_named_together_for_information() -> None:
    reason = replace(COMMENT, key="reason")
    sheet = asked("end_user.delivery.1", SERVING, COMMENT, reason)

    [finding] = found(orphan_questions, sheet, objectives=(GROWTH,))

    assert (finding.state, finding.severity) == (State.WARN, Severity.INFO)
    assert finding.what == "2 questions to end users serve no objective: “comment”, “reason”."


def test_a_question_serves_what_any_questionnaire_says_of_it() -> None:
    sheets = (asked("end_user.delivery.1", RECOMMEND), asked("end_user.sale.1", SERVING))

    [finding] = found(orphan_questions, *sheets, objectives=(GROWTH,))

    assert finding.state is State.PASS


def test_without_objectives_there_is_one_finding_and_it_is_about_coverage() -> None:
    sheet = asked("end_user.delivery.1", RECOMMEND)

    for check in (orphan_questions, incomplete_objectives, single_item_objectives, unwritten_keys):
        assert found(check, sheet, objectives=()) == []


def test_an_objective_without_owner_or_decision_warns_of_the_metrics_that_serve_it() -> None:
    orphaned = objective("growth", owner=" ", decision="")
    sheet = asked("end_user.delivery.1", SERVING, SATISFACTION)

    [finding] = found(incomplete_objectives, sheet, objectives=(orphaned,))

    assert (finding.state, finding.severity) == (State.WARN, Severity.CAVEAT)
    assert (finding.audience, finding.metric) == ("", "nps")
    assert finding.what == "The objective “Growth” names no owner and no decision."


def test_an_incomplete_objective_that_no_metric_serves_is_for_information() -> None:
    aims = (GROWTH, objective("ease", outcome=""))
    sheet = asked("end_user.delivery.1", SERVING)

    [finding] = found(incomplete_objectives, sheet, objectives=aims)

    assert (finding.state, finding.severity) == (State.WARN, Severity.INFO)
    assert "“Ease” names no outcome" in finding.what


def test_complete_objectives_pass() -> None:
    [finding] = found(
        incomplete_objectives, asked("end_user.delivery.1", SERVING), objectives=(GROWTH,)
    )

    assert finding.state is State.PASS
    assert finding.what_to_do == ""


def test_an_objective_of_one_question_is_named_and_changes_no_grade() -> None:
    [finding] = found(
        single_item_objectives, asked("end_user.delivery.1", SERVING), objectives=(GROWTH,)
    )

    assert (finding.state, finding.severity) == (State.WARN, Severity.INFO)
    assert finding.evidence == {"growth": "end_user.recommend"}


def test_an_objective_that_both_customers_are_asked_about_stands_on_two_questions() -> None:
    sheets = (asked("end_user.delivery.1", SERVING), asked("channel_partner.delivery.1", SERVING))

    [finding] = found(single_item_objectives, *sheets, objectives=(GROWTH,))

    assert finding.state is State.PASS


def test_keys_that_nobody_wrote_down_are_named() -> None:
    lost = replace(RECOMMEND, objectives=("growth", "groth"), construct="advocasy")

    [finding] = found(unwritten_keys, asked("end_user.delivery.1", lost), objectives=(GROWTH,))

    assert (finding.state, finding.severity) == (State.WARN, Severity.INFO)
    assert finding.evidence == {"unwritten": ["advocasy", "groth"]}


def test_keys_that_are_written_down_pass() -> None:
    known = replace(RECOMMEND, objectives=("growth",), construct="advocacy")

    [finding] = found(unwritten_keys, asked("end_user.delivery.1", known), objectives=(GROWTH,))

    assert finding.state is State.PASS
