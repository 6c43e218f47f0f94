"""Newcombe 1998 (Stat. Med. 17:873), table II, method 10, from Wilson limits by hand."""

from __future__ import annotations

import math

import pytest

from stats import OutOfRange, published_difference


def wilson(count: int, n: int) -> tuple[float, float, float]:
    z = 1.959963984540054
    p = count / n
    middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    reach = z * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    return p, middle - reach, middle + reach


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
    found = published_difference((10.0, 8.04, 11.96), (13.0, 11.04, 14.96))

    assert found.difference == 3.0
    assert found.p_value == pytest.approx(0.0339, abs=2e-4)  # 2 Φ(−3/√2)


def test_p_is_below_five_per_cent_exactly_where_the_limits_leave_out_nothing() -> None:
    for gap in (0.10, 0.13, 0.14, 0.15, 0.2):
        found = published_difference((0.8, 0.7, 0.88), (0.8 + gap, 0.7 + gap, 0.85 + gap))
        assert (found.p_value < 0.05) == (found.interval.low > 0.0)


def test_the_same_figure_twice_does_not_differ() -> None:
    found = published_difference((1.0, 1.0, 1.0), (1.0, 1.0, 1.0))

    assert (found.difference, found.p_value) == (0.0, 1.0)


def test_a_difference_without_any_error_is_certain() -> None:
    assert published_difference((1.0, 1.0, 1.0), (2.0, 2.0, 2.0)).p_value == 0.0


@pytest.mark.parametrize("wrong", [(0.5, 0.6, 0.7), (0.5, 0.4, 0.45), (math.nan, 0.0, 1.0)])
def test_a_figure_outside_its_limits_is_refused(wrong: tuple[float, float, float]) -> None:
    with pytest.raises(OutOfRange):
        published_difference(wrong, (0.5, 0.4, 0.6))
