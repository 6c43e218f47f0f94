"""Mentions, taken in from programs and read by them."""

from __future__ import annotations

from typing import Any

from flask import request

from access.guard import HOUSE, MANAGERS, permitted, roles
from access.tokens.models import Permission
from access.web import csrf, current_scope
from core.api.blueprints import ApiBlueprint
from core.api.bodies import read_batch
from core.api.cursors import read_number
from core.api.paging import Page, page_of
from core.database import db
from customers.api.receiving import Stored, receive_batch
from customers.api.schemas import StoredSchema, batch_body, row_of
from feedback.mentions.intake import FIELDS, MentionsImport
from feedback.mentions.queries import MentionFilter, read_mentions
from feedback.mentions.rows import StoredMention
from feedback.mentions.schemas import MentionPage, MentionsQuery

ABOUT = "What customers say where nobody asked them; never part of the benchmark."
blueprint = ApiBlueprint("mentions", __name__, ABOUT)
csrf.exempt(blueprint)  # a token is sent on purpose, never by a browser on its own
KIND = MentionsImport()


@blueprint.reads("/mentions", MentionPage, MentionsQuery)
@permitted(Permission.READ)
@roles(*HOUSE)
def list_mentions(asked: dict[str, Any]) -> Page[StoredMention]:
    """Mentions, the newest taken in first."""
    session, scope = db.session(), current_scope()
    before = read_number(asked["cursor"])
    wanted = MentionFilter(asked["source"], asked["touchpoint"], asked["partner"])
    rows = read_mentions(session, scope, wanted, before, asked["limit"] + 1)
    return page_of(rows, lambda row: [row.id], request.path, asked)


@blueprint.takes("/mentions", StoredSchema, batch_body("mentions", row_of(FIELDS)))
@permitted(Permission.WRITE_MENTIONS)
@roles(*MANAGERS)
def write_mentions() -> Stored:
    """Take in up to 1,000 mentions, all of them or none.

    Recognised by key: sent again they change nothing, and a text is never changed.
    """
    batch = read_batch(request, "mentions")
    return receive_batch(KIND, batch.rows, batch.body_hash)
