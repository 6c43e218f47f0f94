"""Measures by one question are stated as such."""

from __future__ import annotations

from metrics.integrity.constructs.single_items import single_items
from metrics.integrity.gates import Gates
from metrics.models import Level, State
from tests.metrics.frozen_weeks import MadeWeek
from tests.metrics.integrity.asked_weeks import (
    RECOMMEND,
    SATISFACTION,
    asked,
    evidence_of,
    question,
    week_of,
)


def test_a_metric_of_one_question_is_neither_a_pass_nor_a_warning() -> None:
    made = week_of(asked("end_user.delivery.1", RECOMMEND, SATISFACTION))

    [finding] = single_items(evidence_of(made))

    assert finding.state is State.NOT_APPLICABLE
    assert finding.what.startswith("Single item: among end users, “recommend”, “satisfaction”")
    assert set(finding.evidence) == {"nps", "csat"}
    assert Gates.of([finding], "end_user", 1).at(Level.NETWORK, "", "", "nps").grade == "A"


def test_a_metric_with_further_items_of_its_construct_is_none() -> None:
    items = [question(f"s{n}", construct="joy", metric="csat" if n == 1 else "") for n in (1, 2)]
    made = week_of(asked("end_user.delivery.1", RECOMMEND, *items))

    [finding] = single_items(evidence_of(made))

    assert set(finding.evidence) == {"nps"}
    assert "measures by one question" in finding.what


def test_a_week_in_which_nothing_is_asked_has_no_finding() -> None:
    assert list(single_items(evidence_of(MadeWeek()))) == []
