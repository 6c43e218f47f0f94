from __future__ import annotations

import numpy as np
import pytest

from stats.careless import NotJudged, max_match
from stats.errors import EmptyInput
from tests.stats.careless.careless_reference import index_of, matrix
from tests.stats.reference import column


def test_the_most_similar_respondents_agree_with_a_double_loop_in_r() -> None:
    found = index_of(max_match(matrix("careless_match.csv", "item", 60)))

    np.testing.assert_allclose(found.values, column("careless_match.csv", "match"), rtol=1e-12)
    assert np.flatnonzero(found.flagged).tolist() == [3, 10]


def test_more_respondents_than_fit_one_comparison_give_the_same_shares() -> None:
    rng = np.random.default_rng(9)
    rows = rng.integers(1, 4, size=(600, 50))

    found = index_of(max_match(rows))

    for row in (0, 511, 512, 599):
        others = np.delete(np.arange(600), row)
        expected = (rows[others] == rows[row]).mean(axis=1).max()
        assert found.values[row] == pytest.approx(expected)


def test_a_share_of_85_percent_is_not_above_it() -> None:
    first, second = np.ones(60), np.ones(60)
    second[:9] = 2

    found = index_of(max_match([first, second]))

    assert found.values.tolist() == [0.85, 0.85]
    assert not found.flagged.any()


def test_items_left_out_by_either_do_not_count() -> None:
    rows, there = np.ones((2, 60)), np.ones((2, 60), bool)
    rows[1, :5] = 2
    there[0, :5] = False

    found = index_of(max_match(rows, there))

    assert found.values.tolist() == [1.0, 1.0]


def test_fewer_than_fifty_common_items_make_nobody_comparable() -> None:
    there = np.ones((2, 50), bool)
    there[0, 0] = False

    found = index_of(max_match(np.ones((2, 50)), there))

    assert not found.judged.any()
    assert not found.flagged.any()


def test_short_questionnaires_and_single_respondents_are_not_judged() -> None:
    assert max_match(np.ones((5, 49))) is NotJudged.FEW_ITEMS
    assert max_match(np.ones((1, 50))) is NotJudged.FEW_RESPONDENTS


def test_no_respondents_are_refused() -> None:
    with pytest.raises(EmptyInput, match="answers is empty"):
        max_match(np.ones((0, 50)))
