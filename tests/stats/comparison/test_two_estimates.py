from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.comparison import (
    account_change,
    correlated_difference,
    independent_difference,
    overlap_difference,
)
from stats.errors import EmptyInput, OutOfRange
from stats.intervals.interval import Interval, IntervalMethod
from stats.reasons import Undefined
from tests.stats.reference import table


def limits(interval: Interval | None) -> tuple[float, float]:
    assert interval is not None
    return interval.low, interval.high


def test_independent_estimates_add_their_variances() -> None:
    found = independent_difference(44.0, 3.0, 34.0, 4.0)

    assert (found.difference, found.se, found.df) == (10.0, 5.0, None)
    assert limits(found.interval) == pytest.approx((0.200180, 19.799820), abs=1e-6)
    assert str(found) == "difference +10.00, 95 % interval 0.20 to 19.80, p 0.046"


@pytest.mark.parametrize("row", table("comparison_welch.csv"))
def test_two_means_agree_with_welchs_test_of_r(row: dict[str, str]) -> None:
    r = {name: float(value) for name, value in row.items()}

    found = independent_difference(
        r["a"], r["se_a"], r["b"], r["se_b"], df_a=r["n_a"] - 1, df_b=r["n_b"] - 1
    )

    assert found.df == pytest.approx(r["df"], rel=1e-8)
    assert found.statistic == pytest.approx(r["t"], rel=1e-8)
    assert found.p_value == pytest.approx(r["p"], rel=1e-8)
    assert limits(found.interval) == pytest.approx((r["low"], r["high"]), rel=1e-8)


def test_a_target_without_error_leaves_the_degrees_of_freedom_of_the_estimate() -> None:
    found = independent_difference(44.0, 3.0, 40.0, 0.0, df_a=9)

    assert found.df == pytest.approx(9.0)
    assert found.interval is not None
    assert found.interval.method is IntervalMethod.T


def test_two_constants_have_no_error_and_say_so() -> None:
    found = independent_difference(44.0, 0.0, 40.0, 0.0)

    assert found.reason is Undefined.ZERO_VARIANCE
    assert (found.se, found.statistic, found.p_value, found.interval) == (None,) * 4
    assert str(found).startswith("difference +4.00, not testable")


@pytest.mark.parametrize(("covariance", "se"), [(6.0, np.sqrt(13.0)), (-6.0, np.sqrt(37.0))])
def test_a_positive_covariance_narrows_and_a_negative_one_widens(
    covariance: float, se: float
) -> None:
    found = correlated_difference(44.0, 3.0, 34.0, 4.0, covariance)

    assert found.se == pytest.approx(se)


@given(se_a=st.floats(0.01, 50.0), se_b=st.floats(0.01, 50.0), df=st.floats(1.0, 200.0))
def test_welchs_degrees_of_freedom_lie_between_the_smaller_and_the_sum(
    se_a: float, se_b: float, df: float
) -> None:
    found = independent_difference(1.0, se_a, 0.0, se_b, df_a=df, df_b=2.0 * df)

    assert found.df is not None
    assert df * (1 - 1e-12) <= found.df <= 3.0 * df * (1 + 1e-12)


def test_an_estimate_minus_itself_has_no_variance() -> None:
    found = correlated_difference(44.0, 0.1, 44.0, 0.1, 0.1 * 0.1)

    assert found.reason is Undefined.ZERO_VARIANCE


def test_what_rounding_leaves_of_equal_answers_is_no_error() -> None:
    for others in ([1, 2, 3], [3, 4, 5]):
        found = overlap_difference([1, 2, 3], [0.1] * 3, others, [0.7] * 3)

        assert found.reason is Undefined.ZERO_VARIANCE
        assert found.p_value is None


def test_errors_of_any_size_are_told_from_none() -> None:
    found = independent_difference(1.0, 1e-74, 1.0, 0.0, df_a=4)

    assert (found.se, found.df) == (1e-74, 4.0)


def test_endless_degrees_of_freedom_are_the_normal_distribution() -> None:
    found = correlated_difference(1.0, 1.0, 0.0, 1.0, 0.0, df=float("inf"))

    assert found == correlated_difference(1.0, 1.0, 0.0, 1.0, 0.0)
    assert found.df is None


def test_respondents_in_both_samples_reduce_the_textbook_variance() -> None:
    found = overlap_difference([1, 2, 3, 4], [9, 8, 6, 7], [3, 4, 5], [5, 7, 9])

    # By hand: s² 5/3 and 4, covariance of (6, 7) with (5, 7) is 1; 5/12 + 4/3 − 2·2·1/12.
    assert found.se == pytest.approx(np.sqrt(5 / 12 + 4 / 3 - 4 / 12))


def test_when_the_same_people_answer_twice_the_textbook_form_is_the_paired_error() -> None:
    first, second = np.array([9.0, 8, 6, 7, 10]), np.array([9.0, 7, 7, 9, 9])

    found = overlap_difference(range(5), first, range(5), second)

    paired = (first - second).std(ddof=1) / np.sqrt(5)
    assert found.se == pytest.approx(paired)


def test_one_person_per_account_makes_the_account_form_and_the_textbook_form_agree() -> None:
    generator = np.random.default_rng(3)
    level = generator.normal(7.0, 1.5, 400)
    first = level[:300] + generator.normal(0.0, 1.0, 300)
    second = level[100:] + generator.normal(0.0, 1.0, 300)
    ids1, ids2 = np.arange(300), np.arange(100, 400)

    textbook = overlap_difference(ids2, second, ids1, first)
    account = account_change(ids1, first, ids2, second)

    # They differ in where the covariance is centred, and by factors of 1/n.
    assert textbook.difference == pytest.approx(account.difference)
    assert textbook.se == pytest.approx(account.se, rel=0.02)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_order_of_respondents_and_their_numbers_do_not_matter(seed: int) -> None:
    generator = np.random.default_rng(seed)
    ids_a, ids_b = generator.permutation(30)[:20], generator.permutation(30)[:15]
    a, b = generator.normal(size=20), generator.normal(size=15)
    order, label = generator.permutation(20), generator.permutation(30) + 7

    found = overlap_difference(label[ids_a[order]], a[order], label[ids_b], b)

    assert found.se == pytest.approx(overlap_difference(ids_a, a, ids_b, b).se)


def test_a_single_common_respondent_has_no_covariance() -> None:
    found = overlap_difference([1, 2, 3], [1, 2, 6], [3, 4], [5, 7])

    assert found.se == pytest.approx(np.sqrt(7 / 3 + 2 / 2))


def test_impossible_errors_covariances_and_samples_are_refused() -> None:
    with pytest.raises(OutOfRange, match="errors from 0 upwards"):
        independent_difference(1.0, -1.0, 0.0, 1.0)
    with pytest.raises(OutOfRange, match="An error is 1e-80"):
        independent_difference(1.0, 1e-80, 0.0, 1.0)
    with pytest.raises(OutOfRange, match="holds nan"):
        independent_difference(float("nan"), 1.0, 0.0, 1.0)
    with pytest.raises(OutOfRange, match="at least 1"):
        independent_difference(1.0, 1.0, 0.0, 1.0, df_a=0.5)
    with pytest.raises(OutOfRange, match="at least 1"):
        correlated_difference(1.0, 1.0, 0.0, 1.0, 0.0, df=float("nan"))
    with pytest.raises(OutOfRange, match="between −1 and 1"):
        correlated_difference(1.0, 1.0, 0.0, 1.0, 1.5)
    with pytest.raises(EmptyInput, match="a has 1 answers"):
        overlap_difference([1], [5], [1, 2], [5, 6])
    with pytest.raises(OutOfRange, match="Respondent 2 is in b more than once"):
        overlap_difference([1, 2], [5, 6], [2, 2], [5, 6])
    with pytest.raises(OutOfRange, match="3 ids of a for 2 answers"):
        overlap_difference([1, 2, 3], [5, 6], [2, 3], [5, 6])
