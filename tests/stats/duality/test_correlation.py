from __future__ import annotations

import pytest

from stats.duality import pearson
from stats.errors import EmptyInput, OutOfRange
from stats.intervals import NoCorrelation
from tests.stats.duality.pairs_of_r import FIGURES, scores


def test_correlation_test_and_interval_are_those_of_r() -> None:
    found = pearson(scores("user"), scores("partner"))

    assert found.interval is not None
    assert (found.r, found.t, found.interval.low, found.interval.high) == pytest.approx(
        tuple(FIGURES[name] for name in ("r", "r_t", "r_low", "r_high")), rel=1e-8
    )
    assert found.p_value == pytest.approx(FIGURES["r_p"], rel=1e-8)
    assert found.df == found.n - 2


@pytest.mark.parametrize("constant", [[5.0, 5.0, 5.0, 5.0], [0.1, 0.1, 0.1, 0.1]])
def test_a_rating_that_does_not_vary_has_no_correlation(constant: list[float]) -> None:
    found = pearson(constant, [1, 2, 3, 4])

    assert (found.r, found.t, found.p_value, found.interval) == (None,) * 4
    assert found.reason is NoCorrelation.CONSTANT
    assert str(found) == "no correlation: the ratings do not vary (n 4)"


def test_a_line_has_a_correlation_but_no_test() -> None:
    found = pearson([1, 2, 3, 4, 7], [8, 6, 4, 2, -4])

    assert found.r == pytest.approx(-1.0)
    assert (found.t, found.interval, found.reason) == (None, None, NoCorrelation.PERFECT)


def test_few_pairs_have_no_interval() -> None:
    three, two = pearson([1, 2, 3], [1, 3, 2]), pearson([1, 2], [3, 5])

    assert three.r == pytest.approx(0.5)
    assert three.p_value == pytest.approx(2.0 / 3.0)
    assert (three.interval, three.reason) == (None, NoCorrelation.FEW_PAIRS)
    assert (two.t, two.reason) == (None, NoCorrelation.FEW_PAIRS)
    assert pearson([1], [2]).reason is NoCorrelation.CONSTANT


def test_no_pairs_and_unequal_lists_are_refused() -> None:
    with pytest.raises(EmptyInput, match="no pairs"):
        pearson([], [])
    with pytest.raises(OutOfRange, match="second has 1 values where 2"):
        pearson([1, 2], [1])
