"""The open links with what came through them, for the people who run the programme."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from access.guard import MANAGERS, roles
from core.context import current_context
from core.database import db
from customers.queries import get_programme
from feedback.open_links.pages import SHOWN_ON_A_PAGE, LinkPage, LinksPage, link_page, links_page
from feedback.open_links.queries import (
    LinkCounts,
    count_responses,
    flagged_responses,
    most_from_one_network,
)
from surveys.open_links.forms import read_filter, whole_numbers
from surveys.open_links.pages import address_of_link
from surveys.open_links.queries import find_links
from surveys.open_links.references import signing_key
from surveys.open_links.services import require_link
from surveys.queries import all_surveys

FLAGGED_SHOWN = 100
A_DAY = timedelta(days=1)
LAST_PAGE = 100_000

blueprint = Blueprint("heard_open_links", __name__)


@blueprint.get("/surveys/open-links")
@roles(*MANAGERS)
def show_links() -> ResponseReturnValue:
    return render_template("surveys/open_links/links.html", page=_links_page())


@blueprint.get("/surveys/open-links/<int:open_link_id>")
@roles(*MANAGERS)
def show_link(open_link_id: int) -> ResponseReturnValue:
    return render_template("surveys/open_links/link.html", page=_link_page(open_link_id))


def _links_page() -> LinksPage:
    session, now = db.session(), current_context().clock.now()
    wanted, number = read_filter(request.args), _page_number()
    offset = (number - 1) * SHOWN_ON_A_PAGE
    found = find_links(session, wanted, now, limit=SHOWN_ON_A_PAGE, offset=offset)
    counts = count_responses(session, [link.id for link in found.shown])
    return links_page(found, counts, all_surveys(session), wanted, number, now, _time_zone())


def _link_page(open_link_id: int) -> LinkPage:
    session, context = db.session(), current_context()
    link, now = require_link(session, open_link_id), context.clock.now()
    return link_page(
        link,
        count_responses(session, [link.id]).get(link.id, LinkCounts()),
        flagged_responses(session, link.id, FLAGGED_SHOWN),
        most_from_one_network(session, link.id, now - A_DAY),
        address_of_link(context.settings.base_url, context.keys, link),
        signing_key(context.keys, link.id),
        now,
        _time_zone(),
    )


def _page_number() -> int:
    asked = whole_numbers([request.args.get("page", "")])
    return min(max(asked[0], 1), LAST_PAGE) if asked else 1


def _time_zone() -> str:
    programme = get_programme(db.session())
    return programme.time_zone if programme else "UTC"
