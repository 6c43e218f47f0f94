"""Checks of the responses of a week."""

from __future__ import annotations

from datetime import timedelta

import pytest

from metrics.figures import Finding
from metrics.integrity.measures import MEASURES, WITHOUT_LIMITS
from metrics.models import State
from metrics.warehouse.frozen import History
from metrics.weekly.compute import compute
from tests.metrics.frozen_weeks import MadeWeek


def found(made: MadeWeek, key: str, node: str = "") -> Finding:
    [finding] = [
        finding
        for finding in compute(made.freeze(), History()).figures.findings
        if (finding.check_key, finding.node_key) == (key, node)
    ]
    return finding


def answered(count: int, *, repeated: int = 0, wrong: int = 0, early: int = 0) -> MadeWeek:
    made = MadeWeek()
    usual = count - wrong - early
    numbers = [made.transaction(answers={"recommend": i % 11}) for i in range(usual)]
    for _ in range(early):
        day = made.week.monday - timedelta(days=1)
        made.answer(made.transaction(), "end_user", {"recommend": 8}, answered_on=day)
    for number in numbers[:repeated]:
        made.answer(number, "end_user", {"recommend": 1})
    for _ in range(wrong):
        made.transaction(answers={"recommend": 12})
    return made


CASES: dict[str, tuple[dict[str, int], str, State, float]] = {
    "no duplicate": ({"count": 50}, "duplicates", State.PASS, 0.0),
    "one duplicate of fifty": ({"count": 49, "repeated": 1}, "duplicates", State.PASS, 0.02),
    "one of forty": ({"count": 39, "repeated": 1}, "duplicates", State.WARN, 0.025),
    "a tenth": ({"count": 45, "repeated": 5}, "duplicates", State.WARN, 0.10),
    "more than a tenth": ({"count": 44, "repeated": 6}, "duplicates", State.FAIL, 0.12),
    "one of a hundred out of range": (
        {"count": 100, "wrong": 1}, "out_of_range", State.WARN, 0.01,
    ),
    "three of a hundred out of range": (
        {"count": 100, "wrong": 3}, "out_of_range", State.FAIL, 0.03,
    ),
    "one of twenty before the experience": (
        {"count": 40, "early": 2}, "before_experience", State.PASS, 0.05,
    ),
    "more than one of twenty": ({"count": 30, "early": 3}, "before_experience", State.WARN, 0.10),
    "a quarter before it": ({"count": 40, "early": 10}, "before_experience", State.FAIL, 0.25),
}  # fmt: skip


def test_every_finding_has_a_name_that_people_read() -> None:
    findings = compute(answered(60).freeze(), History()).figures.findings

    assert {one.check_key for one in findings} - {*MEASURES} - {*WITHOUT_LIMITS} == set()


@pytest.mark.parametrize("case", CASES)
def test_shares_set_aside_are_judged(case: str) -> None:
    counts, key, state, share = CASES[case]

    finding = found(answered(**counts), key)

    assert finding.state is state
    assert finding.value == pytest.approx(share)
    assert bool(finding.what_to_do) == (share > 0)
