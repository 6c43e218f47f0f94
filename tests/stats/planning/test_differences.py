from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.errors import OutOfRange
from stats.planning import detectable_difference, difference_sample_size
from tests.stats.reference import table

FIGURES = {row["what"]: float(row["value"]) for row in table("planning_figures.csv")}


def test_two_groups_of_nps_reach_the_power_that_r_finds_by_root_search() -> None:
    found = difference_sample_size((0.75, 0.75), 0.10)

    assert found.n1 == pytest.approx(FIGURES["two groups nps"], rel=1e-8)
    assert found.answers == (1178, 1178)


def test_groups_of_unequal_size_and_variance_agree_with_the_root_search_too() -> None:
    found = difference_sample_size((0.20, 0.40), 0.07, ratio=2.5)

    assert found.n1 == pytest.approx(FIGURES["two groups unequal"], rel=1e-8)
    assert found.n2 == pytest.approx(2.5 * found.n1)


def test_half_a_standard_deviation_takes_sixty_three_per_group() -> None:
    # The textbook case: 2 (1.95996 + .84162)² / .5² = 62.79.
    assert difference_sample_size((1.0, 1.0), 0.5).answers == (63, 63)


def test_every_group_is_invited_for_its_own_answers() -> None:
    found = difference_sample_size((1.0, 1.0), 0.5, response_rate=0.2)

    assert found.invitations == 2 * 315


@settings(max_examples=40, deadline=None)
@given(
    variance=st.floats(0.01, 4.0),
    difference=st.floats(0.01, 2.0),
    ratio=st.floats(0.2, 5.0),
    power=st.floats(0.1, 0.99),
    deff=st.floats(1.0, 3.0),
)
def test_the_detectable_difference_undoes_the_sample_size(
    variance: float, difference: float, ratio: float, power: float, deff: float
) -> None:
    plan = difference_sample_size(
        (variance, 2 * variance), difference, ratio=ratio, power=power, deff=deff
    )
    if min(plan.n1, plan.n2) < 1.0:
        return

    found = detectable_difference(
        (variance, 2 * variance), (plan.n1, plan.n2), power=power, deff=deff
    )

    assert found == pytest.approx(difference, rel=1e-9)


def test_the_sign_of_the_difference_does_not_matter() -> None:
    assert difference_sample_size((1, 1), -0.5) == difference_sample_size((1, 1), 0.5)


IMPOSSIBLE: dict[str, dict[str, Any]] = {
    "no difference": {"difference": 0.0},
    "no variance": {"variances": (0.0, 1.0)},
    "no second group": {"ratio": 0.0},
    "no deff": {"deff": 0.0},
    "no number": {"variances": (float("nan"), 1.0)},
    "three groups": {"variances": (1.0, 1.0, 1.0)},
    "no rate": {"response_rate": float("nan")},
    "more than can be counted": {"difference": 1e-300},
    "nobody answers": {"response_rate": 0.0},
    "more than all answer": {"response_rate": 1.2},
    "certainty": {"power": 1.0},
    "less than chance": {"power": 0.02},
}


@pytest.mark.parametrize("case", IMPOSSIBLE)
def test_plans_that_cannot_be_are_refused(case: str) -> None:
    possible: dict[str, Any] = {"variances": (1.0, 1.0), "difference": 0.5}

    with pytest.raises(OutOfRange):
        difference_sample_size(**(possible | IMPOSSIBLE[case]))


def test_a_group_without_answers_shows_no_difference() -> None:
    with pytest.raises(OutOfRange, match=r"answers\[0\] is 0"):
        detectable_difference((1.0, 1.0), (0.0, 10.0))


def test_a_huge_difference_takes_one_answer_of_each_group() -> None:
    found = difference_sample_size((1.0, 1.0), 1e70)

    assert found.answers == (1, 1)
    assert str(found) == "1 and 1 answer, 2 invitations"


@pytest.mark.parametrize("answers", [(float("nan"), 10.0), (10.0,), (10.0, float("inf"))])
def test_answers_that_are_no_two_numbers_show_no_difference(answers: Any) -> None:
    with pytest.raises(OutOfRange, match="answers"):
        detectable_difference((1.0, 1.0), answers)


def test_a_plan_prints_as_a_sentence() -> None:
    assert str(difference_sample_size((1.0, 1.0), 0.5)) == "63 and 63 answers, 126 invitations"
