"""Checks of the responses, the contacts and the weights of a week."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from metrics.figures import Finding
from metrics.integrity.sampling.balance import Balance, unbiased_psi
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


def answered(count: int, *, repeated: int = 0, wrong: int = 0) -> MadeWeek:
    made = MadeWeek()
    numbers = [made.transaction(answers={"recommend": i % 11}) for i in range(count - wrong)]
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
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_shares_set_aside_are_judged(case: str) -> None:
    counts, key, state, share = CASES[case]

    finding = found(answered(**counts), key)

    assert finding.state is state
    assert finding.value == pytest.approx(share)
    assert bool(finding.what_to_do) == (share > 0)


def contacts(present: dict[str, tuple[int, int]], **facts: Any) -> MadeWeek:
    """(with a contact, without) end users by partner."""
    made = MadeWeek()
    for partner, (with_contact, without) in present.items():
        for number in range(with_contact + without):
            has = number < with_contact
            made.transaction(
                partner=partner,
                contact_present=has,
                frame_status="drawn" if has else "no_contact",
                selection_probability=1.0 if has else None,
                disposition="non_contact" if has else "",
                **facts,
            )
    return made


def test_a_partner_with_few_contacts_is_asked_to_explain_and_never_accused() -> None:
    usual = dict.fromkeys(("north1", "north2", "south1", "south2", "coast1"), (90, 10))

    made = contacts({**usual, "coast2": (40, 60)})

    finding = found(made, "contact_present_partner", "coast2")
    assert finding.state is State.WARN
    assert "A contact for 40 of 100 end users (40 %" in finding.what
    assert "unusual pattern, please review" in finding.what
    assert found(made, "contact_present").what.startswith("1 partner records")


def test_equal_partners_raise_no_question() -> None:
    made = contacts(dict.fromkeys(("north1", "south1", "coast1"), (80, 20)))

    assert found(made, "contact_present").state is State.PASS


def test_a_partner_with_nine_transactions_is_not_tested() -> None:
    made = contacts({"north1": (90, 10), "south1": (90, 10), "coast1": (0, 9)})

    assert found(made, "contact_present").state is State.PASS


@pytest.mark.parametrize(
    ("reachable", "state"),
    [(100, State.PASS), (80, State.PASS), (79, State.WARN), (49, State.FAIL)],
)
def test_coverage_is_the_share_of_business_that_can_be_reached(
    reachable: int, state: State
) -> None:
    finding = found(contacts({"north1": (reachable, 100 - reachable)}), "revenue_coverage")

    assert finding.state is state
    assert finding.value == pytest.approx(reachable / 100)
    assert "of the business by amount" in finding.what


def test_coverage_is_by_amount_where_amounts_are_in_one_currency() -> None:
    made = contacts({"north1": (10, 0)}, amount=900.0)
    made.frame += contacts({"south1": (0, 90)}, amount=100.0).frame

    assert found(made, "revenue_coverage").value == pytest.approx(0.5)


@pytest.mark.parametrize("facts", [{"amount": None}, {"amount": -5.0}, {"amount": 0.0}])
def test_coverage_counts_transactions_where_amounts_do_not_say(facts: dict[str, Any]) -> None:
    made = contacts({"north1": (10, 10)}, **facts)
    made.frame += contacts({"south1": (20, 0)}).frame if facts["amount"] is None else []

    finding = found(made, "revenue_coverage")

    assert "of the transactions" in finding.what
    assert finding.value == pytest.approx(30 / 40 if facts["amount"] is None else 0.5)


def test_amounts_in_two_currencies_are_not_added_up() -> None:
    made = contacts({"north1": (10, 0)}, currency="EUR", amount=1.0)
    made.frame += contacts({"south1": (0, 10)}, currency="BRL", amount=9.0).frame

    assert found(made, "revenue_coverage").value == pytest.approx(0.5)


def test_psi_is_judged_beyond_what_chance_alone_gives() -> None:
    population = np.full(20, 100.0, dtype=np.float64)
    rng = np.random.default_rng(2)
    drawn = [rng.multinomial(200, population / 2_000).astype(np.float64) for _ in range(300)]

    values = np.array([unbiased_psi(Balance("partner", d, population)) or 0.0 for d in drawn])

    # Perfect sampling of twenty groups by two hundred answers has a PSI of 0.095 by chance alone.
    shares = np.array(drawn) / 200
    plain = ((shares - 0.05) * np.log(np.maximum(shares, 1e-4) / 0.05)).sum(axis=1)
    assert plain.mean() > 0.095
    assert (plain > 0.10).mean() > 0.35
    assert (values > 0.10).mean() < 0.05


def test_psi_needs_two_levels_and_an_answer() -> None:
    assert unbiased_psi(Balance("x", np.array([5.0]), np.array([9.0]))) is None
    assert unbiased_psi(Balance("x", np.array([0.0, 0.0]), np.array([9.0, 1.0]))) is None
