"""The answering page's form, built from a questionnaire version."""

from __future__ import annotations

from collections.abc import Mapping

from werkzeug.datastructures import MultiDict
from wtforms.form import BaseForm

from feedback.answers import GivenAnswer, storable
from feedback.sheets import ReadySheet


class SheetForm:
    """One WTForms form of one sheet. Fields that the sheet does not ask for are ignored."""

    def __init__(self, ready: ReadySheet, sent: MultiDict[str, str]) -> None:
        self._form = BaseForm(ready.fields)
        self._form.process(sent)

    def validate(self) -> bool:
        return bool(self._form.validate())

    @property
    def values(self) -> Mapping[str, str]:
        """What was sent, to be shown again."""
        return {
            field.name: storable(str(field.raw_data[0])) for field in self._form if field.raw_data
        }

    @property
    def problems(self) -> Mapping[str, str]:
        """One message for each field that is not right, in the order of the questions."""
        return {key: str(errors[0]) for key, errors in self._form.errors.items()}

    def answers(self) -> tuple[GivenAnswer, ...]:
        """The answers of a valid form; questions left blank are not among them."""
        return tuple(field.answer for field in self._form if field.answer is not None)
