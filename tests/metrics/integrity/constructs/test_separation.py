"""Constructs that are sold as different."""

from __future__ import annotations

import pytest

from metrics.figures import Finding
from metrics.integrity.constructs.separation import constructs_apart
from metrics.method import Severity
from metrics.models import State
from tests.metrics.frozen_weeks import MadeWeek
from tests.metrics.integrity.asked_weeks import asked, evidence_of, question, week_of
from tests.metrics.integrity.constructs.answered_scales import (
    answer_all,
    drawn,
    reference_answers,
    scale_sheet,
)
from tests.stats.constructs.figures import figure

KEYS = ("a1", "a2", "b1", "b2")


def found(made: MadeWeek) -> list[Finding]:
    return list(constructs_apart(evidence_of(made)))


def two_constructs(size: int, **feeding: str) -> MadeWeek:
    """Four items of one opinion that are said to be two constructs."""
    items = [question(key, construct=key[0], metric=feeding.get(key, "")) for key in KEYS]
    made = week_of(asked("end_user.delivery.1", *items))
    answer_all(made, drawn(5, size, KEYS))
    return made


def test_htmt_is_that_of_r() -> None:
    made = week_of(scale_sheet())
    answer_all(made, reference_answers())

    [finding] = found(made)

    # semTools, tests/reference/constructs.R.
    assert finding.value == pytest.approx(figure("htmt", "value"), abs=1e-6)
    [evidence] = finding.evidence.values()
    assert evidence["htmt2"] == pytest.approx(figure("htmt2", "value"), abs=1e-6)
    assert evidence["complete_answers"] == 864


def test_two_names_of_one_opinion_hold_the_metric_that_one_of_them_feeds() -> None:
    [finding] = found(two_constructs(600, a1="csat"))

    assert (finding.state, finding.severity) == (State.FAIL, Severity.BLOCK)
    assert (finding.audience, finding.metric) == ("end_user", "csat")
    assert "“a” and “b” can hardly be told apart" in finding.what


def test_without_a_metric_it_is_for_information() -> None:
    [finding] = found(two_constructs(600))

    assert (finding.state, finding.severity) == (State.FAIL, Severity.INFO)


def test_below_a_hundred_answers_it_is_not_testable() -> None:
    [finding] = found(two_constructs(99, a1="csat"))

    assert finding.state is State.UNKNOWN
    assert "99 of 100" in finding.what


def test_constructs_asked_of_different_people_cannot_be_held_against_each_other() -> None:
    items = {key: [question(f"{key}{n}", construct=key) for n in (1, 2)] for key in "ab"}
    made = week_of(asked("end_user.delivery.1", *items["a"]), asked("end_user.sale.1", *items["b"]))

    assert found(made) == []
