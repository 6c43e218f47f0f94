from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from stats.constructs import ItemAnswers, UntestableConstruct
from stats.errors import BadWeights, OutOfRange
from tests.stats.constructs.figures import answers, figure


def test_who_missed_an_item_is_left_out_with_a_count() -> None:
    found = ItemAnswers.of_rows(
        [[1, 2], [3, 9], [4, 5]],
        [[True, True], [True, False], [True, True]],
        weights=[1.0, 5.0, 2.0],
        accounts=[70, 80, 90],
    )

    assert found.values.tolist() == [[1.0, 2.0], [4.0, 5.0]]
    assert found.weights.tolist() == [1.0, 2.0]
    assert found.accounts.tolist() == [0, 1]
    assert found.rows.tolist() == [0, 2]
    assert found.left_out == 1
    assert str(found) == "2 items, 2 complete answers, 1 left out"


def test_a_missing_answer_may_hold_anything() -> None:
    found = ItemAnswers.of_rows([[1.0, np.nan], [2.0, 3.0]], [[True, False], [True, True]])

    assert found.n == 1


def test_weighted_correlations_are_those_of_r() -> None:
    found = answers(weighted=True).correlations()

    assert found[0, 1] == pytest.approx(figure("weighted_correlation", "t1_t2"), rel=1e-8)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 1_000), copies=st.integers(2, 4))
def test_a_weight_counts_as_so_many_equal_respondents(seed: int, copies: int) -> None:
    x = np.random.default_rng(seed).normal(size=(12, 3))
    weights = np.ones(12)
    weights[0] = copies

    weighted = ItemAnswers.of_rows(x, weights=weights)

    repeated = ItemAnswers.of_rows(np.vstack([x, np.repeat(x[:1], copies - 1, axis=0)]))
    assert np.allclose(weighted.correlations(), repeated.correlations(), rtol=0.0, atol=1e-12)


def test_without_people_or_spread_there_is_an_obstacle_and_no_correlation() -> None:
    nobody = ItemAnswers.of_rows(np.zeros((0, 2)))
    missed = ItemAnswers.of_rows([[1, 2]] * 5, np.zeros((5, 2), bool))
    alike = ItemAnswers.of_rows([[10, 1], [10, 2], [10, 3]])

    assert nobody.obstacle is UntestableConstruct.FEW_RESPONDENTS
    assert missed.obstacle is UntestableConstruct.FEW_RESPONDENTS
    assert missed.n_eff == 0.0
    assert alike.obstacle is UntestableConstruct.CONSTANT_ITEM
    with pytest.raises(OutOfRange, match="same answer"):
        alike.correlations()


REFUSED: dict[str, tuple[Callable[[], ItemAnswers], type[Exception], str]] = {
    "a flat list": (lambda: ItemAnswers.of_rows([1, 2, 3]), OutOfRange, "item matrix"),
    "no items": (lambda: ItemAnswers.of_rows(np.zeros((3, 0))), OutOfRange, "item matrix"),
    "text": (lambda: ItemAnswers.of_rows([["a", "b"]]), OutOfRange, "item matrix"),
    "NaN": (
        lambda: ItemAnswers.of_rows([[1.0, 2.0], [np.nan, 1.0]]),
        OutOfRange,
        "Row 1, item 0 holds nan",
    ),
    "marks of another shape": (
        lambda: ItemAnswers.of_rows([[1, 2]], [[True]]),
        OutOfRange,
        "does not mark",
    ),
    "marks that are numbers": (
        lambda: ItemAnswers.of_rows([[1, 2]], [[1, 0]]),
        OutOfRange,
        "true or false",
    ),
    "names that repeat": (
        lambda: ItemAnswers.of_rows([[1, 2]], names=["q", "q"]),
        OutOfRange,
        "'q' is there twice",
    ),
    "accounts that do not align": (
        lambda: ItemAnswers.of_rows([[1, 2]], accounts=[1, 2]),
        OutOfRange,
        "2 accounts for 1",
    ),
    "a weight of zero": (
        lambda: ItemAnswers.of_rows([[1, 2]], weights=[0.0]),
        BadWeights,
        "position 0",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_item_matrix_is_refused(case: str) -> None:
    call, refusal, text = REFUSED[case]

    with pytest.raises(refusal, match=text):
        call()


def test_answers_too_large_to_be_squared_and_ragged_ones_are_refused() -> None:
    ragged: ArrayLike = [[1, 2], [3]]
    huge: list[list[float]] = [[1, 2], [1e200, 3]]

    with pytest.raises(OutOfRange, match=r"Row 1, item 0 holds 1e\+200"):
        ItemAnswers.of_rows(huge)
    with pytest.raises(OutOfRange, match="lists of different length"):
        ItemAnswers.of_rows(ragged)
    with pytest.raises(OutOfRange, match="lists of different length"):
        ItemAnswers.of_rows([[1, 2], [3, 4]], [[True, True], [True]])


def test_single_precision_is_precise_enough() -> None:
    answers = ItemAnswers.of_rows(np.array([[1, 2], [2, 2], [5, 4]], np.float32))

    assert answers.values.dtype == np.float64


def test_one_complete_answer_is_said_in_the_singular() -> None:
    assert str(ItemAnswers.of_rows([[7]])) == "1 item, 1 complete answer, 0 left out"
