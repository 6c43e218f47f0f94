"""What a manager sends about a comment, and by what the list is filtered."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from feedback.voices.models import VoiceState
from feedback.voices.queries import FILTERED, VoiceFilter

EVERY_STATE = "all"
HIGHEST_PAGE = 1_000_000


class Deed(StrEnum):
    """What becomes of a comment."""

    CLEAR = "clear"
    CLEAR_STRUCK = "clear_struck"
    CLEAR_OWN = "clear_own"
    KEEP_BACK = "keep_back"
    REOPEN = "reopen"


class VoiceForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    deed = RadioField(
        "Decision",
        [InputRequired("Choose what becomes of the comment.")],
        choices=[SelectChoice(deed.value, deed.value) for deed in Deed],
    )
    shown = TextAreaField("What readers see")
    reason = StringField("Why it is not shown")

    @property
    def chosen(self) -> Deed:
        return Deed(self.deed.data)

    @property
    def shown_text(self) -> str:
        return (self.shown.data or "").replace("\x00", "")

    @property
    def reason_text(self) -> str:
        return (self.reason.data or "").replace("\x00", "")


def filter_of(given: Mapping[str, str]) -> VoiceFilter:
    """By default what is waiting; a state that there is not counts as that too."""
    state = given.get("state", VoiceState.WAITING)
    known = state in (*VoiceState, EVERY_STATE)
    chosen = {name: given.get(name, "").replace("\x00", "") for name in FILTERED}
    chosen["state"] = "" if state == EVERY_STATE else state if known else VoiceState.WAITING
    return VoiceFilter(**chosen)


def page_of(given: Mapping[str, str]) -> int:
    """The page asked for, 1 where that is no number."""
    text = given.get("page", "")
    return min(max(1, int(text)), HIGHEST_PAGE) if text.isdecimal() and len(text) < 12 else 1


def number_of(given: Mapping[str, str], name: str) -> int | None:
    """A comment named in the address, None where that is no number."""
    text = given.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 18 else None
