"""Decide alike about the answers that are ticked."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from metrics.integrity.overrules.rows.services import RowVerdict
from metrics.integrity.reasons import reason_field

VERDICTS = {
    RowVerdict.USE: "Use them all the same",
    RowVerdict.SET_ASIDE: "Set them aside",
    RowVerdict.WITHDRAW: "Withdraw what was decided about them",
}


class RowsForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    verdict = RadioField(
        "Decision",
        [InputRequired("Choose what becomes of the answers that are ticked.")],
        choices=[SelectChoice(verdict.value, words) for verdict, words in VERDICTS.items()],
    )
    reason = reason_field()

    @property
    def chosen(self) -> RowVerdict:
        return RowVerdict(self.verdict.data)


def ticked(values: list[str]) -> tuple[int, ...]:
    """The pseudonyms that a browser sent, each once; what is no number is left out."""
    return tuple(dict.fromkeys(int(value) for value in values if value.isdecimal()))
