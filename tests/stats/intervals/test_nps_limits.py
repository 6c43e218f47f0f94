from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats import (
    IntervalMethod,
    mean_t,
    nps_adjusted_wald,
    nps_goodman,
    nps_score,
    nps_wald,
    published_interval_nps,
    published_interval_proportion,
    wilson,
)
from stats.intervals.nps_limits import score_limits
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


@settings(max_examples=200, deadline=None)
@given(promoters=counts, passives=counts, detractors=counts)
def test_bisection_of_the_score_interval_equals_brents_method(
    promoters: int, passives: int, detractors: int
) -> None:
    n = promoters + passives + detractors
    if n == 0:
        return
    z = np.array([1.959963984540054])

    low, high = score_limits(
        np.array([promoters / n]), np.array([detractors / n]), np.array([float(n)]), z
    )

    expected = nps_score(promoters, passives, detractors)
    assert 100.0 * low[0] == pytest.approx(expected.low, abs=1e-8)
    assert 100.0 * high[0] == pytest.approx(expected.high, abs=1e-8)


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
    found = mean_t([8, 9, 7, 10, 6])
    clipped = mean_t([8, 9, 7, 10, 6], low=6.5, high=9.5)

    assert (found.low, found.high) == pytest.approx((6.04, 9.96), abs=0.005)
    assert (clipped.low, clipped.high) == (6.5, 9.5)


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
