"""Read one cell: a text, a key, an address, an amount, a yes or no.

Each reader takes the cell's text, stripped and not empty, and the rules of the file; it returns
the value or raises CellError with what is wrong and what would do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any
from zoneinfo import ZoneInfo

from customers.imports.errors import CellError

LONGEST_KEY = 200
LONGEST_NAME = 300
CENT = Decimal("0.01")
LARGEST_AMOUNT = Decimal(10) ** 12


@dataclass(frozen=True)
class Rules:
    """How this file writes its cells, and where the programme stands in time."""

    zone: ZoneInfo
    programme_zone: ZoneInfo
    today: date
    date_formats: tuple[str, ...] = ()
    decimal: str | None = None


Reader = Callable[[str, Rules], Any]


def shown(cell: str) -> str:
    """The cell in a message: short, and as it can be found again."""
    return repr(cell if len(cell) <= 40 else cell[:37] + "…")


def short_text(longest: int) -> Reader:
    def read(cell: str, rules: Rules) -> str:
        del rules
        if not cell.isprintable():
            _refuse_control(cell)
        if len(cell) > longest:
            raise CellError(
                f"{len(cell):,} characters, at most {longest:,} fit. Shorten it, or check that the "
                "columns have not moved"
            )
        return cell if cell.isascii() else unicodedata.normalize("NFC", cell)

    return read


def _refuse_control(cell: str) -> None:
    bad = next((c for c in cell if unicodedata.category(c) == "Cc" and c not in "\t\r\n"), None)
    if bad is not None:
        raise CellError(f"contains the control character U+{ord(bad):04X}. Remove it")


read_key = short_text(LONGEST_KEY)
read_name = short_text(LONGEST_NAME)


def read_comment(cell: str, rules: Rules) -> str:
    """A text exactly as given; its length is the questionnaire's business."""
    del rules
    _refuse_control(cell)
    return cell


EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\.]+(\.[^\s@<>,;:\"()\[\]\\.]+)*")


def read_email(cell: str, rules: Rules) -> str:
    del rules
    if len(cell) > 254 or not EMAIL.fullmatch(cell) or not cell.isprintable():
        raise CellError(f"{shown(cell)} is not an e-mail address. Write it as name@example.com")
    return cell


LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")


def read_language(cell: str, rules: Rules) -> str:
    del rules
    if not LANGUAGE.fullmatch(cell):
        raise CellError(f"{shown(cell)} is not a language. Use its code, as en, de or pt-BR")
    first, *rest = cell.replace("_", "-").split("-")
    return "-".join([first.lower(), *rest])


def read_currency(cell: str, rules: Rules) -> str:
    del rules
    if not re.fullmatch(r"[A-Za-z]{3}", cell):
        raise CellError(f"{shown(cell)} is not a currency. Use its code of three letters, as EUR")
    return cell.upper()


FLAGS = {
    **dict.fromkeys(("yes", "y", "true", "t", "1"), True),
    **dict.fromkeys(("no", "n", "false", "f", "0"), False),
}


def read_flag(cell: str, rules: Rules) -> bool:
    del rules
    value = FLAGS.get(cell.lower())
    if value is None:
        raise CellError(
            f"{shown(cell)} is neither yes nor no. Write yes or no, or say in the column map what "
            "it means"
        )
    return value


def one_of(*known: str) -> Reader:
    def read(cell: str, rules: Rules) -> str:
        del rules
        if cell not in known:
            raise CellError(f"{shown(cell)} is not known here. Use one of: {', '.join(known)}")
        return cell

    return read


def read_whole_number(cell: str, rules: Rules) -> int:
    del rules
    if not re.fullmatch(r"-?[0-9]{1,9}(\.0+)?", cell):
        raise CellError(f"{shown(cell)} is not a whole number")
    return int(cell.split(".", maxsplit=1)[0])


POINT_AMOUNT = re.compile(r"-?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]*)?")
COMMA_AMOUNT = re.compile(r"-?([0-9]+|[0-9]{1,3}(\.[0-9]{3})+)(,[0-9]*)?")
# One mark with three digits after it: a decimal mark in one country, thousands in the next.
EITHER_AMOUNT = re.compile(r"-?[1-9][0-9]{0,2}[.,][0-9]{3}")


def read_amount(cell: str, rules: Rules) -> Decimal:
    """An amount of money, rounded to cents; never negative."""
    text = cell.replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
    is_point, is_comma = _fitting_marks(text, rules.decimal)
    if not (is_point or is_comma):
        example = "12,50" if rules.decimal == "," else "12.50"
        raise CellError(f"{shown(cell)} is not an amount. Write it as {example}")
    if rules.decimal is None and EITHER_AMOUNT.fullmatch(text):
        raise CellError(
            f"{shown(cell)} could have a decimal mark or thousands. Say which in the column map "
            '([numbers] decimal = ",")'
        )
    plain = text.replace(",", "") if is_point else text.replace(".", "").replace(",", ".")
    return _usable_amount(cell, Decimal(plain))


def _fitting_marks(text: str, decimal: str | None) -> tuple[bool, bool]:
    """Whether the text can be read with a decimal point, and with a decimal comma."""
    return (
        decimal != "," and POINT_AMOUNT.fullmatch(text) is not None,
        decimal != "." and COMMA_AMOUNT.fullmatch(text) is not None,
    )


def _usable_amount(cell: str, amount: Decimal) -> Decimal:
    if amount < 0:
        raise CellError(
            f"{shown(cell)} is negative. A return or credit is an outcome of its transaction "
            "(is_returned), not one of its own"
        )
    if amount >= LARGEST_AMOUNT:
        raise CellError(f"{shown(cell)} is too large: less than 1,000,000,000,000 fits")
    return amount.quantize(CENT, ROUND_HALF_EVEN)
