from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.arrays import FloatArray
from stats.errors import BadWeights, EmptyInput, OutOfRange
from stats.intervals import cluster_bootstrap
from stats.reasons import Undefined


def clusters(seed: int, size: int = 60) -> tuple[FloatArray, FloatArray]:
    """Sums and sizes of clusters that differ in both."""
    generator = np.random.default_rng(seed)
    sizes = generator.integers(1, 6, size).astype(np.float64)
    return sizes * generator.normal(7.0, 1.5, size), sizes


def test_the_same_generator_state_gives_the_same_interval() -> None:
    tops, bottoms = clusters(1)

    one = cluster_bootstrap(tops, bottoms, np.random.default_rng(5))
    other = cluster_bootstrap(tops, bottoms, np.random.default_rng(5))

    assert one == other


@settings(max_examples=20, deadline=None)
@given(order=st.permutations(range(12)))
def test_the_order_of_the_clusters_changes_nothing(order: list[int]) -> None:
    tops, bottoms = clusters(2, 12)

    plain = cluster_bootstrap(tops, bottoms, np.random.default_rng(5), draws=100)
    shuffled = cluster_bootstrap(tops[order], bottoms[order], np.random.default_rng(5), draws=100)

    assert shuffled == plain


def test_the_spread_of_the_draws_is_the_linearised_error() -> None:
    tops, bottoms = clusters(3, 200)
    ratio = tops.sum() / bottoms.sum()
    linearised = np.sqrt(np.sum((tops - ratio * bottoms) ** 2)) / bottoms.sum()

    found = cluster_bootstrap(tops, bottoms, np.random.default_rng(5), draws=8000)

    # The error of a standard deviation from 8,000 draws is about 0.8 %.
    assert found.se == pytest.approx(linearised, rel=0.04)
    assert found.interval is not None
    assert found.interval.half_width == pytest.approx(1.96 * linearised, rel=0.06)


def test_one_cluster_and_clusters_that_agree_have_a_reason() -> None:
    generator = np.random.default_rng(5)

    one = cluster_bootstrap([8.0], [1.0], generator)
    alike = cluster_bootstrap([8.0, 16.0, 24.0], [1.0, 2.0, 3.0], generator)

    assert (one.se, one.interval, one.reason) == (None, None, Undefined.FEW_ACCOUNTS)
    assert (alike.se, alike.interval, alike.reason) == (None, None, Undefined.ZERO_VARIANCE)
    assert str(alike) == (
        "no interval: all answers agree, so no error can be computed (3 clusters)"
    )
    assert str(one).endswith("(1 cluster)")


def test_no_cluster_an_empty_cluster_few_draws_and_missing_sums_are_refused() -> None:
    generator = np.random.default_rng(5)

    with pytest.raises(EmptyInput, match="tops is empty"):
        cluster_bootstrap([], [], generator)
    with pytest.raises(BadWeights, match="bottoms is 0 at position 1"):
        cluster_bootstrap([1, 2], [1, 0], generator)
    with pytest.raises(OutOfRange, match="39 draws do not reach the tails; 95% needs 40"):
        cluster_bootstrap([1, 2], [1, 1], generator, draws=39)
    with pytest.raises(OutOfRange, match="tops holds nan"):
        cluster_bootstrap([1, float("nan")], [1, 1], generator)
