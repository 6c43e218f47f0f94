from __future__ import annotations

import numpy as np
import pytest

from stats.errors import BadWeights, EmptyInput, OutOfRange
from stats.response import conditional_partial_indicator, partial_indicator, r_indicator
from tests.stats.reference import column, table

RHO = column("response_frame.csv", "propensity")
WEIGHT = column("response_frame.csv", "weight")
FACTORS = {name: column("response_frame.csv", name).astype(np.int64) for name in ("region", "size")}


def test_two_strata_of_a_hundred_give_the_worked_partials() -> None:
    found = partial_indicator([0.6] * 100 + [0.2] * 100, [1] * 100 + [2] * 100)

    assert found.categories.tolist() == pytest.approx([0.141, -0.141], abs=5e-4)
    assert found.value == pytest.approx(0.2)


@pytest.mark.parametrize(("variable", "other"), [("region", "size"), ("size", "region")])
def test_weighted_partials_agree_with_the_risq_formulas_in_r(variable: str, other: str) -> None:
    rows = [row for row in table("response_partials.csv") if row["variable"] == variable]

    plain = partial_indicator(RHO, FACTORS[variable], WEIGHT)
    conditional = conditional_partial_indicator(RHO, FACTORS[variable], [FACTORS[other]], WEIGHT)

    assert [plain.value, *plain.categories] == pytest.approx(
        [float(row["unconditional"]) for row in rows], rel=1e-9
    )
    assert [conditional.value, *conditional.categories] == pytest.approx(
        [float(row["conditional"]) for row in rows], rel=1e-9
    )


def test_a_single_variable_carries_the_whole_spread() -> None:
    codes = np.repeat([3, 7, 9], [30, 20, 50])
    rho = np.repeat([0.2, 0.5, 0.6], [30, 20, 50])

    found = partial_indicator(rho, codes)

    # The partial divides by N, S by N − 1.
    assert found.value == pytest.approx(r_indicator(rho).spread * np.sqrt(99 / 100))
    assert found.codes.tolist() == [3, 7, 9]


def test_conditional_on_nothing_is_the_whole_spread() -> None:
    found = conditional_partial_indicator(RHO, FACTORS["size"], [])

    assert found.value == pytest.approx(RHO.std())


def test_a_variable_adds_nothing_to_its_own_copy() -> None:
    codes = np.repeat([1, 2], 5)

    found = conditional_partial_indicator(np.repeat([0.2, 0.6], 5), codes, [codes, codes])

    assert found.value == pytest.approx(0.0, abs=1e-12)
    assert found.conditional


def test_the_total_variance_splits_into_the_others_between_and_the_variable_within() -> None:
    between = partial_indicator(RHO, FACTORS["region"])
    within = conditional_partial_indicator(RHO, FACTORS["size"], [FACTORS["region"]])

    assert between.value**2 + within.value**2 == pytest.approx(RHO.var())


def test_neither_order_nor_names_of_categories_matter() -> None:
    order = np.random.default_rng(4).permutation(RHO.size)

    found = conditional_partial_indicator(
        RHO[order], 10 - FACTORS["size"][order], [5 * FACTORS["region"][order]]
    )

    plain = conditional_partial_indicator(RHO, FACTORS["size"], [FACTORS["region"]])
    assert found.value == pytest.approx(plain.value)
    assert found.categories[::-1].tolist() == pytest.approx(plain.categories.tolist())


def test_the_result_names_the_category_that_matters_most() -> None:
    assert "category 9 with -" in str(partial_indicator([0.5] * 8 + [0.1], [4] * 8 + [9]))


def test_what_does_not_align_or_is_empty_is_refused() -> None:
    with pytest.raises(EmptyInput, match="propensities is empty"):
        partial_indicator([], [])
    with pytest.raises(OutOfRange, match="category has 1 code for 2 propensities"):
        partial_indicator([0.5, 0.4], [1])
    with pytest.raises(OutOfRange, match=r"others\[1\] has 1 code for"):
        conditional_partial_indicator([0.5, 0.4], [1, 2], [[1, 1], [1]])
    with pytest.raises(OutOfRange, match="integer codes"):
        partial_indicator([0.5, 0.4], [1.0, 2.0])
    with pytest.raises(BadWeights, match="position 0"):
        partial_indicator([0.5, 0.4], [1, 2], [-1, 1])
