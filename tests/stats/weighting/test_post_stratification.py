from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats import CellDesign, ClusterFactor, Measure, estimate_domains
from stats.errors import BadWeights, EmptyLevel, OutOfRange, ZeroTarget
from stats.weighting import Margin, post_stratify, rake
from tests.stats.margins import named_margin
from tests.stats.reference import column
from tests.stats.samples import sample


def _schools() -> Margin:
    codes = column("weighting_schools.csv", "stype").astype(np.int64) - 1
    return Margin("stype", codes, ("E", "H", "M"), np.array([4421.0, 755.0, 1018.0]))


def test_weights_are_those_of_rs_post_stratification() -> None:
    found = post_stratify(column("weighting_schools.csv", "base"), _schools())

    np.testing.assert_allclose(found.weights, column("weighting_schools.csv", "weight"), rtol=1e-12)


def test_the_error_after_post_stratification_is_rs() -> None:
    base, cells = column("weighting_schools.csv", "base"), _schools()
    weights = post_stratify(base, cells).weights
    account = column("weighting_schools.csv", "account").astype(np.int64)
    design = CellDesign.from_rows(base, account, weights=weights, margins=[cells])
    measure = Measure.of_rows(column("weighting_schools.csv", "api00"))
    as_in_r = partial(
        estimate_domains, leverage_correction=False, cluster_factor=ClusterFactor.SAMPLE
    )

    total = as_in_r(design, measure, np.zeros(base.size, int), 1)
    parts = as_in_r(design, measure, cells.codes, 3)

    expected = column("weighting_means.csv", "estimate"), column("weighting_means.csv", "se")
    np.testing.assert_allclose([*total.estimate, *parts.estimate], expected[0], rtol=1e-10)
    np.testing.assert_allclose([*total.se, *parts.se], expected[1], rtol=1e-8)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_every_cell_is_scaled_by_one_factor_to_its_population(seed: int) -> None:
    data = sample(seed)
    cells = data.margins[0]

    found = post_stratify(data.base, cells)

    factor = cells.totals / np.bincount(cells.codes, data.base, cells.size)
    np.testing.assert_allclose(found.weights, data.base * factor[cells.codes], rtol=1e-12)
    assert found.max_relative_margin_error <= 1e-12


def test_raking_one_margin_gives_the_same_weights() -> None:
    data = sample(2)

    np.testing.assert_allclose(
        post_stratify(data.base, data.margins[1]).weights,
        rake(data.base, [data.margins[1]]).weights,
        rtol=1e-10,
    )


def test_cells_with_counts_weigh_like_their_rows() -> None:
    rows = post_stratify([1.0, 1.0, 2.0], named_margin("a", [0, 0, 1], [8.0, 2.0]))

    cells = post_stratify([1.0, 2.0], named_margin("a", [0, 1], [8.0, 2.0]), [2, 1])

    np.testing.assert_allclose(cells.weights, [rows.weights[0], rows.weights[2]])
    assert cells.deff_kish == pytest.approx(rows.deff_kish)


def test_a_respondent_alone_stands_for_everybody() -> None:
    assert post_stratify([0.5], named_margin("a", [0], [40.0])).weights.tolist() == [40.0]


def test_post_stratification_refuses_what_calibration_refuses() -> None:
    with pytest.raises(EmptyLevel, match="'a1': a population of 3") as refusal:
        post_stratify([1.0, 1.0], named_margin("a", [0, 0], [5.0, 3.0]))
    with pytest.raises(ZeroTarget, match="'a1': 1 respondent"):
        post_stratify([1.0, 1.0], named_margin("a", [0, 1], [5.0, 0.0]))
    with pytest.raises(BadWeights, match="position 1"):
        post_stratify([1.0, float("nan")], named_margin("a", [0, 1], [5.0, 1.0]))
    with pytest.raises(BadWeights, match="no respondent"):
        post_stratify([], named_margin("a", [], [5.0]))
    with pytest.raises(OutOfRange, match="2 codes for 1 cell;"):
        post_stratify([1.0], named_margin("a", [0, 1], [5.0, 1.0]))

    assert (refusal.value.margin, refusal.value.level) == ("a", "a1")
