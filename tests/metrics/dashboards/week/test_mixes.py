"""What a change is made of, in words; only where it is worth naming."""

from __future__ import annotations

from typing import Any

import pytest

from customers.names.queries import Names
from metrics.dashboards.week.mixes import tell_mixes
from metrics.models import FindingRow, State

NAMES = Names({}, {"repair_visit": "Repair visit"}, {})
EVIDENCE: dict[str, Any] = {
    "margin": 4.0, "touchpoint before": 44.0, "touchpoint now": 38.0, "touchpoint within": -4.5,
    "touchpoint mix": -1.5, "touchpoint reversed": "no", "country before": 44.0,
    "country now": 38.0, "country within": 1.0, "country mix": -7.0, "country reversed": "yes",
}  # fmt: skip


def finding(**changes: Any) -> FindingRow:
    facts: dict[str, Any] = {
        "check_key": "mix_shift", "state": State.PASS, "audience": "end_user", "metric": "nps",
        "evidence": EVIDENCE,
    }  # fmt: skip
    return FindingRow(**{**facts, **changes})


def told(row: FindingRow, *, is_real: bool = True) -> str:
    real = {(row.audience, row.metric)} if is_real else set()
    return " ".join(tell_mixes([row], NAMES, real)).replace("\N{WORD JOINER}", "")


def test_a_shift_of_mix_names_the_dimension_that_moved_the_total_most() -> None:
    text = told(finding(state=State.WARN))

    assert "who was served (by country) makes −7.0" in text
    assert "changes within make +1.0" in text
    assert "Simpson’s paradox" in text


def test_without_a_warning_the_mix_is_not_worth_a_sentence() -> None:
    assert told(finding()) == ""


@pytest.mark.parametrize(("part", "is_told"), [(-3.9, True), (-3.0, False), (5.0, False)])
def test_a_touchpoint_is_named_where_it_makes_more_than_half(part: float, is_told: bool) -> None:
    evidence = {**EVIDENCE, "largest touchpoint": "repair_visit", "largest part": part}

    text = told(finding(evidence=evidence))

    assert ("Repair visit" in text) is is_told


def test_a_total_that_did_not_move_has_no_largest_part() -> None:
    evidence = {
        **EVIDENCE, "touchpoint now": 44.0, "largest touchpoint": "sale", "largest part": 1.0,
    }  # fmt: skip

    assert told(finding(evidence=evidence)) == ""


@pytest.mark.parametrize("row", [finding(evidence={}), finding(check_key="psi_before")])
def test_what_tells_nothing_of_the_mix_is_passed_over(row: FindingRow) -> None:
    assert told(row) == ""


def test_of_a_change_that_is_none_no_part_is_named() -> None:
    evidence = {**EVIDENCE, "largest touchpoint": "repair_visit", "largest part": -3.9}

    assert told(finding(evidence=evidence), is_real=False) == ""
    assert "Simpson" in told(finding(evidence=evidence, state=State.WARN), is_real=False)
