"""A channel partner's page, for itself and for the house."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from access.guard import EVERY_ROLE, roles
from access.web import current_scope, local_path
from core.context import current_context
from core.database import db, writing
from metrics.dashboards.errors import NoSuchPageError
from metrics.dashboards.opening import open_week
from metrics.dashboards.partner.pages import build_partner_page
from metrics.dashboards.partner.queries import needs_explanation, read_partner
from metrics.dashboards.partner.services import note_explained
from metrics.dashboards.partner.waiting.pages import build_waiting
from metrics.dashboards.voices.reading import voices_of_partner
from metrics.dashboards.week.places import Place
from metrics.exports.downloads import offer_partner
from metrics.integrity.partners.reviews import read_review
from metrics.models import Level
from metrics.signals.part import open_signals

blueprint = Blueprint("partner", __name__)
UNKNOWN = "There is no such channel partner, or it is not yours to see."


@blueprint.get("/partner")
@roles(*EVERY_ROLE)
def own() -> Response | str:
    key = current_scope().partner_key
    return show(key) if key is not None else redirect(url_for("week.partners"))


@blueprint.get("/partner/<path:key>")
@roles(*EVERY_ROLE)
def one(key: str) -> Response | str:
    return show(key)


@blueprint.post("/partner/explained")
@roles(*EVERY_ROLE)
def explained() -> Response:
    """The three sentences of the first visit were read."""
    with writing(db.session()) as session:
        note_explained(session, current_scope(), current_context().clock.now())
    return redirect(local_path(request.form.get("next")))


def show(key: str) -> str:
    """Somebody else's partner answers exactly like one that does not exist."""
    session, scope = db.session(), current_scope()
    if not scope.sees_partner(key):
        raise NoSuchPageError(UNKNOWN)
    opened = open_week(session, scope, request.args.get("week"), finals_only=True)
    if opened is None:
        return render_template("metrics/empty.html")
    if (Level.PARTNER, key) not in opened.names.places:
        raise NoSuchPageError(UNKNOWN)
    lead, period = opened.choice.lead, opened.programme.field_period_days
    review = read_review(session, scope, lead, key, opened.names, opened.zone)
    place = Place(Level.PARTNER, key)
    # A partner's own address names nobody.
    named = {"partner": key} if scope.sees_whole_network else {}
    return render_template(
        "metrics/partner.html",
        page=build_partner_page(read_partner(session, scope, opened, key), request.path),
        voices=voices_of_partner(session, scope, lead, key),
        waiting=build_waiting(review, lead, opened.zone, period),
        is_house=scope.sees_whole_network,
        explain=needs_explanation(session, scope),
        here=request.full_path.rstrip("?"),
        review=review,
        review_url=_url(key),
        downloads=offer_partner(lead.week, **named),
        # For the house: a channel partner has no signals, and learns of none.
        signals=open_signals(session, scope, opened, place, current_context().clock.now()),
    )


def _url(key: str) -> str:
    """Where the partner answers to a review, and where the house decides."""
    if current_scope().sees_whole_network:
        return url_for("partner_reviews.show_partner", key=key)
    return url_for("partner_reviews.show_own")
