from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.errors import EmptyInput, OutOfRange
from stats.reasons import Undefined
from stats.response import first_and_last_third, late_versus_early
from tests.stats.reference import column, table

FIGURES = {row["name"]: float(row["value"]) for row in table("response_figures.csv")}


def test_late_and_early_respondents_agree_with_r() -> None:
    late, score = (column("response_arrivals.csv", name) for name in ("late", "score"))

    found = late_versus_early(score[late == 0], score[late == 1])

    assert found.difference == pytest.approx(FIGURES["welch_difference"], rel=1e-10)
    assert found.se == pytest.approx(FIGURES["welch_se"], rel=1e-10)
    assert found.df == pytest.approx(FIGURES["welch_df"], rel=1e-10)
    assert found.t == pytest.approx(FIGURES["welch_t"], rel=1e-10)
    assert found.p_value == pytest.approx(FIGURES["welch_p"], rel=1e-8)
    assert found.interval is not None
    assert found.interval.low == pytest.approx(FIGURES["welch_low"], rel=1e-8)
    assert found.interval.high == pytest.approx(FIGURES["welch_high"], rel=1e-8)


def test_the_standardised_difference_agrees_with_r() -> None:
    late, score = (column("response_arrivals.csv", name) for name in ("late", "score"))

    found = late_versus_early(score[late == 0], score[late == 1])

    assert found.standardised == pytest.approx(FIGURES["standardised"], rel=1e-10)
    assert found.standardised_interval is not None
    assert found.standardised_interval.low == pytest.approx(FIGURES["standardised_low"], rel=1e-8)
    assert found.standardised_interval.high == pytest.approx(FIGURES["standardised_high"], rel=1e-8)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.integers(0, 10), min_size=2, max_size=12),
    st.lists(st.integers(0, 10), min_size=2, max_size=12),
)
def test_changing_sides_changes_the_sign_and_nothing_else(
    first: list[int], second: list[int]
) -> None:
    found, turned = late_versus_early(first, second), late_versus_early(second, first)

    assert found.difference == pytest.approx(-turned.difference)
    assert found.p_value == (None if turned.p_value is None else pytest.approx(turned.p_value))
    assert found.reason is turned.reason


@pytest.mark.parametrize(
    ("early", "late", "reason"),
    [
        ([5], [6, 7], Undefined.FEW_ACCOUNTS),
        ([5, 6], [7], Undefined.FEW_ACCOUNTS),
        ([0.1] * 3, [0.3] * 3, Undefined.ZERO_VARIANCE),
    ],
)
def test_groups_without_a_variance_have_a_difference_and_a_reason(
    early: list[float], late: list[float], reason: Undefined
) -> None:
    found = late_versus_early(early, late)

    assert found.reason is reason
    assert found.se is None
    assert found.interval is None
    assert found.standardised is None
    assert "not testable" in str(found)


def test_one_group_may_agree_when_the_other_does_not() -> None:
    found = late_versus_early([5, 5, 5], [5, 7, 9])

    assert found.reason is Undefined.DEFINED
    assert found.df == pytest.approx(2.0)


def test_thirds_are_the_first_and_last_to_arrive() -> None:
    found = first_and_last_third([9, 1, 8, 2, 7, 3, 4, 5, 6])

    assert np.flatnonzero(found.early).tolist() == [1, 3, 5]
    assert np.flatnonzero(found.late).tolist() == [0, 2, 4]


def test_those_who_arrive_together_stay_together() -> None:
    found = first_and_last_third([1, 1, 1, 1, 2, 3])

    assert found.early.tolist() == [True, True, True, True, False, False]
    assert found.late.tolist() == [False, False, False, False, True, True]


def test_nobody_and_arrivals_that_cannot_be_parted_are_refused() -> None:
    with pytest.raises(EmptyInput, match="arrived"):
        first_and_last_third([])
    with pytest.raises(OutOfRange, match="fall on 1"):
        first_and_last_third([1, 1, 1, 1, 1, 2])
    with pytest.raises(EmptyInput, match="second is empty"):
        late_versus_early([5, 6], [])
    with pytest.raises(OutOfRange, match="first holds nan"):
        late_versus_early([5, float("nan")], [6, 7])
