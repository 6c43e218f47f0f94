from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.errors import EmptyInput, OutOfRange
from stats.intervals import (
    COUNT_INTERVALS,
    Interval,
    IntervalMethod,
    normal_quantile,
    proportion_exact,
    proportion_interval,
    proportion_logit,
    proportion_wald,
    wilson,
)
from stats.reasons import Undefined
from tests.stats.limits import interval_of
from tests.stats.reference import table


def test_exact_and_wilson_limits_are_those_of_r() -> None:
    for row in table("intervals_counts.csv"):
        found = interval_of(
            proportion_interval(
                float(row["hits"]),
                float(row["n"]),
                IntervalMethod(row["method"]),
                float(row["level"]),
            )
        )

        limits = (float(row["low"]), float(row["high"]))
        assert (found.low, found.high) == pytest.approx(limits, rel=1e-8, abs=1e-15), row


def test_the_exact_limits_of_no_hit_and_of_hits_only_have_a_closed_form() -> None:
    none, only = proportion_exact(0, 10), proportion_exact(10, 10)

    assert (none.low, none.high) == pytest.approx((0.0, 1.0 - 0.025 ** (1 / 10)))
    assert (only.low, only.high) == pytest.approx((0.025 ** (1 / 10), 1.0))


@pytest.mark.parametrize("n", [1, 7, 10, 33, 1000])
def test_wilsons_limits_of_no_hit_and_of_hits_only_reach_the_ends_exactly(n: int) -> None:
    assert wilson(0, n).low == 0.0
    assert wilson(n, n).high == 1.0


def test_logit_and_wald_are_what_a_hand_computation_gives() -> None:
    logit, wald = interval_of(proportion_logit(9, 10)), interval_of(proportion_wald(30, 50))

    odds = np.exp(np.log(9.0) + np.array([-1.0, 1.0]) * 1.959964 / np.sqrt(0.9))
    assert [logit.low, logit.high] == pytest.approx(odds / (1.0 + odds), rel=1e-6)
    assert wald.half_width == pytest.approx(1.959964 * np.sqrt(0.24 / 50), rel=1e-6)


@pytest.mark.parametrize("interval", [proportion_logit, proportion_wald])
@pytest.mark.parametrize("hits", [0, 9])
def test_without_disagreement_logit_and_wald_give_a_reason(interval: object, hits: int) -> None:
    assert callable(interval)

    assert interval(hits, 9) is Undefined.ZERO_VARIANCE


@settings(max_examples=150, deadline=None)
@given(hits=st.integers(0, 60), more=st.integers(0, 60), level=st.floats(0.5, 0.99))
def test_limits_stay_in_range_and_mirror_when_hits_and_misses_change_places(
    hits: int, more: int, level: float
) -> None:
    n = hits + more
    if n == 0:
        return

    for method in COUNT_INTERVALS:
        one = proportion_interval(hits, n, method, level)
        other = proportion_interval(more, n, method, level)

        if not isinstance(one, Interval) or not isinstance(other, Interval):
            assert one is other
            continue
        assert 0.0 <= one.low <= hits / n + 1e-12
        assert hits / n - 1e-12 <= one.high <= 1.0
        assert one.low == pytest.approx(1.0 - other.high, abs=1e-9)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.5, 0.85])
def test_the_exact_interval_covers_at_least_its_level_for_every_share(share: float) -> None:
    n, hits = 15, np.arange(16)
    logs = np.array([float(np.sum(np.log(np.arange(1, k + 1)))) for k in range(16)])
    chance = np.exp(
        logs[n] - logs[hits] - logs[n - hits] + hits * np.log(share) + (n - hits) * np.log1p(-share)
    )

    limits = [proportion_exact(int(x), n) for x in hits]

    covered = [found.low <= share <= found.high for found in limits]
    assert chance[covered].sum() >= 0.95


@pytest.mark.parametrize("n", [1e-9, 2.0**53])
def test_any_effective_number_of_answers_keeps_the_limits_in_range(n: float) -> None:
    for method in (IntervalMethod.WILSON, IntervalMethod.EXACT):
        found = interval_of(proportion_interval(0.3 * n, n, method))

        assert 0.0 <= found.low < 0.3 < found.high <= 1.0


def test_a_trace_of_a_hit_is_no_hit_for_logit_and_wald() -> None:
    assert proportion_logit(1e-300, 10) is Undefined.ZERO_VARIANCE
    assert proportion_wald(1e-300, 10) is Undefined.ZERO_VARIANCE


@pytest.mark.parametrize("n", [float("inf"), float("nan"), 1e300, "10"])
def test_a_number_of_answers_that_is_none_is_refused(n: float) -> None:
    for method in COUNT_INTERVALS:
        with pytest.raises(OutOfRange, match="n is"):
            proportion_interval(1, n, method)


def test_a_level_that_rounds_to_certainty_is_refused_and_one_near_it_is_printed_in_full() -> None:
    with pytest.raises(OutOfRange, match="no probability"):
        normal_quantile(0.9999999999999999)
    assert str(wilson(5, 10, 0.999)).startswith("99.9 % interval")


def test_nobody_impossible_counts_levels_and_methods_are_refused() -> None:
    for method in COUNT_INTERVALS:
        with pytest.raises(EmptyInput, match="hand in n above 0"):
            proportion_interval(0, 0, method)
        with pytest.raises(OutOfRange, match="11 hits among 10"):
            proportion_interval(11, 10, method)
        with pytest.raises(OutOfRange, match="no probability"):
            proportion_interval(1, 10, method, level=95)
    with pytest.raises(OutOfRange, match="'beta' from counts; choose one of wilson, logit"):
        proportion_interval(1, 10, IntervalMethod.BETA)
