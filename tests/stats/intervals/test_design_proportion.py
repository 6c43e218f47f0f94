from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.errors import OutOfRange
from stats.estimation.published import published_interval_proportion
from stats.intervals import (
    DESIGN_LIMITS,
    Interval,
    IntervalMethod,
    design_proportion_interval,
    design_proportion_intervals,
    proportion_exact,
)
from stats.reasons import Undefined
from tests.stats.limits import interval_of
from tests.stats.reference import table

# R finds its method "logit" by iterated weighted least squares, which stops at about 1e-8.
R_METHODS = {
    "beta": (IntervalMethod.BETA, 1e-8),
    "logit": (IntervalMethod.LOGIT, 1e-8),
    "glm": (IntervalMethod.LOGIT, 1e-6),
    "wald": (IntervalMethod.WALD, 1e-8),
}


@pytest.mark.parametrize("name", R_METHODS)
def test_limits_are_those_of_svyciprop(name: str) -> None:
    method, tolerance = R_METHODS[name]
    rows = [row for row in table("intervals_designs.csv") if row["method"] == name]

    for row in rows:
        share, se, n, df, level = (float(row[k]) for k in ("share", "se", "n", "df", "level"))
        found = interval_of(design_proportion_interval(share, se, n, df, method, level))

        limits = np.clip([float(row["low"]), float(row["high"])], 0.0, 1.0)
        assert [found.low, found.high] == pytest.approx(limits, rel=tolerance), row


def test_wilson_is_the_published_interval() -> None:
    found = interval_of(design_proportion_interval(0.76, 0.061, 50, 12))

    assert found == published_interval_proportion(0.76, 50, 0.061, 12)


def test_beta_of_independent_answers_is_the_exact_interval() -> None:
    se = np.sqrt(0.3 * 0.7 / 40)

    found = interval_of(design_proportion_interval(0.3, se, 40, 39, IntervalMethod.BETA))

    exact = proportion_exact(12, 40)
    assert (found.low, found.high) == pytest.approx((exact.low, exact.high), rel=1e-12)


def test_arrays_give_what_one_by_one_gives_and_a_reason_beside_every_gap() -> None:
    share, se = [0.5, 0.2, 1.0, 0.4, 0.0, 0.6], [0.1, 0.05, 0.0, 0.1, 0.0, 0.0]
    n, df = [30, 60, 9, 5, 0, 20], [12, 40, 8, 0, 0, 9]

    for method in DESIGN_LIMITS:
        found = design_proportion_intervals(share, se, n, df, method)

        figures = zip(share, se, n, df, strict=True)
        assert [found[k] for k in range(len(found))] == [
            design_proportion_interval(*one, method) for one in figures
        ]
        assert found.reason.tolist() == [
            Undefined.DEFINED,
            Undefined.DEFINED,
            Undefined.ZERO_VARIANCE,
            Undefined.FEW_ACCOUNTS,
            Undefined.EMPTY,
            Undefined.ZERO_VARIANCE,
        ]
        assert np.isnan(found.low).tolist() == [bool(reason) for reason in found.reason]


@settings(max_examples=150, deadline=None)
@given(
    share=st.floats(1e-6, 1.0 - 1e-6),
    deff=st.floats(0.2, 20.0),
    n=st.integers(2, 5000),
    df=st.integers(1, 300),
)
def test_limits_stay_in_range_hold_the_share_and_widen_with_fewer_degrees_of_freedom(
    share: float, deff: float, n: int, df: int
) -> None:
    se = float(np.sqrt(share * (1.0 - share) * deff / n))

    for method in DESIGN_LIMITS:
        found = interval_of(design_proportion_interval(share, se, n, df, method))
        more = interval_of(design_proportion_interval(share, se, n, df + 1, method))

        assert 0.0 <= found.low <= share + 1e-9
        assert share - 1e-9 <= found.high <= 1.0
        assert found.half_width >= more.half_width * (1.0 - 1e-9)


@pytest.mark.parametrize("se", [1e-11, 50.0, 1e70])
def test_errors_too_small_or_too_large_to_be_true_keep_the_limits_in_range(se: float) -> None:
    for method in DESIGN_LIMITS:
        found = interval_of(design_proportion_interval(0.3, se, 50, 12, method))

        assert 0.0 <= found.low <= 0.3 <= found.high <= 1.0
    assert design_proportion_interval(0.3, 1e-13, 50, 12) is Undefined.ZERO_VARIANCE


def test_no_proportions_give_no_intervals() -> None:
    assert len(design_proportion_intervals([], [], [], [])) == 0


REFUSED = {
    "share above one": (([1.2], [0.1], [9], [8]), "share is 1.2 at position 0"),
    "negative error": (([0.5, 0.5], [0.1, -0.1], [9, 9], [8, 8]), "se is -0.1 at position 1"),
    "missing error": (([0.5], [float("nan")], [9], [8]), "se holds nan"),
    "other lengths": (([0.5], [0.1], [9, 9], [8]), "n has 2 values where 1"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_figures_that_cannot_be_are_refused(case: str) -> None:
    figures, text = REFUSED[case]

    with pytest.raises(OutOfRange, match=text):
        design_proportion_intervals(*figures)


def test_a_method_of_counts_and_an_impossible_level_are_refused() -> None:
    with pytest.raises(OutOfRange, match="'exact' from a design-based error; choose one of wilson"):
        design_proportion_intervals([0.5], [0.1], [9], [8], IntervalMethod.EXACT)
    with pytest.raises(OutOfRange, match="no probability"):
        design_proportion_interval(0.5, 0.1, 9, 8, level=1.0)


def test_an_interval_says_its_method_and_level() -> None:
    found = design_proportion_interval(0.5, 0.1, 25, 20, IntervalMethod.LOGIT, 0.9)

    assert isinstance(found, Interval)
    assert (found.method, found.level) == (IntervalMethod.LOGIT, 0.9)
    assert str(found) == "90 % interval 0.33 to 0.67"
