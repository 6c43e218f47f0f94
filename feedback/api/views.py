"""Responses collected elsewhere, written by programs."""

from __future__ import annotations

from flask import request

from access.guard import MANAGERS, permitted, roles
from access.tokens.models import Permission
from access.web import csrf
from core.api.blueprints import ApiBlueprint
from core.api.bodies import read_batch
from customers.api.receiving import Stored, receive_batch
from customers.api.schemas import StoredSchema, batch_body, row_of
from feedback.api.flattening import ANSWERS, flatten_answers
from feedback.imports.responses import OWN_FIELDS, ResponsesImport

blueprint = ApiBlueprint("responses", __name__, "Answers collected elsewhere.")
csrf.exempt(blueprint)  # a token is sent on purpose, never by a browser on its own
KIND = ResponsesImport()
GIVEN = {
    "type": "object",
    "minProperties": 1,
    "description": "question key → score, option, text; a list of options; or row → score",
}
BODY = batch_body("responses", row_of(OWN_FIELDS, {ANSWERS: GIVEN}))


@blueprint.takes("/responses", StoredSchema, BODY)
@permitted(Permission.WRITE_RESPONSES)
@roles(*MANAGERS)
def write_responses() -> Stored:
    """Store up to 1,000 responses collected elsewhere, all of them or none.

    Recognised by key: sent again they change nothing, and answers are never changed. Each is about
    a transaction, which must be there. Who was asked stays unknown, and so do response rates.
    """
    batch = read_batch(request, "responses")
    return receive_batch(KIND, flatten_answers(batch.rows), batch.body_hash)
