from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from stats.constructs import ItemAnswers, UntestableConstruct, cronbach_alpha
from stats.errors import OutOfRange
from tests.stats.constructs.figures import TRUST, answers, figure

WORKED = [[4, 5, 4], [2, 2, 3], [5, 4, 5], [3, 3, 2], [1, 2, 1]]


def test_the_worked_answers_give_the_worked_alpha() -> None:
    found = cronbach_alpha(ItemAnswers.of_rows(WORKED))

    assert found.value == pytest.approx(0.932, abs=5e-4)
    assert found.reason is UntestableConstruct.NOTHING
    assert found.low_items == ()


def test_alpha_its_items_and_its_limits_are_those_of_r_psych() -> None:
    found = cronbach_alpha(answers())

    assert found.value == pytest.approx(figure("alpha", "value"), rel=1e-8)
    for item, name in zip(found.items, TRUST, strict=True):
        assert item.item_total == pytest.approx(figure("item_total", name), rel=1e-8)
        assert item.alpha_if_deleted == pytest.approx(figure("alpha_if_deleted", name), rel=1e-8)
    assert found.interval is not None
    assert found.interval.low == pytest.approx(figure("alpha_limits", "low"), rel=1e-8)
    assert found.interval.high == pytest.approx(figure("alpha_limits", "high"), rel=1e-8)
    assert (found.n, found.left_out) == (864, 36)


def test_weighted_alpha_is_that_of_r_on_weighted_covariances() -> None:
    found = cronbach_alpha(answers(weighted=True))

    assert found.value == pytest.approx(figure("alpha_weighted", "value"), rel=1e-8)


def test_unequal_weights_widen_the_interval() -> None:
    plain, weighted = cronbach_alpha(answers()), cronbach_alpha(answers(weighted=True))

    assert plain.interval is not None
    assert weighted.interval is not None
    assert weighted.interval.half_width > plain.interval.half_width


def test_an_item_that_measures_something_else_is_named() -> None:
    generator = np.random.default_rng(4)
    trait = generator.normal(size=200)
    items = trait[:, None] + 0.5 * generator.normal(size=(200, 3))
    x = np.column_stack([items, generator.normal(size=200)])

    found = cronbach_alpha(ItemAnswers.of_rows(x, names=["a", "b", "c", "stray"]))

    assert found.low_items == ("stray",)
    assert "low item-total: stray" in str(found)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 1_000), shift=st.floats(-5, 5), scale=st.floats(0.1, 10))
def test_order_and_units_of_answers_do_not_matter(seed: int, shift: float, scale: float) -> None:
    generator = np.random.default_rng(seed)
    x = generator.normal(size=(30, 4)) + generator.normal(size=(30, 1))

    found = cronbach_alpha(ItemAnswers.of_rows(x))

    other = x[generator.permutation(30)][:, generator.permutation(4)] * scale + shift
    again = cronbach_alpha(ItemAnswers.of_rows(other))
    assert again.value == pytest.approx(found.value, rel=1e-9)
    assert found.value is not None
    assert found.interval is not None
    assert found.interval.low <= found.value <= found.interval.high <= 1.0


def test_two_items_have_no_alpha_once_one_is_deleted() -> None:
    found = cronbach_alpha(ItemAnswers.of_rows([[1, 2], [2, 2], [3, 5]]))

    assert [item.alpha_if_deleted for item in found.items] == [None, None]


def test_identical_items_agree_perfectly_without_an_interval() -> None:
    found = cronbach_alpha(ItemAnswers.of_rows([[1, 1], [2, 2], [5, 5]]))

    assert found.value == pytest.approx(1.0)
    assert found.interval is None
    assert found.reason is UntestableConstruct.IDENTICAL_ITEMS
    assert "agree exactly" in str(found)


def test_a_constant_item_stays_in_alpha_without_an_item_total() -> None:
    found = cronbach_alpha(ItemAnswers.of_rows([[1, 2, 7], [2, 2, 7], [3, 5, 7]]))

    assert found.value is not None
    assert found.items[2].item_total is None


UNDEFINED: dict[str, tuple[ArrayLike, UntestableConstruct]] = {
    "nobody": (np.zeros((0, 3)), UntestableConstruct.FEW_RESPONDENTS),
    "one person": ([[1, 2, 3]], UntestableConstruct.FEW_RESPONDENTS),
    "two people": ([[1, 2, 3], [3, 2, 1]], UntestableConstruct.FEW_RESPONDENTS),
    "a single item": ([[1], [2], [3]], UntestableConstruct.SINGLE_ITEM),
    "all tens": ([[10, 10]] * 6, UntestableConstruct.CONSTANT_SUM),
    "opposite items": ([[0.1, 0.9], [0.3, 0.7], [0.8, 0.2]], UntestableConstruct.CONSTANT_SUM),
}


@pytest.mark.parametrize("case", UNDEFINED)
def test_where_there_is_no_alpha_the_reason_is_said(case: str) -> None:
    x, reason = UNDEFINED[case]

    found = cronbach_alpha(ItemAnswers.of_rows(x))

    assert found.value is None
    assert found.interval is None
    assert found.reason is reason
    assert reason.sentence in str(found)


def test_a_level_that_is_no_probability_is_refused() -> None:
    with pytest.raises(OutOfRange, match="no probability"):
        cronbach_alpha(ItemAnswers.of_rows(WORKED), level=95)


def test_one_person_with_nearly_all_the_weight_leaves_no_interval() -> None:
    answers = ItemAnswers.of_rows(WORKED, weights=[1e9, 1, 1, 1, 1])

    found = cronbach_alpha(answers)

    assert found.value is not None
    assert found.interval is None
    assert found.reason is UntestableConstruct.ONE_HEAVY_PERSON
    assert "nearly all the weight" in str(found)


def test_a_single_item_is_one_item() -> None:
    assert "single item; 1 item, n 3" in str(cronbach_alpha(ItemAnswers.of_rows([[1], [2], [3]])))


def test_answers_whose_squares_vanish_vary_no_more_than_constant_ones() -> None:
    tiny = np.random.default_rng(1).normal(size=(20, 3)) * 1e-150

    found = cronbach_alpha(ItemAnswers.of_rows(tiny))

    assert found.reason is UntestableConstruct.CONSTANT_SUM
