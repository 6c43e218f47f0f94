"""Note something about a week, change or remove a note, and put it back; all on record."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from access.services import record_audit
from core.clock import Week
from core.database import one_at_a_time
from metrics.integrity.signature import Signature
from metrics.models import Level
from metrics.notes.errors import NoSuchNoteError, NoteRefusedError
from metrics.notes.models import LONGEST_TEXT, WeekNote
from metrics.notes.queries import successor_of

NOTES = "change notes about weeks"


@dataclass(frozen=True)
class NoteContent:
    """What a note says, of which week, and on which charts it stands."""

    week: Week
    text: str
    level: str = Level.NETWORK
    node_key: str = ""
    touchpoint_key: str = ""
    is_for_partners: bool = False


def add_note(session: Session, content: NoteContent, signature: Signature) -> WeekNote:
    """Raises NoteRefusedError."""
    note = _stored(session, content, signature, replaces_id=None)
    _record(session, signature, "add week note", note)
    return note


def change_note(
    session: Session, note_id: int, content: NoteContent, signature: Signature
) -> WeekNote:
    """The new note in the old one's place; raises NoSuchNoteError and NoteRefusedError."""
    one_at_a_time(session, NOTES)
    old = _standing(session, note_id)
    note = _stored(session, content, signature, replaces_id=old.id)
    _take_away(old, signature)
    _record(session, signature, "change week note", note)
    return note


def remove_note(session: Session, note_id: int, signature: Signature) -> WeekNote:
    """Raises NoSuchNoteError."""
    one_at_a_time(session, NOTES)
    note = _standing(session, note_id)
    _take_away(note, signature)
    _record(session, signature, "remove week note", note)
    return note


def put_back(session: Session, note_id: int, signature: Signature) -> WeekNote:
    """Undo the removal of a note, or its change: then what replaced it goes.

    Raises NoSuchNoteError; a note that stands already stays as it is.
    """
    one_at_a_time(session, NOTES)
    note = session.get(WeekNote, note_id)
    if note is None:
        raise NoSuchNoteError(GONE)
    if note.removed_at is None:
        return note
    newer = successor_of(session, note)
    if newer is not None:
        _take_away(newer, signature)
    note.removed_at = note.removed_by = None
    _record(session, signature, "put back week note", note)
    return note


GONE = "There is no such note, or it was changed or removed meanwhile. The list has all that stand."


def _standing(session: Session, note_id: int) -> WeekNote:
    note = session.get(WeekNote, note_id)
    if note is None or note.removed_at is not None:
        raise NoSuchNoteError(GONE)
    return note


def _stored(
    session: Session, content: NoteContent, signature: Signature, replaces_id: int | None
) -> WeekNote:
    if not content.text:
        raise NoteRefusedError("Say in a few words what happened.")
    if len(content.text) > LONGEST_TEXT:
        raise NoteRefusedError(
            f"The note has {len(content.text)} characters; use {LONGEST_TEXT} at most."
        )
    note = WeekNote(
        week=str(content.week),
        text=content.text,
        level=content.level,
        node_key=content.node_key,
        touchpoint_key=content.touchpoint_key,
        is_for_partners=content.is_for_partners,
        replaces_id=replaces_id,
        author=signature.name,
        author_id=signature.scope.user_id,
        created_at=signature.at,
    )
    session.add(note)
    session.flush()
    return note


def _take_away(note: WeekNote, signature: Signature) -> None:
    note.removed_at, note.removed_by = signature.at, signature.name


def _record(session: Session, signature: Signature, deed: str, note: WeekNote) -> None:
    record_audit(
        session, signature.scope, deed, f"{note.week}, note {note.id}", note.text, signature.at
    )
