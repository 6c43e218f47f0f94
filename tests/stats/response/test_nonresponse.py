from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.errors import EmptyInput, OutOfRange
from stats.response import (
    GATE_FLOOR_NPS_POINTS,
    GATE_FLOOR_SHARE,
    GATE_SHIFT_LIMITS,
    NonresponseAdjustment,
    ResponseVerdict,
    extrapolate_waves,
    nonresponse_report,
    stratum_shift,
)

WAVES = extrapolate_waves([200, 100, 50], [8.0, 7.7, 7.4], 1000)


def test_two_strata_give_the_worked_shift() -> None:
    found = stratum_shift([600, 400], [300, 80], [7, 8])

    assert found.raw == pytest.approx(7.2105, abs=5e-5)
    assert found.adjusted == pytest.approx(7.40)
    assert found.shift == pytest.approx(-0.1895, abs=5e-5)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 500), st.floats(0.01, 1.0), st.floats(-100, 100)),
        min_size=1,
        max_size=8,
    )
)
def test_the_shift_is_the_covariance_over_the_mean_propensity(
    strata: list[tuple[int, float, float]],
) -> None:
    people = [n for n, _, _ in strata]
    answers = [max(1, round(n * share)) for n, share, _ in strata]

    found = stratum_shift(people, answers, [y for _, _, y in strata])

    assert found.shift == pytest.approx(found.covariance / found.mean_propensity, abs=1e-9)


def test_equal_response_everywhere_shifts_nothing() -> None:
    assert stratum_shift([100, 50], [40, 20], [3.0, 9.0]).shift == pytest.approx(0.0, abs=1e-12)


def test_the_report_states_every_estimate_and_the_largest_shift() -> None:
    found = nonresponse_report(WAVES.observed, 0.4, weighted=7.75, extrapolation=WAVES, bound=0.9)

    assert list(found.adjusted) == list(NonresponseAdjustment)
    assert found.leaning_on is NonresponseAdjustment.TREND
    assert found.largest_shift == pytest.approx(7.8286 - 7.0486, abs=1e-3)
    assert found.shift_over_margin == pytest.approx(1.95, abs=5e-3)
    assert found.verdict is ResponseVerdict.WARN
    assert "bias at most 0.90" in str(found)


LIMITS = {
    "on the warning limit": (1.0, ResponseVerdict.FINE),
    "above the warning limit": (1.01, ResponseVerdict.WARN),
    "on the failure limit": (2.0, ResponseVerdict.WARN),
    "above the failure limit": (-2.01, ResponseVerdict.FAIL),
}


@pytest.mark.parametrize("case", LIMITS)
def test_a_shift_equal_to_a_limit_stays_on_the_milder_side(case: str) -> None:
    shift, expected = LIMITS[case]

    assert nonresponse_report(0.0, 1.0, weighted=shift).verdict is expected


def test_rounding_does_not_carry_a_shift_over_its_limit() -> None:
    # In binary arithmetic (1.3 − 1)/.3 exceeds 1, and (1.1 − .9)/.1 exceeds 2.
    assert nonresponse_report(1.0, 0.3, weighted=1.3).verdict is ResponseVerdict.FINE
    assert nonresponse_report(0.9, 0.1, weighted=1.1).verdict is ResponseVerdict.WARN


GATE = {
    "below the floor of 2 points": (41.9, 0.5, ResponseVerdict.FINE),
    "on the floor": (42.0, 0.5, ResponseVerdict.FINE),
    "above the floor": (42.1, 0.5, ResponseVerdict.WARN),
    "on three floors": (46.0, 0.5, ResponseVerdict.WARN),
    "above three floors": (46.1, 0.5, ResponseVerdict.FAIL),
    "on a margin above the floor": (44.0, 4.0, ResponseVerdict.FINE),
    "on three such margins": (28.0, 4.0, ResponseVerdict.WARN),
    "above three such margins": (27.9, 4.0, ResponseVerdict.FAIL),
}


@pytest.mark.parametrize("case", GATE)
def test_the_gate_of_published_figures_judges_by_the_larger_of_margin_and_floor(case: str) -> None:
    weighted, margin, expected = GATE[case]

    found = nonresponse_report(
        40.0,
        margin,
        weighted=weighted,
        limits=GATE_SHIFT_LIMITS,
        floor=GATE_FLOOR_NPS_POINTS,
    )

    assert found.verdict is expected


def test_a_shift_between_two_and_three_margins_fails_the_report_and_warns_at_the_gate() -> None:
    report = nonresponse_report(0.50, 0.02, weighted=0.55)
    gate = nonresponse_report(
        0.50, 0.02, weighted=0.55, limits=GATE_SHIFT_LIMITS, floor=GATE_FLOOR_SHARE
    )

    assert report.shift_over_margin == pytest.approx(2.5)
    assert report.verdict is ResponseVerdict.FAIL
    assert gate.verdict is ResponseVerdict.WARN


def test_the_report_names_the_floor_where_it_is_the_measure() -> None:
    found = nonresponse_report(40.0, 0.5, weighted=43.0, floor=2.0)

    assert str(found) == "raw 40.00, weighted 43.00, largest shift 1.50 times 2"


def test_without_any_adjustment_there_is_no_shift_and_no_verdict() -> None:
    found = nonresponse_report(7.8, 0.3)

    assert found.largest_shift is None
    assert found.verdict is None
    assert str(found) == "raw 7.80, no adjustment known"


REFUSED: dict[str, tuple[Callable[[], object], type[Exception], str]] = {
    "silent stratum": (
        lambda: stratum_shift([5, 9], [2, 0], [1, 2]),
        OutOfRange,
        "9 people in stratum 1",
    ),
    "more answers than people": (lambda: stratum_shift([5], [6], [1]), OutOfRange, "Stratum 0"),
    "missing mean": (
        lambda: stratum_shift([5], [1], [float("nan")]),
        OutOfRange,
        "means holds nan",
    ),
    "no strata": (lambda: stratum_shift([], [], []), EmptyInput, "no stratum"),
    "no margin": (lambda: nonresponse_report(7.0, 0.0), OutOfRange, "margin is 0"),
    "negative bound": (lambda: nonresponse_report(7.0, 1.0, bound=-1.0), OutOfRange, "bound is -1"),
    "endless estimate": (
        lambda: nonresponse_report(7.0, 1.0, weighted=float("inf")),
        OutOfRange,
        "the estimate weighted is inf",
    ),
    "negative floor": (lambda: nonresponse_report(7.0, 1.0, floor=-1.0), OutOfRange, "floor is -1"),
    "missing raw": (lambda: nonresponse_report(float("nan"), 1.0), OutOfRange, "raw is nan"),
    "missing limit": (
        lambda: nonresponse_report(7.0, 1.0, limits=(1.0, float("nan"))),
        OutOfRange,
        "limits holds nan at position 1",
    ),
    "limits out of order": (
        lambda: nonresponse_report(7.0, 1.0, limits=(2.0, 1.0)),
        OutOfRange,
        "warn, then fail",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_reported_is_refused(case: str) -> None:
    attempt, refusal, text = REFUSED[case]

    with pytest.raises(refusal, match=text):
        attempt()
