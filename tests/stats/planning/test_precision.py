from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats import OutOfRange, margin_of_error, sample_size
from stats.intervals.interval import normal_quantile
from stats.planning import NPS_UNIT_VARIANCE, margin_of_mean


def test_a_hundred_answers_give_the_worked_margins() -> None:
    assert margin_of_error(0.5, 100) == pytest.approx(0.0980, abs=5e-5)
    assert margin_of_error(0.5, 100, population=300) == pytest.approx(0.0801, abs=5e-5)


def test_asking_everybody_leaves_no_margin() -> None:
    assert margin_of_error(0.5, 300, population=300) == 0.0


def test_the_worked_plan_needs_the_worked_sample() -> None:
    found = sample_size(0.25, 0.05, population=500, deff=1.2, response_rate=0.25)

    assert found.n0 == pytest.approx(461.0, abs=0.05)
    assert found.n == pytest.approx(240.1, abs=0.05)
    assert (found.answers, found.invitations) == (241, 964)


def test_five_nps_points_at_the_worst_variance_need_over_a_thousand_answers() -> None:
    assert sample_size(0.75, 0.05).answers == pytest.approx(1153, abs=1)


def test_impossible_plans_are_refused() -> None:
    with pytest.raises(OutOfRange):
        margin_of_error(0.5, 400, population=300)
    with pytest.raises(OutOfRange):
        sample_size(0.25, 0.0)
    with pytest.raises(OutOfRange):
        sample_size(0.25, 0.05, response_rate=1.5)


def test_four_hundred_answers_give_nps_to_eight_and_a_half_points() -> None:
    # 100 · 1.959964 · √(.75/400)
    assert 100 * margin_of_mean(NPS_UNIT_VARIANCE, 400) == pytest.approx(8.487, abs=5e-4)


def test_a_share_is_the_mean_of_zeros_and_ones() -> None:
    share = margin_of_error(0.3, 80, population=500, deff=1.4)

    assert margin_of_mean(0.21, 80, population=500, deff=1.4) == pytest.approx(share)


@settings(max_examples=40, deadline=None)
@given(
    variance=st.floats(0.01, 5.0),
    margin=st.floats(0.01, 0.5),
    population=st.integers(2, 100_000),
    deff=st.floats(0.8, 3.0),
)
def test_the_planned_sample_has_the_planned_margin(
    variance: float, margin: float, population: int, deff: float
) -> None:
    plan = sample_size(variance, margin, population=population, deff=deff)
    if not 1.0 <= plan.n <= population:
        return

    found = margin_of_mean(variance, plan.n, population=population, deff=deff)

    assert found == pytest.approx(margin, rel=1e-9)


def test_variances_that_are_none_are_refused() -> None:
    with pytest.raises(OutOfRange, match="unit_variance is -1"):
        margin_of_mean(-1.0, 10)
    with pytest.raises(OutOfRange, match="unit_variance is nan"):
        margin_of_mean(float("nan"), 10)
    with pytest.raises(OutOfRange, match="n, taken from the population, is 0"):
        margin_of_mean(1.0, 0)


def test_rounding_asks_for_no_invitation_too_many() -> None:
    # 21/.7 is 30 on paper and a little more in binary arithmetic.
    plan = sample_size(0.25, 0.5 * normal_quantile() / 20.5**0.5, response_rate=0.7)

    assert (plan.answers, plan.invitations) == (21, 30)


IMPOSSIBLE: dict[str, dict[str, Any]] = {
    "no variance": {"unit_variance": 0.0},
    "missing variance": {"unit_variance": float("nan")},
    "missing margin": {"margin": float("nan")},
    "less than one person": {"population": 0.5},
    "missing population": {"population": float("nan")},
    "no deff": {"deff": 0.0},
    "endless deff": {"deff": float("inf")},
    "missing rate": {"response_rate": float("nan")},
    "a text": {"margin": "0.05"},
    "more answers than can be counted": {"margin": 1e-200},
    "more invitations than can be counted": {"response_rate": 1e-30},
}


@pytest.mark.parametrize("case", IMPOSSIBLE)
def test_a_size_that_cannot_be_planned_is_refused(case: str) -> None:
    possible: dict[str, Any] = {"unit_variance": 0.25, "margin": 0.05}

    with pytest.raises(OutOfRange):
        sample_size(**(possible | IMPOSSIBLE[case]))


def test_a_margin_is_refused_what_a_size_is_refused() -> None:
    with pytest.raises(OutOfRange, match=r"share is 1\.5"):
        margin_of_error(1.5, 10)
    with pytest.raises(OutOfRange, match="deff is inf"):
        margin_of_error(0.5, 10, deff=math.inf)
    with pytest.raises(OutOfRange, match="population is nan"):
        margin_of_mean(0.5, 10, population=math.nan)


def test_a_population_of_one_needs_that_one() -> None:
    plan = sample_size(0.25, 0.9, population=1)

    assert (plan.n, plan.answers) == (1.0, 1)
    assert str(plan) == "1 answer, 1 invitation"


def test_a_margin_wider_than_any_spread_still_needs_an_answer() -> None:
    assert sample_size(1e-70, 1e70).answers == 1


def test_a_population_of_one_who_answered_leaves_no_margin() -> None:
    assert margin_of_mean(0.75, 1, population=1) == 0.0
