"""Say something, or declare a device."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField
from wtforms.validators import AnyOf, InputRequired

from metrics.integrity.reasons import reason_field


def _paragraphs(text: str | None) -> str:
    """The text with its lines, without what a database cannot store."""
    lines = (text or "").replace("\x00", "").replace("\r\n", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


class StatementForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    text = TextAreaField(
        "Your answer", [InputRequired("Write what you want to say.")], filters=[_paragraphs]
    )


class ReplyForm(StatementForm):
    text = TextAreaField(
        "Your reply", [InputRequired("Write what you want to say.")], filters=[_paragraphs]
    )


class KioskForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Says what is to be, so that sent twice it is one declaration."""

    wanted = HiddenField("Declared", [AnyOf(("yes", "no"), "Press one of the buttons.")])
    reason = reason_field()

    @property
    def is_declared(self) -> bool:
        return bool(self.wanted.data == "yes")
