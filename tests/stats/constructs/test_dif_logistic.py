from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.constructs import (
    ConstructVerdict,
    LogisticDif,
    UntestableConstruct,
    logistic_dif,
    rest_score,
)
from stats.errors import OutOfRange
from tests.stats.constructs.figures import answers, figure, focal


def _found_with(shift: float, slope: float, n: int = 1200) -> LogisticDif:
    generator = np.random.default_rng(20260204)
    rest, group = generator.normal(size=n), np.arange(n) % 2 == 0
    raw = rest * (1.0 + slope * group) + shift * group + generator.logistic(size=n)
    return logistic_dif(np.digitize(raw, [-1.5, -0.5, 0.5, 1.5]), group, rest)


def test_changes_and_tests_are_those_of_r_mass_polr() -> None:
    null, rest, shift, both = (
        figure("log_likelihood", name) for name in ("null", "rest", "shift", "both")
    )

    found = logistic_dif(answers().values[:, 1], focal(), rest_score(answers(), 1))

    # Eight of the twelve committed digits remain in the differences of the likelihoods.
    assert found.change == pytest.approx((both - rest) / -null, rel=1e-8)
    assert found.uniform == pytest.approx((shift - rest) / -null, rel=1e-8)
    assert found.non_uniform == pytest.approx((both - shift) / -null, rel=1e-6)
    # On 2 degrees of freedom the chi-square tail is exp(−x/2).
    assert found.p_value == pytest.approx(np.exp(rest - both), rel=1e-6)
    assert (found.reference_n, found.focal_n) == (449, 415)


def test_uniform_and_non_uniform_add_up_to_the_change() -> None:
    found = logistic_dif(answers().values[:, 1], focal(), rest_score(answers(), 1))

    assert found.change is not None
    assert found.uniform is not None
    assert found.non_uniform is not None
    assert found.uniform + found.non_uniform == pytest.approx(found.change)


def test_an_item_without_difference_passes_and_a_strong_one_fails() -> None:
    assert _found_with(0.0, 0.0).verdict is ConstructVerdict.FINE
    assert _found_with(1.5, 0.0).verdict is ConstructVerdict.FAIL


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 1_000))
def test_swapping_groups_and_relabelling_answers_changes_nothing(seed: int) -> None:
    generator = np.random.default_rng(seed)
    rest, group = generator.normal(size=250), generator.random(250) < 0.5
    item = np.digitize(rest + 0.5 * group + generator.logistic(size=250), [-1, 0, 1])

    found = logistic_dif(item, group, rest)

    again = logistic_dif(10 * item + 3, ~group, 2 * rest + 100)
    assert again.change == pytest.approx(found.change, rel=1e-6, abs=1e-10)
    assert again.p_uniform == pytest.approx(found.p_uniform, rel=1e-6, abs=1e-10)


def test_few_in_a_group_have_figures_and_no_verdict() -> None:
    generator = np.random.default_rng(1)
    rest, group = generator.normal(size=300), np.arange(300) < 150

    found = logistic_dif(generator.integers(1, 5, 300), group, rest)

    assert found.change is not None
    assert found.verdict is ConstructVerdict.NOT_TESTABLE


NOTHING = {
    "nobody": ([], [], [], UntestableConstruct.NO_MATCH),
    "one person": ([3], [True], [5], UntestableConstruct.NO_MATCH),
    "one group": ([1, 2, 3], [False] * 3, [1, 2, 3], UntestableConstruct.NO_MATCH),
    "all tens": ([10] * 4, [True, False] * 2, [1, 2, 3, 4], UntestableConstruct.CONSTANT_ITEM),
    "one rest score": ([1, 2, 2, 1], [True, False] * 2, [7] * 4, UntestableConstruct.CONSTANT_REST),
    "separated": (
        [1, 1, 2, 2, 3, 3],
        [True, False] * 3,
        [1, 1, 2, 2, 3, 3],
        UntestableConstruct.NO_UNIQUE_FIT,
    ),
}


@pytest.mark.parametrize("case", NOTHING)
def test_where_there_is_no_model_the_reason_is_said(case: str) -> None:
    scores, group, rest, reason = NOTHING[case]

    found = logistic_dif(np.array(scores, float), np.array(group, bool), np.array(rest, float))

    assert (found.change, found.p_value) == (None, None)
    assert found.reason is reason
    assert found.verdict is ConstructVerdict.NOT_TESTABLE
    assert reason.sentence in str(found)


def test_what_does_not_align_is_refused() -> None:
    with pytest.raises(OutOfRange, match="rest has 1 values where 2"):
        logistic_dif([1, 2], [True, False], [1])
    with pytest.raises(OutOfRange, match="does not mark 2 answers"):
        logistic_dif([1, 2], [True], [1, 2])


def test_a_measurement_of_hundreds_of_values_is_no_ordered_answer() -> None:
    generator = np.random.default_rng(1)

    with pytest.raises(OutOfRange, match="scores hold 300 different values"):
        logistic_dif(generator.normal(size=300), np.arange(300) < 150, generator.normal(size=300))


def test_a_difference_in_slope_alone_fails_too() -> None:
    found = _found_with(0.0, -1.6)

    assert found.uniform is not None
    assert found.non_uniform is not None
    assert found.uniform < 0.02 < found.non_uniform
    assert found.verdict is ConstructVerdict.FAIL
