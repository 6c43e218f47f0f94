"""Items far from 0 and base weights far apart, against exact fractions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from stats import BadWeights, CellDesign, Measure, account_influence, estimate_domains
from stats.arrays import FloatArray
from stats.estimation import (
    CellMoments,
    DomainEstimates,
    ScoreCells,
    UnclusteredDesign,
    estimate_cells,
    estimate_ratios,
    estimate_totals,
    group_rows,
)

LEVELS = {"near": 0.0, "thousand": 1e3, "million": 1e6, "seconds since 1970": 1.7e9}


def _data(level: float) -> tuple[FloatArray, FloatArray]:
    generator = np.random.default_rng(4)
    y = level + generator.integers(-3, 4, 90).astype(np.float64)
    return y, generator.choice(np.array([1.0, 1.5, 4.0]), 90)


def _exact(y: FloatArray, w: FloatArray) -> tuple[float, float]:
    """Mean and error √(n/(n − 1) Σw²(y − ȳ)²)/W in fractions; Σw(y − ȳ) = 0."""
    values, weights = [Fraction(v) for v in y], [Fraction(v) for v in w]
    mean = sum(a * b for a, b in zip(weights, values, strict=True)) / sum(weights)
    squares = sum((a * (b - mean)) ** 2 for a, b in zip(weights, values, strict=True))
    variance = Fraction(len(values), len(values) - 1) * squares / sum(weights) ** 2
    return float(mean), float(variance) ** 0.5


def _of_cells(cells: CellMoments) -> DomainEstimates:
    return estimate_cells(UnclusteredDesign.of(cells), cells, [0] * cells.cell_count, 1)


def _codes() -> list[list[int]]:
    return [[row % 7 for row in range(90)]]


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_far_from_zero_costs_no_digit_on_either_path(level: str) -> None:
    y, w = _data(LEVELS[level])
    mean, se = _exact(y, w)
    rows = group_rows(w, np.arange(90))

    cells = _of_cells(CellMoments.of_rows(_codes(), [7], w, y))
    ungrouped = estimate_domains(
        CellDesign.from_rows(w, np.arange(90)), Measure.of_rows(y), [0] * 90, 1,
        leverage_correction=False,
    )  # fmt: skip
    grouped = estimate_domains(
        rows.design, rows.measure(Measure.of_rows(y)), rows.domain([0] * 90), 1,
        leverage_correction=False,
    )  # fmt: skip

    for found in (cells, ungrouped, grouped):
        assert found.estimate[0] == pytest.approx(mean, rel=1e-14)
        assert found.se[0] == pytest.approx(se, rel=1e-12)
        assert found.raw[0] == pytest.approx(y.mean(), rel=1e-14)
    assert cells.unit_variance[0] == pytest.approx(ungrouped.unit_variance[0], rel=1e-12)
    assert cells.raw_se[0] == pytest.approx(y.std(ddof=1) / np.sqrt(90), rel=1e-6)


def test_scores_worth_far_values_cost_no_digit_either() -> None:
    y, w = _data(1e6)
    scores = (y - y.min()).astype(np.int64)
    values = y.min() + np.arange(7.0)
    mean, se = _exact(y, w)

    rows = CellMoments.of_scores(_codes(), [7], w, scores, values)
    histogram = ScoreCells.of_rows(_codes(), [7], w, scores, scale=7).moments(values)

    for cells in (rows, histogram):
        assert _of_cells(cells).estimate[0] == pytest.approx(mean, rel=1e-14)
        assert _of_cells(cells).se[0] == pytest.approx(se, rel=1e-12)


def test_weeks_with_different_origins_merge() -> None:
    y, w = _data(1e6)
    codes = np.array(_codes()[0])
    weeks = [
        CellMoments.of_rows([codes[rows]], [7], w[rows], y[rows] + shift)
        for rows, shift in ((slice(45), 0.0), (slice(45, 90), 200.0))
    ]
    both = np.concatenate([y[:45], y[45:] + 200.0])

    merged, turned = weeks[0].merged(weeks[1]), weeks[1].merged(weeks[0])

    assert weeks[0].origin != weeks[1].origin
    assert np.array_equal(merged.answers, turned.answers)
    mean, se = _exact(both, w)
    assert _of_cells(merged).estimate[0] == pytest.approx(mean, rel=1e-14)
    assert _of_cells(merged).se[0] == pytest.approx(se, rel=1e-12)


def test_unanswered_rows_count_for_nothing_far_from_zero() -> None:
    y, answered = [1e6, 1e6 + 1.0, float("nan")], [True, True, False]

    cells = CellMoments.of_rows([[0, 0, 0]], [1], [1.0, 1.0, 1.0], y, answered)
    measure = Measure.of_rows(y, answered)

    assert cells.origin == measure.origin == 1e6 + 0.5
    assert _of_cells(cells).estimate[0] == 1e6 + 0.5
    assert measure.sums.tolist() == [1e6, 1e6 + 1.0, 0.0]


def test_totals_ratios_and_influence_count_from_zero() -> None:
    y = np.array([1e6, 1e6 + 1.0, 1e6 + 3.0])
    design, measure = CellDesign.from_rows([2.0, 1.0, 1.0], [1, 2, 3]), Measure.of_rows(y)

    total = estimate_totals(design, measure, [0, 0, 0], 1)
    ratio = estimate_ratios(design, measure, Measure.of_rows([1, 1, 1]), [0, 0, 0], 1)
    influence = account_influence(design, measure, [True] * 3)

    assert measure.origin > 0.0
    assert total.estimate[0] == 4e6 + 4.0
    assert ratio.estimate[0] == pytest.approx(1e6 + 1.0, rel=1e-15)
    assert influence.estimate == pytest.approx(1e6 + 1.0, rel=1e-15)
    assert influence.values == pytest.approx([-0.5, 0.0, 0.5], abs=1e-9)


def test_a_weight_a_thousand_times_the_others_costs_no_visible_digit() -> None:
    y, w = _data(0.0)
    w[7] = 1e3
    mean, se = _exact(y, w)

    found = _of_cells(CellMoments.of_rows(_codes(), [7], w, y))

    assert found.estimate[0] == pytest.approx(mean, rel=1e-14)
    assert found.se[0] == pytest.approx(se, rel=1e-11)


def test_weights_so_far_apart_that_rounding_hides_the_error_are_refused() -> None:
    y, w = _data(0.0)
    w[7] = 1e9

    with pytest.raises(BadWeights, match="weights of domain 0 differ so widely"):
        _of_cells(CellMoments.of_rows(_codes(), [7], w, y))

    rows = estimate_domains(
        CellDesign.from_rows(w, np.arange(90)), Measure.of_rows(y), [0] * 90, 1,
        leverage_correction=False,
    )  # fmt: skip
    assert rows.se[0] == pytest.approx(_exact(y, w)[1], rel=1e-8)


def test_answers_that_agree_agree_wherever_they_lie() -> None:
    cells = CellMoments.of_rows([[0, 0]], [1], [1.0, 3.0], [1e6 + 0.1, 1e6 + 0.1])

    assert str(_of_cells(cells)[0]) == (
        "no estimate: all answers agree, so no error can be computed "
        "(n 2, 2 accounts, effective n 1.6)"
    )
