"""In what two versions, or a draft and its version, differ."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from access.guard import MANAGERS, roles
from core.database import db
from surveys.models import QuestionnaireVersion
from surveys.questionnaires.queries import load_content
from surveys.workshop.changes import empty_content
from surveys.workshop.difference.pages import difference_page
from surveys.workshop.queries import content_of, require_draft, version_before

blueprint = Blueprint("differences", __name__, url_prefix="/workshop")


@blueprint.get("/difference")
@roles(*MANAGERS)
def show_difference() -> ResponseReturnValue:
    old, new = _version("old"), _version("new")
    session = db.session()
    page = difference_page(
        load_content(session, old.id),
        load_content(session, new.id),
        f"{old.questionnaire.key}, version {old.number}",
        f"{new.questionnaire.key}, version {new.number}",
        url_for("versions.show_versions", key=new.questionnaire.key),
    )
    return render_template("surveys/workshop/difference.html", page=page)


@blueprint.get("/<int:draft_id>/difference")
@roles(*MANAGERS)
def show_draft_difference(draft_id: int) -> ResponseReturnValue:
    session = db.session()
    content = content_of(require_draft(session, draft_id))
    version = version_before(session, content.key)
    old = (
        load_content(session, version.id)
        if version
        else empty_content(content.key, content.audience)
    )
    name = f"version {version.number}" if version else "nothing: it has no version yet"
    back = url_for("drafts.show_draft", draft_id=draft_id)
    page = difference_page(old, content, name, "the draft", back)
    return render_template("surveys/workshop/difference.html", page=page)


def _version(name: str) -> QuestionnaireVersion:
    sent = request.args.get(name, "")
    found = None
    if sent.isdecimal() and len(sent) < 10:
        found = db.session().get(QuestionnaireVersion, int(sent))
    return found or abort(404, "There is no such version. Choose two on the questionnaire's page.")
