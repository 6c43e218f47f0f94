from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats import BadWeights, EmptyInput, kish

weights_list = st.lists(st.floats(0.01, 100.0), min_size=2, max_size=30)


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
    with pytest.raises(BadWeights, match="sum to 0"):
        kish([1.0, -1.0])
    with pytest.raises(BadWeights, match="sum to 1e-20"):
        kish([1.0, -1.0, 1e-20])


@pytest.mark.parametrize("unit", [1e-300, 1e-75, 1e70])
def test_the_unit_of_the_weights_does_not_matter_however_small_or_large(unit: float) -> None:
    found = kish([0.9 * unit, 0.6 * unit, 1.5 * unit])

    assert found.deff == pytest.approx(1.14)
    assert found.n_eff == pytest.approx(3 / 1.14)


def test_an_unused_cell_is_never_the_largest() -> None:
    assert kish([2.0, 9.0], [4, 0]).largest_share == 0.25
    assert kish([1e-300, 9.0], [4, 0]).n_eff == pytest.approx(4.0)
