"""Where cases were lost, and the outcome rates: counted by hand."""

from __future__ import annotations

from typing import Any

import pytest

from metrics.warehouse.frozen import History
from metrics.weekly.compute import compute
from tests.metrics.frozen_weeks import MadeWeek

LEFT: dict[str, dict[str, Any]] = {
    "no_contact": {"contact_present": False, "frame_status": "no_contact"},
    "opted_out": {"frame_status": "opted_out"},
    "asked_too_recently": {"frame_status": "asked_too_recently"},
    "other_transaction_drawn": {"frame_status": "other_transaction_drawn"},
    "not_drawn": {"frame_status": "not_drawn"},
    "unknown_undelivered": {"disposition": "unknown_undelivered"},
    "refusal": {"disposition": "refusal"},
    "non_contact": {"disposition": "non_contact"},
}


def test_the_ladder_counts_every_case_at_each_step_and_why_it_left() -> None:
    made = MadeWeek()
    for size, facts in enumerate(LEFT.values(), start=1):
        for _ in range(size):
            drawn = facts.get("frame_status", "drawn") == "drawn"
            chance = 1.0 if drawn else None
            made.transaction(**{"selection_probability": chance, "disposition": "", **facts})
    for score in range(11):
        number = made.transaction(answers={"recommend": score})
    made.answer(number, "end_user", {"recommend": 3})

    ladder = compute(made.freeze(), History()).figures.ladder

    found = {(s.step, s.reason): s.count for s in ladder if (s.window, s.level) == (1, "network")}
    assert found == {
        ("transactions", ""): 36 + 11,
        ("transactions", "no_contact"): 1,
        ("contact_present", ""): 35 + 11,
        ("contact_present", "opted_out"): 2,
        ("contact_present", "asked_too_recently"): 3,
        ("eligible", ""): 30 + 11,
        ("eligible", "other_transaction_drawn"): 4,
        ("eligible", "not_drawn"): 5,
        ("drawn", ""): 21 + 11,
        ("drawn", "unknown_undelivered"): 6,
        ("delivered", ""): 15 + 11,
        ("delivered", "refusal"): 7,
        ("delivered", "non_contact"): 8,
        ("answered", ""): 12,
        ("in_field", ""): 12,
        ("in_field", "duplicate"): 1,
        ("valid", ""): 11,
        ("trusted", ""): 11,
        ("used", ""): 11,
    }


def test_dispositions_and_response_rates_are_those_of_the_standard_definitions() -> None:
    made = MadeWeek()
    counts = {
        "complete": 20, "partial": 2, "refusal": 5, "non_contact": 60, "other": 1,
        "unknown_undelivered": 2, "not_eligible": 10,
    }  # fmt: skip
    for disposition, count in counts.items():
        is_answer = disposition in ("complete", "partial")
        for number in range(count):
            answers = {"recommend": number % 11} if is_answer else None
            made.transaction(disposition=disposition, answers=answers)

    rates = compute(made.freeze(), History()).figures.summary["response_rates"]["end_user"]

    # Methods B2's example at a tenth: e = 88/98.
    e = 88 / 98
    assert rates["drawn"] == 100
    assert rates["pending"] == 0
    assert rates["dispositions"] == dict(sorted(counts.items()))
    assert rates["rr1"] == pytest.approx(20 / 90, abs=1e-6)
    assert rates["rr2"] == pytest.approx(22 / 90, abs=1e-6)
    assert rates["rr3"] == pytest.approx(20 / (88 + 2 * e), abs=1e-6)
    assert rates["rr4"] == pytest.approx(22 / (88 + 2 * e), abs=1e-6)
    assert rates["rr5"] == pytest.approx(20 / 88, abs=1e-6)
    assert rates["rr6"] == pytest.approx(22 / 88, abs=1e-6)


def test_while_fieldwork_is_open_no_rate_is_given() -> None:
    made = MadeWeek(kind="flash")
    for number in range(20):
        made.transaction(answers={"recommend": number % 11})
        made.transaction(disposition="pending")

    computed = compute(made.freeze(), History())

    rates = computed.figures.summary["response_rates"]["end_user"]
    assert (rates["drawn"], rates["pending"]) == (40, 20)
    assert "rr1" not in rates
