"""Whose a token is, and which tokens there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.codes import code_hash
from access.models import Role, User, UserRole
from access.tokens.models import ApiToken, Permission
from access.visibility import Scope


@dataclass(frozen=True)
class Bearer:
    """A token's owner, as far as the token goes."""

    token_id: int
    scope: Scope
    permissions: frozenset[Permission]
    written_on: date | None


@dataclass(frozen=True)
class HeldToken:
    """A token with whom it is of and the role it acts in."""

    token: ApiToken
    email: str
    role: Role
    partner_key: str | None


def bearer_of(session: Session, code: str, now: datetime) -> Bearer | None:
    """The owner of a code; None when it is unknown, revoked, has run out or its owner is disabled.

    A token dies with its role: the row goes with it.
    """
    row = session.execute(
        sa.select(ApiToken, User.email, UserRole)
        .join(User, User.id == ApiToken.user_id)
        .join(UserRole, UserRole.id == ApiToken.user_role_id)
        .where(
            ApiToken.code_hash == code_hash(code),
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_at > now,
            User.is_active,
        )
    ).first()
    if row is None:
        return None
    token, email, held = row
    return Bearer(
        token_id=token.id,
        scope=Scope(
            role=Role(held.role),
            partner_key=held.partner_key,
            user_id=token.user_id,
            actor=f"{email} by token {token.name}",
        ),
        permissions=token.permission_set,
        written_on=token.written_on,
    )


def tokens_of(session: Session, user_id: int | None = None) -> list[HeldToken]:
    """Somebody's tokens, or everybody's, newest first; revoked and expired ones too."""
    query = (
        sa.select(ApiToken, User.email, UserRole.role, UserRole.partner_key)
        .join(User, User.id == ApiToken.user_id)
        .join(UserRole, UserRole.id == ApiToken.user_role_id)
        .order_by(ApiToken.id.desc())
    )
    if user_id is not None:
        query = query.where(ApiToken.user_id == user_id)
    return [
        HeldToken(token, email, Role(role), partner_key)
        for token, email, role, partner_key in session.execute(query)
    ]


def count_living(session: Session, user_id: int, now: datetime) -> int:
    return (
        session.scalar(
            sa.select(sa.func.count(ApiToken.id)).where(
                ApiToken.user_id == user_id,
                ApiToken.revoked_at.is_(None),
                ApiToken.expires_at > now,
            )
        )
        or 0
    )


def roles_of(session: Session, user_id: int) -> Sequence[UserRole]:
    return session.scalars(
        sa.select(UserRole).where(UserRole.user_id == user_id).order_by(UserRole.id)
    ).all()
