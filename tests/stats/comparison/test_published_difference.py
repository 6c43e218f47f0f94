"""Newcombe 1998 (Stat. Med. 17:873), table II, method 10, from Wilson limits by hand; R."""

from __future__ import annotations

import math

import pytest

from stats import FigureWithLimits, OutOfRange, published_difference


def wilson(count: int, n: int) -> FigureWithLimits:
    z = 1.959963984540054
    p = count / n
    middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    reach = z * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    return FigureWithLimits(p, middle - reach, middle + reach)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 20), 0.6791, 1.0000),
    ],
)
def test_shares_with_wilson_limits_give_newcombes_hybrid_score_interval(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    found = published_difference(wilson(*second), wilson(*first))

    assert found.interval.low == pytest.approx(low, abs=5e-5)
    assert found.interval.high == pytest.approx(high, abs=5e-5)


def test_symmetric_limits_give_the_textbook_z_test() -> None:
    found = published_difference(
        FigureWithLimits(10.0, 8.04, 11.96), FigureWithLimits(13.0, 11.04, 14.96)
    )

    assert found.difference == 3.0
    assert found.p_value == pytest.approx(0.0339, abs=2e-4)  # 2 Φ(−3/√2)


@pytest.mark.parametrize("df", [None, 3.0, 12.0])
def test_p_is_below_five_per_cent_exactly_where_the_limits_leave_out_nothing(
    df: float | None,
) -> None:
    for gap in (0.10, 0.13, 0.14, 0.15, 0.2):
        later = FigureWithLimits(0.8 + gap, 0.7 + gap, 0.85 + gap, df)
        found = published_difference(FigureWithLimits(0.8, 0.7, 0.88, df), later)
        assert (found.p_value < 0.05) == (found.interval.low > 0.0)


def test_the_same_figure_twice_does_not_differ() -> None:
    found = published_difference(
        FigureWithLimits(1.0, 1.0, 1.0), FigureWithLimits(1.0, 1.0, 1.0, df=4)
    )

    assert (found.difference, found.p_value) == (0.0, 1.0)


def test_a_difference_without_any_error_is_certain() -> None:
    found = published_difference(FigureWithLimits(1.0, 1.0, 1.0), FigureWithLimits(2.0, 2.0, 2.0))

    assert found.p_value == 0.0


# What R's t.test says of 9, 8, 6, 7, 10, 4 and of 9, 8, 8, 10, 7, 9, 10, 10, 9, and of both.
X = FigureWithLimits(7.333333333333, 5.066293246055, 9.600373420611, df=5)
Y = FigureWithLimits(8.888888888889, 8.078641626554, 9.699136151224, df=8)


def test_limits_with_few_degrees_of_freedom_give_r_welchs_test() -> None:
    found = published_difference(X, Y)

    assert found.interval.low == pytest.approx(-0.7164520921, abs=1e-9)
    assert found.interval.high == pytest.approx(3.8275632032, abs=1e-9)
    assert found.p_value == pytest.approx(0.1478399216, abs=1e-9)


def test_a_large_difference_of_few_accounts_is_less_certain_than_normal_tails_say() -> None:
    first, second = (10.0, 8.0, 12.0), (18.0, 16.0, 20.0)

    few = published_difference(FigureWithLimits(*first, df=4), FigureWithLimits(*second, df=4))
    normal = published_difference(FigureWithLimits(*first), FigureWithLimits(*second))

    assert few.p_value > 3 * normal.p_value


@pytest.mark.parametrize(
    "wrong", [(0.5, 0.6, 0.7), (0.5, 0.4, 0.45), (math.nan, 0.0, 1.0), (0.5, 0.4, 0.6, 0.5)]
)
def test_a_figure_outside_its_limits_or_without_freedom_is_refused(
    wrong: tuple[float, ...],
) -> None:
    with pytest.raises(OutOfRange):
        FigureWithLimits(*wrong)
