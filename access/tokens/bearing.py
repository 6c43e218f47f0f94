"""The request's token: whose it is, and whether it opens the address."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NoReturn

from flask import g, request
from sqlalchemy.orm import Session
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, Unauthorized

from access.models import Role
from access.tokens.models import Permission
from access.tokens.queries import Bearer, bearer_of
from access.tokens.services import note_written
from core.context import current_context
from core.database import db

BEARER = "twofold_bearer"
WITHOUT = (
    "Send a token: Authorization: Bearer twofold_… Make one under Your account, Tokens. The cookie "
    "of a signed-in browser does not count here."
)
UNUSABLE = (
    "This token is unknown, has run out or was revoked. Make a new one under Your account, Tokens."
)


def current_bearer() -> Bearer | None:
    """The token's owner on an address for programs, once admitted; else None."""
    bearer: Bearer | None = g.get(BEARER)
    return bearer


def admit_bearer(permission: Permission, allowed: Collection[Role]) -> None:
    """Let the request's token in, or end the request with 401 or 403."""
    given = request.authorization
    if given is None or given.type != "bearer" or not given.token:
        _refuse(WITHOUT)
    now = current_context().clock.now()
    bearer = bearer_of(db.session(), given.token, now)
    if bearer is None:
        _refuse(UNUSABLE)
    if permission not in bearer.permissions:
        raise Forbidden(f"The token lacks the permission {permission}. Make one that has it.")
    if bearer.scope.role not in allowed:
        raise Forbidden(
            f"This is not open to the token's role, {bearer.scope.role.replace('_', ' ')}."
        )
    setattr(g, BEARER, bearer)


def note_stored(session: Session, now: datetime) -> None:
    """Note the day on the request's token, if any: something it sent was stored."""
    bearer = current_bearer()
    if bearer is not None and bearer.written_on != now.date():
        note_written(session, bearer.token_id, now.date())


def _refuse(text: str) -> NoReturn:
    raise Unauthorized(text, www_authenticate=WWWAuthenticate("bearer", {"realm": "Twofold API"}))
