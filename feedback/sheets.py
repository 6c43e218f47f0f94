"""Sheets that are ready to be asked: read once, since a version never changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm import Session
from wtforms.fields.core import UnboundField

from core.languages import set_apart
from feedback.course import Course, course_of
from feedback.question_types import TYPES
from feedback.wording import Wording, worded_languages, wording_of
from surveys.questionnaires import (
    Sheet,
    available_languages,
    closest_language,
)
from surveys.questionnaires.piping import Placeholder, fill_sheet, placeholders_in
from surveys.questionnaires.queries import load_unfilled_sheet


@dataclass(frozen=True)
class ReadySheet:
    """A sheet with the page's words, its form's fields, and the languages beside it.

    `language` is the one it is read in: that of the questions, or of the page around them, or of
    both.
    """

    language: str
    sheet: Sheet
    wording: Wording
    languages: tuple[str, ...]
    fields: Mapping[str, UnboundField]
    # The sheet as it was written, where its texts say more than the programme's name.
    unfilled: Sheet | None = None

    @cached_property
    def course(self) -> Course:
        return course_of([question.shape for question in self.sheet.questions], self.sheet.flow)


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
        """The sheet and the page around it, each in the wanted language or the closest that it
        has; a session only if needed."""
        if version_id not in self._languages:
            self._languages[version_id] = available_languages(open_session(), version_id)
        languages = self._languages[version_id]
        language = closest_language(wanted, (*languages, *worded_languages()))
        key = (version_id, language, programme)
        if key not in self._sheets:
            unfilled = load_unfilled_sheet(open_session(), version_id, language)
            self._sheets[key] = prepare_sheet(unfilled, languages, programme, language)
        return self._sheets[key]


def prepare_sheet(
    unfilled: Sheet, languages: tuple[str, ...], programme: str, language: str
) -> ReadySheet:
    """The sheet made ready to be read in a language, with the programme's name in its texts."""
    is_filled_now = placeholders_in(unfilled) <= {Placeholder.PROGRAMME}
    named = set_apart(programme, unfilled.language)
    sheet = fill_sheet(unfilled, {Placeholder.PROGRAMME: named})
    wording = wording_of(language)
    fields = {
        question.key: TYPES[question.type].make_field(question, wording)
        for question in sheet.questions
    }
    return ReadySheet(
        language=language,
        sheet=sheet,
        wording=wording,
        languages=languages,
        fields=fields,
        unfilled=None if is_filled_now else unfilled,
    )
