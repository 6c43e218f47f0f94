from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats import BadWeights, EmptyInput, OutOfRange, kish, trim

weights_list = st.lists(st.floats(0.01, 100.0), min_size=2, max_size=30)


def test_trimming_at_twice_the_mean_gives_the_worked_weights() -> None:
    found = trim([0.5, 0.5, 1.0, 1.0, 7.0], cap=2.0)

    np.testing.assert_allclose(found, [1.0, 1.0, 2.0, 2.0, 4.0])
    assert kish([0.5, 0.5, 1.0, 1.0, 7.0]).deff == pytest.approx(2.575)
    assert kish(found).deff == pytest.approx(1.30)


@given(weights_list, st.floats(1.1, 5.0))
def test_trimmed_weights_keep_their_sum_and_the_cap(weights: list[float], cap: float) -> None:
    found = trim(weights, cap=cap)

    assert found.sum() == pytest.approx(sum(weights))
    assert found.max() <= cap * np.mean(weights) * (1 + 1e-9)


def test_cells_are_trimmed_like_their_rows() -> None:
    rows = trim([1.0, 1.0, 1.0, 9.0], cap=2.0)

    cells = trim([1.0, 9.0], [3, 1], cap=2.0)

    np.testing.assert_allclose(cells, [rows[0], rows[3]])


@given(weights_list)
def test_effective_n_is_between_one_and_n(weights: list[float]) -> None:
    found = kish(weights)

    assert 1.0 - 1e-9 <= found.n_eff <= len(weights) + 1e-9
    assert found.deff == pytest.approx(len(weights) / found.n_eff)
    assert found.efficiency == pytest.approx(1.0 / found.deff)


def test_equal_weights_cost_nothing() -> None:
    found = kish([2.0, 2.0], [30, 10])

    assert found.deff == pytest.approx(1.0)
    assert found.n_eff == pytest.approx(40.0)
    assert found.largest_share == pytest.approx(1 / 40)


def test_weights_of_nobody_or_of_nothing_are_refused() -> None:
    with pytest.raises(EmptyInput):
        kish([])
    with pytest.raises(EmptyInput):
        trim([1.0], [0], cap=2.0)
    with pytest.raises(BadWeights, match="sum to 0"):
        kish([1.0, -1.0])
    with pytest.raises(OutOfRange, match="leaves no room"):
        trim([1.0, 2.0], cap=1.0)
