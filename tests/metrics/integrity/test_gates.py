"""From findings to a decision and a grade (methods 0.9 and 0.9a): no compensation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from metrics.figures import Finding
from metrics.integrity.gates import (
    NOTHING_TO_WARN_OF,
    NOTHING_WRONG,
    Gates,
    Standing,
    concerning,
    standing_of,
    with_overrides,
)
from metrics.method import Family, Severity
from metrics.models import Decision, Level, State
from metrics.warehouse.configuration import Configuration, GateOverride


def finding(
    severity: Severity, state: State, family: Family = Family.SAMPLING, **more: Any
) -> Finding:
    return Finding("a_check", family, severity, state, f"{severity} {state}", **more)


PASS, WARN, FAIL = State.PASS, State.WARN, State.FAIL
UNKNOWN, NOT_APPLICABLE = State.UNKNOWN, State.NOT_APPLICABLE
INFO, CAVEAT, BLOCK = Severity.INFO, Severity.CAVEAT, Severity.BLOCK
FAMILIES = tuple(Family)

CASES: dict[str, tuple[list[Finding], Decision, str]] = {
    "no finding": ([], Decision.PUBLISH, "A"),
    "everything passes": (
        [finding(BLOCK, PASS), finding(CAVEAT, PASS)], Decision.PUBLISH, "A",
    ),
    "a check that cannot apply never counts": (
        [finding(BLOCK, NOT_APPLICABLE), finding(CAVEAT, NOT_APPLICABLE)], Decision.PUBLISH, "A",
    ),
    "info never counts, whatever it says": (
        [finding(INFO, WARN), finding(INFO, FAIL), finding(INFO, UNKNOWN)], Decision.PUBLISH, "A",
    ),
    "one warning": ([finding(CAVEAT, WARN)], Decision.CAVEAT, "B"),
    "a warning of a blocking check": ([finding(BLOCK, WARN)], Decision.CAVEAT, "B"),
    "unknown counts as a warning": ([finding(CAVEAT, UNKNOWN)], Decision.CAVEAT, "B"),
    "many warnings of one family": (
        [finding(CAVEAT, WARN), finding(BLOCK, WARN), finding(CAVEAT, UNKNOWN)],
        Decision.CAVEAT, "B",
    ),
    "warnings in two families": (
        [finding(CAVEAT, WARN, family) for family in FAMILIES[:2]], Decision.CAVEAT, "C",
    ),
    "warnings in three families": (
        [finding(CAVEAT, WARN, family) for family in FAMILIES[:3]], Decision.CAVEAT, "D",
    ),
    "warnings in every family": (
        [finding(CAVEAT, WARN, family) for family in FAMILIES], Decision.CAVEAT, "D",
    ),
    "a failed caveat": ([finding(CAVEAT, FAIL)], Decision.CAVEAT, "D"),
    "a failed block": ([finding(BLOCK, FAIL)], Decision.HOLD, "E"),
    "ninety-nine passes buy off nothing": (
        [finding(CAVEAT, PASS)] * 99 + [finding(BLOCK, FAIL)], Decision.HOLD, "E",
    ),
    "a failed block beside a failed caveat": (
        [finding(CAVEAT, FAIL), finding(BLOCK, FAIL)], Decision.HOLD, "E",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_findings_give_a_decision_and_a_grade(case: str) -> None:
    findings, decision, grade = CASES[case]

    standing = standing_of(findings)

    assert (standing.decision, standing.grade) == (decision, grade)


def test_a_standing_says_in_words_what_failed_and_what_blocks() -> None:
    standing = standing_of([finding(CAVEAT, FAIL), finding(BLOCK, FAIL), finding(CAVEAT, WARN)])

    assert standing.failed == ("caveat fail",)
    assert standing.blocked == ("block fail",)


def test_joining_adds_up_both_sides() -> None:
    one = NOTHING_WRONG.warned_by(Family.SAMPLING, "this")
    other = Standing(blocked=("why",)).failed_by(Family.ANALYTICS, "what")

    joined = one.joined(other)

    assert joined.warned == {Family.SAMPLING, Family.ANALYTICS}
    assert (joined.failed, joined.blocked) == (("what",), ("why",))


PLACES: dict[str, tuple[dict[str, Any], str]] = {
    "of everybody and every window": ({}, "B"),
    "of this audience": ({"audience": "end_user"}, "B"),
    "of the other audience": ({"audience": "channel_partner"}, "A"),
    "of this window": ({"window": 4}, "B"),
    "of another window": ({"window": 13}, "A"),
    "of another partner": ({"level": Level.PARTNER, "node_key": "south1"}, "A"),
    "of this partner": ({"level": Level.PARTNER, "node_key": "north1"}, "B"),
    "of a region with the partner's name": ({"level": Level.REGION, "node_key": "north1"}, "A"),
}


@pytest.mark.parametrize("case", PLACES)
def test_a_figure_is_graded_by_the_findings_that_concern_it(case: str) -> None:
    where, grade = PLACES[case]

    gates = Gates.of([finding(CAVEAT, WARN, **where)], "end_user", 4)

    assert gates.at(Level.PARTNER, "north1").grade == grade


def test_a_finding_of_one_node_adds_to_those_of_the_whole_network() -> None:
    here = {"level": Level.PARTNER, "node_key": "north1"}
    findings = [finding(CAVEAT, WARN), finding(CAVEAT, WARN, Family.ANALYTICS, **here)]

    gates = Gates.of(findings, "end_user", 1)

    assert gates.at(Level.PARTNER, "north1").grade == "C"
    assert gates.at(Level.NETWORK, "").grade == "B"


def test_a_finding_of_a_metric_or_touchpoint_concerns_only_its_figures() -> None:
    findings = [
        finding(CAVEAT, WARN, metric="nps"),
        finding(CAVEAT, WARN, Family.ANALYTICS, touchpoint_key="sale"),
    ]

    gates = Gates.of(findings, "end_user", 1)

    assert gates.at(Level.NETWORK, "", "sale", "nps").grade == "C"
    assert gates.at(Level.NETWORK, "", "sale", "csat").families == "analytics"
    assert gates.at(Level.NETWORK, "", "", "nps").families == "sampling"
    assert gates.at(Level.PARTNER, "north1", "delivery", "csat").grade == "A"


def test_what_is_only_of_the_total_does_not_reach_below_it() -> None:
    gates = Gates.of([finding(BLOCK, FAIL, is_only_here=True)], "end_user", 1)

    assert gates.at(Level.NETWORK, "").decision is Decision.HOLD
    assert gates.at(Level.PARTNER, "north1").decision is Decision.PUBLISH


def test_what_withholds_comes_before_what_holds() -> None:
    standing = standing_of([finding(BLOCK, FAIL), finding(Severity.SUPPRESS, FAIL)])

    assert (standing.decision, standing.grade) == (Decision.SUPPRESS, "F")
    assert standing.weakest == "suppress fail"


WEAKEST = {
    "nothing": ((), NOTHING_TO_WARN_OF),
    "a warning": (((CAVEAT, WARN),), "caveat warn"),
    "a failure before a warning": (((CAVEAT, WARN), (CAVEAT, FAIL)), "caveat fail"),
    "a block before a failure": (((CAVEAT, FAIL), (BLOCK, FAIL)), "block fail"),
    "info is no link": (((Severity.INFO, FAIL),), NOTHING_TO_WARN_OF),
}


@pytest.mark.parametrize("case", WEAKEST)
def test_the_weakest_link_is_the_gravest_finding(case: str) -> None:
    found, weakest = WEAKEST[case]

    assert standing_of(finding(*one) for one in found).weakest == weakest


def override(**changes: Any) -> GateOverride:
    where: dict[str, Any] = {
        "check_key": "a_check", "audience": "", "window": 0, "level": "network", "node_key": "",
        "touchpoint_key": "", "metric": "", **changes,
    }  # fmt: skip
    return GateOverride(**where, reason="the file was whole", decided_by="M. Osei", decided_on="")


def test_a_block_that_a_person_published_over_gives_a_d_with_name_and_reason() -> None:
    signed = with_overrides([finding(BLOCK, FAIL)], Configuration(gate_overrides=(override(),)))

    standing = standing_of(signed)

    assert (standing.decision, standing.grade) == (Decision.CAVEAT, "D")
    assert "by M. Osei: the file was whole" in standing.weakest


NOT_OVERRIDDEN: dict[str, tuple[dict[str, Any], Severity, State]] = {
    "of another window": ({"window": 4}, BLOCK, FAIL),
    "of another check": ({"check_key": "another"}, BLOCK, FAIL),
    "a warning needs none": ({}, BLOCK, WARN),
    "a caveat is published anyhow": ({}, CAVEAT, FAIL),
}


@pytest.mark.parametrize("case", NOT_OVERRIDDEN)
def test_an_override_is_of_one_failed_finding_and_no_other(case: str) -> None:
    changes, severity, state = NOT_OVERRIDDEN[case]
    configuration = Configuration(gate_overrides=(override(**changes),))

    [found] = with_overrides([finding(severity, state)], configuration)

    assert found.overridden == ""


def test_nobody_publishes_in_spite_of_what_protects_people() -> None:
    failed = replace(finding(BLOCK, FAIL), check_key="disclosure")
    signed = Configuration(gate_overrides=(override(check_key="disclosure"),))

    [found] = with_overrides([failed], signed)

    assert found.overridden == ""
    assert standing_of([found]).decision is Decision.HOLD


def test_what_concerns_a_figure_adds_up_to_what_the_gates_say_of_it() -> None:
    everywhere: tuple[dict[str, Any], ...] = (
        {}, {"audience": "end_user"}, {"audience": "channel_partner"}, {"window": 4},
        {"window": 13}, {"is_only_here": True}, {"metric": "nps"}, {"touchpoint_key": "sale"},
        {"level": Level.PARTNER, "node_key": "north1"},
        {"level": Level.PARTNER, "node_key": "north1", "metric": "nps"},
        {"level": Level.PARTNER, "node_key": "south1"},
    )  # fmt: skip
    findings = [
        finding(severity, state, FAMILIES[place % 6], **where)
        for place, where in enumerate(everywhere)
        for severity, state in ((CAVEAT, WARN), (BLOCK, FAIL), (CAVEAT, PASS))
    ]
    figures = [
        (level, node, touchpoint, metric)
        for level, node in ((Level.NETWORK, ""), (Level.PARTNER, "north1"))
        for touchpoint in ("", "sale")
        for metric in ("nps", "csat")
    ]

    gates = Gates.of(findings, "end_user", 4)

    for figure in figures:
        found = concerning(findings, "end_user", 4, *figure)
        assert standing_of(found) == gates.at(*figure)
        assert any(one.state is PASS for one in found)
