"""Check a password at the edge: three steps, so that no lock is held while argon2 works."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from access.sign_in import services
from core.context import current_context
from core.database import db, writing


@dataclass(frozen=True)
class Confirmed:
    """A password that fits; its attempt still stands to be forgiven."""

    attempt: services.Attempt
    user_id: int


def check_password(email: str, password: str) -> Confirmed:
    """Count the try, then check it; raises AccessError (wrong, braked or busy)."""
    context = current_context()
    address = request.remote_addr or "unknown"
    with writing(db.session()) as session:
        attempt = services.count_attempt(
            session, context.keys, email=email, address=address, now=context.clock.now()
        )
    return Confirmed(attempt, services.find_by_password(db.session(), email, password))


def confirm_password(email: str, password: str) -> None:
    """The same check for somebody already signed in; raises AccessError."""
    confirmed = check_password(email, password)
    with writing(db.session()) as session:
        services.forgive(session, confirmed.attempt)
