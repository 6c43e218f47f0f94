"""Two charts a series, limits for a family. Quantiles and limits by R 4.2: qnorm, qt."""

from __future__ import annotations

import math

import numpy as np
import pytest

from stats import NotYet, OutOfRange, Watch, family_limit, watch
from stats.comparison.run_rules import Side

NPS = [30, 34, 28, 33, 31, 27, 32, 30, 35, 29, 31, 30]


@pytest.mark.parametrize(
    ("series", "freedom", "limit"),
    [
        (1, math.inf, 1.948822),
        (6, math.inf, 2.621997),
        (64, math.inf, 3.345012),
        (1, 0.62 * 25, 2.111807),
        (6, 0.62 * 25, 2.998611),
        (64, 0.62 * 25, 4.137313),
    ],
)
def test_the_limit_is_the_quantile_that_r_gives(series: int, freedom: float, limit: float) -> None:
    found = family_limit(series, freedom)

    assert found == pytest.approx(limit, abs=1e-6)


def test_a_point_far_below_its_baseline_signals_with_limits_worked_out_by_r() -> None:
    found = watch([*NPS, 12], [4.0] * 13, series=6)

    assert isinstance(found, Watch)
    assert found.overdispersion == 0.0
    assert found.baseline.centre == pytest.approx(30.83333, abs=1e-5)
    assert found.points.low[-1] == pytest.approx(19.91709, abs=1e-5)
    assert found.points.high[-1] == pytest.approx(41.74958, abs=1e-5)
    assert found.drift.plotted[-1] == pytest.approx(25.18333, abs=1e-5)
    assert found.drift.low[-1] == pytest.approx(27.55846, abs=1e-5)
    assert (found.side, found.weeks_running) == (Side.BELOW, 1)


def test_weeks_that_differ_by_more_than_their_answers_widen_the_limits() -> None:
    wild = [10, 50, 12, 48, 14, 46, 11, 49, 13, 47, 10, 50]

    found = watch([*wild, 20], [4.0] * 13, series=6)

    assert isinstance(found, Watch)
    assert found.overdispersion == pytest.approx(32.23727**2 - 16, abs=1e-3)
    assert found.side is None


def test_a_small_shift_that_stays_is_a_drift_before_any_point_leaves_its_limits() -> None:
    values = [*NPS, *[24] * 12]

    found = watch(values, [4.0] * len(values), series=6, length=12)

    assert isinstance(found, Watch)
    assert found.points.in_control
    assert found.side is Side.BELOW
    assert 1 < found.weeks_running < 12


def test_a_signal_that_paused_counts_from_its_return() -> None:
    values = [*NPS, 12, 31, 31, 31, 31, 31, 31, 12]

    found = watch(values, [4.0] * len(values), series=6, length=12)

    assert isinstance(found, Watch)
    assert (found.side, found.weeks_running) == (Side.BELOW, 1)


@pytest.mark.parametrize("values", [[31] * 13, [*NPS[:11], 12]])
def test_points_that_do_not_vary_or_are_too_few_are_no_baseline(values: list[int]) -> None:
    found = watch(values, [4.0] * len(values), series=6)

    assert isinstance(found, NotYet)


def test_the_baseline_stays_frozen_once_it_is_long_enough() -> None:
    generator = np.random.default_rng(4)
    values = generator.normal(30, 4, 60)

    short = watch(values[:30], [4.0] * 30, series=6)
    long = watch(values, [4.0] * 60, series=6)

    assert isinstance(short, Watch)
    assert isinstance(long, Watch)
    assert short.baseline == long.baseline
    assert short.baseline.points == 26


def test_limits_end_where_the_scale_ends() -> None:
    values = [0.97, 0.99, 0.98, 0.96, 0.99, 0.97, 0.98, 0.99, 0.95, 0.98, 0.97, 0.99, 0.9]

    found = watch(values, [0.05] * 13, series=6, low=0.0, high=1.0)

    assert isinstance(found, Watch)
    assert found.points.high[-1] == 1.0


def test_false_signals_stay_below_the_rate_of_the_family_where_weeks_differ_by_chance() -> None:
    """Six series of 26 weeks after a baseline of 26, 200 families: 10 % of weeks are allowed."""
    generator = np.random.default_rng(11)
    false = np.zeros((200, 26), dtype=bool)

    for family in range(200):
        for _ in range(6):
            found = watch(generator.normal(30, 4, 52), [4.0] * 52, series=6)
            assert isinstance(found, Watch)
            for chart in (found.points, found.drift):
                false[family] |= (chart.plotted > chart.high) | (chart.plotted < chart.low)

    assert 0.01 < false.mean() < 0.10


@pytest.mark.parametrize(
    ("values", "errors", "series", "error"),
    [
        (NPS, [4.0] * 11, 6, OutOfRange),
        ([*NPS, math.nan], [4.0] * 13, 6, OutOfRange),
        ([*NPS, 12], [4.0] * 12 + [0.0], 6, OutOfRange),
        ([*NPS, 12], [4.0] * 13, 0, OutOfRange),
    ],
)
def test_what_is_no_series_is_refused(
    values: list[float], errors: list[float], series: int, error: type[Exception]
) -> None:
    with pytest.raises(error):
        watch(values, errors, series=series)


def test_a_share_of_false_signals_lies_between_none_and_all() -> None:
    for share in (0.0, 1.0, -0.1):
        with pytest.raises(OutOfRange):
            family_limit(6, false_share=share)


def test_no_point_at_all_is_not_yet_a_series() -> None:
    assert isinstance(watch([], [], series=1), NotYet)
