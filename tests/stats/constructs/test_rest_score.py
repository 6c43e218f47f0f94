from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.constructs import ItemAnswers, rest_score, score_strata
from stats.errors import OutOfRange


def test_the_rest_leaves_the_studied_item_out() -> None:
    answers = ItemAnswers.of_rows([[4, 5, 4], [2, 2, 3]])

    assert rest_score(answers, 1).tolist() == [8.0, 5.0]


def test_each_score_is_a_stratum() -> None:
    assert score_strata([12, 7, 12, 3]).tolist() == [2, 1, 2, 0]


def test_bands_split_at_quantiles_and_those_that_ties_empty_are_dropped() -> None:
    assert score_strata(np.arange(1, 10), bands=3).tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2]
    assert score_strata([5, 5, 5, 5, 9], bands=4).tolist() == [0, 0, 0, 0, 1]


@given(scores=st.lists(st.integers(0, 40), min_size=1, max_size=60), bands=st.integers(2, 8))
def test_strata_keep_the_order_of_scores(scores: list[int], bands: int) -> None:
    found = score_strata(scores, bands=bands)

    order = np.argsort(scores, kind="stable")
    assert (np.diff(found[order]) >= 0).all()
    assert found.max() < bands
    assert np.unique(found).tolist() == list(range(int(found.max()) + 1))


def test_nobody_has_no_stratum() -> None:
    assert score_strata(np.zeros(0)).size == 0
    assert score_strata(np.zeros(0), bands=3).size == 0


def test_items_that_are_not_there_and_single_bands_are_refused() -> None:
    answers = ItemAnswers.of_rows([[4, 5], [2, 2]])

    with pytest.raises(OutOfRange, match="Item 2 of 2"):
        rest_score(answers, 2)
    with pytest.raises(OutOfRange, match="item is -1"):
        rest_score(answers, -1)
    with pytest.raises(OutOfRange, match="single item"):
        rest_score(ItemAnswers.of_rows([[4], [2]]), 0)
    with pytest.raises(OutOfRange, match="bands is 1"):
        score_strata([1, 2], bands=1)
    with pytest.raises(OutOfRange, match="position 0"):
        score_strata([np.nan])


def test_scores_that_only_rounding_tells_apart_are_one_stratum() -> None:
    assert score_strata([0.1 + 0.2, 0.3, 0.4]).tolist() == [0, 0, 1]
    assert score_strata([0.1 + 0.2, 0.3, 0.4, 0.4], bands=2).tolist() == [0, 0, 1, 1]


@pytest.mark.parametrize("item", [1.5, "price", None, True])
def test_an_item_is_a_whole_number(item: Any) -> None:
    with pytest.raises(OutOfRange, match="item is"):
        rest_score(ItemAnswers.of_rows([[1, 2], [3, 4]]), item)
