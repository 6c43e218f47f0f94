from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import ArrayLike
from scipy.optimize import minimize

from stats.arrays import FloatArray
from stats.constructs import UntestableConstruct, one_factor
from stats.errors import OutOfRange
from tests.stats.constructs.figures import TRUST, answers, figure


def _of_loadings(loadings: list[float]) -> FloatArray:
    r = np.outer(loadings, loadings)
    np.fill_diagonal(r, 1.0)
    return r


def _loss(loadings: FloatArray, r: FloatArray) -> float:
    above = np.triu_indices(len(r), 1)
    return float(((r - np.outer(loadings, loadings))[above] ** 2).sum())


def test_three_items_have_a_closed_form() -> None:
    found = one_factor([[1, 0.42, 0.35], [0.42, 1, 0.30], [0.35, 0.30, 1]])

    assert found.loadings is not None
    assert found.loadings[0] == pytest.approx(np.sqrt(0.42 * 0.35 / 0.30))
    assert found.residual == pytest.approx(0.0, abs=1e-12)


def test_loadings_are_those_of_lavaan_and_of_r_psych() -> None:
    found = one_factor(answers().correlations(), TRUST)

    assert found.loadings is not None
    for value, name in zip(found.loadings, TRUST, strict=True):
        assert value == pytest.approx(figure("loading", name), rel=2e-8)
        assert value == pytest.approx(figure("loading_psych", name), rel=2e-5)


@settings(max_examples=30, deadline=None)
@given(loadings=st.lists(st.floats(0.3, 0.98), min_size=3, max_size=8))
def test_correlations_made_of_loadings_give_them_back(loadings: list[float]) -> None:
    found = one_factor(_of_loadings(loadings))

    assert found.loadings == pytest.approx(loadings, abs=1e-8)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000), k=st.integers(4, 7))
def test_no_search_from_elsewhere_finds_a_smaller_residual(seed: int, k: int) -> None:
    generator = np.random.default_rng(seed)
    x = generator.normal(size=(60, k)) + 1.2 * generator.normal(size=(60, 1))
    r = np.atleast_2d(np.corrcoef(x.T))

    found = one_factor(r)

    assert found.loadings is not None
    others = [minimize(_loss, generator.uniform(0, 1, k), args=(r,)).fun for _ in range(4)]
    assert _loss(np.array(found.loadings), r) <= min(others) + 1e-9


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_loadings_follow_their_items_in_any_order(seed: int) -> None:
    generator = np.random.default_rng(seed)
    x = generator.normal(size=(80, 5)) + generator.normal(size=(80, 1))
    r = np.atleast_2d(np.corrcoef(x.T))
    order = generator.permutation(5)

    found = one_factor(r).loadings

    again = one_factor(r[np.ix_(order, order)]).loadings
    assert found is not None
    assert again == pytest.approx(np.array(found)[order], abs=1e-8)


def test_an_item_left_unrecoded_loads_negatively() -> None:
    found = one_factor(_of_loadings([0.8, 0.7, -0.6, 0.5]))

    assert found.loadings == pytest.approx([0.8, 0.7, -0.6, 0.5])


def test_identical_items_load_by_one() -> None:
    assert one_factor(np.ones((4, 4))).loadings == pytest.approx([1.0] * 4)


def test_a_heywood_case_is_said_and_named_rather_than_bounded() -> None:
    three = one_factor([[1, 0.9, 0.9], [0.9, 1, 0.5], [0.9, 0.5, 1]], ["a", "b", "c"])
    r = _of_loadings([1.15, 0.6, 0.5, 0.4])
    four = one_factor(r)

    assert three.reason is UntestableConstruct.HEYWOOD
    assert three.loadings is None
    assert three.heywood == ("a",)
    assert str(three).endswith("(Heywood case): a")
    assert four.heywood == ("item 1",)


NO_FACTOR = {
    "unrelated items": np.eye(4),
    "one pair among four": np.eye(4) + 0.6 * (np.eye(4)[[1, 0, 2, 3]] - np.diag([0, 0, 1, 1])),
    "three items with one negative correlation": np.array(
        [[1, 0.5, 0.5], [0.5, 1, -0.3], [0.5, -0.3, 1]]
    ),
    "three items with a zero": np.array([[1, 0.5, 0.5], [0.5, 1, 0.0], [0.5, 0.0, 1]]),
}


@pytest.mark.parametrize("case", NO_FACTOR)
def test_items_that_determine_no_factor_give_a_reason(case: str) -> None:
    found = one_factor(NO_FACTOR[case])

    assert found.loadings is None
    assert found.reason is UntestableConstruct.NO_COMMON_FACTOR
    assert "share no single factor" in str(found)


REFUSED: dict[str, tuple[ArrayLike, str]] = {
    "two items": ([[1, 0.5], [0.5, 1]], "three items or more, not 2"),
    "not square": ([[1, 0.5]], "no correlation matrix"),
    "not symmetric": ([[1, 0.5, 0.1], [0.4, 1, 0.2], [0.1, 0.2, 1]], "not symmetric"),
    "covariances": ([[2, 0.5, 0.1], [0.5, 2, 0.2], [0.1, 0.2, 2]], r"holds 2.0 at \(0, 0\)"),
    "a smaller diagonal": (np.full((3, 3), 0.5), "no diagonal of ones"),
    "NaN": ([[1, np.nan, 0.1], [np.nan, 1, 0.2], [0.1, 0.2, 1]], "holds nan"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_correlation_matrix_of_three_items_is_refused(case: str) -> None:
    matrix, text = REFUSED[case]

    with pytest.raises(OutOfRange, match=text):
        one_factor(matrix)


def test_names_that_do_not_align_are_refused() -> None:
    with pytest.raises(OutOfRange, match="item names: 2 where 3 are needed"):
        one_factor(np.full((3, 3), 0.5) + 0.5 * np.eye(3), ["a", "b"])
