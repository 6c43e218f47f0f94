from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.models import AuditEntry, Role
from access.visibility import Scope, command_line_scope
from core.clock import Week
from core.database import writing
from metrics.integrity.signature import Signature
from metrics.notes.errors import NoSuchNoteError, NoteRefusedError
from metrics.notes.models import WeekNote
from metrics.notes.queries import kept_notes, read_notes, removed_notes
from metrics.notes.services import NoteContent, add_note, change_note, put_back, remove_note

STRIKE = NoteContent(Week(2026, 43), "Strike at the port")


@pytest.fixture
def signature(now: datetime) -> Signature:
    return Signature("M. Osei", command_line_scope(), now)


def texts(session: Session) -> list[str]:
    session.rollback()
    return [note.text for note in kept_notes(session)]


def test_a_note_stands_until_it_is_removed_and_again_when_it_is_put_back(
    session: Session, signature: Signature
) -> None:
    with writing(session):
        note = add_note(session, STRIKE, signature)
    with writing(session):
        remove_note(session, note.id, signature)
    assert texts(session) == []

    with writing(session):
        put_back(session, note.id, signature)

    assert texts(session) == ["Strike at the port"]
    deeds = session.scalars(sa.select(AuditEntry.deed).order_by(AuditEntry.id)).all()
    assert deeds == ["add week note", "remove week note", "put back week note"]


def test_a_changed_note_can_go_back_to_what_it_said(session: Session, signature: Signature) -> None:
    with writing(session):
        note = add_note(session, STRIKE, signature)
    with writing(session):
        change_note(session, note.id, replace(STRIKE, text="Strike, over on Friday"), signature)
    assert texts(session) == ["Strike, over on Friday"]

    with writing(session):
        put_back(session, note.id, signature)

    assert texts(session) == ["Strike at the port"]
    assert [note.text for note in removed_notes(session)] == ["Strike, over on Friday"]


def test_two_who_change_one_note_do_not_make_two_of_it(
    session: Session, signature: Signature
) -> None:
    with writing(session):
        note = add_note(session, STRIKE, signature)
    with writing(session):
        change_note(session, note.id, STRIKE, signature)

    with pytest.raises(NoSuchNoteError, match="changed or removed meanwhile"), writing(session):
        change_note(session, note.id, STRIKE, signature)

    assert len(texts(session)) == 1


REFUSED = {"": "few words", "x" * 201: "201 characters; use 200"}


@pytest.mark.parametrize("text", REFUSED, ids=["empty", "too long"])
def test_a_note_has_words_and_not_too_many(
    session: Session, signature: Signature, text: str
) -> None:
    with pytest.raises(NoteRefusedError, match=REFUSED[text]), writing(session):
        add_note(session, replace(STRIKE, text=text), signature)

    assert session.scalar(sa.select(sa.func.count()).select_from(WeekNote)) == 0


def test_a_channel_partner_reads_what_is_marked_for_it_and_nothing_else(
    session: Session, signature: Signature
) -> None:
    marked = replace(STRIKE, is_for_partners=True)
    with writing(session):
        add_note(session, replace(STRIKE, text="For the house"), signature)
        add_note(session, replace(marked, text="For all"), signature)
        for key in ("nord", "lech"):
            own = replace(marked, level="partner", node_key=key, text=f"For {key}")
            add_note(session, own, signature)
        add_note(session, replace(STRIKE, level="partner", node_key="nord"), signature)

    partner = Scope(Role.CHANNEL_PARTNER, partner_key="nord")
    found = read_notes(session, partner, "2026-W01", "2026-W53")

    assert [note.text for note in found] == ["For all", "For nord"]
    assert read_notes(session, partner, "2026-W44", "2026-W53") == []
