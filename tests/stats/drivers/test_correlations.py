from __future__ import annotations

import numpy as np
import pytest

from stats.drivers import check_correlations, weighted_correlations
from stats.errors import AliasedDriver, BadWeights, EmptyInput, OutOfRange

ROWS = np.array([[1, 5], [2, 3], [4, 4], [7, 1]])


def test_a_weight_of_two_counts_a_row_twice() -> None:
    repeated = np.array([0, 0, 1, 2, 3])
    outcome = np.array([1, 3, 2, 4])

    found = weighted_correlations(ROWS, outcome, [2, 1, 1, 1])

    expected = weighted_correlations(ROWS[repeated], outcome[repeated])
    assert found.among == pytest.approx(expected.among)
    assert found.outcome == pytest.approx(expected.outcome)


def test_units_of_measurement_change_nothing() -> None:
    found = weighted_correlations(ROWS * [1000, 0.01] + [5, -3], [1, 3, 2, 4])

    expected = weighted_correlations(ROWS, [1, 3, 2, 4])
    assert found.outcome == pytest.approx(expected.outcome)


def test_a_driver_that_never_varies_is_refused_by_its_name() -> None:
    with pytest.raises(AliasedDriver, match="price is 3 in every row") as refused:
        weighted_correlations([[1, 3], [2, 3], [4, 3]], [1, 2, 3], names=["service", "price"])

    assert refused.value.driver == "price"


def test_an_outcome_that_never_varies_is_refused() -> None:
    with pytest.raises(OutOfRange, match="Every outcome is 7"):
        weighted_correlations(ROWS, [7, 7, 7, 7])


def test_missing_ratings_misaligned_rows_and_bad_weights_are_refused() -> None:
    with pytest.raises(OutOfRange, match="driver 2 holds nan at position 1"):
        weighted_correlations(np.array([[1, 2], [2, np.nan]]), [1, 2])
    with pytest.raises(OutOfRange, match="one row for each of 3 respondents"):
        weighted_correlations(ROWS, [1, 2, 3])
    with pytest.raises(BadWeights, match="weights is -1 at position 3"):
        weighted_correlations(ROWS, [1, 2, 3, 4], [1, 1, 1, -1])
    with pytest.raises(EmptyInput, match="Nobody answered"):
        weighted_correlations(np.empty((0, 2)), np.empty(0))
    with pytest.raises(EmptyInput, match="at least one column"):
        weighted_correlations(np.empty((3, 0)), [1, 2, 3])


def test_units_of_any_size_change_nothing() -> None:
    found = weighted_correlations(ROWS * [1e-200, 1e70], [1, 3, 2, 4])

    expected = weighted_correlations(ROWS, [1, 3, 2, 4])
    assert found.among == pytest.approx(expected.among)
    assert found.outcome == pytest.approx(expected.outcome)


def test_texts_are_no_correlations_and_ragged_rows_no_drivers() -> None:
    with pytest.raises(OutOfRange, match="is no correlation matrix"):
        check_correlations([["1", "0.5"], ["0.5", "1"]], [0.1, 0.2])
    with pytest.raises(OutOfRange, match="lists of different length"):
        weighted_correlations([[1, 2], [3]], [1, 2])


def test_rounding_never_lifts_r2_above_one() -> None:
    found = check_correlations([[1.0, 1.0 - 6e-10], [1.0 - 6e-10, 1.0]], [1.0, 1.0])

    assert found.r2 == 1.0
