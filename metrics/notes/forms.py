"""A note about a week."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from core.clock import Week
from core.context import current_context
from customers.names.queries import Names
from metrics.integrity.signature import tidy
from metrics.notes.models import LONGEST_TEXT, WeekNote
from metrics.notes.services import NoteContent
from metrics.places import Place, grouped_places

EVERY_TOUCHPOINT = ""
# A strike can be known some weeks ahead; what lies further is a slip.
FURTHEST = 53


def _is_week(_form: FlaskForm, field: StringField) -> None:
    try:
        week = Week.parse(field.data or "")
    except ValueError as error:
        raise ValidationError(str(error)) from error
    latest = Week.of(current_context().clock.now().date()).shifted(FURTHEST)
    if week.monday > latest.monday:
        raise ValidationError(f"{week} is more than a year ahead. Check the year.")


class NoteForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    week = StringField("Week", [InputRequired("Name a week, as 2026-W46."), _is_week],
                       filters=[tidy])  # fmt: skip
    text = StringField(
        "What happened",
        [InputRequired("Say in a few words what happened."), Length(max=LONGEST_TEXT)],
        filters=[tidy],
    )
    place = SelectField("Where", validate_choice=True)
    touchpoint = SelectField("Touchpoint")
    is_for_partners = BooleanField("Channel partners may read it")

    @property
    def content(self) -> NoteContent:
        """Valid only after `validate`."""
        place = Place.parse(self.place.data)
        return NoteContent(
            week=Week.parse(self.week.data),
            text=self.text.data,
            level=place.level,
            node_key=place.key,
            touchpoint_key=self.touchpoint.data,
            is_for_partners=self.is_for_partners.data,
        )


def note_form(names: Names) -> NoteForm:
    """The form as it was sent."""
    return _with_choices(NoteForm(), names)


def present_note(names: Names, note: WeekNote | None, week: str = "") -> NoteForm:
    """An empty form, or one with what a note says."""
    if note is None:
        return _with_choices(NoteForm(formdata=None, week=week), names)
    form = NoteForm(
        formdata=None, week=note.week, text=note.text, touchpoint=note.touchpoint_key,
        place=str(Place(note.level, note.node_key)), is_for_partners=note.is_for_partners,
    )  # fmt: skip
    return _with_choices(form, names)


def _with_choices(form: NoteForm, names: Names) -> NoteForm:
    form.place.choices = grouped_places(names)
    form.touchpoint.choices = [
        SelectChoice(EVERY_TOUCHPOINT, "All touchpoints"),
        *(SelectChoice(key, name) for key, name in names.touchpoints.items()),
    ]
    return form
