"""What an analyst decided about single answers is followed where the denominator allows it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from metrics.models import State
from metrics.warehouse.configuration import Configuration, RowOverrule
from metrics.warehouse.frozen import History
from metrics.weekly.compute import compute
from tests.metrics.frozen_weeks import MadeWeek
from tests.metrics.integrity.response_bias.careless_weeks import (
    ALL_TOPS,
    HONEST,
    QUICK,
    SLOW,
    careful_week,
    sheet,
)


def decided(response: int, *, is_used: bool) -> RowOverrule:
    return RowOverrule(response, is_used, "Spoke with the customer", "Ana", "2026-11-16")


def overruled(made: MadeWeek, *overrules: RowOverrule) -> MadeWeek:
    made.configuration = Configuration(row_overrules=overrules)
    return made


def status_of(made: MadeWeek, response: int) -> str:
    frozen = made.freeze()
    rows: list[int] = frozen.responses.column("response").to_pylist()
    status: tuple[str, ...] = compute(frozen, History()).checked.status
    return status[rows.index(response)]


def test_a_careless_answer_can_be_used_again() -> None:
    made = careful_week()
    name = sheet(made, ALL_TOPS, QUICK)

    assert status_of(made, name) == "careless"
    assert status_of(overruled(made, decided(name, is_used=True)), name) == "used"


def test_a_used_answer_can_be_set_aside() -> None:
    made = careful_week()
    name = sheet(made, HONEST, SLOW)

    assert status_of(overruled(made, decided(name, is_used=False)), name) == "by_hand"


OUTSIDE: dict[str, dict[str, Any]] = {
    "before the experience": {"answered_on": -1},
    "through an open link": {"source": "open_link"},
    "out of range": {"recommend": 11},
}


@pytest.mark.parametrize("case", OUTSIDE)
def test_what_has_no_place_in_the_denominator_is_never_used(case: str) -> None:
    made = careful_week()
    changes = dict(OUTSIDE[case])
    if "answered_on" in changes:
        changes["answered_on"] = made.week.monday - timedelta(days=1)
    name = sheet(made, HONEST, SLOW, response=changes)

    overruled(made, decided(name, is_used=True))

    assert status_of(made, name) != "used"
    [finding] = [
        finding
        for finding in compute(made.freeze(), History()).figures.findings
        if finding.check_key == "row_overrules"
    ]
    assert finding.state is State.WARN
    assert f"{name} is set aside for a reason nobody can overrule" in finding.what
    assert finding.evidence == {"used_again": 0, "set_aside": 0, "not_followed": 1}


def test_one_answer_is_exchanged_for_another_and_a_transaction_never_has_two() -> None:
    made = careful_week()
    first = sheet(made, HONEST, SLOW)
    made.answer(made.frame[-1]["transaction"], "end_user", {"recommend": 2})
    second = made.responses[-1]["response"]

    alone = overruled(made, decided(second, is_used=True))
    assert (status_of(alone, first), status_of(alone, second)) == ("used", "duplicate")

    both = overruled(made, decided(second, is_used=True), decided(first, is_used=False))
    assert (status_of(both, first), status_of(both, second)) == ("by_hand", "used")


def test_no_decision_no_finding() -> None:
    found = compute(careful_week().freeze(), History()).figures.findings

    assert "row_overrules" not in {finding.check_key for finding in found}
