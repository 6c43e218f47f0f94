"""Upload a questionnaire of our own or of other software."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import StringField
from wtforms.validators import Length


class QuestionnaireFileForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    file = FileField("File", [FileRequired("Choose a file.")])
    key = StringField(
        "Name of the questionnaire",
        [Length(max=60, message="Use 60 characters at most.")],
        filters=[lambda typed: (typed or "").strip()],
    )
