from __future__ import annotations

import numpy as np
import pytest

from stats import (
    BadWeights,
    CellDesign,
    EmptyInput,
    LonelyStratum,
    Measure,
    OutOfRange,
    Partition,
    Undefined,
    estimate_domains,
)
from tests.stats.samples import sample

UNDEFINED = {
    "nobody answered": ([5, 5, 5], [0, 0, 0], [1, 2, 3], Undefined.EMPTY),
    "one answer": ([5, 1, 9], [1, 0, 0], [1, 2, 3], Undefined.FEW_ACCOUNTS),
    "one account": ([5, 1, 9], [1, 1, 1], [4, 4, 4], Undefined.FEW_ACCOUNTS),
    "all the same": ([5, 5, 5], [1, 1, 1], [1, 2, 3], Undefined.ZERO_VARIANCE),
}


@pytest.mark.parametrize("case", UNDEFINED)
def test_what_has_no_error_carries_its_reason(case: str) -> None:
    y, answered, account, reason = UNDEFINED[case]
    design = CellDesign.from_rows([1.0, 3.0, 0.7], account)

    found = estimate_domains(design, Measure.of_rows(y, answered), [0, 0, 0], 1)

    assert found.reason[0] is reason
    assert not found.valid[0]
    assert np.isnan(found.se[0])
    assert reason.sentence in str(found[0])


def test_a_domain_without_cells_is_empty_and_disturbs_nobody() -> None:
    data = sample(2)

    found = estimate_domains(data.rows(), data.nps(), data.domain, data.domains + 2)

    assert found.reason[-1] is Undefined.EMPTY
    assert np.isnan(found.estimate[-1])
    assert found.valid[: data.domains].all()


def test_figures_can_be_scaled_to_points() -> None:
    data = sample(2)
    found = estimate_domains(data.rows(), data.nps(), data.domain, data.domains)

    points = found.scaled(100.0)

    np.testing.assert_allclose(points.se, 100.0 * found.se)
    np.testing.assert_allclose(points.unit_variance, 1e4 * found.unit_variance)
    assert points[0].n == found[0].n


def test_a_measure_of_another_rollup_is_refused() -> None:
    design = CellDesign.from_rows([1.0, 1.0], [1, 2])

    with pytest.raises(OutOfRange, match="3 rows and the rollup 2"):
        estimate_domains(design, Measure.of_rows([1, 2, 3]), [0, 0], 1)


def test_more_answers_than_respondents_are_refused() -> None:
    design = CellDesign.from_rows([1.0, 1.0], [1, 2])
    too_many = Measure(np.array([2.0, 1.0]), np.array([2.0, 1.0]), np.array([2.0, 1.0]))

    with pytest.raises(OutOfRange, match="2 answers from 1 respondent;"):
        estimate_domains(design, too_many, [0, 0], 1)


def test_a_partition_of_another_design_is_refused() -> None:
    first = CellDesign.from_rows([1.0, 1.0], [1, 2])
    second = CellDesign.from_rows([1.0, 1.0], [1, 2])

    with pytest.raises(OutOfRange, match="another design"):
        estimate_domains(first, Measure.of_rows([1, 2]), Partition(second, np.array([0, 0]), 1))


def test_a_domain_code_beyond_the_number_of_domains_is_refused() -> None:
    design = CellDesign.from_rows([1.0, 1.0], [1, 2])

    with pytest.raises(OutOfRange, match="code 1 at position 1"):
        estimate_domains(design, Measure.of_rows([1, 2]), [0, 1], 1)


def test_a_stratum_with_one_account_among_several_is_refused_by_number() -> None:
    with pytest.raises(LonelyStratum, match="Stratum 1") as refusal:
        CellDesign.from_rows([1.0] * 3, [1, 2, 3], stratum=[0, 0, 1])

    assert refusal.value.stratum == 1


def test_a_single_account_in_the_only_stratum_used_is_a_reason_not_a_refusal() -> None:
    design = CellDesign.from_rows([1.0, 1.0], [1, 1], stratum=[3, 3])

    found = estimate_domains(design, Measure.of_rows([1, 2]), [0, 0], 1)

    assert found.reason[0] is Undefined.FEW_ACCOUNTS


def test_a_design_without_respondents_is_refused() -> None:
    with pytest.raises(EmptyInput, match="rollup"):
        CellDesign.from_rows([], [])


def test_negative_and_missing_weights_are_refused() -> None:
    with pytest.raises(BadWeights, match="position 1"):
        CellDesign.from_rows([1.0, -1.0], [1, 2])
    with pytest.raises(BadWeights, match="nan at position 0"):
        CellDesign.from_rows([float("nan"), 1.0], [1, 2])


def test_scores_outside_the_scale_are_refused() -> None:
    with pytest.raises(OutOfRange, match="score 11"):
        Measure.of_scores([10, 11])


def test_sums_that_cannot_belong_together_are_refused() -> None:
    with pytest.raises(OutOfRange, match="cannot come from 1 answers"):
        Measure(np.array([1.0]), np.array([5.0]), np.array([5.0]))
