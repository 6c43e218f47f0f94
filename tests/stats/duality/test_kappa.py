from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from stats.duality import lin_concordance, nps_class_table, weighted_kappa
from stats.errors import EmptyInput, OutOfRange
from stats.intervals import NoCorrelation
from tests.stats.duality.pairs_of_r import FIGURES, scores
from tests.stats.reference import column

Counts = NDArray[np.int64]


def test_weighted_kappa_gives_the_worked_value() -> None:
    found = weighted_kappa([[5, 2], [1, 4]])

    assert found.value == pytest.approx(0.50)
    assert found.n == 12


def five_classes() -> Counts:
    """The table of five classes in tests/reference/duality.R."""
    counts = np.zeros((5, 5), np.int64)
    rows, columns, cells = (
        column("duality_classes.csv", name).astype(np.int64) for name in ("row", "column", "count")
    )
    counts[rows - 1, columns - 1] = cells
    return counts


TABLES: dict[str, Counts] = {
    "kappa": nps_class_table(scores("user"), scores("partner")),
    "worked_kappa": np.array([[5, 2], [1, 4]]),
    "five_kappa": five_classes(),
}


@pytest.mark.parametrize("name", TABLES)
def test_kappa_is_that_of_psych(name: str) -> None:
    found = weighted_kappa(TABLES[name])

    assert found.value == pytest.approx(FIGURES[name], rel=1e-8)


def test_the_error_of_two_classes_is_that_of_psych() -> None:
    found = weighted_kappa(TABLES["worked_kappa"])

    assert found.se == pytest.approx(FIGURES["worked_kappa_se"], rel=1e-8)


def delta_error(counts: Counts) -> float:
    """Standard error of kappa by the delta method on multinomial shares, slopes by differences."""
    n, shares, step = float(counts.sum()), counts / counts.sum(), 1e-6
    place = np.arange(len(counts))
    far = (place[:, None] - place) ** 2

    def kappa(p: NDArray[np.float64]) -> float:
        expected = np.outer(p.sum(axis=1), p.sum(axis=0)) / p.sum() ** 2
        return float(1.0 - (far * p).sum() / p.sum() / (far * expected).sum())

    slope = np.zeros(shares.shape)
    for cell in np.ndindex(shares.shape):
        one = np.zeros(shares.shape)
        one[cell] = step
        slope[cell] = (kappa(shares + one) - kappa(shares - one)) / (2.0 * step)
    return float(np.sqrt(((shares * slope**2).sum() - (shares * slope).sum() ** 2) / n))


@pytest.mark.parametrize("name", TABLES)
def test_the_error_is_that_of_the_delta_method(name: str) -> None:
    found = weighted_kappa(TABLES[name])

    assert found.se == pytest.approx(delta_error(TABLES[name]), rel=1e-6)


def test_a_far_disagreement_counts_more_than_a_near_one() -> None:
    near = weighted_kappa([[5, 2, 0], [0, 5, 0], [0, 0, 5]]).value
    far = weighted_kappa([[5, 0, 2], [0, 5, 0], [0, 0, 5]]).value

    assert near is not None
    assert far is not None
    assert far < near


tables = st.integers(2, 4).flatmap(
    lambda k: st.lists(st.lists(st.integers(0, 9), min_size=k, max_size=k), min_size=k, max_size=k)
)


@settings(max_examples=150, deadline=None)
@given(table=tables)
def test_quadratic_kappa_is_lins_concordance_of_the_class_numbers(table: list[list[int]]) -> None:
    counts = np.array(table)
    if counts.sum() == 0:
        return
    place = np.indices(counts.shape).reshape(2, -1)
    first, second = np.repeat(place, counts.ravel(), axis=1)

    kappa, concordance = weighted_kappa(counts), lin_concordance(first, second)

    # Fleiss & Cohen 1973: both are 2 cov / (var + var + shift²).
    assert (kappa.value is None) == (concordance.value is None)
    if kappa.value is None or concordance.value is None:
        return
    assert kappa.value == pytest.approx(concordance.value, abs=1e-9)
    if kappa.interval is None or kappa.se is None:
        return
    assert kappa.se > 0.0
    assert -1.0 <= kappa.interval.low <= kappa.value <= kappa.interval.high <= 1.0


def test_one_class_one_class_of_one_side_few_pairs_and_full_agreement_have_a_reason() -> None:
    reasons: dict[NoCorrelation, tuple[list[list[int]], ...]] = {
        NoCorrelation.CONSTANT: ([[5, 0], [0, 0]], [[2, 3], [0, 0]], [[0, 5], [0, 0]]),
        NoCorrelation.FEW_PAIRS: ([[1, 0], [1, 1]],),
        NoCorrelation.PERFECT: ([[5, 0], [0, 5]], [[0, 5], [5, 0]]),
    }

    for reason, cases in reasons.items():
        for table in cases:
            found = weighted_kappa(table)

            assert (found.reason, found.se, found.interval) == (reason, None, None)
    assert weighted_kappa([[5, 0], [0, 0]]).value is None
    assert str(weighted_kappa([[5, 0], [0, 0]])) == "no kappa: the ratings do not vary (n 5)"
    assert weighted_kappa([[2, 3], [0, 0]]).value == pytest.approx(0.0)
    assert weighted_kappa([[0, 5], [5, 0]]).value == pytest.approx(-1.0)


def test_a_very_large_table_that_is_not_perfect_keeps_its_error() -> None:
    small, large = np.array([[4, 4], [4, 8]]), np.array([[4, 4], [4, 8]]) * 10**14

    assert weighted_kappa(large).reason is NoCorrelation.DEFINED
    assert weighted_kappa(large).se == pytest.approx(1e-7 * (weighted_kappa(small).se or 0.0))


def test_kappa_needs_a_square_table_with_whole_counts() -> None:
    with pytest.raises(OutOfRange, match="square"):
        weighted_kappa([[1, 2, 3], [4, 5, 6]])
    with pytest.raises(OutOfRange, match="row by row, holds -2 at position 1; hand in whole"):
        weighted_kappa([[1, -2], [4, 5]])
    with pytest.raises(OutOfRange, match=r"holds 1\.5 at position 0; hand in whole"):
        weighted_kappa(np.array([[1.5, 2.0], [4.0, 5.0]]))
    with pytest.raises(OutOfRange, match="holds nan"):
        weighted_kappa([[1.0, float("nan")], [4.0, 5.0]])
    with pytest.raises(OutOfRange, match="hand in numbers"):
        weighted_kappa(np.array([["a", "b"], ["c", "d"]]))
    with pytest.raises(OutOfRange, match="hand in numbers"):
        weighted_kappa([[True, False], [False, True]])
    with pytest.raises(OutOfRange, match="hand in"):
        weighted_kappa([[1, 2], [3]])
    with pytest.raises(EmptyInput):
        weighted_kappa([[0, 0], [0, 0]])


def test_scores_are_counted_by_the_classes_of_both() -> None:
    found = nps_class_table([0, 6, 7, 8, 9, 10], [10, 6, 8, 6, 7, 9])

    assert found.tolist() == [[1, 0, 1], [1, 1, 0], [0, 1, 1]]


def test_pairs_of_classes_that_cannot_be_are_refused() -> None:
    with pytest.raises(OutOfRange, match="first holds code 11"):
        nps_class_table([11], [3])
    with pytest.raises(OutOfRange, match="2 first scores and 1 second"):
        nps_class_table([9, 9], [3])
    with pytest.raises(EmptyInput, match="no pairs"):
        nps_class_table([], [])
