from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from stats.constructs import (
    BinaryDif,
    ConstructVerdict,
    EtsClass,
    UntestableConstruct,
    binary_dif,
    mantel_haenszel_dif,
    score_strata,
)
from stats.errors import EmptyInput, OutOfRange
from tests.stats.constructs.figures import answers, figure, focal
from tests.stats.reference import column

WORKED = [[20, 10, 12, 18], [30, 6, 22, 12]]


def _agrees_with_r(found: BinaryDif, what: str) -> None:
    assert found.alpha == pytest.approx(figure(what, "alpha"), rel=1e-8)
    assert found.chi2 == pytest.approx(figure(what, "chi2"), rel=1e-8)
    assert found.p_value == pytest.approx(figure(what, "p"), rel=1e-8)
    assert found.interval is not None
    limits = np.exp(np.array([found.interval.high, found.interval.low]) / -2.35)
    assert limits[0] == pytest.approx(figure(what, "alpha_low"), rel=1e-8)
    assert limits[1] == pytest.approx(figure(what, "alpha_high"), rel=1e-8)


def test_the_worked_strata_give_the_worked_figures() -> None:
    found = mantel_haenszel_dif(WORKED)

    assert found.alpha == pytest.approx(2.87, abs=5e-3)
    assert found.delta == pytest.approx(-2.48, abs=5e-3)
    assert found.p_value == pytest.approx(0.012, abs=5e-4)
    assert found.ets_class is EtsClass.C


def test_figures_are_those_of_r_mantelhaen_test() -> None:
    strata = score_strata(answers().values.sum(axis=1))
    yes = column("constructs_answers.csv", "yes")[answers().rows]

    found = binary_dif(yes, focal(), strata)

    _agrees_with_r(mantel_haenszel_dif(WORKED), "mantel_haenszel_worked")
    _agrees_with_r(found, "mantel_haenszel")
    assert found.reference_n + found.focal_n + found.left_out == 864
    assert found.left_out == 4
    assert found.verdict is ConstructVerdict.FAIL


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_swapping_the_groups_turns_delta_and_leaves_the_test(seed: int) -> None:
    tables = np.random.default_rng(seed).integers(1, 40, size=(5, 4))

    found = mantel_haenszel_dif(tables)

    turned = mantel_haenszel_dif(tables[::-1, [2, 3, 0, 1]])
    assert found.delta is not None
    assert turned.delta == pytest.approx(-found.delta)
    assert turned.chi2 == pytest.approx(found.chi2)
    assert turned.ets_class is found.ets_class


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_respondents_in_any_order_give_the_figures_of_their_tables(seed: int) -> None:
    generator = np.random.default_rng(seed)
    hits, group = generator.integers(0, 2, 120), generator.random(120) < 0.5
    strata = generator.integers(0, 4, 120)
    order = generator.permutation(120)

    found = binary_dif(hits, group, strata)

    again = binary_dif(hits[order], group[order], 10 * strata[order] + 3)
    assert again == found


def test_a_stratum_without_one_group_changes_nothing_but_the_count() -> None:
    found = mantel_haenszel_dif([*WORKED, [5, 4, 0, 0], [0, 0, 0, 0]])

    assert found.delta == mantel_haenszel_dif(WORKED).delta
    assert found.left_out == 9


def test_a_difference_smaller_than_the_correction_is_no_evidence() -> None:
    found = mantel_haenszel_dif([[10, 10, 10, 10]])

    assert found.chi2 == 0.0
    assert found.p_value == 1.0
    assert found.ets_class is EtsClass.A


CLASSES = {
    "small and significant": ([[5500, 4500, 5000, 5000]], EtsClass.A),
    "moderate and significant": ([[6300, 3700, 5000, 5000]], EtsClass.B),
    "large and significant": ([[7000, 3000, 5000, 5000]], EtsClass.C),
    "large and not significant": ([[7, 3, 5, 5]], EtsClass.A),
}


@pytest.mark.parametrize("case", CLASSES)
def test_size_and_significance_make_the_class(case: str) -> None:
    tables, expected = CLASSES[case]

    assert mantel_haenszel_dif(tables).ets_class is expected


def test_only_two_hundred_in_each_group_are_judged() -> None:
    assert mantel_haenszel_dif([[150, 50, 100, 100]]).verdict is ConstructVerdict.FAIL
    assert mantel_haenszel_dif([[150, 50, 100, 99]]).verdict is ConstructVerdict.NOT_TESTABLE


def test_a_one_sided_table_keeps_its_test_and_says_why_it_has_no_odds_ratio() -> None:
    found = mantel_haenszel_dif([[40, 0, 25, 15]])

    assert found.alpha is None
    assert found.delta is None
    assert found.interval is None
    assert found.reason is UntestableConstruct.ONE_SIDED
    assert found.ets_class is EtsClass.C
    assert "one group has no success" in str(found)


NOTHING: dict[str, tuple[ArrayLike, UntestableConstruct]] = {
    "no stratum with both": ([[5, 5, 0, 0], [0, 0, 4, 4]], UntestableConstruct.NO_MATCH),
    "everybody right": ([[5, 0, 6, 0]], UntestableConstruct.SAME_ANSWER),
    "alike within strata": ([[5, 0, 6, 0], [0, 3, 0, 2]], UntestableConstruct.SAME_ANSWER),
    "one person": ([[1, 0, 0, 0]], UntestableConstruct.NO_MATCH),
}


@pytest.mark.parametrize("case", NOTHING)
def test_where_nothing_can_be_compared_the_reason_is_said(case: str) -> None:
    tables, reason = NOTHING[case]

    found = mantel_haenszel_dif(tables)

    assert (found.alpha, found.chi2, found.ets_class) == (None, None, None)
    assert found.reason is reason
    assert found.verdict is ConstructVerdict.NOT_TESTABLE
    assert reason.sentence in str(found)


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(EmptyInput, match="no stratum"):
        mantel_haenszel_dif([])
    with pytest.raises(OutOfRange, match="rows of four counts"):
        mantel_haenszel_dif([[1, 2, 3]])
    with pytest.raises(OutOfRange, match="Stratum 1 holds the count -1"):
        mantel_haenszel_dif([[1, 2, 3, 4], [1, -1, 2, 2]])
    with pytest.raises(OutOfRange, match=r"holds the count 1\.5"):
        mantel_haenszel_dif([[1.5, 2, 3, 4]])


def test_respondents_that_do_not_align_are_refused() -> None:
    with pytest.raises(EmptyInput, match="no stratum"):
        binary_dif(np.zeros(0), np.zeros(0, bool), np.zeros(0, int))
    with pytest.raises(OutOfRange, match="Row 1 holds 2"):
        binary_dif([0, 2], [True, False], [0, 0])
    with pytest.raises(OutOfRange, match="true for the focal group"):
        binary_dif([0, 1], [1, 0], [0, 0])
    with pytest.raises(OutOfRange, match="1 strata for 2 answers"):
        binary_dif([0, 1], [True, False], [0])


def test_counts_beyond_counting_and_a_wrong_count_left_out_are_refused() -> None:
    with pytest.raises(OutOfRange, match="Stratum 0 holds the count inf"):
        mantel_haenszel_dif([[np.inf, 1, 1, 1]])
    with pytest.raises(OutOfRange, match=r"holds the count 1e\+300"):
        mantel_haenszel_dif([[1e300, 1, 1, 1]])
    with pytest.raises(OutOfRange, match="lists of different length"):
        mantel_haenszel_dif([[1, 2, 3, 4], [1]])
    with pytest.raises(OutOfRange, match="left_out is nan"):
        mantel_haenszel_dif(WORKED, left_out=float("nan"))  # type: ignore[arg-type]
