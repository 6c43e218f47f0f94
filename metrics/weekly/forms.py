"""The form that publishes a revision."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

LONGEST_REASON = 300


class ReviseForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    reason = StringField(
        "Reason for the revision",
        [
            DataRequired("Say why the edition is published again; readers see it."),
            Length(max=LONGEST_REASON, message="At most 300 characters."),
        ],
    )
