"""Which format responses are taken in."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from metrics.exports.formats import FORMATS, Format, read_format


class ResponsesForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    ending = RadioField(
        "Format",
        [InputRequired("Choose the format of the file.")],
        choices=[
            SelectChoice(one.value, f"{facts.words}: {facts.about}")
            for one, facts in FORMATS.items()
        ],
        default=Format.EXCEL.value,
    )

    @property
    def wanted(self) -> Format:
        return read_format(self.ending.data)
