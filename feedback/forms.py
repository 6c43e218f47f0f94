"""The answering page's form, built from a questionnaire version."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import cast

from werkzeug.datastructures import MultiDict
from wtforms.form import BaseForm

from feedback.answers import GivenAnswer, given_by, storable
from feedback.fields import QuestionField
from feedback.sheets import ReadySheet
from surveys.questionnaires.conditions import Given


class SheetForm:
    """One WTForms form of one sheet, or of the questions `keys` of it.

    Fields that the sheet does not ask for are ignored.
    """

    def __init__(
        self,
        ready: ReadySheet,
        sent: MultiDict[str, str],
        keys: Collection[str] | None = None,
    ) -> None:
        fields = ready.fields
        if keys is not None:
            fields = {key: field for key, field in fields.items() if key in keys}
        self._shapes = [question.shape for question in ready.sheet.questions]
        self._form = BaseForm(fields)
        self._form.process(sent)

    def validate(self) -> bool:
        return bool(self._form.validate())

    @property
    def values(self) -> Mapping[str, tuple[str, ...]]:
        """What was sent, every value of a name, to be shown again."""
        return {
            name: tuple(map(storable, values))
            for field in self._fields
            for name, values in field.sent.items()
        }

    @property
    def problems(self) -> Mapping[str, str]:
        """One message for each name that is not right, in the order of the questions."""
        return {name: text for field in self._fields for name, text in field.problems.items()}

    @property
    def given(self) -> Given:
        """What was answered and can be read, as conditions look at it."""
        return given_by(self._shapes, self.answers())

    def answers(self) -> tuple[GivenAnswer, ...]:
        """The answers that can be read; questions left blank are not among them."""
        return tuple(answer for field in self._fields for answer in field.answers)

    @property
    def _fields(self) -> Iterator[QuestionField]:
        return (cast(QuestionField, field) for field in self._form)
