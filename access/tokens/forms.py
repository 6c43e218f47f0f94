"""The fields of a new token."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from access.models import Role
from access.tokens.models import Permission
from access.tokens.services import LONGEST_NAME, NewToken, permissions_for

WORDS = {
    Permission.READ: "Read what your role sees",
    Permission.WRITE_TRANSACTIONS: "Write transactions",
    Permission.WRITE_RESPONSES: "Write responses collected elsewhere",
    Permission.WRITE_MENTIONS: "Write mentions",
}
LIFETIMES = {30: "30 days", 90: "90 days", 365: "One year"}


class TokenForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    name = StringField(
        "What it is for",
        [
            InputRequired("Write what the token is for, as 'Monday report'."),
            Length(max=LONGEST_NAME),
        ],
    )
    permissions = SelectMultipleField(
        "What it may do", option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )
    days = SelectField(
        "Runs out after",
        choices=[SelectChoice(str(days), words) for days, words in LIFETIMES.items()],
        default="90",
    )

    def __init__(self, role: Role, **given: Any) -> None:
        super().__init__(**given)
        self.permissions.choices = [
            SelectChoice(one.value, WORDS[one]) for one in permissions_for(role)
        ]
        if self.permissions.data is None:
            self.permissions.data = [Permission.READ.value]

    def wanted(self) -> NewToken:
        """The token as chosen; whether it may be is the service's to say."""
        permissions = tuple(map(Permission, self.permissions.data or ()))
        return NewToken(self.name.data or "", permissions, int(self.days.data))
