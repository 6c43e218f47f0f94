"""The page that says what is simulated, and the notice that every page of a demo carries."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from access.guard import EVERY_ROLE, roles
from access.web import current_scope
from core.context import current_context
from core.database import db
from customers.queries import get_programme
from demo.pages import demo_notice, demo_page
from demo.plan import stored_plan
from demo.progress import read_progress
from demo.queries import demo_size

blueprint = Blueprint("demo", __name__, url_prefix="/demo")

BLUEPRINTS: tuple[Blueprint, ...] = (blueprint,)


@blueprint.get("")
@roles(*EVERY_ROLE)
def show_demo() -> ResponseReturnValue:
    session = db.session()
    programme = get_programme(session)
    if programme is None or not programme.is_demo:
        abort(404)
    context = current_context()
    folder = context.settings.data_folder
    progress = read_progress(folder)
    size, now = demo_size(session), context.clock.now()
    page = demo_page(stored_plan(folder), size, progress, now, current_scope())
    return render_template("demo/demo.html", page=page)


@blueprint.app_context_processor
def add_notice() -> dict[str, Any]:
    """`programme_notice` for every page: empty in a real programme."""
    programme = get_programme(db.session())
    if programme is None or not programme.is_demo:
        return {"programme_notice": ""}
    context = current_context()
    progress = read_progress(context.settings.data_folder)
    words = demo_notice(progress, context.clock.now())
    link = Markup('{} <a href="{}">What is in it</a>')
    return {"programme_notice": link.format(words, url_for("demo.show_demo"))}
