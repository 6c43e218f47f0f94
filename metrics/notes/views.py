"""Notes about weeks: read by the house, written by those who run the programme."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from access.guard import HOUSE, MANAGERS, roles
from access.web import current_scope
from core.database import db, writing
from customers.names.queries import Names, read_names
from metrics.integrity.calendar import programme_zone
from metrics.integrity.signature import tidy
from metrics.integrity.web import signed_now
from metrics.notes.errors import NoSuchNoteError
from metrics.notes.forms import NoteForm, note_form, present_note
from metrics.notes.models import WeekNote
from metrics.notes.pages import build_notes_page
from metrics.notes.queries import kept_notes, removed_notes
from metrics.notes.services import GONE, add_note, change_note, put_back, remove_note

blueprint = Blueprint("notes", __name__, url_prefix="/notes")


@blueprint.get("")
@roles(*HOUSE)
def show_notes() -> ResponseReturnValue:
    session = db.session()
    can_edit = current_scope().runs_the_programme
    removed = removed_notes(session) if can_edit else ()
    page = build_notes_page(kept_notes(session), removed, _names(), programme_zone(session))
    return render_template("metrics/notes/notes.html", page=page, can_edit=can_edit)


@blueprint.get("/new")
@roles(*MANAGERS)
def show_new() -> ResponseReturnValue:
    return _form(present_note(_names(), None, tidy(request.args.get("week"))), None)


@blueprint.post("/new")
@roles(*MANAGERS)
def add() -> ResponseReturnValue:
    form = note_form(_names())
    if not form.validate():
        return _form(form, None), 400
    with writing(db.session()) as session:
        add_note(session, form.content, signed_now())
    flash("Noted. It stands on every chart of that week and place.")
    return redirect(url_for("notes.show_notes"))


@blueprint.get("/<int:note_id>")
@roles(*MANAGERS)
def show_change(note_id: int) -> ResponseReturnValue:
    note = _standing(note_id)
    return _form(present_note(_names(), note), note)


@blueprint.post("/<int:note_id>")
@roles(*MANAGERS)
def change(note_id: int) -> ResponseReturnValue:
    note, form = _standing(note_id), note_form(_names())
    if not form.validate():
        return _form(form, note), 400
    with writing(db.session()) as session:
        change_note(session, note_id, form.content, signed_now())
    flash("Changed. What stood there before can be put back.")
    return redirect(url_for("notes.show_notes"))


@blueprint.post("/<int:note_id>/remove")
@roles(*MANAGERS)
def remove(note_id: int) -> ResponseReturnValue:
    with writing(db.session()) as session:
        remove_note(session, note_id, signed_now())
    flash("Removed. It can be put back below.")
    return redirect(url_for("notes.show_notes"))


@blueprint.post("/<int:note_id>/put-back")
@roles(*MANAGERS)
def undo(note_id: int) -> ResponseReturnValue:
    with writing(db.session()) as session:
        put_back(session, note_id, signed_now())
    flash("It is back.")
    return redirect(url_for("notes.show_notes"))


def _names() -> Names:
    return read_names(db.session(), current_scope())


def _standing(note_id: int) -> WeekNote:
    note = db.session().get(WeekNote, note_id)
    if note is None or note.removed_at is not None:
        raise NoSuchNoteError(GONE)
    return note


def _form(form: NoteForm, note: WeekNote | None) -> str:
    return render_template("metrics/notes/note.html", form=form, note=note)
