from __future__ import annotations

import pytest

from stats.constructs import (
    AllowedComparison,
    ConstructVerdict,
    Invariance,
    InvarianceLevel,
    ModelFit,
    RejectionRule,
    invariance,
)
from stats.errors import EmptyInput, OutOfRange

BASE = ModelFit(0.970, 0.050, 0.030)
SAME = BASE
SUPPLEMENTED = RejectionRule.CFI_SUPPLEMENTED


def _worse(cfi: float, rmsea: float = 0.0, srmr: float = 0.0) -> ModelFit:
    return ModelFit(BASE.cfi - cfi, BASE.rmsea + rmsea, BASE.srmr + srmr)


def _of(
    metric: ModelFit, scalar: ModelFit | None = None, rule: RejectionRule = RejectionRule.CFI_ALONE
) -> Invariance:
    return invariance(BASE, metric, scalar, [400, 400], rule)


def test_scalar_invariance_allows_means_and_rankings() -> None:
    found = _of(_worse(0.003), _worse(0.008))

    assert found.level is InvarianceLevel.SCALAR
    assert found.verdict is ConstructVerdict.FINE
    assert AllowedComparison.MEANS in found.allowed
    assert [check.rejected for check in found.checks] == [False, False, False]


def test_metric_invariance_alone_allows_relations_and_blocks_means() -> None:
    found = _of(_worse(0.003), _worse(0.020))

    assert found.level is InvarianceLevel.METRIC
    assert found.verdict is ConstructVerdict.FAIL
    assert found.allowed == (AllowedComparison.WITHIN_TRENDS, AllowedComparison.RELATIONS)
    assert "no means or rankings between groups" in str(found)


def test_each_level_is_compared_with_the_one_before() -> None:
    found = _of(_worse(0.009), _worse(0.018))

    assert found.level is InvarianceLevel.SCALAR
    assert found.checks[2].cfi_drop == pytest.approx(0.009)


def test_a_rejected_level_ends_the_sequence() -> None:
    found = _of(_worse(0.015), _worse(0.016))

    assert found.level is InvarianceLevel.CONFIGURAL
    assert [check.level for check in found.checks] == [
        InvarianceLevel.CONFIGURAL,
        InvarianceLevel.METRIC,
    ]
    assert found.allowed == (AllowedComparison.WITHIN_TRENDS,)


POOR = {
    "low CFI": (ModelFit(0.899, 0.05, 0.03), InvarianceLevel.NONE),
    "CFI at the cut-off": (ModelFit(0.90, 0.05, 0.03), InvarianceLevel.CONFIGURAL),
    "high SRMR": (ModelFit(0.97, 0.05, 0.081), InvarianceLevel.NONE),
    "SRMR at the cut-off": (ModelFit(0.97, 0.05, 0.08), InvarianceLevel.CONFIGURAL),
    "high RMSEA has no vote": (ModelFit(0.97, 0.15, 0.03), InvarianceLevel.CONFIGURAL),
}


@pytest.mark.parametrize("case", POOR)
def test_the_pattern_itself_must_fit(case: str) -> None:
    configural, level = POOR[case]

    found = invariance(configural, None, None, [400, 400])

    assert found.level is level


DROPS = {
    "equal to .010 rejects": ([400, 400], 0.010, True),
    "below .010 passes": ([400, 400], 0.0099, False),
    "equal to .005 in small groups rejects": ([299, 400], 0.005, True),
    "below .005 in small groups passes": ([299, 400], 0.0049, False),
    "three hundred each are large": ([300, 400], 0.009, False),
    "half as large again is still equal": ([300, 450], 0.009, False),
    "more than that is unequal": ([300, 451], 0.009, True),
}


@pytest.mark.parametrize("case", DROPS)
def test_the_drop_of_cfi_that_rejects_depends_on_the_groups(case: str) -> None:
    sizes, drop, rejected = DROPS[case]

    found = invariance(BASE, _worse(drop), None, sizes)

    assert found.checks[1].rejected is rejected


RULES = {
    "metric by RMSEA": (_worse(0.012, rmsea=0.015), None, True),
    "metric by SRMR": (_worse(0.012, srmr=0.030), None, True),
    "metric by neither": (_worse(0.012, rmsea=0.014, srmr=0.029), None, False),
    "metric without a drop of CFI": (_worse(0.009, rmsea=0.02, srmr=0.04), None, False),
    "scalar by SRMR": (SAME, _worse(0.012, srmr=0.010), True),
    "scalar by neither": (SAME, _worse(0.012, rmsea=0.014, srmr=0.009), False),
}


@pytest.mark.parametrize("case", RULES)
def test_supplemented_a_drop_needs_a_second_witness(case: str) -> None:
    metric, scalar, rejected = RULES[case]

    found = invariance(BASE, metric, scalar, [400, 400], SUPPLEMENTED)

    assert found.checks[-1].rejected is rejected


def test_in_small_groups_the_second_witness_needs_less() -> None:
    assert (
        invariance(BASE, _worse(0.006, rmsea=0.010), None, [250, 250], SUPPLEMENTED)
        .checks[1]
        .rejected
    )
    assert (
        invariance(BASE, SAME, _worse(0.006, srmr=0.005), [250, 250], SUPPLEMENTED)
        .checks[2]
        .rejected
    )


def test_alone_the_drop_of_cfi_rejects_without_a_witness() -> None:
    assert _of(_worse(0.012)).checks[1].rejected
    assert not _of(_worse(0.012), rule=SUPPLEMENTED).checks[1].rejected


def test_fewer_than_two_hundred_in_a_group_are_not_testable_whatever_the_fit() -> None:
    found = invariance(BASE, SAME, SAME, [199, 400])

    assert found.verdict is ConstructVerdict.NOT_TESTABLE
    assert found.level is InvarianceLevel.NONE
    assert found.allowed == (AllowedComparison.WITHIN_TRENDS,)
    assert found.smallest == 199


def test_a_level_that_nobody_fitted_is_open_and_allows_nothing_more() -> None:
    found = _of(SAME)

    assert found.level is InvarianceLevel.METRIC
    assert found.verdict is ConstructVerdict.NOT_TESTABLE
    assert AllowedComparison.MEANS not in found.allowed


def test_impossible_fits_and_groups_are_refused() -> None:
    with pytest.raises(OutOfRange, match=r"cfi is 1\.2"):
        ModelFit(1.2, 0.05, 0.03)
    with pytest.raises(OutOfRange, match="rmsea is nan"):
        ModelFit(0.95, float("nan"), 0.03)
    with pytest.raises(OutOfRange, match="without a metric one"):
        invariance(BASE, None, SAME, [400, 400])
    with pytest.raises(OutOfRange, match="nothing to be compared"):
        invariance(BASE, SAME, SAME, [400])
    with pytest.raises(EmptyInput, match="group_sizes"):
        invariance(BASE, SAME, SAME, [])


def test_a_verdict_without_any_level_reads_as_a_sentence() -> None:
    few = invariance(BASE, SAME, SAME, [199, 400])

    assert str(few).startswith(
        "no invariance (not testable, smallest group 199): compare trends within a group;"
    )
    assert str(invariance(ModelFit(0.8, 0.05, 0.03), None, None, [400, 400])).startswith(
        "no invariance (fail): "
    )


def test_a_rule_is_known_by_its_text_and_an_unknown_one_refused() -> None:
    by_text = invariance(BASE, _worse(0.012), None, [400, 400], "cfi_supplemented")  # type: ignore[arg-type]

    assert not by_text.checks[1].rejected
    with pytest.raises(OutOfRange, match="'rmsea' is no RejectionRule"):
        invariance(BASE, SAME, None, [400, 400], "rmsea")  # type: ignore[arg-type]
