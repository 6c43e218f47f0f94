from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.arrays import FloatArray
from stats.errors import EmptyInput, OutOfRange
from stats.planning import (
    cost_optimal_allocation,
    neyman_allocation,
    proportional_allocation,
)

strata = st.lists(
    st.tuples(st.integers(1, 200), st.floats(0.1, 50.0), st.floats(0.5, 20.0)),
    min_size=1,
    max_size=8,
)


def _variance(sizes: FloatArray, population: FloatArray, sd: FloatArray) -> float:
    return float((population**2 * sd**2 * (1.0 / sizes - 1.0 / population)).sum())


def test_the_caribou_of_siniff_and_skoog_are_allocated_as_published() -> None:
    # Siniff & Skoog 1964, as worked in Lohr, Sampling: Design and Analysis, chapter 3.
    population, sd = [400, 30, 61, 18, 70, 120], [3000, 2000, 9000, 2000, 12000, 1000]

    found = neyman_allocation(225, population, sd)

    np.testing.assert_allclose(found.exact, [96.26, 4.81, 44.04, 2.89, 67.38, 9.63], atol=0.005)
    assert found.sizes.tolist() == [96, 5, 44, 3, 67, 10]
    assert (found.total, found.complete, found.raised) == (225, (), ())


def test_a_stratum_that_would_need_more_than_it_has_is_taken_whole() -> None:
    # Free: n ∝ (1000, 5000) gives 16.7 and 83.3 of 50; by hand 50 of 50 and the other 50.
    found = neyman_allocation(100, [1000, 50], [1, 100])

    assert found.sizes.tolist() == [50, 50]
    assert found.complete == (1,)


def test_strata_taken_whole_can_make_others_overflow_in_turn() -> None:
    # After 10 of stratum 0, 90 are left: 2/3 of them, 60, overflow stratum 1 with its 40.
    found = neyman_allocation(100, [10, 40, 1000], [1000, 10, 0.2], minimum=0)

    assert found.sizes.tolist() == [10, 40, 50]
    assert found.complete == (0, 1)


def test_proportional_allocation_keeps_two_in_the_smallest_stratum() -> None:
    found = proportional_allocation(100, [500, 300, 190, 10])

    assert found.sizes.tolist() == [49, 30, 19, 2]
    assert found.raised == (3,)


def test_without_a_minimum_proportional_allocation_is_hamiltons() -> None:
    found = proportional_allocation(10, [47000, 16000, 15800, 12000, 6100, 3100], minimum=0)

    assert found.sizes.tolist() == [5, 2, 1, 1, 1, 0]


def test_a_budget_is_spent_by_the_square_root_of_the_cost_and_never_exceeded() -> None:
    # k = 540 / (4·2000 + 9·4000): 24.55 and 49.09; whole ones cost 537, and 3 buy no more.
    found = cost_optimal_allocation([400, 600], [10, 20], [4, 9], budget=540)

    np.testing.assert_allclose(found.exact, [540 / 22, 540 / 11])
    assert found.sizes.tolist() == [24, 49]


def test_a_total_can_be_shared_by_cost_too() -> None:
    found = cost_optimal_allocation([400, 600], [10, 20], [4, 9], total=75)

    assert found.exact.tolist() == [25.0, 50.0]


def test_a_budget_for_more_than_everybody_takes_everybody() -> None:
    found = cost_optimal_allocation([5, 7], [1, 2], [3, 3], budget=1000)

    assert found.sizes.tolist() == [5, 7]
    assert found.complete == (0, 1)


def test_a_stratum_without_spread_gets_its_minimum() -> None:
    found = neyman_allocation(20, [100, 100], [3, 0])

    assert found.sizes.tolist() == [18, 2]
    assert found.raised == (1,)


def test_strata_smaller_than_the_minimum_and_empty_strata_are_no_obstacle() -> None:
    found = neyman_allocation(10, [1, 0, 100], [1, 1, 1])

    assert found.sizes.tolist() == [1, 0, 9]
    assert found.complete == (0,)


def test_one_stratum_gets_everything() -> None:
    assert neyman_allocation(7, [30], [2.0]).sizes.tolist() == [7]


@settings(max_examples=60, deadline=None)
@given(strata, st.data())
def test_no_exchange_between_strata_lowers_the_variance(
    rows: list[tuple[int, float, float]], data: st.DataObject
) -> None:
    # Karush–Kuhn–Tucker: the gain of one more unit, N²S²/n², is equal among the strata at no
    # bound, not larger at the minimum and not smaller where the stratum is complete.
    population, sd = (np.array([r[i] for r in rows], dtype=float) for i in (0, 1))
    low = np.minimum(2.0, population)
    total = data.draw(st.integers(int(low.sum()), int(population.sum())))

    found = neyman_allocation(total, population, sd)

    gain = population * sd / found.exact
    free = (found.exact > low) & (found.exact < population)
    if free.any():
        k = gain[free][0]
        np.testing.assert_allclose(gain[free], k, rtol=1e-9)
        assert np.all(gain[(found.exact >= population) & (low < population)] >= k * (1 - 1e-9))
        assert np.all(gain[(found.exact <= low) & (low < population)] <= k * (1 + 1e-9))
    assert found.exact.sum() == pytest.approx(total)
    assert found.total == total
    assert np.all((found.sizes >= low) & (found.sizes <= population))
    assert np.all(np.abs(found.sizes - found.exact) < 1.0 + 1e-9)


@settings(max_examples=40, deadline=None)
@given(strata, st.data())
def test_neyman_is_never_worse_than_proportional(
    rows: list[tuple[int, float, float]], data: st.DataObject
) -> None:
    population, sd = (np.array([r[i] for r in rows], dtype=float) for i in (0, 1))
    low = int(np.minimum(2.0, population).sum())
    total = data.draw(st.integers(low, int(population.sum())))

    best = _variance(neyman_allocation(total, population, sd).exact, population, sd)
    plain = _variance(proportional_allocation(total, population).exact, population, sd)

    assert best <= plain * (1 + 1e-9) + 1e-6


@settings(max_examples=60, deadline=None)
@given(strata, st.floats(0.0, 1.0))
def test_a_budget_is_kept_and_no_affordable_unit_is_left_by_rounding(
    rows: list[tuple[int, float, float]], share: float
) -> None:
    population, sd, cost = (np.array([r[i] for r in rows], dtype=float) for i in (0, 1, 2))
    least = float(cost @ np.minimum(2.0, population))
    budget = least + share * (float(cost @ population) - least)

    found = cost_optimal_allocation(population, sd, cost, budget=budget)

    spent = float(cost @ found.sizes)
    assert spent <= budget * (1 + 1e-9) + 1e-6
    assert found.exact @ cost == pytest.approx(budget)
    rounded_down = found.exact - found.sizes > 1e-6
    assert np.all(cost[rounded_down] > budget - spent - 1e-6)


@settings(max_examples=30, deadline=None)
@given(strata, st.floats(0.1, 100.0))
def test_the_units_of_spread_and_cost_do_not_matter(
    rows: list[tuple[int, float, float]], unit: float
) -> None:
    population, sd, cost = (np.array([r[i] for r in rows], dtype=float) for i in (0, 1, 2))
    total = int(np.maximum(population / 2, np.minimum(2.0, population)).sum())

    found = cost_optimal_allocation(population, sd, cost, total=total)
    rescaled = cost_optimal_allocation(population, unit * sd, unit * cost, total=total)

    np.testing.assert_allclose(rescaled.exact, found.exact, rtol=1e-9)


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "less than the minima": ({"total": 3}, "less than the minima of the strata, 4"),
    "more than there is": ({"total": 31}, "more than 30"),
    "half a unit": ({"total": 10.5}, r"total is 10\.5; hand in a whole number"),
    "too much to tell units apart": ({"total": 10**10}, "too large to be apportioned"),
    "no size": ({"total": 10, "minimum": -1}, "minimum is -1"),
    "neither": ({}, "either a total or a budget"),
    "both": ({"total": 10, "budget": 10.0}, "either a total or a budget"),
    "a poor budget": ({"budget": 5.0}, "does not pay the minima of the strata, 6"),
    "no budget": ({"budget": float("nan")}, "budget is nan"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_plans_that_cannot_be_met_are_refused(case: str) -> None:
    arguments, message = REFUSED[case]

    with pytest.raises(OutOfRange, match=message):
        cost_optimal_allocation([10, 20], [1, 1], [1, 2], **arguments)


def test_answers_that_lower_no_variance_are_refused() -> None:
    with pytest.raises(OutOfRange, match="more than 12, which takes every stratum with any"):
        neyman_allocation(50, [10, 100], [1, 0])


def test_spreads_and_costs_that_are_none_are_refused_by_place() -> None:
    with pytest.raises(OutOfRange, match="sd is -1 in stratum 1"):
        neyman_allocation(10, [10, 20], [1, -1])
    with pytest.raises(OutOfRange, match="cost is 0 in stratum 0"):
        cost_optimal_allocation([10, 20], [1, 1], [0, 1], total=10)
    with pytest.raises(OutOfRange, match="1 values where 2"):
        neyman_allocation(10, [10, 20], [1])
    with pytest.raises(EmptyInput):
        proportional_allocation(0, [])


def test_spreads_that_differ_beyond_all_measure_are_no_obstacle() -> None:
    assert neyman_allocation(14, [9, 9], [1e75, 1e-75]).sizes.tolist() == [9, 5]
    assert neyman_allocation(14, [9, 9], [5e-324, 1.0]).sizes.tolist() == [5, 9]


def test_no_stratum_gets_more_than_it_has_where_the_budget_is_nearly_spent_on_another() -> None:
    found = cost_optimal_allocation([2, 7], [5, 1e-60], [0.1, 1e-12], budget=10, minimum=0)

    assert found.sizes.tolist() == [2, 7]
    assert found.exact.tolist() == [2.0, 7.0]


def test_an_allocation_to_one_stratum_prints_in_the_singular() -> None:
    assert str(proportional_allocation(7, [30])) == "7 in 1 stratum: 7"


def test_an_allocation_prints_as_a_sentence() -> None:
    assert str(neyman_allocation(102, [1000, 50, 10], [1, 100, 0])) == (
        "102 in 3 strata: 50, 50, 2; taken whole: 1; raised to the minimum: 2"
    )
