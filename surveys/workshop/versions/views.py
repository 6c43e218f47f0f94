"""A questionnaire's history, and a version or draft on paper."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from access.guard import MANAGERS, roles
from core.database import db
from core.languages import closest_language
from surveys.models import QuestionnaireVersion
from surveys.questionnaires.queries import available_languages, build_sheet, load_sheet
from surveys.workshop.queries import (
    content_of,
    find_draft,
    invited_counts,
    publications_of,
    purposes_of,
    require_draft,
    versions_in_the_field,
    versions_of,
)
from surveys.workshop.versions.answers import answer_counts
from surveys.workshop.versions.pages import paper_page, versions_page

blueprint = Blueprint("versions", __name__, url_prefix="/workshop")


@blueprint.get("/questionnaires/<key>")
@roles(*MANAGERS)
def show_versions(key: str) -> ResponseReturnValue:
    session = db.session()
    versions = versions_of(session, key) or abort(404)
    ids = [version.id for version in versions]
    page = versions_page(
        versions,
        publications_of(session, ids),
        versions_in_the_field(session),
        invited_counts(session, ids),
        answer_counts(session, ids),
        find_draft(session, key),
    )
    return render_template("surveys/workshop/versions.html", page=page)


@blueprint.get("/versions/<int:version_id>/paper")
@roles(*MANAGERS)
def show_version_paper(version_id: int) -> ResponseReturnValue:
    session = db.session()
    version = session.get(QuestionnaireVersion, version_id) or abort(404)
    sheet = load_sheet(session, version_id, request.args.get("lang", ""))
    languages = available_languages(session, version_id)
    key, name = version.questionnaire.key, f"version {version.number}"
    page = paper_page(sheet, key, name, languages, purposes_of(session))
    return render_template("surveys/workshop/paper.html", page=page)


@blueprint.get("/<int:draft_id>/paper")
@roles(*MANAGERS)
def show_draft_paper(draft_id: int) -> ResponseReturnValue:
    session = db.session()
    draft = require_draft(session, draft_id)
    content = content_of(draft)
    language = closest_language(request.args.get("lang"), content.languages)
    sheet = build_sheet(content, language)
    name = f"draft, {draft.edited_at:%Y-%m-%d}"
    page = paper_page(sheet, draft.key, name, content.languages, purposes_of(session))
    return render_template("surveys/workshop/paper.html", page=page)
