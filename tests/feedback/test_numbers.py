from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.errors import AnswerProblem
from feedback.numbers import read_number


@pytest.mark.parametrize(
    ("text", "decimals", "number"),
    [
        pytest.param("12", 0, "12", id="whole"),
        pytest.param(" 12 ", 0, "12", id="spaces around"),
        pytest.param("3.5", 1, "3.5", id="point"),
        pytest.param("3,5", 1, "3.5", id="comma"),
        pytest.param("3,50", 1, "3.5", id="zeros beyond the decimals"),
        pytest.param("3.0", 0, "3", id="whole with a zero"),
        pytest.param("-4", 0, "-4", id="negative"),
        pytest.param("−4", 0, "-4", id="minus sign"),
        pytest.param("+4", 0, "4", id="plus sign"),
        pytest.param("007", 0, "7", id="leading zeros"),
        pytest.param("1.250", 3, "1.25", id="as many decimals as asked for"),
        pytest.param("٣٫٥", 1, "3.5", id="Arabic digits"),
        pytest.param("१२", 0, "12", id="Devanagari digits"),
        pytest.param("\u200f-٣٫٥\u200e", 1, "-3.5", id="direction marks nobody sees"),
        pytest.param("１２", 0, "12", id="full width"),
    ],
)
def test_a_number_is_read_as_people_write_it(text: str, decimals: int, number: str) -> None:
    assert read_number(text, decimals) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "decimals", "problem"),
    [
        pytest.param("twelve", 0, AnswerProblem.NOT_A_NUMBER, id="word"),
        pytest.param("12 km", 0, AnswerProblem.NOT_A_NUMBER, id="unit"),
        pytest.param("1e3", 0, AnswerProblem.NOT_A_NUMBER, id="exponent"),
        pytest.param("NaN", 0, AnswerProblem.NOT_A_NUMBER, id="not a number"),
        pytest.param("Infinity", 0, AnswerProblem.NOT_A_NUMBER, id="infinity"),
        pytest.param("0x10", 0, AnswerProblem.NOT_A_NUMBER, id="hexadecimal"),
        pytest.param("½", 1, AnswerProblem.NOT_A_NUMBER, id="fraction sign"),
        pytest.param("1٢", 0, AnswerProblem.NOT_A_NUMBER, id="two scripts"),
        pytest.param(".", 1, AnswerProblem.NOT_A_NUMBER, id="mark alone"),
        pytest.param(".5", 1, AnswerProblem.NOT_A_NUMBER, id="nothing before the mark"),
        pytest.param("7\x00", 0, AnswerProblem.NOT_A_NUMBER, id="NUL"),
        pytest.param("9" * 1_000_000, 0, AnswerProblem.NOT_A_NUMBER, id="a million digits"),
        pytest.param("", 0, AnswerProblem.NOT_A_NUMBER, id="nothing"),
        pytest.param("12.500", 0, AnswerProblem.GROUPED, id="point between thousands"),
        pytest.param("12,500", 2, AnswerProblem.GROUPED, id="comma between thousands"),
        pytest.param("1.234.567", 0, AnswerProblem.GROUPED, id="several marks"),
        pytest.param("1,234.5", 1, AnswerProblem.GROUPED, id="both marks"),
        pytest.param("12 500", 0, AnswerProblem.GROUPED, id="space"),
        pytest.param("12\u202f500", 0, AnswerProblem.GROUPED, id="narrow space"),
        pytest.param("12'500", 0, AnswerProblem.GROUPED, id="apostrophe"),
        pytest.param("3.55", 1, AnswerProblem.TOO_PRECISE, id="too many decimals"),
        pytest.param("0.125", 2, AnswerProblem.TOO_PRECISE, id="three decimals of nothing"),
        pytest.param("3.5", 0, AnswerProblem.NOT_WHOLE, id="not whole"),
        pytest.param("1234567890.123456", 6, AnswerProblem.TOO_PRECISE, id="more than is kept"),
    ],
)
def test_what_is_no_number_or_could_be_two_is_refused(
    text: str, decimals: int, problem: AnswerProblem
) -> None:
    assert read_number(text, decimals) is problem


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3), st.sampled_from(".,"))
def test_any_number_that_is_read_is_kept_exactly(number: Decimal, mark: str) -> None:
    read = read_number(str(number).replace(".", mark), 3)

    assert read == number
    assert Decimal(repr(float(number))) == number


@given(st.text(max_size=60), st.integers(0, 6))
def test_no_text_breaks_the_reading(text: str, decimals: int) -> None:
    assert isinstance(read_number(text, decimals), Decimal | AnswerProblem)
