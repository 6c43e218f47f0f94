"""A view's name, and whether the house may open it."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length

from metrics.bench.saved.models import LONGEST_NAME, SavedView
from metrics.integrity.signature import tidy


class ViewForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    name = StringField(
        "Name",
        [InputRequired("Give the view a name."), Length(max=LONGEST_NAME)],
        filters=[tidy],
    )
    is_shared = BooleanField("Everybody of the house may open it")


def present_view(view: SavedView) -> ViewForm:
    return ViewForm(formdata=None, name=view.name, is_shared=view.is_shared)
