"""Transactions, written by programs."""

from __future__ import annotations

from flask import request

from access.guard import MANAGERS, permitted, roles
from access.tokens.models import Permission
from access.web import csrf
from core.api.blueprints import ApiBlueprint
from core.api.bodies import read_batch
from customers.api.receiving import Stored, receive_batch
from customers.api.schemas import StoredSchema, batch_body, row_of
from customers.imports.transactions import FIELDS, TransactionsImport

blueprint = ApiBlueprint("transactions", __name__, "Every business event: the denominator.")
csrf.exempt(blueprint)  # a token is sent on purpose, never by a browser on its own
KIND = TransactionsImport()


@blueprint.takes("/transactions", StoredSchema, batch_body("transactions", row_of(FIELDS)))
@permitted(Permission.WRITE_TRANSACTIONS)
@roles(*MANAGERS)
def write_transactions() -> Stored:
    """Store up to 1,000 transactions, all of them or none.

    Recognised by key: sent again they change nothing. What a row leaves out stays as it is; null
    means that there is none. A partner, end user, product line or segment that is not there is
    stored as unknown, with a note.
    """
    batch = read_batch(request, "transactions")
    return receive_batch(KIND, batch.rows, batch.body_hash)
