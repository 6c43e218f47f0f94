from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from stats import OutOfRange
from stats.estimation import (
    CellMoments,
    ScoreCells,
    ScoreCounter,
    ScoreRollup,
    UnclusteredDesign,
    estimate_cells,
)

NEAR = (2**31, 2**31)
JUST_TOO_MANY = (2**31, 2**31, 2)


def test_keys_up_to_the_last_of_63_bits_give_their_levels_back() -> None:
    codes = [[0, 2**31 - 1, 5], [2**31 - 1, 2**31 - 1, 7]]

    cells = ScoreCells.of_rows(codes, NEAR, [1.0, 2.0, 3.0], [0, 1, 0], scale=2)
    moments = CellMoments.of_rows(codes, NEAR, [1.0, 2.0, 3.0], [0, 1, 0])

    assert cells.key.max() == 2**62 - 1
    for found in (cells, moments, cells.moments([0, 1])):
        assert found.axis(0).tolist() == [0, 5, 2**31 - 1]
        assert found.axis(1).tolist() == [2**31 - 1, 7, 2**31 - 1]


def test_pairs_of_key_and_base_weight_beyond_63_bits_are_still_told_apart() -> None:
    codes = [[2**31 - 1, 2**31 - 1, 0, 0], [2**31 - 1, 2**31 - 1, 0, 0]]

    cells = ScoreCells.of_rows(codes, NEAR, [1.0, 2.0, 3.0, 3.0], [0, 1, 0, 0], scale=2)

    assert cells.key.tolist() == [0, 2**62 - 1, 2**62 - 1]
    assert cells.base.tolist() == [3.0, 1.0, 2.0]
    assert cells.counts[:, 0].tolist() == [2.0, 1.0, 0.0]


TOO_MANY: dict[str, Callable[[], object]] = {
    "rows": lambda: CellMoments.of_rows([[0]] * 3, JUST_TOO_MANY, [1.0], [1]),
    "scores": lambda: CellMoments.of_scores([[0]] * 3, JUST_TOO_MANY, [1.0], [1], [0, 1]),
    "histogram": lambda: ScoreCells.of_rows([[0]] * 3, JUST_TOO_MANY, [1.0], [1], scale=11),
    "counter": lambda: ScoreCounter(JUST_TOO_MANY, [1.0], 11),
    "rollup": lambda: ScoreRollup(JUST_TOO_MANY, 11),
}


@pytest.mark.parametrize("make", TOO_MANY)
def test_more_cells_than_can_be_numbered_are_refused(make: str) -> None:
    with pytest.raises(OutOfRange, match=r"2147483648, 2147483648, 2 levels span 9.22e\+18 cells"):
        TOO_MANY[make]()


def test_a_variable_of_one_level_takes_no_room() -> None:
    cells = CellMoments.of_rows([[0, 0], [1, 0]], [1, 2], [1.0, 1.0], [5, 4])

    assert cells.axis(0).tolist() == [0, 0]
    assert cells.axis(1).tolist() == [0, 1]


@pytest.mark.parametrize("number", [2, -1, 0.5, "0"])
def test_a_key_variable_that_is_not_there_is_refused(number: object) -> None:
    cells = CellMoments.of_rows([[0], [1]], [1, 2], [1.0], [5])

    with pytest.raises(OutOfRange, match="key variable"):
        cells.axis(number)  # type: ignore[arg-type]


@pytest.mark.parametrize("sizes", [[0], [-2], [2.5], [True], ["2"], 2, [float("nan")]])
def test_sizes_that_count_no_levels_are_refused(sizes: object) -> None:
    with pytest.raises(OutOfRange, match=r"size of key variable 0|sizes is 2"):
        CellMoments.of_rows([[0]], sizes, [1.0], [5])  # type: ignore[arg-type]


def test_a_hundred_thousand_base_weights_are_folded_without_loss() -> None:
    n = 100_000
    generator = np.random.default_rng(2)
    base, scores = generator.uniform(0.5, 3.0, n), generator.integers(0, 11, n)
    codes = [generator.integers(0, 6, n), generator.integers(0, 40, n)]

    histogram = ScoreCells.of_rows(codes, (6, 40), base, scores, scale=11).moments(np.arange(11.0))
    rows = CellMoments.of_rows(codes, (6, 40), base, scores)

    found, expected = (
        estimate_cells(UnclusteredDesign.of(cells), cells, cells.axis(0), 6)
        for cells in (histogram, rows)
    )
    np.testing.assert_allclose(found.estimate, expected.estimate, rtol=1e-13)
    np.testing.assert_allclose(found.se, expected.se, rtol=1e-11)
