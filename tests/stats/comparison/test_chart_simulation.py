"""The short version of `python -m tests.simulation charts`."""

from __future__ import annotations

import numpy as np
import pytest

from tests.simulation.charts import CHARTS, Characteristics, characteristics


def run(number: int, answers: float = 50.0, weeks: int = 20) -> Characteristics:
    return characteristics(CHARTS[number], np.random.default_rng(21), answers, weeks, 240)


def test_textbook_limits_cry_wolf_on_a_short_baseline_and_limits_with_its_error_do_not() -> None:
    textbook, mended = run(2), run(3)

    assert textbook.week_share > 0.012
    # 2 Φ(−3) = .27 % if the limits are right; calls of one series come in clusters.
    assert mended.week_share == pytest.approx(0.0027, abs=0.004)
    assert mended.week_share < textbook.week_share / 3.0


def test_calibrated_limits_keep_false_calls_to_one_family_week_in_ten() -> None:
    found = run(6)

    assert found.family_share == pytest.approx(0.10, abs=1e-3)
    assert 2.2 < found.limit < 2.6


def test_half_of_the_drops_are_caught_from_fifty_answers_a_week_but_not_from_twenty_five() -> None:
    assert run(6).caught_share > 0.5
    assert run(6, answers=25.0).caught_share < 0.5


def test_a_chart_prints_what_it_does() -> None:
    assert "family-week  10%" in str(run(4))
