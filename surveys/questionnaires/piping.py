"""Placeholders in a sheet's texts: five names, filled as text and never as a template.

Every text is read once, so that braces in a name stay braces; what is no placeholder stays as it
was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import StrEnum

from surveys.questionnaires.sheet import Option, Question, Sheet


class Placeholder(StrEnum):
    PROGRAMME = "programme"
    PARTNER = "partner"
    PRODUCT_LINE = "product_line"
    TOUCHPOINT = "touchpoint"
    DATE = "date"


PLACEHOLDERS = re.compile("{(" + "|".join(Placeholder) + ")}")

Names = Mapping[Placeholder, str]


def placeholders_in(sheet: Sheet) -> frozenset[Placeholder]:
    """The placeholders that any text of the sheet uses."""
    return frozenset(
        Placeholder(name) for text in _texts(sheet) for name in PLACEHOLDERS.findall(text)
    )


def fill_text(text: str, names: Names) -> str:
    """The text with its placeholders filled; one without a name stays as it is."""
    return PLACEHOLDERS.sub(lambda found: names.get(Placeholder(found[1]), found[0]), text)


def fill_sheet(sheet: Sheet, names: Names) -> Sheet:
    """The sheet with the placeholders of every text filled."""
    return replace(
        sheet,
        title=fill_text(sheet.title, names),
        intro=fill_text(sheet.intro, names),
        questions=tuple(_fill_question(question, names) for question in sheet.questions),
    )


def _fill_question(question: Question, names: Names) -> Question:
    return replace(
        question,
        text=fill_text(question.text, names),
        low=_fill_optional(question.low, names),
        high=_fill_optional(question.high, names),
        hint=_fill_optional(question.hint, names),
        options=_fill_options(question.options, names),
        rows=_fill_options(question.rows, names),
        not_applicable=_fill_optional(question.not_applicable, names),
    )


def _fill_optional(text: str | None, names: Names) -> str | None:
    return None if text is None else fill_text(text, names)


def _fill_options(options: tuple[Option, ...], names: Names) -> tuple[Option, ...]:
    return tuple(replace(option, text=fill_text(option.text, names)) for option in options)


def _texts(sheet: Sheet) -> Iterator[str]:
    yield sheet.title
    yield sheet.intro
    for question in sheet.questions:
        yield question.text
        yield from filter(None, (question.low, question.high, question.hint))
        yield from filter(None, (question.not_applicable,))
        yield from (option.text for option in (*question.options, *question.rows))
