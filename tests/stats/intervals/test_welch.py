from __future__ import annotations

import pytest

from stats.errors import EmptyInput, OutOfRange
from stats.intervals.interval import mean_t
from stats.intervals.welch import welch


def test_groups_of_equal_size_and_spread_give_students_test() -> None:
    # Both s² = 2.5, n = 5: se = 1 and df = 8, by hand.
    found = welch([1, 2, 3, 4, 5], [3, 4, 5, 6, 7])

    assert found.difference == pytest.approx(2.0)
    assert found.se == pytest.approx(1.0)
    assert found.df == pytest.approx(8.0)
    assert found.standardised == pytest.approx(2.0 / 2.5**0.5)


def test_against_a_group_without_spread_it_is_the_interval_of_one_mean() -> None:
    values = [8, 9, 7, 10, 6]

    found = welch([5, 5, 5], values)

    alone = mean_t(values)
    assert found.interval is not None
    assert found.interval.low == pytest.approx(alone.low - 5.0)
    assert found.interval.high == pytest.approx(alone.high - 5.0)


def test_a_higher_level_gives_wider_intervals() -> None:
    narrow, wide = (welch([1, 2, 4], [3, 5, 9], level) for level in (0.9, 0.99))

    assert narrow.interval is not None
    assert wide.interval is not None
    assert narrow.standardised_interval is not None
    assert wide.standardised_interval is not None
    assert narrow.interval.half_width < wide.interval.half_width
    assert narrow.standardised_interval.half_width < wide.standardised_interval.half_width
    assert str(wide).startswith("difference +3.33, 99% interval")


def test_empty_groups_and_values_that_are_no_numbers_are_refused() -> None:
    with pytest.raises(EmptyInput, match="first is empty"):
        welch([], [1, 2])
    with pytest.raises(OutOfRange, match="second holds inf"):
        welch([1, 2], [1, float("inf")])
