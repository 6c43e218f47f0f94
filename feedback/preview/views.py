"""A questionnaire that is being written, as its respondents will see it. Nothing is stored.

The same pages and the same course as in earnest, in a frame of the workshop: conditions can be
tried, and facts of a transaction be supposed in the address (?is_late=yes&product_line=pumps).
"""

from __future__ import annotations

from flask import Blueprint, Response, make_response, request
from flask.typing import ResponseReturnValue

from access.guard import MANAGERS, roles
from access.web import csrf
from core.database import db
from core.web.headers import let_own_pages_frame
from feedback.answering import receiving
from feedback.answering.drawing import draw_notice
from feedback.answering.links import OpenedLink
from feedback.answering.turns import Turn
from feedback.forms import SheetForm
from feedback.preview.services import suppose, supposed_facts
from surveys.workshop.queries import require_draft

blueprint = Blueprint("preview", __name__)
csrf.exempt(blueprint)  # a preview stores nothing, and its pages are the respondent's own


@blueprint.get("/workshop/<int:draft_id>/preview")
@roles(*MANAGERS)
def show_preview(draft_id: int) -> ResponseReturnValue:
    return _framed(receiving.show_sheet(_open(draft_id)))


@blueprint.post("/workshop/<int:draft_id>/preview")
@roles(*MANAGERS)
def answer_preview(draft_id: int) -> ResponseReturnValue:
    return _framed(receiving.receive_sheet(_open(draft_id), _finish))


def _open(draft_id: int) -> OpenedLink:
    wanted = request.form.get("_lang") or request.args.get("lang", "")
    draft = require_draft(db.session(), draft_id)
    return suppose(db.session(), draft, wanted, supposed_facts(request.args))


def _finish(turn: Turn, _form: SheetForm) -> ResponseReturnValue:
    """Where a sheet in earnest would be stored."""
    link = turn.link
    return draw_notice("previewed", link.language, 200, link.asked.programme, go_on_url=link.url)


def _framed(answer: ResponseReturnValue) -> Response:
    return let_own_pages_frame(make_response(answer))
