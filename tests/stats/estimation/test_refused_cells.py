"""What cells, histograms and published intervals refuse, and what the refusal says."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from stats import (
    BadWeights,
    CellDesign,
    Margin,
    Measure,
    OutOfRange,
    Undefined,
    calibrate,
    estimate_domains,
)
from stats.estimation import (
    CellMoments,
    Domains,
    ScoreCells,
    ScoreCounter,
    UnclusteredDesign,
    estimate_cells,
    group_rows,
    published_figures,
    published_interval_mean,
    published_interval_nps,
    published_interval_proportion,
    published_intervals,
)
from stats.weighting.margins import Indicators

NAN, INF = float("nan"), float("inf")
CELLS = CellMoments.of_rows([[0, 0, 1, 1]], [2], [1.0, 2.0, 1.0, 2.0], [8, 6, 9, 5])
DESIGN = UnclusteredDesign.of(CELLS)
ROWS = CellDesign.from_rows([1.0, 2.0, 1.0, 2.0], [1, 2, 3, 4])
SCORES = Measure.of_scores([8, 6, 9, 5])
FOUND = estimate_domains(ROWS, SCORES, [0] * 4, 1)
GROUPED = group_rows([1.0, 1.0], [1, 2])


def _cells(**changed: object) -> CellMoments:
    parts = {
        name: getattr(CELLS, name) for name in ("sizes", "key", "respondents", "answers", "largest")
    }
    return CellMoments(**{**parts, **changed})


def _design(powers: object) -> UnclusteredDesign:
    return UnclusteredDesign(powers, np.ones(1), Indicators.of(()), np.zeros(1, np.int64))  # type: ignore[arg-type]


REFUSED: dict[str, tuple[str, Callable[[], object]]] = {
    "answers in words": (
        "values has type <U3",
        lambda: CellMoments.of_rows([[0]], [1], [1.0], ["yes"]),
    ),
    "answers as text of numbers": ("values has type <U1", lambda: Measure.of_rows(["5"])),
    "answers with None": (
        "values has type object",
        lambda: Measure.of_rows(np.array([5, None], dtype=object)),
    ),
    "answers in a table": ("values has 2 dimensions", lambda: Measure.of_rows([[1, 2], [3, 4]])),
    "marks in words": (
        "answered has type <U3",
        lambda: Measure.of_rows([5, 4], ["no", "yes"]),
    ),
    "half a mark": ("answered holds 0.5 at position 1", lambda: Measure.of_rows([5, 4], [1, 0.5])),
    "marks of others": (
        "answered has 3 values where 2 are needed",
        lambda: Measure.of_rows([5, 4], [True] * 3),
    ),
    "squares of nobody": (
        "cannot come from 0 answers",
        lambda: Measure(np.zeros(1), np.zeros(1), np.ones(1)),
    ),
    "no list of codes": (
        "0 key variables and 1 size",
        lambda: CellMoments.of_rows(3, [1], [1.0], [5]),  # type: ignore[arg-type]
    ),
    "codes of other rows": (
        "Key variable 0 has 2 codes for 1 row",
        lambda: CellMoments.of_rows([[0, 0]], [1], [1.0], [5]),
    ),
    "keys out of order": ("not ascending", lambda: _cells(key=[1, 0])),
    "a key listed twice": ("not ascending", lambda: _cells(key=[1, 1])),
    "sums of another shape": (
        r"answers has type float64 and shape \(3, 2\)",
        lambda: _cells(answers=np.zeros((3, 2))),
    ),
    "a sum without end": (
        "respondents holds a sum that is not finite",
        lambda: _cells(respondents=np.full((3, 2), INF)),
    ),
    "a cell of nobody": (
        "Cell 1 has no respondents",
        lambda: _cells(respondents=np.array([[2.0, 0.0], [3.0, 0.0], [5.0, 0.0]])),
    ),
    "more answers than respondents": (
        "Cell 0 has 2 answers from 1 respondent;",
        lambda: _cells(respondents=np.array([[1.0, 2.0], [3.0, 3.0], [5.0, 5.0]])),
    ),
    "marks of other cells": ("wanted has 1 values where 2", lambda: CELLS.where([True])),
    "scores that are not whole": (
        "scores has type float64",
        lambda: ScoreCells.of_rows([[0]], [1], [1.0], [0.5], scale=2),
    ),
    "a scale without scores": (
        "scale is 0; hand in a number from 1 upwards",
        lambda: ScoreCells.of_rows([[0]], [1], [1.0], [0], scale=0),
    ),
    "a scale of measurements": (
        "scale is 100000; a histogram holds at most 1000 scores",
        lambda: ScoreCounter([2], [1.0], 100_000),
    ),
    "counts beyond counting": (
        "more than can be counted exactly",
        lambda: ScoreCells((1,), np.array([0]), np.ones(1), np.full((1, 3), 2**52)),
    ),
    "half a respondent": (
        "counts holds 0.5 at position 1",
        lambda: ScoreCells((1,), np.array([0]), np.ones(1), np.array([[1.0, 0.5]])),
    ),
    "a base weight listed twice": (
        "A base weight is listed twice",
        lambda: ScoreCounter([2], [1.0, 1.0], 11),
    ),
    "a batch without its codes": (
        "0 key variables where 1 are counted",
        lambda: ScoreCounter([2], [1.0], 11).count([], [0], [3]),
    ),
    "base sums of another shape": (
        r"base_powers has type float64 and shape \(2,\)",
        lambda: _design(np.ones(2)),
    ),
    "base sums of nobody": (
        r"base_powers of cell 0 are \[0.0, 0.0, 0.0\]",
        lambda: _design(np.zeros((3, 1))),
    ),
    "an identifier for a stratum": (
        "codes run from 0 to 999999",
        lambda: UnclusteredDesign.of(CELLS, stratum=[0, 20_240_101]),
    ),
    "half a domain": (
        "the number of domains is 1.5",
        lambda: estimate_cells(DESIGN, CELLS, [0, 0], 1.5),  # type: ignore[arg-type]
    ),
    "domains beyond memory": (
        "than 50000000 sums by domain and level",
        lambda: Domains(DESIGN, np.array([0, 0]), 10**12),
    ),
    "an unknown kind of residual": (
        "residuals is 'ols'; choose one of calibrate, rake, none",
        lambda: estimate_cells(DESIGN, CELLS, [0, 0], 1, residuals="ols"),
    ),
    "an unknown cluster factor": (
        "cluster_factor is 'R'; choose one of domain, sample",
        lambda: estimate_domains(ROWS, SCORES, [0] * 4, 1, cluster_factor="R"),
    ),
    "a measure of others": (
        "The measure has 3 values for 2 respondents",
        lambda: GROUPED.measure(Measure.of_rows([1, 2, 3])),
    ),
    "domains of others": (
        "domain has 1 value for 2 respondents",
        lambda: GROUPED.domain([0]),
    ),
    "units of nothing": ("the size of factor is 0", lambda: FOUND.scaled(0.0)),
    "units without a number": ("factor is nan", lambda: FOUND.scaled(NAN)),
    "an unknown kind of figure": (
        "kind is 'csat'; choose one of nps, proportion, mean",
        lambda: published_intervals("csat", FOUND),
    ),
    "an unknown kind of sentence": (
        "kind is 'csat'; choose one of nps, proportion, mean",
        lambda: published_figures("csat", FOUND),
    ),
    "a scale of one end": (
        r"The scale is \(1,\); hand in \(lowest, highest\)",
        lambda: published_intervals("nps", FOUND, (1,)),  # type: ignore[arg-type]
    ),
    "a scale without an end": (
        "The scale's end is inf",
        lambda: published_interval_mean(5.0, 0.5, 9, (1.0, INF)),
    ),
    "a mean outside its scale": (
        "Means from 8 to 8 lie outside the scale 1 to 7",
        lambda: published_interval_mean(8.0, 0.5, 9, (1.0, 7.0)),
    ),
    "shares above one": (
        "add up to more than 1",
        lambda: published_interval_nps(0.7, 0.6, 50, 5.0, 49),
    ),
    "a share of two": (
        "high_share is 2",
        lambda: published_interval_nps(2.0, 0.0, 50, 5.0, 49),
    ),
    "a negative error": (
        "se is -1",
        lambda: published_interval_proportion(0.5, 50, -1.0, 49),
    ),
    "degrees of freedom that are none": (
        "df is nan",
        lambda: published_interval_proportion(0.5, 50, 0.1, NAN),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_measured_is_refused_by_name(case: str) -> None:
    message, make = REFUSED[case]

    with pytest.raises(OutOfRange, match=message):
        make()


@pytest.mark.parametrize("base", [[1.0, 0.0], [1.0, -2.0], [1.0, NAN], [1.0, INF], ["a", "b"]])
def test_base_weights_that_are_none_are_refused(base: list[float]) -> None:
    with pytest.raises(BadWeights, match="base"):
        CellMoments.of_rows([[0, 0]], [1], base, [5, 4])
    with pytest.raises(BadWeights, match="base"):
        ScoreCells.of_rows([[0, 0]], [1], base, [5, 4], scale=11)


def test_marks_may_be_ones_and_zeros() -> None:
    by_marks = Measure.of_rows([5.0, NAN], [1, 0])

    assert by_marks.answered.tolist() == [1.0, 0.0]
    assert by_marks.total.tolist() == [5.0, 0.0]


def test_an_error_near_nothing_leaves_n_as_it_is() -> None:
    tiny, usual = (published_interval_nps(0.6, 0.16, 50, se, 49) for se in (1e-200, 1e-3))

    assert str(tiny) == str(usual)


def test_single_figures_hold_none_where_arrays_hold_nan() -> None:
    nobody = estimate_domains(ROWS, Measure.of_rows([1, 2, 3, 4], [False] * 4), [0] * 4, 1)[0]
    one = estimate_domains(ROWS, Measure.of_rows([1, 2, 3, 4], [True] + [False] * 3), [0] * 4, 1)[0]

    assert (nobody.estimate, nobody.raw, nobody.se, nobody.n_eff_kish) == (None,) * 4
    assert nobody.reason is Undefined.EMPTY
    assert (one.estimate, one.se) == (1.0, None)
    assert str(one) == (
        "no estimate: fewer than two accounts answered, so no error can be computed "
        "(n 1, 1 account, effective n 1.0)"
    )


def test_what_the_margins_fix_is_not_said_to_agree() -> None:
    margin = Margin("kind", CELLS.axis(0), ("a", "b"), np.array([6.0, 4.0]))
    kind = CellMoments.of_rows([[0, 0, 1, 1]], [2], [1.0, 2.0, 1.0, 2.0], [0, 0, 1, 1])
    raked = calibrate(kind.base, [margin], kind.respondents[0])

    found = estimate_cells(UnclusteredDesign.of(kind, calibration=raked), kind, [0, 0], 1)[0]

    assert found.estimate == pytest.approx(0.4)
    assert found.reason is Undefined.FIXED
    assert "the margins of the calibration fix this figure" in str(found)


def test_no_unweighted_error_is_nothing_rather_than_zero() -> None:
    design = CellDesign.from_rows([1.0, 1.0, 2.0, 1.0], [1, 1, 2, 2])

    found = estimate_domains(design, Measure.of_rows([8, 6, 8, 6]), [0] * 4, 1)

    assert found.valid[0]
    assert np.isnan(found.raw_se[0])


def test_a_figure_just_below_zero_prints_without_a_sign() -> None:
    design = CellDesign.from_rows([5000.0, 5001.0] + [1.0] * 8, range(10))
    scores = Measure.of_scores([10, 0] + [8] * 8)

    figure = published_figures("nps", estimate_domains(design, scores, [0] * 10, 1))[0]

    assert str(figure).startswith("NPS 0.0, 95 % interval")


def test_no_domain_at_all_gives_no_figure() -> None:
    found = estimate_cells(DESIGN, CELLS, [-1, -1], 0)

    assert len(found) == 0
    assert published_figures("mean", found, (0.0, 10.0)) == ()
