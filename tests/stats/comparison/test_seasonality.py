from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.comparison import NotYet, Seasonality, seasonal_adjustment
from stats.errors import OutOfRange
from tests.stats.reference import table


def adjusted(found: Seasonality | NotYet) -> Seasonality:
    assert isinstance(found, Seasonality)
    return found


def test_a_season_of_two_is_taken_out_as_in_the_worked_example() -> None:
    found = adjusted(seasonal_adjustment([10, 14, 12, 16, 14, 18], 2))

    np.testing.assert_allclose(found.trend, [12.5, 13.5, 14.5, 15.5])
    np.testing.assert_allclose(found.index, [-1.5, 1.5])
    np.testing.assert_allclose(found.adjusted, [11.5, 12.5, 13.5, 14.5, 15.5, 16.5])
    assert str(found) == "season of 2 over 6 points, index -1.50 to +1.50"


@pytest.mark.parametrize("period", [2, 4, 5, 12, 52])
def test_even_and_odd_seasons_agree_with_decompose_of_r(period: int) -> None:
    rows = [row for row in table("comparison_seasons.csv") if int(row["period"]) == period]
    y = np.array([float(row["y"]) for row in rows])
    trend = [float(row["trend"]) for row in rows if row["has_trend"] == "1"]
    seasonal = np.array([float(row["seasonal"]) for row in rows])

    found = adjusted(seasonal_adjustment(y, period))

    assert [row["has_trend"] for row in rows].index("1") == found.trend_start
    np.testing.assert_allclose(found.trend, trend, rtol=1e-10)
    np.testing.assert_allclose(found.index, seasonal[:period], rtol=1e-8, atol=1e-10)
    np.testing.assert_allclose(found.adjusted, y - seasonal, rtol=1e-10)


def test_one_year_is_not_yet_enough() -> None:
    found = seasonal_adjustment(np.arange(103.0), 52)

    assert isinstance(found, NotYet)
    assert str(found) == "not yet: 103 of the 104 points that a seasonal index needs"
    assert isinstance(seasonal_adjustment(np.arange(104.0), 52), Seasonality)
    assert isinstance(seasonal_adjustment([], 52), NotYet)


@settings(max_examples=40)
@given(
    period=st.integers(2, 13),
    seed=st.integers(0, 10_000),
    slope=st.floats(-2.0, 2.0),
    extra=st.integers(0, 15),
)
def test_a_straight_line_with_a_season_is_recovered(
    period: int, seed: int, slope: float, extra: int
) -> None:
    season = np.random.default_rng(seed).normal(0.0, 5.0, period)
    season -= season.mean()
    t = np.arange(2 * period + extra)

    found = adjusted(seasonal_adjustment(40.0 + slope * t + season[t % period], period))

    np.testing.assert_allclose(found.index, season, atol=1e-9)
    np.testing.assert_allclose(found.adjusted, 40.0 + slope * t, atol=1e-9)


def test_a_series_that_stands_still_has_no_season() -> None:
    found = adjusted(seasonal_adjustment([7.0] * 9, 4))

    np.testing.assert_allclose(found.index, 0.0, atol=1e-12)
    np.testing.assert_allclose(found.adjusted, 7.0)


def test_a_season_of_one_point_and_missing_weeks_are_refused() -> None:
    with pytest.raises(OutOfRange, match="A season of 1 points is none"):
        seasonal_adjustment([1, 2, 3], 1)
    with pytest.raises(OutOfRange, match=r"period is 2\.5"):
        seasonal_adjustment([1, 2, 3, 4, 5], 2.5)  # type: ignore[arg-type]  # what is refused
    with pytest.raises(OutOfRange, match="holds nan at position 2"):
        seasonal_adjustment([1, 2, float("nan"), 4], 2)
