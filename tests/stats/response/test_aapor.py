from __future__ import annotations

from typing import Any

import pytest

from stats import Dispositions, EligibilitySource, EmptyInput, OutOfRange, outcome_rates

CASES = Dispositions(200, 20, 50, 600, 10, 20, 0, 100)


def test_the_worked_dispositions_give_the_worked_rates() -> None:
    found = outcome_rates(CASES)

    assert found.e == pytest.approx(0.898, abs=5e-4)
    assert found.rr1 == pytest.approx(0.2222, abs=5e-5)
    assert found.rr3 == pytest.approx(0.2227, abs=5e-5)
    assert found.rr6 == pytest.approx(0.2500, abs=5e-5)
    assert found.coop1 == pytest.approx(0.7143, abs=5e-5)
    assert found.con1 == pytest.approx(0.3111, abs=5e-5)
    assert found.e_source is EligibilitySource.PROPORTIONAL


def test_every_rate_follows_its_definition() -> None:
    found = outcome_rates(CASES, e=0.5)

    assert found.rr2 == pytest.approx(220 / 900)
    assert found.rr4 == pytest.approx(220 / (880 + 0.5 * 20))
    assert found.rr5 == pytest.approx(200 / 880)
    assert found.coop2 == pytest.approx(220 / 280)
    assert found.coop3 == pytest.approx(200 / 270)
    assert found.coop4 == pytest.approx(220 / 270)
    assert found.ref1 == pytest.approx(50 / 900)
    assert found.ref2 == pytest.approx(50 / 890)
    assert found.ref3 == pytest.approx(50 / 880)
    assert found.con2 == pytest.approx(280 / 890)
    assert found.con3 == pytest.approx(280 / 880)
    assert found.e_source is EligibilitySource.GIVEN


def test_nobody_reached_leaves_cooperation_undefined() -> None:
    found = outcome_rates(Dispositions(non_contact=10))

    assert found.rr1 == 0.0
    assert found.coop1 is None
    assert found.coop4 is None


def test_no_eligible_case_negative_counts_and_impossible_e_are_refused() -> None:
    with pytest.raises(EmptyInput, match="known to be eligible"):
        outcome_rates(Dispositions(not_eligible=5))
    with pytest.raises(OutOfRange, match="refusal is -1"):
        Dispositions(refusal=-1)
    with pytest.raises(OutOfRange, match="e is 2"):
        outcome_rates(CASES, e=2.0)


@pytest.mark.parametrize("count", [float("nan"), float("inf"), 2.5, 10**17, True, "3", None])
def test_counts_that_are_no_whole_numbers_are_refused(count: Any) -> None:
    with pytest.raises(OutOfRange, match="complete is "):
        Dispositions(complete=count)


def test_everybody_of_unknown_eligibility_taken_out_leaves_the_known() -> None:
    found = outcome_rates(CASES, e=0.0)

    assert (found.rr3, found.rr4, found.ref2, found.con2) == (
        found.rr5,
        found.rr6,
        found.ref3,
        found.con3,
    )
