"""Pages of the library: its questions, the ready questionnaires, and what is checked."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from access.guard import MANAGERS, roles
from access.navigation import NavEntry
from access.web import current_scope
from core.context import current_context
from core.database import db, writing
from core.languages import closest_language
from customers.models import Audience
from customers.queries import get_programme
from surveys.library.catalogue import Topic, find_item
from surveys.library.pages import item_page, library_page, ready_line, ready_page, rules_page
from surveys.library.queries import (
    LibrarySearch,
    find_ready,
    ready_questionnaires,
    search_library,
)
from surveys.library.services import take_into_draft
from surveys.workshop.queries import all_drafts

LONGEST_SEARCH = 200

blueprint = Blueprint("library", __name__, url_prefix="/library")


@blueprint.get("")
@roles(*MANAGERS)
def show_library() -> ResponseReturnValue:
    wanted = _wanted()
    page = library_page(search_library(wanted), wanted)
    return render_template("surveys/library/library.html", page=page)


@blueprint.get("/questions/<key>")
@roles(*MANAGERS)
def show_item(key: str) -> ResponseReturnValue:
    page = item_page(find_item(key), all_drafts(db.session()), _programme_name())
    return render_template("surveys/library/item.html", page=page)


@blueprint.post("/questions/<key>/use")
@roles(*MANAGERS)
def use_item(key: str) -> ResponseReturnValue:
    item, draft_id = find_item(key), request.form.get("draft_id", type=int)
    if draft_id is None:
        flash("Choose the draft that the question is for.", "error")
        return redirect(url_for("library.show_item", key=key))
    now = current_context().clock.now()
    with writing(db.session()) as session:
        draft = take_into_draft(session, item, draft_id, current_scope(), now)
    flash(f"“{item.name}” is the last question of {draft.key} now.")
    return redirect(url_for("drafts.show_draft", draft_id=draft_id))


@blueprint.get("/ready")
@roles(*MANAGERS)
def show_ready_questionnaires() -> ResponseReturnValue:
    lines = tuple(ready_line(content) for content in ready_questionnaires())
    return render_template("surveys/library/ready_questionnaires.html", lines=lines)


@blueprint.get("/ready/<key>")
@roles(*MANAGERS)
def show_ready(key: str) -> ResponseReturnValue:
    content = find_ready(key) or abort(404)
    language = closest_language(request.args.get("lang"), content.languages)
    page = ready_page(content, language, _programme_name())
    return render_template("surveys/library/ready.html", page=page)


@blueprint.get("/checks")
@roles(*MANAGERS)
def show_checks() -> ResponseReturnValue:
    return render_template("surveys/library/checks.html", page=rules_page())


def _wanted() -> LibrarySearch:
    audience, topic = request.args.get("audience", ""), request.args.get("topic", "")
    return LibrarySearch(
        words=request.args.get("q", "")[:LONGEST_SEARCH],
        audience=Audience(audience) if audience in set(Audience) else None,
        topic=Topic(topic) if topic in set(Topic) else None,
    )


def _programme_name() -> str:
    programme = get_programme(db.session())
    return programme.name if programme else "the programme"


NAVIGATION = (NavEntry("Library", "library.show_library"),)
