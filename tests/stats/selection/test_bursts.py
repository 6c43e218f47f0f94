from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.errors import EmptyInput, OutOfRange
from stats.selection import burst_scan, end_share_p_value, scan_p_value


def test_the_two_worked_bursts_have_the_worked_chances() -> None:
    assert scan_p_value(6, 20, 0.05) == pytest.approx(0.030, abs=5e-4)
    assert scan_p_value(8, 30, 0.05) == pytest.approx(0.0097, abs=5e-5)


@pytest.mark.parametrize(("n", "w"), [(5, 0.1), (12, 0.3), (30, 0.5)])
def test_all_answers_in_one_window_have_the_exact_chance_of_a_range(n: int, w: float) -> None:
    # The range of n uniform places is at most w with probability n w^(n−1) − (n − 1) w^n.
    exact = n * w ** (n - 1) - (n - 1) * w**n

    assert scan_p_value(n, n, w) == pytest.approx(exact, rel=1e-9)


@pytest.mark.parametrize(("k", "n", "w"), [(6, 20, 0.05), (8, 30, 0.05), (10, 100, 0.02)])
def test_the_approximation_agrees_with_simulated_places(k: int, n: int, w: float) -> None:
    places = np.sort(np.random.default_rng(3).random((40_000, n)), axis=1)

    simulated = ((places[:, k - 1 :] - places[:, : n - k + 1]) <= w).any(axis=1).mean()

    # Four standard errors and the approximation's own 3 %.
    assert scan_p_value(k, n, w) == pytest.approx(
        simulated, abs=4 * np.sqrt(simulated / 40_000) + 0.03 * simulated
    )


@settings(max_examples=60, deadline=None)
@given(places=st.lists(st.floats(0.0, 1.0), min_size=1, max_size=40), window=st.floats(0.01, 0.5))
def test_the_fullest_window_is_found_in_any_order(places: list[float], window: float) -> None:
    found = burst_scan(places, window)

    x = np.array(places)
    assert found.count == max(int(((x >= s) & (x <= s + window + 1e-12)).sum()) for s in x)
    assert burst_scan(places[::-1], window) == found
    assert 0.0 <= found.p_value <= 1.0


@settings(max_examples=40, deadline=None)
@given(n=st.integers(2, 200), window=st.floats(0.005, 0.5))
def test_a_fuller_window_is_never_likelier_where_chances_are_small(n: int, window: float) -> None:
    p = np.array([scan_p_value(k, n, window) for k in range(n + 1)])

    small = p[int(np.argmax(p < 0.1)) :] if (p < 0.1).any() else p[:0]
    assert (np.diff(small) <= 1e-15).all()


def test_the_window_is_closed_at_both_ends() -> None:
    assert burst_scan([0.1, 0.15, 0.9], 0.05).count == 2


def test_a_single_answer_is_no_burst() -> None:
    assert burst_scan([0.5]).p_value == 1.0


def test_twenty_answers_in_one_moment_are() -> None:
    found = burst_scan([0.4] * 20 + [i / 60 for i in range(60)])

    assert found.start <= 0.4 <= found.start + found.window + 1e-12
    assert found.p_value < 1e-6


def test_late_answers_are_weighed_by_the_middle_of_the_step() -> None:
    # Two of three above .9 by hand: 3·.01·.9 = .027 and .001 for all three.
    assert end_share_p_value([0.2, 0.95, 0.99]) == pytest.approx(0.001 + 0.027 / 2)


def test_places_windows_and_counts_outside_their_range_are_refused() -> None:
    with pytest.raises(EmptyInput, match="Nobody answered"):
        burst_scan(np.zeros(0))
    with pytest.raises(OutOfRange, match=r"1\.5 at position 1"):
        burst_scan([0.2, 1.5])
    with pytest.raises(OutOfRange, match=r"window is 0\.6"):
        burst_scan([0.2], 0.6)
    with pytest.raises(OutOfRange, match="window is None"):
        burst_scan([0.2], None)  # type: ignore[arg-type]
    with pytest.raises(OutOfRange, match="count is inf"):
        scan_p_value(float("inf"), 8, 0.1)  # type: ignore[arg-type]
    with pytest.raises(OutOfRange, match="9 of 8"):
        scan_p_value(9, 8, 0.1)
    with pytest.raises(OutOfRange, match="end is 1"):
        end_share_p_value([0.2], 1.0)
