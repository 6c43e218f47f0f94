from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.arrays import FloatArray
from stats.constructs import ConstructVerdict, UntestableConstruct, htmt
from stats.errors import OutOfRange
from tests.stats.constructs.figures import EASE, TRUST, answers, figure

NAMES = ["satisfaction", "satisfaction", "loyalty", "loyalty"]


def _matrix(within: tuple[float, float], between: tuple[float, float, float, float]) -> FloatArray:
    r = np.eye(4)
    r[0, 1], r[2, 3] = within
    r[0, 2], r[0, 3], r[1, 2], r[1, 3] = between
    return np.asarray(np.triu(r) + np.triu(r, 1).T)


WORKED = _matrix((0.6, 0.5), (0.30, 0.35, 0.25, 0.30))


def test_the_worked_correlations_give_the_worked_ratios() -> None:
    (found,) = htmt(WORKED, NAMES)

    assert found.value == pytest.approx(0.548, abs=5e-4)
    assert found.value2 == pytest.approx(0.544, abs=5e-4)
    assert found.verdict is ConstructVerdict.FINE
    assert (found.first, found.second) == ("satisfaction", "loyalty")


def test_both_ratios_are_those_of_r_semtools() -> None:
    whole = answers((*TRUST, *EASE))

    (found,) = htmt(whole.correlations(), ["trust"] * 4 + ["ease"] * 3)

    assert found.value == pytest.approx(figure("htmt", "value"), rel=1e-8)
    assert found.value2 == pytest.approx(figure("htmt2", "value"), rel=1e-8)


@settings(max_examples=30, deadline=None)
@given(
    a=st.lists(st.floats(0.3, 0.95), min_size=2, max_size=4),
    b=st.lists(st.floats(0.3, 0.95), min_size=2, max_size=4),
    truth=st.floats(0.05, 0.99),
)
def test_whatever_the_loadings_htmt2_is_the_correlation_of_the_constructs(
    a: list[float], b: list[float], truth: float
) -> None:
    loadings, construct = np.array(a + b), np.array([0] * len(a) + [1] * len(b))
    r = np.outer(loadings, loadings) * np.where(construct[:, None] == construct, 1.0, truth)
    np.fill_diagonal(r, 1.0)

    (found,) = htmt(r, ["a" if c == 0 else "b" for c in construct])

    assert found.value2 == pytest.approx(truth)


def test_items_may_stand_in_any_order() -> None:
    order = [2, 0, 3, 1]

    (found,) = htmt(WORKED[np.ix_(order, order)], [NAMES[i] for i in order])

    (usual,) = htmt(WORKED, NAMES)
    assert found.value == pytest.approx(usual.value)
    assert found.value2 == pytest.approx(usual.value2)


CUTS = {
    "equal to .85": (0.85, ConstructVerdict.FINE),
    "above .85": (0.851, ConstructVerdict.WARN),
    "equal to .90": (0.90, ConstructVerdict.WARN),
    "above .90": (0.901, ConstructVerdict.FAIL),
}


@pytest.mark.parametrize("case", CUTS)
def test_the_cut_offs_are_strict(case: str) -> None:
    size, verdict = CUTS[case]

    (found,) = htmt(_matrix((0.7, 0.7), (0.7 * size,) * 4), NAMES)

    assert found.verdict is verdict


def test_constructs_that_run_in_opposite_directions_are_as_separate_as_if_recoded() -> None:
    (found,) = htmt(_matrix((0.6, 0.5), (-0.30, -0.35, -0.25, -0.30)), NAMES)

    (recoded,) = htmt(WORKED, NAMES)
    assert found.value == pytest.approx(recoded.value)
    assert found.value2 == pytest.approx(recoded.value2)


NO_GEOMETRIC_MEAN = {
    "a zero": (_matrix((0.6, 0.5), (0.3, 0.0, 0.3, 0.3)), UntestableConstruct.ZERO_CORRELATION),
    "mixed signs": (_matrix((0.6, 0.5), (0.3, -0.1, 0.3, 0.3)), UntestableConstruct.MIXED_SIGNS),
    "a reversed item": (
        _matrix((0.6, -0.5), (0.3, 0.2, 0.3, 0.3)),
        UntestableConstruct.REVERSED_ITEM,
    ),
}


@pytest.mark.parametrize("case", NO_GEOMETRIC_MEAN)
def test_without_a_geometric_mean_there_is_htmt_and_a_reason_for_no_htmt2(case: str) -> None:
    matrix, reason = NO_GEOMETRIC_MEAN[case]

    (found,) = htmt(matrix, NAMES)

    assert found.value is not None
    assert found.value2 is None
    assert found.reason2 is reason
    assert str(found).endswith(f"no HTMT2: {reason.sentence}")


def test_items_of_a_construct_that_do_not_correlate_leave_no_ratio() -> None:
    (found,) = htmt(_matrix((0.0, 0.5), (0.3, 0.3, 0.3, 0.3)), NAMES)

    assert found.value is None
    assert found.reason is UntestableConstruct.ZERO_CORRELATION
    assert found.verdict is ConstructVerdict.NOT_TESTABLE


def test_a_construct_of_one_item_is_not_applicable() -> None:
    found = htmt(WORKED, ["satisfaction", "satisfaction", "loyalty", "effort"])

    assert len(found) == 3
    assert {pair.verdict for pair in found} == {ConstructVerdict.NOT_APPLICABLE}
    assert str(found[0]) == "satisfaction and loyalty: no HTMT, single item"


def test_names_that_do_not_align_or_name_one_construct_are_refused() -> None:
    with pytest.raises(OutOfRange, match="3 where 4 are needed"):
        htmt(WORKED, NAMES[:3])
    with pytest.raises(OutOfRange, match="One construct"):
        htmt(WORKED, ["all"] * 4)
    with pytest.raises(OutOfRange, match="between −1 and 1"):
        htmt(2.0 * WORKED, NAMES)


def test_what_rounding_leaves_of_a_zero_correlation_is_zero() -> None:
    (between,) = htmt(_matrix((0.6, 0.5), (0.3, 1e-17, 0.3, 0.3)), NAMES)
    (within,) = htmt(_matrix((1e-17, 0.5), (0.3, 0.2, 0.3, 0.3)), NAMES)

    assert between.value2 is None
    assert between.reason2 is UntestableConstruct.ZERO_CORRELATION
    assert within.value is None
    assert within.reason is UntestableConstruct.ZERO_CORRELATION
