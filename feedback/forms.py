"""The answering page's form, built from a questionnaire version."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from werkzeug.datastructures import MultiDict
from wtforms.form import BaseForm

from feedback.answers import GivenAnswer, storable
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
        self._form = BaseForm(fields)
        self._form.process(sent)

    def validate(self) -> bool:
        return bool(self._form.validate())

    @property
    def values(self) -> Mapping[str, tuple[str, ...]]:
        """What was sent, every value of a name, to be shown again."""
        return {
            field.name: tuple(storable(str(value)) for value in field.raw_data)
            for field in self._form
            if field.raw_data
        }

    @property
    def given(self) -> Given:
        """What was answered, as conditions look at it."""
        return {
            name: answers
            for name, values in self.values.items()
            if (answers := tuple(filter(str.strip, values)))
        }

    @property
    def problems(self) -> Mapping[str, str]:
        """One message for each field that is not right, in the order of the questions."""
        return {key: str(errors[0]) for key, errors in self._form.errors.items()}

    def answers(self) -> tuple[GivenAnswer, ...]:
        """The answers of a valid form; questions left blank are not among them."""
        return tuple(field.answer for field in self._form if field.answer is not None)
