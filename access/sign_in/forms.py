"""The sign-in page's fields."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from access.passwords import LONGEST


class SignInForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    email = StringField("E-mail", [InputRequired("Write your e-mail address."), Length(max=254)])
    password = PasswordField(
        "Password", [InputRequired("Write your password."), Length(max=LONGEST)]
    )
