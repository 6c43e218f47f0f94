from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta, chi2, kstest

from stats.careless import NotJudged, mahalanobis, mahalanobis_distances
from stats.careless.index import MaskedFloats
from stats.errors import AliasedItem, EmptyInput, OutOfRange
from tests.stats.careless.careless_reference import answered, answers, index_of
from tests.stats.reference import column


def _distances(values: MaskedFloats | NotJudged) -> MaskedFloats:
    assert not isinstance(values, NotJudged)
    return values


def test_distances_and_probabilities_agree_with_r() -> None:
    squared, p = (column("careless_indices.csv", name) for name in ("squared", "p"))

    found = index_of(mahalanobis(answers(), answered()))
    distances = _distances(mahalanobis_distances(answers(), answered()))

    # −1 marks respondents who left an item out.
    complete = squared >= 0.0
    assert found.judged.tolist() == complete.tolist()
    np.testing.assert_allclose(distances[complete], squared[complete], rtol=1e-10)
    np.testing.assert_allclose(found.values[complete], p[complete], rtol=1e-8)


def test_with_twelve_respondents_and_three_items_the_chi_square_rule_can_never_fire() -> None:
    # One respondent alone on a direction of its own is as far away as anybody can be.
    rng = np.random.default_rng(7)
    rows = rng.normal(size=(12, 3))
    rows[0] = [1e9, 0.0, 0.0]

    farthest = float(_distances(mahalanobis_distances(rows)).max())

    assert farthest == pytest.approx(11**2 / 12, rel=1e-6)
    assert farthest == pytest.approx(10.08, abs=5e-3)
    assert farthest < chi2.isf(0.001, 3) == pytest.approx(16.27, abs=5e-3)
    assert index_of(mahalanobis(rows)).flagged.tolist() == [True] + [False] * 11


def test_one_in_a_hundred_is_not_improbable_enough() -> None:
    rows = np.random.default_rng(2).normal(size=(1000, 3))

    found = index_of(mahalanobis(rows))

    rare = found.values < 0.01
    assert rare.sum() > found.flagged.sum()
    assert found.values[rare & ~found.flagged].min() >= 0.001
    assert found.flagged.tolist() == (found.values < 0.001).tolist()


def test_distances_of_normal_items_obey_the_beta_law() -> None:
    rng = np.random.default_rng(20260404)
    n, k = 12, 3

    # One distance from each sample: those of one sample depend on each other.
    drawn = [
        float(_distances(mahalanobis_distances(rng.normal(size=(n, k))))[0]) for _ in range(1500)
    ]

    scaled = n * np.array(drawn) / (n - 1) ** 2
    assert kstest(scaled, beta(k / 2, (n - k - 1) / 2).cdf).pvalue > 0.05
    assert kstest(drawn, chi2(k).cdf).pvalue < 1e-4


def test_probabilities_of_normal_items_are_uniform() -> None:
    rng = np.random.default_rng(20260405)

    drawn = [float(index_of(mahalanobis(rng.normal(size=(16, 4)))).values[0]) for _ in range(800)]

    assert kstest(drawn, "uniform").pvalue > 0.05


def test_someone_unlike_everybody_else_is_flagged() -> None:
    rows = np.random.default_rng(3).normal(size=(60, 4))
    rows[17] = [6.0, -6.0, 6.0, -6.0]

    found = index_of(mahalanobis(rows))

    assert np.flatnonzero(found.flagged).tolist() == [17]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 5))
def test_order_units_and_turned_items_change_no_distance(seed: int, k: int) -> None:
    rng = np.random.default_rng(seed)
    rows = rng.integers(1, 8, size=(8 * k, k)) + rng.normal(0, 0.1, size=(8 * k, k))
    order, mixing = rng.permutation(8 * k), np.triu(rng.uniform(0.5, 2.0, size=(k, k)))

    found = _distances(mahalanobis_distances(rows))

    mixed = _distances(mahalanobis_distances(8.0 - rows[order] @ mixing))
    np.testing.assert_allclose(mixed, found[order], rtol=1e-6)
    assert float(found.sum()) == pytest.approx(k * (8 * k - 1))
    assert float(found.max()) <= (8 * k - 1) ** 2 / (8 * k) + 1e-9


def test_who_left_an_item_out_is_neither_judged_nor_part_of_the_mean() -> None:
    rows = np.random.default_rng(5).normal(size=(20, 2))
    there = np.ones((20, 2), bool)
    there[4, 1] = False

    found = index_of(mahalanobis(rows, there))

    alone = index_of(mahalanobis(np.delete(rows, 4, axis=0)))
    assert np.flatnonzero(~found.judged).tolist() == [4]
    np.testing.assert_allclose(found.values.compressed(), alone.values)
    assert "1 not judged" in str(found)


def test_three_respondents_per_item_are_too_few() -> None:
    rows = np.random.default_rng(5).normal(size=(10, 3))

    assert mahalanobis(rows[:9]) is NotJudged.FEW_RESPONDENTS
    assert mahalanobis_distances(rows[:9]) is NotJudged.FEW_RESPONDENTS
    assert index_of(mahalanobis(rows)).judged.all()
    assert mahalanobis([[1.0]]) is NotJudged.FEW_RESPONDENTS
    assert mahalanobis(rows, np.zeros((10, 3), bool)) is NotJudged.FEW_RESPONDENTS


def test_an_item_that_does_not_vary_is_named() -> None:
    rows = np.random.default_rng(5).normal(size=(20, 3))
    rows[:, 1] = 4.0

    with pytest.raises(AliasedItem, match="answered 4 to item 1") as refusal:
        mahalanobis(rows)

    assert refusal.value.item == 1


def test_an_item_that_the_others_imply_is_named() -> None:
    rows = np.random.default_rng(5).normal(size=(20, 3))
    rows[:, 2] = rows[:, 0] - 2.0 * rows[:, 1]

    with pytest.raises(AliasedItem, match="follows from the other items") as refusal:
        mahalanobis_distances(rows)

    assert refusal.value.item in (0, 1, 2)


def test_no_answers_and_no_numbers_are_refused() -> None:
    with pytest.raises(EmptyInput, match="answers is empty"):
        mahalanobis(np.zeros((0, 2)))
    with pytest.raises(OutOfRange, match="inf for respondent 1, item 0"):
        mahalanobis([[1.0, 2.0], [float("inf"), 1.0]])
