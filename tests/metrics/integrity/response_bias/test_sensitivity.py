from __future__ import annotations

import pytest

from metrics.integrity.response_bias.sensitivity import Shifts
from stats import extrapolate_waves


def shifts(*means: float, trend_error: float, last_wave_error: float) -> Shifts:
    counts = (4000,) * len(means)
    found = extrapolate_waves(counts, means, 40_000, low=-1.0, high=1.0)
    return Shifts(counts, means, found, trend_error, last_wave_error)


def test_the_direction_told_is_that_of_the_shift_that_is_judged() -> None:
    # The waves rise on the whole, and the last one lies below their mean: .04 against .1133.
    found = shifts(0.0, 0.30, 0.04, trend_error=0.06, last_wave_error=0.014)

    assert found.trend > 0 > found.last_wave
    assert found.beyond_chance == pytest.approx(abs(found.last_wave) - 1.959964 * 0.014)
    assert found.is_downward


def test_a_trend_that_is_surer_than_the_last_wave_decides() -> None:
    found = shifts(0.0, 0.30, 0.04, trend_error=0.001, last_wave_error=0.1)

    assert found.beyond_chance == pytest.approx(found.trend - 1.959964 * 0.001)
    assert not found.is_downward


def test_what_chance_explains_is_no_shift() -> None:
    assert shifts(0.1, 0.11, 0.1, trend_error=0.1, last_wave_error=0.1).beyond_chance == 0.0
