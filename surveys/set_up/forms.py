"""The fields of a new programme; the time zone is checked by the service."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from customers.services import LONGEST_FIELD_PERIOD_DAYS


class SetUpForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    name = StringField("Name of the programme", [InputRequired("Give it a name."), Length(max=200)])
    time_zone = StringField(
        "Time zone", [InputRequired("Write it as Europe/Berlin."), Length(max=80)]
    )
    field_period_days = IntegerField(
        "Days after the week in which answers still count",
        [NumberRange(1, LONGEST_FIELD_PERIOD_DAYS, f"Give 1 to {LONGEST_FIELD_PERIOD_DAYS} days.")],
        default=7,
    )
