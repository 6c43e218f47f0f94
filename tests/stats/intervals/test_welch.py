from __future__ import annotations

import pytest

from stats.errors import EmptyInput, OutOfRange
from stats.intervals import mean_t, welch
from stats.reasons import Undefined
from tests.stats.limits import interval_of
from tests.stats.reference import table


def test_groups_of_equal_size_and_spread_give_students_test() -> None:
    # Both s² = 2.5, n = 5: se = 1 and df = 8, by hand.
    found = welch([1, 2, 3, 4, 5], [3, 4, 5, 6, 7])

    assert found.difference == pytest.approx(2.0)
    assert found.se == pytest.approx(1.0)
    assert found.df == pytest.approx(8.0)
    assert found.standardised == pytest.approx(2.0 / 2.5**0.5)


def test_test_and_interval_are_those_of_r() -> None:
    answers: dict[str, list[float]] = {"first": [], "second": []}
    for row in table("intervals_welch_values.csv"):
        answers[row["group"]].append(float(row["value"]))

    for row in table("intervals_welch.csv"):
        expected = {name: float(figure) for name, figure in row.items()}
        found = welch(answers["first"], answers["second"], expected["level"])

        assert found.interval is not None
        figures = (found.difference, found.se, found.df, found.t, found.p_value)
        assert figures == pytest.approx(
            [expected[name] for name in ("difference", "se", "df", "t", "p")], rel=1e-8
        )
        limits = (expected["low"], expected["high"])
        assert (found.interval.low, found.interval.high) == pytest.approx(limits, rel=1e-8)
        assert found.standardised == pytest.approx(expected["standardised"], rel=1e-8)


def test_the_standardised_difference_has_its_large_sample_interval() -> None:
    found = welch([1, 2, 3, 4, 5], [3, 4, 5, 6, 7])

    # g² = 1.6: √(10/25 + 1.6/20), by hand.
    assert found.standardised_interval is not None
    assert found.standardised_interval.half_width == pytest.approx(1.959964 * 0.48**0.5)


def test_a_group_of_one_and_groups_without_spread_have_a_reason() -> None:
    one, same, rounded = (
        welch([7], [5, 6]),
        welch([5, 5], [7, 7, 7]),
        welch([0.3] * 2, [0.1 + 0.2] * 2),
    )

    assert one.reason is Undefined.FEW_ACCOUNTS
    assert same.reason is Undefined.ZERO_VARIANCE
    assert rounded.reason is Undefined.ZERO_VARIANCE
    for found in (one, same, rounded):
        assert {found.se, found.df, found.t, found.p_value, found.interval} == {None}
        assert {found.standardised, found.standardised_interval} == {None}
    assert str(same) == (
        "difference +2.00, not testable: all answers agree, so no error can be computed, n 2 and 3"
    )


def test_exchanging_the_groups_turns_the_sign() -> None:
    one, other = welch([1, 2, 4], [3, 5, 9, 9]), welch([3, 5, 9, 9], [1, 2, 4])

    assert (other.difference, other.t) == pytest.approx((-one.difference, -(one.t or 0.0)))
    assert (other.df, other.p_value) == pytest.approx((one.df, one.p_value))


def test_values_beyond_squaring_have_a_reason_or_are_refused() -> None:
    assert welch([0.0, 1e-200], [0.0, 0.0]).reason is Undefined.ZERO_VARIANCE
    with pytest.raises(OutOfRange, match="first holds"):
        welch([1e200, 2e200], [1, 2])


def test_against_a_group_without_spread_it_is_the_interval_of_one_mean() -> None:
    values = [8, 9, 7, 10, 6]

    found = welch([5, 5, 5], values)

    alone = interval_of(mean_t(values))
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
    assert str(wide).startswith("difference +3.33, 99 % interval")


def test_empty_groups_and_values_that_are_no_numbers_are_refused() -> None:
    with pytest.raises(EmptyInput, match="first is empty"):
        welch([], [1, 2])
    with pytest.raises(OutOfRange, match="second holds inf"):
        welch([1, 2], [1, float("inf")])
