from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.comparison import (
    SHEWHART_RULES,
    WESTERN_ELECTRIC_RULES,
    Rule,
    Side,
    Signal,
    run_signals,
)
from stats.comparison.run_rules import MEAN_RANGE_LIMIT, RANGE_LIMIT
from stats.errors import OutOfRange

DEVIATIONS = st.lists(st.floats(-5.0, 5.0), max_size=40)

# Deviations, rule, positions that fire, side.
WORKED: dict[str, tuple[list[float], Rule, tuple[int, ...], Side]] = {
    "one point far above": ([0, 0, 3.1], Rule.BEYOND_LIMITS, (2,), Side.ABOVE),
    "one point far below": ([0, -3.1], Rule.BEYOND_LIMITS, (1,), Side.BELOW),
    "eight above": ([0.1] * 8, Rule.EIGHT_ON_ONE_SIDE, tuple(range(8)), Side.ABOVE),
    "ten below": ([1] + [-0.1] * 10, Rule.EIGHT_ON_ONE_SIDE, tuple(range(1, 11)), Side.BELOW),
    "two neighbours of three": ([2.1, 2.1, 0], Rule.TWO_OF_THREE, (0, 1), Side.ABOVE),
    "first and last of three": ([-2.1, 0, -2.1], Rule.TWO_OF_THREE, (0, 2), Side.BELOW),
    "four of five": ([1.1, 1.1, 0, 1.1, 1.1], Rule.FOUR_OF_FIVE, (0, 1, 3, 4), Side.ABOVE),
    "a wide step up": ([-1.9, 1.9], Rule.WIDE_RANGE, (1,), Side.ABOVE),
    "a wide step down": ([1.9, -1.9], Rule.WIDE_RANGE, (1,), Side.BELOW),
}
QUIET: dict[str, tuple[list[float], Rule]] = {
    "a point on the limit": ([3.0, -3.0], Rule.BEYOND_LIMITS),
    "seven on one side": ([0.1] * 7 + [-0.1] + [0.1] * 7, Rule.EIGHT_ON_ONE_SIDE),
    "a run ended by the centre": ([0.1] * 4 + [0.0] + [0.1] * 4, Rule.EIGHT_ON_ONE_SIDE),
    "two of four": ([2.1, 0, 0, 2.1], Rule.TWO_OF_THREE),
    "two on either side": ([2.1, -2.1], Rule.TWO_OF_THREE),
    "on two sigma": ([2.0, 2.0, 2.0], Rule.TWO_OF_THREE),
    "four of six": ([1.1, 1.1, 0, 0, 1.1, 1.1], Rule.FOUR_OF_FIVE),
    "a step within the limit": ([-1.8, 1.8], Rule.WIDE_RANGE),
}


@pytest.mark.parametrize("case", WORKED.values(), ids=list(WORKED))
def test_a_pattern_is_found_where_it_lies(
    case: tuple[list[float], Rule, tuple[int, ...], Side],
) -> None:
    deviations, rule, positions, side = case

    assert run_signals(deviations, [rule]) == (Signal(rule, positions, side),)


@pytest.mark.parametrize("case", QUIET.values(), ids=list(QUIET))
def test_what_falls_short_of_a_pattern_stays_quiet(case: tuple[list[float], Rule]) -> None:
    deviations, rule = case

    assert run_signals(deviations, [rule]) == ()


def test_by_default_only_the_limits_and_runs_of_eight_are_looked_at() -> None:
    assert run_signals([2.5, 2.5, 2.5]) == ()
    assert len(run_signals([2.5, 2.5, 2.5], WESTERN_ELECTRIC_RULES)) == 2


def test_signals_come_in_time_order_and_as_sentences() -> None:
    found = run_signals([0.5] * 9 + [3.5, -4.0])

    assert [str(signal) for signal in found] == [
        "point 10: above the limits",
        "points 1 to 10: 8 or more in a row above the centre",
        "point 11: below the limits",
    ]


def test_the_constants_are_those_of_ranges_of_two_normal_values() -> None:
    # d2 = 2/√π and d3 = √(2 − 4/π), the mean and SD of |Z1 − Z2|; 2.66 is 3/d2 = 2.6587 rounded.
    d2, d3 = 2 / np.sqrt(np.pi), np.sqrt(2 - 4 / np.pi)

    assert round(3 / d2, 2) == MEAN_RANGE_LIMIT
    assert round(1 + 3 * d3 / d2, 3) == RANGE_LIMIT
    assert round(d2, 3) == 1.128


@settings(max_examples=50)
@given(DEVIATIONS)
def test_turning_a_chart_upside_down_turns_the_sides_only(deviations: list[float]) -> None:
    rules = tuple(Rule)
    up = {(s.rule, s.positions, s.side) for s in run_signals(deviations, rules)}
    down = {(s.rule, s.positions, s.side) for s in run_signals([-d for d in deviations], rules)}

    other = {Side.ABOVE: Side.BELOW, Side.BELOW: Side.ABOVE}
    assert {(rule, at, other[side]) for rule, at, side in up} == down


@settings(max_examples=50)
@given(DEVIATIONS)
def test_more_rules_never_see_less(deviations: list[float]) -> None:
    few, many = (
        set(run_signals(deviations, rules)) for rules in (SHEWHART_RULES, WESTERN_ELECTRIC_RULES)
    )

    assert few <= many


@pytest.mark.parametrize(
    ("rules", "published"), [(SHEWHART_RULES, 152.73), (WESTERN_ELECTRIC_RULES, 91.75)]
)
def test_false_alarms_come_as_seldom_as_published(
    rules: tuple[Rule, ...], published: float
) -> None:
    # Average run lengths of Champ & Woodall 1987, Technometrics 29, table 1 (C14 and C1234).
    generator = np.random.default_rng(7)
    lengths = []
    for _ in range(600):
        ends = [
            signal.positions[7] if signal.rule is Rule.EIGHT_ON_ONE_SIDE else signal.positions[-1]
            for signal in run_signals(generator.standard_normal(2000), rules)
        ]
        lengths.append(min(ends) + 1)

    assert abs(np.mean(lengths) - published) < 3 * np.std(lengths) / np.sqrt(600)


def test_no_points_give_no_signals_and_what_is_no_number_is_refused() -> None:
    assert run_signals([]) == ()
    with pytest.raises(OutOfRange, match="position 1"):
        run_signals([0.0, float("nan")])
    with pytest.raises(OutOfRange, match="limit is nan"):
        run_signals([0.0], limit=float("nan"))
