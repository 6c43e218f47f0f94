from __future__ import annotations

import math
from enum import StrEnum
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.errors import OutOfRange
from stats.scalars import check_choice, check_number, check_whole, whole_up


@pytest.mark.parametrize(
    ("value", "limits", "text"),
    [
        (math.nan, {}, r"x is nan; hand in a number\.$"),
        (math.inf, {}, r"x is inf; hand in a number\.$"),
        (1e80, {}, r"x is 1e\+80"),
        (10**400, {}, "hand in a number"),
        ("7", {}, "x is '7'; hand in a number"),
        (None, {"low": 0.0}, "x is None; hand in a number from 0 upwards"),
        ([1, 2], {}, r"x is \[1, 2\]"),
        (True, {}, "x is True"),
        (np.bool_(True), {}, "hand in a number"),
        (3j, {}, "x is 3j"),
        (np.complex128(3), {}, "hand in a number"),
        (-0.1, {"low": 0.0, "high": 1.0}, "x is -0.1; hand in a number from 0 to 1"),
        (0, {"above": 0.0}, r"x is 0; hand in a number above 0\.$"),
        (1.2, {"above": 0.0, "high": 1.0}, "x is 1.2; hand in a number above 0 and at most 1"),
        (5, {"high": 3.0}, "x is 5; hand in a number up to 3"),
        (math.nan, {"endless": True}, "x is nan"),
        (-math.inf, {"endless": True, "low": 1.0}, "x is -inf; hand in a number from 1 upwards"),
        (1e-200, {"above": 0.0}, "x is 1e-200"),
    ],
)
def test_what_is_no_number_between_its_limits_is_refused(
    value: Any, limits: dict[str, Any], text: str
) -> None:
    with pytest.raises(OutOfRange, match=text):
        check_number("x", value, **limits)


def test_numbers_of_numpy_are_numbers_and_limits_belong_to_the_range() -> None:
    half: Any = np.float32(0.5)
    three: Any = np.int8(3)

    assert check_number("x", half, low=0.5, high=0.5) == 0.5
    assert check_number("x", three) == 3.0
    assert check_number("x", math.inf, low=1.0, endless=True) == math.inf
    assert check_number("x", -math.inf, endless=True) == -math.inf


@pytest.mark.parametrize("value", [2.5, -1, math.nan, math.inf, 2**54, "2"])
def test_what_is_no_whole_number_is_refused(value: Any) -> None:
    with pytest.raises(OutOfRange, match="n is "):
        check_whole("n", value)


def test_a_whole_number_may_come_as_a_float() -> None:
    found = check_whole("n", 3.0)

    assert (found, type(found)) == (3, int)


class _Side(StrEnum):
    LEFT = "left"
    RIGHT = "right"


def test_a_choice_comes_as_itself_or_by_its_name() -> None:
    assert check_choice("side", "right", _Side) is _Side.RIGHT
    assert check_choice("side", _Side.LEFT, _Side) is _Side.LEFT


@pytest.mark.parametrize("value", ["up", "LEFT", 3, None, ["left"]])
def test_what_is_no_choice_is_refused_with_the_choices(value: Any) -> None:
    with pytest.raises(OutOfRange, match="choose one of left, right"):
        check_choice("side", value, _Side)


@pytest.mark.parametrize("value", [1e300, math.inf, math.nan])
def test_a_count_beyond_counting_is_refused(value: float) -> None:
    with pytest.raises(OutOfRange, match="check the units"):
        whole_up(value)


@given(st.integers(1, 10_000), st.integers(1, 100))
def test_a_quotient_in_decimals_is_rounded_up_as_on_paper(answers: int, percent: int) -> None:
    assert whole_up(answers / (percent / 100)) == -(-100 * answers // percent)
