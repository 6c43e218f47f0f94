"""The fields of one's own letters."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField

from metrics.letters.choices import Choices


class ChoicesForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    wants_final = BooleanField("The final, every week")
    wants_flash = BooleanField("The flash too, an early reading on Monday")
    wants_pdf = BooleanField("With the page attached as a PDF")

    @property
    def choices(self) -> Choices:
        return Choices(self.wants_final.data, self.wants_flash.data, self.wants_pdf.data)
