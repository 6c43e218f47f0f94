"""Open, prolong, switch and end the session of a signed-in browser."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.codes import code_hash, new_code
from access.errors import RoleNotPossibleError
from access.models import User, WebSession
from access.sessions.queries import Person

LIFETIME = timedelta(days=7)


def open_session(session: Session, user: User, now: datetime) -> str:
    """A new session in the person's first role; returns the cookie's code.

    Raises RoleNotPossibleError when the person has no role at all.
    """
    if not user.roles:
        raise RoleNotPossibleError(
            "You have no role in this programme yet. Ask an administrator to give you one."
        )
    session.execute(sa.delete(WebSession).where(WebSession.expires_at <= now))
    code = new_code()
    session.add(
        WebSession(
            code_hash=code_hash(code),
            user_id=user.id,
            user_role_id=user.roles[0].id,
            created_at=now,
            seen_at=now,
            expires_at=now + LIFETIME,
        )
    )
    return code


def end_session(session: Session, code: str) -> None:
    session.execute(sa.delete(WebSession).where(WebSession.code_hash == code_hash(code)))


def end_sessions_of(session: Session, user_id: int, *, but: int | None = None) -> None:
    """End every session of a person, except the one they are using now."""
    session.execute(
        sa.delete(WebSession).where(WebSession.user_id == user_id, WebSession.id != (but or 0))
    )


def note_seen(session: Session, session_id: int, now: datetime) -> None:
    session.execute(sa.update(WebSession).where(WebSession.id == session_id).values(seen_at=now))


def switch_role(session: Session, person: Person, user_role_id: int, now: datetime) -> None:
    """Act in another of one's own roles; raises RoleNotPossibleError for anybody else's."""
    if user_role_id not in {held.id for held in person.held}:
        raise RoleNotPossibleError("You do not have that role. Choose one of your own.")
    session.execute(
        sa.update(WebSession)
        .where(WebSession.id == person.session_id)
        .values(user_role_id=user_role_id, seen_at=now)
    )
