"""What a person writes down about a finding; and what the work list shows of all there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from metrics.dashboards.families import FAMILIES
from metrics.integrity.models import FindingNote, WorkState
from metrics.integrity.overview.work.services import NoteContent, Thread
from metrics.integrity.signature import LONGEST_REASON, tidy

LONGEST_NAME = 120
WORK_STATES = {
    WorkState.OPEN: "Open",
    WorkState.TAKEN: "Taken: somebody works on it",
    WorkState.SETTLED: "Settled: nothing more to do, also while it goes on",
}


class DayField(DateField):  # type: ignore[misc] # WTForms has no types
    """A day; what is none is said in plain words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError("Write the day as 2026-11-30.") from error


class NoteForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    state = RadioField(
        "What becomes of it",
        choices=[SelectChoice(key.value, text) for key, text in WORK_STATES.items()],
    )
    owner = StringField("Who takes it", [Length(max=LONGEST_NAME)], filters=[tidy])
    due_on = DayField("By when", [Optional()])
    note = TextAreaField("Note", [Length(max=LONGEST_REASON)], filters=[tidy])

    @property
    def content(self) -> NoteContent:
        return NoteContent(
            WorkState(self.state.data), self.owner.data, self.due_on.data, self.note.data
        )


def present_note(last: FindingNote | None) -> NoteForm:
    """The last note's owner and day to go on with; a new note is a new text."""
    if last is None:
        return NoteForm(formdata=None, state=WorkState.TAKEN.value)
    return NoteForm(formdata=None, state=last.state, owner=last.owner, due_on=last.due_on)


TO_DO, ALL = "to_do", "all"
SHOWN_STATES = {
    TO_DO: "Open or taken",
    WorkState.OPEN.value: "Open",
    WorkState.TAKEN.value: "Taken",
    WorkState.SETTLED.value: "Settled",
    ALL: "All",
}


@dataclass(frozen=True)
class WorkFilter:
    """Which threads are shown; a word that means nothing filters nothing."""

    state: str = TO_DO
    family: str = ""
    check_key: str = ""
    owner: str = ""

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> WorkFilter:
        state, family = arguments.get("state", TO_DO), arguments.get("family", "")
        return cls(
            state=state if state in SHOWN_STATES else TO_DO,
            family=family if family in FAMILIES else "",
            check_key=tidy(arguments.get("check")),
            owner=tidy(arguments.get("owner")),
        )

    def shows(self, thread: Thread) -> bool:
        row = thread.first
        return (
            self._shows_state(thread)
            and self.family in ("", row.family)
            and self.check_key in ("", row.check_key)
            and self.owner.casefold() in thread.owner.casefold()
        )

    def _shows_state(self, thread: Thread) -> bool:
        if self.state == TO_DO:
            return thread.is_open
        return self.state in (ALL, thread.state.value)

    @property
    def arguments(self) -> dict[str, str]:
        """As they stand in an address; nothing where nothing is filtered."""
        given = {
            "state": self.state if self.state != TO_DO else "",
            "family": self.family,
            "check": self.check_key,
            "owner": self.owner,
        }
        return {name: value for name, value in given.items() if value}
