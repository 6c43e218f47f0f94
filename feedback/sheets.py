"""Sheets that are ready to be asked: read once, since a version never changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session
from wtforms import Field, ValidationError
from wtforms.fields.core import UnboundField

from feedback.answers import read_sent
from feedback.errors import AnswerError
from feedback.question_types import TYPES, Check
from feedback.wording import Wording, wording_of
from surveys.questionnaires import (
    Question,
    Sheet,
    available_languages,
    closest_language,
    load_sheet,
)


@dataclass(frozen=True)
class ReadySheet:
    """A sheet with the page's words, its form's fields, and the languages beside it."""

    sheet: Sheet
    wording: Wording
    languages: tuple[str, ...]
    fields: Mapping[str, UnboundField]


class SheetShelf:
    """The sheets of one application, so that answering reads no texts from the database.

    The programme's name stands in the texts and is part of the key: it may change.
    """

    def __init__(self) -> None:
        self._languages: dict[int, tuple[str, ...]] = {}
        self._sheets: dict[tuple[int, str, str], ReadySheet] = {}

    def get(
        self, open_session: Callable[[], Session], version_id: int, wanted: str, programme: str
    ) -> ReadySheet:
        """The sheet in the wanted language, or the closest there is; a session only if needed."""
        if version_id not in self._languages:
            self._languages[version_id] = available_languages(open_session(), version_id)
        languages = self._languages[version_id]
        key = (version_id, closest_language(wanted, languages), programme)
        if key not in self._sheets:
            self._sheets[key] = _prepare(load_sheet(open_session(), version_id, key[1]), languages)
        return self._sheets[key]


def _prepare(sheet: Sheet, languages: tuple[str, ...]) -> ReadySheet:
    wording = wording_of(sheet.language)
    fields = {
        question.key: TYPES[question.type].make_field(question, _check_of(question, wording))
        for question in sheet.questions
    }
    return ReadySheet(sheet, wording, languages, fields)


def _check_of(question: Question, wording: Wording) -> Check:
    def check(_form: object, field: Field) -> None:
        try:
            field.answer = read_sent(question.shape, field.raw_data or ())
        except AnswerError as error:
            text: str = getattr(wording, error.problem)
            raise ValidationError(text.format(count=error.count, limit=error.limit)) from error

    return check
