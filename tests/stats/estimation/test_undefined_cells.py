from __future__ import annotations

import numpy as np
import pytest

from stats import (
    CellDesign,
    EmptyInput,
    LonelyStratum,
    Margin,
    Measure,
    OutOfRange,
    Undefined,
    rake,
)
from stats.estimation import (
    CellMoments,
    Domains,
    UnclusteredDesign,
    estimate_cells,
    estimate_ratios,
    estimate_totals,
)


def _cells(values: list[float], base: list[float] | None = None) -> CellMoments:
    return CellMoments.of_rows(
        [np.zeros(len(values), np.int64)], [1], base or [1.0] * len(values), values
    )


def _reason(cells: CellMoments) -> Undefined:
    return estimate_cells(UnclusteredDesign.of(cells), cells, [0], 1)[0].reason


def test_one_respondent_has_no_error() -> None:
    assert _reason(_cells([8.0])) is Undefined.FEW_ACCOUNTS


def test_answers_that_agree_have_no_error() -> None:
    assert _reason(_cells([8.0, 8.0, 8.0])) is Undefined.ZERO_VARIANCE


def test_a_cell_that_left_the_item_out_has_no_estimate() -> None:
    cells = CellMoments.of_rows([[0, 0]], [1], [1.0, 1.0], [5.0, 4.0], [False, False])

    found = estimate_cells(UnclusteredDesign.of(cells), cells, [0], 1)

    assert found[0].reason is Undefined.EMPTY
    assert str(found[0]) == "no estimate: nobody answered"


def test_leverage_is_refused_where_a_cell_mixes_base_weights() -> None:
    cells = _cells([8.0, 6.0], [1.0, 2.0])

    with pytest.raises(OutOfRange, match="Cell 0 mixes base weights"):
        estimate_cells(UnclusteredDesign.of(cells), cells, [0], 1, leverage_correction=True)


def test_a_stratum_with_one_respondent_is_refused_by_number() -> None:
    cells = CellMoments.of_rows([[0, 0, 1]], [2], [1.0, 1.0, 1.0], [8.0, 6.0, 5.0])

    with pytest.raises(LonelyStratum, match="Stratum 1"):
        UnclusteredDesign.of(cells, stratum=cells.axis(0))


def test_cells_of_other_respondents_are_refused() -> None:
    design, other = UnclusteredDesign.of(_cells([8.0, 6.0])), _cells([8.0, 6.0, 7.0])

    with pytest.raises(OutOfRange, match="counted over other respondents"):
        estimate_cells(design, other, [0], 1)
    with pytest.raises(OutOfRange, match="n_domains"):
        estimate_cells(design, _cells([8.0, 6.0]), [0])
    with pytest.raises(OutOfRange, match="belong to another design"):
        estimate_cells(
            design, _cells([8.0, 6.0]), Domains(UnclusteredDesign.of(other), np.array([0]), 1)
        )


def test_a_calibration_of_other_cells_is_refused() -> None:
    cells = CellMoments.of_rows([[0, 1]], [2], [1.0, 1.0], [8.0, 6.0])
    margin = Margin("all", np.zeros(3, np.int64), ("all",), np.array([9.0]))

    with pytest.raises(OutOfRange, match="3 weights for 2 cells"):
        UnclusteredDesign.of(cells, calibration=rake([1.0, 1.0, 1.0], [margin]))


@pytest.mark.parametrize(
    ("fraction", "message"),
    [([1.5], "Stratum 0 has the sampling fraction 1.5"), ([0.1, 0.1], "has 2 values where 1")],
)
def test_impossible_sampling_fractions_are_refused(fraction: list[float], message: str) -> None:
    with pytest.raises(OutOfRange, match=message):
        CellDesign.from_rows([1.0, 1.0], [1, 2], sampling_fraction=fraction)


def test_no_respondents_make_no_design() -> None:
    with pytest.raises(EmptyInput):
        UnclusteredDesign.of(CellMoments.of_rows([[]], [1], [], []))


def test_a_total_that_the_margins_fix_has_no_error() -> None:
    base, codes = [1.0, 1.0, 1.0, 1.0], np.array([0, 0, 1, 1])
    margin = Margin("kind", codes, ("a", "b"), np.array([30.0, 10.0]))
    design = CellDesign.from_rows(
        base, [1, 2, 3, 4], weights=rake(base, [margin]).weights, margins=[margin]
    )

    found = estimate_totals(design, Measure.of_rows([1, 1, 1, 1]), codes, 2)

    assert found.estimate.tolist() == [30.0, 10.0]
    assert found[0].reason is Undefined.FIXED
    assert str(found[0]) == (
        "no estimate: the margins of the calibration fix this figure, so it has no sampling error "
        "(n 2, 2 accounts)"
    )


@pytest.mark.parametrize(
    ("accounts", "answered", "reason"),
    [
        ([1, 1, 1], [True, True, True], Undefined.FEW_ACCOUNTS),
        ([1, 2, 3], [False, False, False], Undefined.EMPTY),
        ([1, 2, 3], [True, True, True], Undefined.DEFINED),
    ],
)
def test_totals_and_ratios_say_why_they_have_no_error(
    accounts: list[int], answered: list[bool], reason: Undefined
) -> None:
    design = CellDesign.from_rows([2.0, 2.0, 2.0], accounts)
    top, bottom = Measure.of_rows([1, 4, 2], answered), Measure.of_rows([2, 3, 4], answered)

    total = estimate_totals(design, top, [0, 0, 0], 1)
    ratio = estimate_ratios(design, top, bottom, [0, 0, 0], 1)

    assert total[0].reason is reason
    assert ratio[0].reason is reason
    assert bool(total.valid[0]) is bool(ratio.valid[0]) is (reason is Undefined.DEFINED)


def test_a_ratio_of_equal_shares_has_no_error() -> None:
    design = CellDesign.from_rows([2.0, 2.0], [1, 2])

    found = estimate_ratios(design, Measure.of_rows([1, 2]), Measure.of_rows([2, 4]), [0, 0], 1)

    assert found[0].reason is Undefined.ZERO_VARIANCE


def test_ratios_that_cannot_be_formed_are_refused() -> None:
    design = CellDesign.from_rows([1.0, 1.0], [1, 2])
    some = Measure.of_rows([1, 2], [True, False])

    with pytest.raises(OutOfRange, match="keep respondents who answered both"):
        estimate_ratios(design, Measure.of_rows([1, 2]), some, [0, 0], 1)
    with pytest.raises(OutOfRange, match="sums to -3 in domain 0"):
        estimate_ratios(design, Measure.of_rows([1, 2]), Measure.of_rows([-1, -2]), [0, 0], 1)
