from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from customers.imports.cells import (
    Reader,
    Rules,
    one_of,
    read_amount,
    read_comment,
    read_currency,
    read_email,
    read_flag,
    read_key,
    read_language,
    read_whole_number,
)
from customers.imports.errors import CellError

BERLIN = ZoneInfo("Europe/Berlin")
RULES = Rules(BERLIN, BERLIN, date(2026, 11, 16))
COMMA = Rules(BERLIN, BERLIN, date(2026, 11, 16), decimal=",")


@pytest.mark.parametrize(
    ("read", "rules", "cell", "value"),
    [
        pytest.param(read_key, RULES, "A-17", "A-17", id="a key"),
        pytest.param(read_key, RULES, "Sa\u0303o", "São", id="composed"),
        pytest.param(read_amount, RULES, "12.5", Decimal("12.50"), id="a point"),
        pytest.param(read_amount, RULES, "1,234.50", Decimal("1234.50"), id="with thousands"),
        pytest.param(read_amount, RULES, "0", Decimal("0.00"), id="nothing paid"),
        pytest.param(read_amount, RULES, "0.125", Decimal("0.12"), id="half to even"),
        pytest.param(read_amount, COMMA, "1.234,50", Decimal("1234.50"), id="a comma"),
        pytest.param(read_amount, COMMA, "1234,5", Decimal("1234.50"), id="a comma alone"),
        pytest.param(read_amount, COMMA, "1.234", Decimal("1234.00"), id="thousands by point"),
        pytest.param(read_amount, RULES, "12,50", Decimal("12.50"), id="plainly a comma"),
        pytest.param(read_amount, RULES, "1.234,50", Decimal("1234.50"), id="both marks"),
        pytest.param(read_amount, RULES, "1,234,567", Decimal("1234567.00"), id="millions"),
        pytest.param(read_amount, RULES, "1 234,5", Decimal("1234.50"), id="a space between"),
        pytest.param(read_flag, RULES, "Yes", True, id="yes"),
        pytest.param(read_flag, RULES, "0", False, id="no"),
        pytest.param(read_language, RULES, "pt_BR", "pt-BR", id="a language"),
        pytest.param(read_currency, RULES, "eur", "EUR", id="a currency"),
        pytest.param(read_email, RULES, "a.b@x.example", "a.b@x.example", id="an address"),
        pytest.param(read_whole_number, RULES, "5.0", 5, id="a score from a spreadsheet"),
        pytest.param(read_comment, RULES, " a\r\n😊 ", " a\r\n😊 ", id="a comment as given"),
    ],
)
def test_a_cell_is_read(read: Reader, rules: Rules, cell: str, value: Any) -> None:
    assert read(cell, rules) == value


@pytest.mark.parametrize(
    ("read", "rules", "cell", "words"),
    [
        pytest.param(read_key, RULES, "x" * 201, "201 characters", id="too long"),
        pytest.param(read_key, RULES, "a\x00b", r"U\+0000", id="a NUL"),
        pytest.param(read_comment, RULES, "a\x00b", r"U\+0000", id="a NUL in a comment"),
        pytest.param(read_amount, RULES, "-5", "is negative", id="negative"),
        pytest.param(read_amount, RULES, "1,234", "decimal mark or thousands", id="a comma?"),
        pytest.param(read_amount, RULES, "1.234", "decimal mark or thousands", id="a point?"),
        pytest.param(read_amount, RULES, "1,23,4", "not an amount", id="marks anywhere"),
        pytest.param(read_amount, COMMA, "12.5", "Write it as 12,50", id="a point among commas"),
        pytest.param(read_amount, RULES, "12 EUR", "not an amount", id="with its currency"),
        pytest.param(read_amount, RULES, "1" + "0" * 12, "too large", id="too large"),
        pytest.param(read_flag, RULES, "maybe", "neither yes nor no", id="neither"),
        pytest.param(read_email, RULES, "a@b@c", "not an e-mail", id="two at signs"),
        pytest.param(read_email, RULES, "a@x.example\r\nBcc: b@y.example", "not an", id="a header"),
        pytest.param(read_language, RULES, "German", "not a language", id="a language's name"),
        pytest.param(read_currency, RULES, "€", "three letters", id="a sign"),
        pytest.param(read_whole_number, RULES, "4.5", "not a whole number", id="a half"),
        pytest.param(one_of("a", "b"), RULES, "c", "Use one of: a, b", id="not on the list"),
    ],
)
def test_a_cell_that_cannot_be_read_says_why(
    read: Reader, rules: Rules, cell: str, words: str
) -> None:
    with pytest.raises(CellError, match=words):
        read(cell, rules)
