"""Published figures against numbers without error, held against the pairwise form and R."""

from __future__ import annotations

import numpy as np
import pytest

from stats import FigureWithLimits, published_difference
from stats.comparison import p_values_against


def test_it_is_the_difference_to_a_figure_without_error() -> None:
    rng = np.random.default_rng(7)
    value = rng.normal(size=50)
    low, high = value - rng.gamma(2, size=50), value + rng.gamma(2, size=50)
    df, number = rng.uniform(1, 200, 50), rng.normal(size=50)

    found = p_values_against(value, low, high, df, number)

    pairs = zip(value, low, high, df, number, strict=True)
    for p, (own, below, above, freedom, other) in zip(found, pairs, strict=True):
        exact = FigureWithLimits(other, other, other)
        alone = published_difference(exact, FigureWithLimits(own, below, above, freedom))
        assert p == pytest.approx(alone.p_value, rel=1e-12)


@pytest.mark.parametrize(
    ("df", "p"),
    # In R twice pt(-1.5 * qt(.975, df), df).
    [(9, 0.007958178), (30, 0.004592319), (1e9, 0.003282695)],
)
def test_one_and_a_half_half_widths_off(df: float, p: float) -> None:
    found = p_values_against([38.0], [34.0], [42.0], [df], [44.0])

    assert found[0] == pytest.approx(p, rel=1e-5)


def test_a_figure_without_error_is_or_is_not_the_number() -> None:
    assert p_values_against([1, 1], [1, 1], [1, 1], [5, 5], [1, 2]).tolist() == [1.0, 0.0]
