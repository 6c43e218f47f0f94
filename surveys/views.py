"""Pages of the people who run the programme: what is asked, and whom."""

from __future__ import annotations

import secrets

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

import surveys.exchange.views
import surveys.invitations.views
import surveys.library.views
import surveys.open_links.views
import surveys.set_up.views
import surveys.strategy.views
import surveys.translations.file_views
import surveys.translations.views
import surveys.workshop.views
from access.guard import MANAGERS, roles
from access.navigation import NavEntry
from access.services import record_audit
from access.web import current_scope
from core.clock import Week
from core.context import current_context
from core.database import db, writing
from customers.models import Audience
from customers.queries import get_programme
from surveys.forms import PlanForm, present_plan
from surveys.models import PlanMethod, Survey
from surveys.pages import ask_page, survey_page, surveys_page
from surveys.queries import all_surveys, get_survey
from surveys.questionnaires.files import READY_FOLDER
from surveys.questionnaires.queries import available_languages, load_sheet
from surveys.sampling.frame_counts import count_frame, weeks_with_transactions
from surveys.services import change_plan, draw_sample, load_and_open

WEEKS_OFFERED = 60
LARGEST_SEED = 2**62

blueprint = Blueprint("surveys", __name__)


@blueprint.get("/surveys")
@roles(*MANAGERS)
def show_surveys() -> ResponseReturnValue:
    session = db.session()
    page = surveys_page(get_programme(session), all_surveys(session))
    return render_template("surveys/surveys.html", page=page)


@blueprint.post("/surveys/ready-made")
@roles(*MANAGERS)
def open_ready_made() -> ResponseReturnValue:
    now = current_context().clock.now()
    with writing(db.session()) as session:
        result = load_and_open(session, READY_FOLDER, now)
        record_audit(session, current_scope(), "open surveys", "ready-made", str(result), now)
    flash(str(result))
    return redirect(url_for("surveys.show_surveys"))


@blueprint.get("/surveys/<int:survey_id>")
@roles(*MANAGERS)
def show_survey(survey_id: int) -> ResponseReturnValue:
    survey = get_survey(db.session(), survey_id) or abort(404)
    return _survey_page(survey, present_plan(survey))


@blueprint.post("/surveys/<int:survey_id>")
@roles(*MANAGERS)
def store_plan(survey_id: int) -> ResponseReturnValue:
    survey = get_survey(db.session(), survey_id) or abort(404)
    form = PlanForm()
    if not form.validate():
        return _survey_page(survey, form), 400
    _change_plan(survey, form)
    flash("The plan is changed. It holds from the next draw on.")
    return redirect(url_for("surveys.show_survey", survey_id=survey_id))


@blueprint.get("/ask")
@roles(*MANAGERS)
def show_ask() -> ResponseReturnValue:
    session = db.session()
    weeks = weeks_with_transactions(session, WEEKS_OFFERED)
    week = _week(request.args["week"]) if request.args.get("week") else next(iter(weeks), None)
    counts = count_frame(session, week) if week else ()
    now = current_context().clock.now()
    page = ask_page(get_programme(session), week, weeks, counts, now)
    return render_template("surveys/ask.html", page=page)


@blueprint.post("/ask/<week_text>/draw")
@roles(*MANAGERS)
def draw_week(week_text: str) -> ResponseReturnValue:
    week, now = _week(week_text), current_context().clock.now()
    seed = secrets.randbelow(LARGEST_SEED)
    with writing(db.session()) as session:
        report = draw_sample(session, first_on=week.monday, last_on=week.sunday, seed=seed, now=now)
        record_audit(session, current_scope(), "draw sample", str(week), f"seed {seed}", now)
    flash(
        f"{report.entry_count:,} entries were added to the frame and "
        f"{report.invitation_count:,} invitations queued."
    )
    return redirect(url_for("surveys.show_ask", week=week))


def _week(text: str) -> Week:
    try:
        return Week.parse(text)
    except ValueError as error:
        abort(404, str(error))


def _survey_page(survey: Survey, form: PlanForm) -> str:
    session = db.session()
    sheet = load_sheet(session, survey.version_id, request.args.get("lang", ""))
    page = survey_page(survey, sheet, available_languages(session, survey.version_id))
    return render_template("surveys/survey.html", page=page, form=form)


def _change_plan(survey: Survey, form: PlanForm) -> None:
    audience, touchpoint_key = Audience(survey.audience), survey.touchpoint.key
    method, now = PlanMethod(form.method.data), current_context().clock.now()
    with writing(db.session()) as session:
        change_plan(
            session,
            audience,
            touchpoint_key,
            method=method,
            share=form.share,
            is_active=form.is_active.data,
        )
        subject = f"{audience} at {touchpoint_key}"
        detail = f"{method}, share {form.share}, active {form.is_active.data}"
        record_audit(session, current_scope(), "change plan", subject, detail, now)


BLUEPRINTS: tuple[Blueprint, ...] = (
    blueprint,
    surveys.invitations.views.blueprint,
    surveys.open_links.views.blueprint,
    surveys.set_up.views.blueprint,
    surveys.strategy.views.blueprint,
    surveys.library.views.blueprint,
    *surveys.workshop.views.BLUEPRINTS,
    surveys.exchange.views.blueprint,
    surveys.translations.views.blueprint,
    surveys.translations.file_views.blueprint,
)
NAVIGATION = (
    NavEntry("Surveys", "surveys.show_surveys"),
    NavEntry("Workshop", "workshop.show_workshop"),
    *surveys.library.views.NAVIGATION,
    NavEntry("Ask", "surveys.show_ask"),
)
