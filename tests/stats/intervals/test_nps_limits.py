from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.stats import multinomial

from stats import (
    Interval,
    IntervalMethod,
    OutOfRange,
    Undefined,
    mean_t,
    nps_adjusted_wald,
    nps_goodman,
    nps_score,
    nps_wald,
    published_interval_nps,
    published_interval_proportion,
    wilson,
)
from tests.stats.limits import interval_of

# Promoters, passives, detractors; interval; published limits of methods A1.
WORKED = {
    "Wald": (nps_wald, (30, 12, 8), (23.14, 64.86)),
    "adjusted Wald": (nps_adjusted_wald, (30, 12, 8), (21.13, 61.89)),
    "score": (nps_score, (30, 12, 8), (20.83, 62.07)),
    "Goodman": (nps_goodman, (30, 12, 8), (17.95, 70.05)),
    "Wald of five promoters": (nps_wald, (5, 0, 0), (100.0, 100.0)),
    "adjusted Wald of five promoters": (nps_adjusted_wald, (5, 0, 0), (17.49, 100.0)),
    "score of five promoters": (nps_score, (5, 0, 0), (13.10, 100.0)),
}


@pytest.mark.parametrize("case", WORKED)
def test_nps_intervals_give_the_worked_limits(case: str) -> None:
    interval, counts, limits = WORKED[case]

    found = interval(*counts)

    assert (found.low, found.high) == pytest.approx(limits, abs=0.005)


counts = st.integers(0, 200)


@settings(max_examples=200, deadline=None)
@given(promoters=counts, passives=counts, detractors=counts)
def test_nps_intervals_stay_in_range_and_hold_the_estimate(
    promoters: int, passives: int, detractors: int
) -> None:
    n = promoters + passives + detractors
    if n == 0:
        return
    value = 100.0 * (promoters - detractors) / n

    for interval in (nps_wald, nps_adjusted_wald, nps_score, nps_goodman):
        found = interval(promoters, passives, detractors)
        assert -100.0 <= found.low <= found.high <= 100.0
    score = nps_score(promoters, passives, detractors)
    assert score.low - 1e-9 <= value <= score.high + 1e-9


@settings(max_examples=200, deadline=None)
@given(promoters=counts, passives=counts, detractors=counts)
def test_the_score_interval_mirrors_when_promoters_and_detractors_change_places(
    promoters: int, passives: int, detractors: int
) -> None:
    if promoters + passives + detractors == 0:
        return

    one = nps_score(promoters, passives, detractors)
    other = nps_score(detractors, passives, promoters)

    assert one.low == pytest.approx(-other.high, abs=1e-9)


def upper_by_brent(b: int, c: int, n: int) -> float:
    """Upper limit as methods A1 writes it, in counts, by another solver."""

    def excess(x: float) -> float:
        linear, last = -b - c + (2 * n - b + c) * x, -c * x * (1 - x)
        q = (np.sqrt(linear**2 - 8 * n * last) - linear) / (4 * n)
        return float(n * x - b + c - 1.959963984540054 * np.sqrt(n * (2 * q + x * (1 - x))))

    return float(brentq(excess, (b - c) / n + 1e-9, 1.0, xtol=1e-14))


@settings(max_examples=100, deadline=None)
@given(promoters=counts, passives=st.integers(1, 200), detractors=counts)
def test_the_score_limits_are_the_roots_that_brents_method_finds(
    promoters: int, passives: int, detractors: int
) -> None:
    n = promoters + passives + detractors

    found = nps_score(promoters, passives, detractors)

    assert found.high == pytest.approx(100.0 * upper_by_brent(promoters, detractors, n), abs=1e-8)
    assert found.low == pytest.approx(-100.0 * upper_by_brent(detractors, promoters, n), abs=1e-8)


def test_the_score_interval_of_passives_alone_is_not_a_point() -> None:
    found = nps_score(0, 10, 0)

    z2 = 1.959963984540054**2
    assert found.high == pytest.approx(100.0 * z2 / (10 + z2))
    assert found.low == pytest.approx(-found.high)


@pytest.mark.parametrize(
    ("hits", "n", "limits"), [(38, 50, (62.59, 85.70)), (0, 10, (0.0, 27.75)), (9, 9, (70.09, 100))]
)
def test_wilson_gives_the_worked_limits(hits: int, n: int, limits: tuple[float, float]) -> None:
    found = wilson(hits, n)

    assert (100 * found.low, 100 * found.high) == pytest.approx(limits, abs=0.005)


def test_student_gives_the_worked_limits_and_keeps_to_the_scale() -> None:
    found = interval_of(mean_t([8, 9, 7, 10, 6]))
    clipped = interval_of(mean_t([10, 0, 10, 0], low=0, high=10))

    assert (found.low, found.high) == pytest.approx((6.04, 9.96), abs=0.005)
    assert (clipped.low, clipped.high) == (0.0, 10.0)


def test_one_value_and_values_equal_but_for_rounding_have_a_reason() -> None:
    assert mean_t([4.0]) is Undefined.FEW_ACCOUNTS
    assert mean_t([5, 5, 5]) is Undefined.ZERO_VARIANCE
    assert mean_t([0.3, 0.1 + 0.2]) is Undefined.ZERO_VARIANCE
    assert isinstance(mean_t([1e15, 1e15 + 1.0]), Interval)


@pytest.mark.parametrize("n", [1e13, 2.0**53])
def test_the_score_interval_of_any_number_of_passives_has_its_closed_form(n: float) -> None:
    found = nps_score(0, n, 0)

    z2 = 1.959963984540054**2
    assert found.high == pytest.approx(100.0 * z2 / (n + z2), rel=0.05)


def test_the_score_interval_of_all_but_a_trace_of_promoters_exists() -> None:
    found = nps_score(1e6 - 1e-9, 0.0, 1e-9)

    assert found.high == pytest.approx(100.0)
    assert found.low == pytest.approx(nps_score(1e6, 0.0, 0.0).low)


@pytest.mark.parametrize("count", [float("inf"), float("nan"), 1e300, "10"])
def test_a_count_that_is_no_number_is_refused(count: float) -> None:
    for interval in (nps_wald, nps_adjusted_wald, nps_score, nps_goodman):
        with pytest.raises(OutOfRange, match="promoters is"):
            interval(count, 2, 3)


def test_an_interval_reaches_zero_without_a_sign() -> None:
    assert str(Interval(-0.001, 0.0, IntervalMethod.T)) == "95 % interval 0.00 to 0.00"


# Coverage in 3,000 draws with .7, .2, .1 promoters, passives, detractors (methods A1).
SIMULATED = {
    "Wald": (nps_wald, (0.877, 0.906, 0.937)),
    "adjusted Wald": (nps_adjusted_wald, (0.953, 0.964, 0.950)),
    "score": (nps_score, (0.964, 0.965, 0.952)),
    "Goodman": (nps_goodman, (0.885, 0.948, 0.971)),
}


def coverage(interval: Callable[..., Interval], n: int) -> float:
    """Exact: the chance of every table of n answers whose interval holds the true NPS of 60."""
    tables = [(p, n - p - d, d) for p in range(n + 1) for d in range(n - p + 1)]
    chances = multinomial.pmf(tables, n, (0.7, 0.2, 0.1))
    held = [found.low <= 60.0 <= found.high for found in (interval(*each) for each in tables)]
    return float(chances[held].sum())


@pytest.mark.parametrize("case", SIMULATED)
def test_nps_intervals_cover_the_truth_as_often_as_simulated(case: str) -> None:
    interval, simulated = SIMULATED[case]

    found = [coverage(interval, n) for n in (10, 20, 50)]

    # Three standard errors of a share from 3,000 draws.
    assert found == pytest.approx(simulated, abs=0.018)


def test_a_published_nps_with_many_answers_is_adjusted_wald_at_the_effective_number() -> None:
    unit = 0.6 + 0.16 - 0.44**2
    se = 100.0 * np.sqrt(unit / 40)

    found = interval_of(published_interval_nps(0.6, 0.16, 50, se, 1_000_000))

    expected = nps_adjusted_wald(24.0, 9.6, 6.4)
    assert found.method is IntervalMethod.ADJUSTED_WALD
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-3)


def test_a_published_nps_with_few_effective_answers_is_the_score_interval() -> None:
    unit = 0.6 + 0.16 - 0.44**2
    se = 100.0 * np.sqrt(unit / 20)

    found = interval_of(published_interval_nps(0.6, 0.16, 50, se, 1_000_000))

    expected = nps_score(12.0, 4.8, 3.2)
    assert found.method is IntervalMethod.SCORE
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-3)


def test_a_published_nps_without_detractors_is_the_score_interval_at_any_n() -> None:
    found = interval_of(published_interval_nps(0.6, 0.0, 500, 2.2, 499))

    assert found.method is IntervalMethod.SCORE


def test_the_effective_number_never_exceeds_the_answers() -> None:
    tiny = interval_of(published_interval_nps(0.6, 0.16, 50, 0.001, 49))
    plain = interval_of(published_interval_nps(0.6, 0.16, 50, 100 * np.sqrt(0.5664 / 50), 49))

    assert (tiny.low, tiny.high) == pytest.approx((plain.low, plain.high), rel=1e-12)


def test_few_accounts_widen_a_published_interval_through_t() -> None:
    many = interval_of(published_interval_proportion(0.76, 50, 0.06, 10_000))
    few = interval_of(published_interval_proportion(0.76, 50, 0.06, 3))

    assert few.half_width > 1.4 * many.half_width
