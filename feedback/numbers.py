"""Numbers as people write them: "3,5" and "3.5", in the digits of their own script."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from feedback.errors import AnswerProblem

LONGEST_NUMBER = 40
SIGNIFICANT_DIGITS = 15  # that a stored number keeps exactly
DECIMAL_MARKS = ".,\N{ARABIC DECIMAL SEPARATOR}"
GROUP_MARKS = "'\N{RIGHT SINGLE QUOTATION MARK}_\N{ARABIC THOUSANDS SEPARATOR} "
GROUP_SIZE = 3
# Keyboards and copied texts bring them along between letters of two directions; nobody sees them.
DIRECTION_MARKS = dict.fromkeys(
    (0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
)
MARK = re.compile(f"[{DECIMAL_MARKS}]")
WRITTEN = re.compile(r"([+-]?)([0-9]+)(?:[.]([0-9]+))?")


def read_number(text: str, decimals: int) -> Decimal | AnswerProblem:
    """The number, or what is wrong with it.

    A mark between thousands is refused rather than guessed: "1.250" is one number in Paris and
    another in Boston. It is one and a quarter only where as many decimals are asked for.
    """
    text = text.translate(DIRECTION_MARKS).strip()
    if not text or len(text) > LONGEST_NUMBER:
        return AnswerProblem.NOT_A_NUMBER
    plain = _in_plain_digits(text)
    if plain is None:
        return AnswerProblem.NOT_A_NUMBER
    if _is_grouped(plain):
        return AnswerProblem.GROUPED
    found = WRITTEN.fullmatch(MARK.sub(".", plain))
    if found is None:
        return AnswerProblem.NOT_A_NUMBER
    fraction = found[3] or ""
    if len(fraction) == GROUP_SIZE > decimals and len(found[2]) <= GROUP_SIZE and found[2] != "0":
        return AnswerProblem.GROUPED
    if len(fraction.rstrip("0")) > decimals:
        return AnswerProblem.TOO_PRECISE if decimals else AnswerProblem.NOT_WHOLE
    number = Decimal(found[0])
    has_room = len(number.normalize().as_tuple().digits) <= SIGNIFICANT_DIGITS
    return number if has_room else AnswerProblem.TOO_PRECISE


def _in_plain_digits(text: str) -> str | None:
    """With digits 0–9 and a point; None where digits of two scripts are mixed."""
    zeros = {ord(c) - unicodedata.decimal(c) for c in text if c.isdecimal()}
    if len(zeros) > 1:
        return None
    plain = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    return plain.replace("\N{MINUS SIGN}", "-")


def _is_grouped(text: str) -> bool:
    """Several marks, or marks that only ever part thousands, between nothing but digits."""
    marks = [c for c in text.lstrip("+-") if not c.isdigit()]
    is_number = all(c in DECIMAL_MARKS or c in GROUP_MARKS or c.isspace() for c in marks)
    return is_number and (len(marks) > 1 or any(c not in DECIMAL_MARKS for c in marks))
