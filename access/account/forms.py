"""The fields of one's own account."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import PasswordField
from wtforms.validators import EqualTo, InputRequired, Length, Optional

from access.passwords import LONGEST, SHORTEST


class PasswordForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    present = PasswordField("Present password", [Optional(), Length(max=LONGEST)])
    chosen = PasswordField(
        "New password",
        [
            InputRequired("Write a new password."),
            Length(
                SHORTEST,
                LONGEST,
                f"Use at least {SHORTEST} characters. A few unrelated words are easy to remember.",
            ),
        ],
    )
    repeated = PasswordField(
        "New password, once more",
        [EqualTo("chosen", "The two new passwords differ. Write the same one twice.")],
    )
