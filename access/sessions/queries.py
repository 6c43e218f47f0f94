"""Who a signed-in browser belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.codes import code_hash
from access.models import Role, User, UserRole, WebSession
from access.visibility import Scope

# A GET never writes, so reading alone does not prolong: this counts from the last change made.
IDLE_LIMIT = timedelta(hours=12)


@dataclass(frozen=True)
class HeldRole:
    id: int
    role: Role
    partner_key: str | None


@dataclass(frozen=True)
class Person:
    """The signed-in person, in the one role they act in now."""

    user_id: int
    session_id: int
    name: str
    email: str
    acting: HeldRole
    held: tuple[HeldRole, ...]
    has_password: bool
    seen_at: datetime

    @property
    def scope(self) -> Scope:
        return Scope(
            role=self.acting.role,
            partner_key=self.acting.partner_key,
            user_id=self.user_id,
            actor=self.email,
        )

    @property
    def has_several_roles(self) -> bool:
        return len(self.held) > 1


def person_of(session: Session, code: str, now: datetime) -> Person | None:
    """The person of a cookie's code; None when it is unknown, has run out or is disabled."""
    rows = session.execute(
        sa.select(WebSession, User, UserRole)
        .join(User, User.id == WebSession.user_id)
        .join(UserRole, UserRole.user_id == User.id)
        .where(
            WebSession.code_hash == code_hash(code),
            WebSession.expires_at > now,
            WebSession.seen_at > now - IDLE_LIMIT,
            User.is_active,
        )
        .order_by(UserRole.id)
    ).all()
    held = tuple(HeldRole(role.id, Role(role.role), role.partner_key) for _, _, role in rows)
    for browser, user, role in rows:
        if role.id == browser.user_role_id:
            return Person(
                user_id=user.id,
                session_id=browser.id,
                name=user.name,
                email=user.email,
                acting=HeldRole(role.id, Role(role.role), role.partner_key),
                held=held,
                has_password=user.password_hash is not None,
                seen_at=browser.seen_at,
            )
    return None
