from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import ArrayLike

from stats.errors import OutOfRange
from stats.intervals.correlation_matrix import (
    check_correlation_matrix,
    correlations_from,
    weighted_covariances,
)


def test_weighted_covariances_are_those_of_numpy() -> None:
    generator = np.random.default_rng(3)
    x, w = generator.normal(size=(40, 3)), generator.uniform(0.5, 2.0, 40)

    found = weighted_covariances(x, w)

    assert found == pytest.approx(np.cov(x.T, aweights=w, ddof=0), rel=1e-12)


def test_a_constant_column_has_a_variance_of_exactly_zero() -> None:
    x = np.column_stack([np.full(7, 0.1), np.arange(7.0)])

    found = weighted_covariances(x, np.linspace(0.3, 0.9, 7))

    assert found[0].tolist() == [0.0, 0.0]


def test_correlations_of_many_covariances_are_those_of_numpy() -> None:
    x = np.random.default_rng(4).normal(size=(5, 30, 3))
    covariances = np.stack([np.cov(table.T) for table in x])

    found = correlations_from(covariances)

    for matrix, table in zip(found, x, strict=True):
        assert matrix == pytest.approx(np.corrcoef(table.T), rel=1e-12)


REFUSED: dict[str, tuple[ArrayLike, str]] = {
    "texts": ([["1", "0.5"], ["0.5", "1"]], "is no correlation matrix"),
    "rows of different length": ([[1, 0.5], [0.5]], "lists of different length"),
    "a list": ([1, 0.5], "is no correlation matrix"),
    "beyond one": ([[1, 1.2], [1.2, 1]], r"r holds 1\.2 at \(0, 1\)"),
    "missing": ([[1, np.nan], [np.nan, 1]], r"r holds nan at \(0, 1\)"),
    "one-sided": ([[1, 0.5], [0.4, 1]], "r is not symmetric"),
    "no ones": ([[0.9, 0.5], [0.5, 0.9]], "r has no diagonal of ones"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_correlation_matrix_is_refused(case: str) -> None:
    values, text = REFUSED[case]

    with pytest.raises(OutOfRange, match=text):
        check_correlation_matrix("r", values)
