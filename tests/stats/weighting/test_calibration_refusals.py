from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from stats import (
    BadWeights,
    CalibrationMethod,
    EmptyInput,
    Infeasible,
    Margin,
    NotConverged,
    OutOfRange,
    calibrate,
    implied_margins,
    rake,
)
from tests.stats.margins import named_margin


def _random_margins(seed: int) -> tuple[list[Margin], np.typing.NDArray[np.float64]]:
    """Two margins without a common structure, so that neither implies the other."""
    generator = np.random.default_rng(seed)
    n, sizes = int(generator.integers(12, 40)), generator.integers(2, 6, 2)
    margins = []
    for name, size in zip("ab", sizes, strict=True):
        codes = np.concatenate([np.arange(size), generator.integers(0, size, n - size)])
        generator.shuffle(codes)
        totals = np.bincount(codes) * generator.lognormal(0.0, 1.0, size)
        margins.append(named_margin(name, list(codes), list(1000.0 * totals / totals.sum())))
    return margins, generator.lognormal(0.0, 1.0, n)


def _room_for_weights(
    margins: list[Margin], base: np.typing.NDArray[np.float64], bounded: bool
) -> float:
    """Largest t such that weights exist with g at least t inside its bounds; −1 without any."""
    n = base.size
    mass = 1000.0 * base / base.sum()
    equal = np.concatenate([np.eye(m.size)[m.codes] * mass[:, None] for m in margins], axis=1).T
    lowest = np.concatenate([-np.eye(n), np.ones((n, 1))], axis=1)
    highest = np.concatenate([np.eye(n), np.ones((n, 1))], axis=1)
    result = linprog(
        np.concatenate([np.zeros(n), [-1.0]]),
        A_ub=np.concatenate([lowest, highest]) if bounded else lowest,
        b_ub=np.repeat([-0.2, 5.0], n) if bounded else np.zeros(n),
        A_eq=np.concatenate([equal, np.zeros((equal.shape[0], 1))], axis=1),
        b_eq=np.concatenate([m.totals for m in margins]),
        bounds=[(0.0, None)] * n + [(None, 1.0)],
    )
    return -float(result.fun) if result.status == 0 else -1.0


def test_a_level_that_needs_more_than_the_bound_is_named() -> None:
    margin = named_margin("region", [0] * 9 + [1], [40.0, 60.0])

    with pytest.raises(Infeasible, match=r"'region1'.*multiplied by 6") as refusal:
        calibrate([1.0] * 10, [margin], method=CalibrationMethod.LOGIT)

    assert (refusal.value.margin, refusal.value.level) == ("region", "region1")


def test_bounds_that_only_fail_together_are_refused_with_the_level_left_short() -> None:
    codes, other = [0] * 50 + [1] * 50, [0] * 45 + [1] * 5 + [0] * 5 + [1] * 45
    margins = [named_margin("a", codes, [90.0, 10.0]), named_margin("b", other, [20.0, 80.0])]

    with pytest.raises(Infeasible, match="within the bounds") as refusal:
        calibrate([1.0] * 100, margins, method=CalibrationMethod.LOGIT, bounds=(0.05, 9.0))

    assert (refusal.value.margin, refusal.value.level) in {("a", "a0"), ("b", "b1")}


WEIGHTS_REFUSED = {
    "negative": [1.0, -1.0],
    "zero": [1.0, 0.0],
    "missing": [1.0, float("nan")],
    "endless": [1.0, float("inf")],
}


@pytest.mark.parametrize("case", WEIGHTS_REFUSED)
def test_base_weights_that_are_no_weights_are_refused(case: str) -> None:
    with pytest.raises(BadWeights, match="position 1"):
        rake(WEIGHTS_REFUSED[case], [named_margin("a", [0, 1], [1.0, 1.0])])


def test_calibration_without_margins_or_respondents_is_refused() -> None:
    with pytest.raises(EmptyInput, match="no margin"):
        rake([1.0], [])
    with pytest.raises(BadWeights, match="no respondent"):
        rake([1.0], [named_margin("a", [0], [1.0])], [0])


def test_bounds_without_the_bounded_method_are_refused() -> None:
    with pytest.raises(OutOfRange, match="need method logit"):
        calibrate([1.0], [named_margin("a", [0], [1.0])], bounds=(0.2, 5.0))


def test_bounds_that_exclude_one_are_refused() -> None:
    with pytest.raises(OutOfRange, match="must satisfy"):
        calibrate(
            [1.0],
            [named_margin("a", [0], [1.0])],
            method=CalibrationMethod.LOGIT,
            bounds=(1.0, 5.0),
        )


def test_two_margins_of_one_name_are_refused() -> None:
    with pytest.raises(OutOfRange, match="names repeat"):
        rake(
            [1.0] * 2,
            [named_margin("a", [0, 1], [1.0, 1.0]), named_margin("a", [0, 1], [1.0, 1.0])],
        )


def test_a_code_without_a_level_and_a_negative_total_are_refused() -> None:
    with pytest.raises(OutOfRange, match="code 2 at position 1"):
        named_margin("a", [0, 2], [1.0, 1.0])
    with pytest.raises(OutOfRange, match="total -1 in level 'a1'"):
        named_margin("a", [0, 1], [1.0, -1.0])
    with pytest.raises(OutOfRange, match="total 1e-100 in level 'a0'"):
        named_margin("a", [0, 1], [1e-100, 1.0])


def test_a_level_named_twice_is_refused() -> None:
    with pytest.raises(OutOfRange, match="'a' has the level 'x' twice"):
        Margin("a", np.array([0, 1]), ("x", "x"), np.array([1.0, 1.0]))


def test_margins_of_different_cells_are_refused() -> None:
    margins = [named_margin("a", [0, 1], [1.0, 1.0]), named_margin("b", [0], [2.0])]

    with pytest.raises(OutOfRange, match="'b' has 1 code for 2 cells"):
        rake([1.0, 1.0], margins)
    with pytest.raises(OutOfRange, match="'b' has 1 code for 2 cells"):
        implied_margins(margins)


BOUNDS_REFUSED: list[tuple[Any, Any]] = [
    (0.2, float("inf")),
    (0.2, float("nan")),
    (float("nan"), 5.0),
    ("0", 5.0),
]


@pytest.mark.parametrize("bounds", BOUNDS_REFUSED)
def test_bounds_that_are_no_numbers_are_refused(bounds: tuple[float, float]) -> None:
    with pytest.raises(OutOfRange, match="bound is"):
        calibrate(
            [1.0],
            [named_margin("a", [0], [1.0])],
            method=CalibrationMethod.LOGIT,
            bounds=bounds,
        )


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 100_000), bounded=st.booleans())
def test_margins_are_refused_exactly_when_a_linear_programme_finds_no_weights(
    seed: int, bounded: bool
) -> None:
    margins, base = _random_margins(seed)
    method = CalibrationMethod.LOGIT if bounded else CalibrationMethod.RAKING

    try:
        calibrate(base, margins, method=method)
        met = True
    except (NotConverged, Infeasible):
        met = False

    assert met is (_room_for_weights(margins, base, bounded) > 1e-7)
