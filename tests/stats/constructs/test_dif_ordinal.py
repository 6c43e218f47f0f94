from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.constructs import (
    ConstructVerdict,
    GapClass,
    UntestableConstruct,
    gap_class,
    ordinal_dif,
    rest_score,
    score_strata,
    standardised_mean_difference,
)
from stats.errors import EmptyInput, OutOfRange
from tests.stats.constructs.figures import answers, figure, focal
from tests.stats.reference import column


def test_the_worked_strata_give_the_worked_difference() -> None:
    found = standardised_mean_difference([3.0, 4.0], [2.8, 3.9], [10, 30])

    assert found == pytest.approx(-0.125)
    assert gap_class(found) is GapClass.REVIEW


def test_figures_are_those_of_r() -> None:
    whole = answers()

    found = ordinal_dif(whole.values[:, 1], focal(), score_strata(rest_score(whole, 1)))

    assert found.smd == pytest.approx(figure("ordinal", "smd"), rel=1e-8)
    assert found.effect == pytest.approx(figure("ordinal", "effect"), rel=1e-8)
    assert found.chi2 == pytest.approx(figure("ordinal", "chi2"), rel=1e-8)
    assert found.p_value == pytest.approx(figure("ordinal", "p"), rel=1e-8)
    assert found.gap_class is GapClass.LARGE
    assert found.verdict is ConstructVerdict.FAIL


def test_of_a_yes_no_item_mantels_test_is_that_of_mantel_and_haenszel_uncorrected() -> None:
    yes = column("constructs_answers.csv", "yes")[answers().rows]

    found = ordinal_dif(yes, focal(), score_strata(answers().values.sum(axis=1)))

    assert found.chi2 == pytest.approx(figure("mantel_binary", "chi2"), rel=1e-8)
    assert found.p_value == pytest.approx(figure("mantel_binary", "p"), rel=1e-8)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_in_one_stratum_the_statistic_is_the_squared_correlation_times_n_less_one(
    seed: int,
) -> None:
    generator = np.random.default_rng(seed)
    scores, group = generator.integers(1, 8, 60), np.arange(60) % 3 == 0

    found = ordinal_dif(scores, group, np.zeros(60, int))

    r = np.corrcoef(scores, group)[0, 1]
    assert found.chi2 == pytest.approx(59 * r * r, rel=1e-9, abs=1e-12)
    assert found.smd == pytest.approx(scores[group].mean() - scores[~group].mean())


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), shift=st.floats(-3, 3), scale=st.floats(0.5, 4))
def test_units_and_order_do_not_move_the_effect(seed: int, shift: float, scale: float) -> None:
    generator = np.random.default_rng(seed)
    scores, group = generator.integers(1, 8, 90), generator.random(90) < 0.4
    strata = generator.integers(0, 4, 90)
    order = generator.permutation(90)

    found = ordinal_dif(scores, group, strata)

    again = ordinal_dif(scale * scores[order] + shift, group[order], strata[order])
    assert again.effect == pytest.approx(found.effect, rel=1e-9, abs=1e-12)
    assert again.chi2 == pytest.approx(found.chi2, rel=1e-9, abs=1e-12)


CLASSES = {
    "at the lower cut-off": (0.10, GapClass.NEGLIGIBLE),
    "above it": (-0.11, GapClass.REVIEW),
    "at the upper cut-off": (0.25, GapClass.REVIEW),
    "above that": (-0.26, GapClass.LARGE),
}


@pytest.mark.parametrize("case", CLASSES)
def test_effects_fall_into_classes_by_size(case: str) -> None:
    effect, expected = CLASSES[case]

    assert gap_class(effect) is expected


def test_people_without_a_counterpart_are_left_out_with_a_count() -> None:
    found = ordinal_dif([1, 3, 2, 5, 7], [False, True, False, True, True], [0, 0, 0, 1, 1])

    assert found.smd == pytest.approx(1.5)
    # The matched answers 1, 3 and 2 deviate by 1.
    assert found.effect == pytest.approx(1.5)
    assert (found.reference_n, found.focal_n, found.left_out) == (2, 1, 2)
    assert found.verdict is ConstructVerdict.NOT_TESTABLE


NOTHING = {
    "nobody": ([], [], [], UntestableConstruct.NO_MATCH),
    "one person": ([3], [True], [0], UntestableConstruct.NO_MATCH),
    "one group": ([3, 4, 5], [True] * 3, [0, 0, 0], UntestableConstruct.NO_MATCH),
    "groups in different strata": ([3, 4], [True, False], [0, 1], UntestableConstruct.NO_MATCH),
    "all tens": ([10] * 4, [True, False] * 2, [0, 0, 1, 1], UntestableConstruct.SAME_ANSWER),
    "alike within strata": (
        [2, 2, 5, 5],
        [True, False, True, False],
        [0, 0, 1, 1],
        UntestableConstruct.SAME_ANSWER,
    ),
}


@pytest.mark.parametrize("case", NOTHING)
def test_where_nothing_can_be_compared_the_reason_is_said(case: str) -> None:
    scores, group, strata, reason = NOTHING[case]

    found = ordinal_dif(np.array(scores, float), np.array(group, bool), np.array(strata, np.int64))

    assert (found.smd, found.effect, found.chi2, found.gap_class) == (None, None, None, None)
    assert found.reason is reason
    assert reason.sentence in str(found)


def test_what_does_not_align_is_refused() -> None:
    with pytest.raises(EmptyInput, match="focal respondents"):
        standardised_mean_difference([3.0], [3.0], [0])
    with pytest.raises(OutOfRange, match="focal has 1 values where 2"):
        standardised_mean_difference([3.0, 4.0], [3.0], [1, 1])
    with pytest.raises(OutOfRange, match="effect is nan; hand in a number"):
        gap_class(float("nan"))
    with pytest.raises(OutOfRange, match="2 strata for 1"):
        ordinal_dif([3], [True], [0, 1])
