"""Users and their roles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from access.codes import code_hash
from access.errors import NoSuchUserError
from access.models import Role, SignInLink, User, UserRole


def folded_email(text: str) -> str:
    """The one form in which an address is kept and looked up."""
    return text.strip().lower()


def get_user(session: Session, user_id: int) -> User | None:
    return session.get(User, user_id)


def get_user_by_email(session: Session, email: str) -> User | None:
    return session.scalar(sa.select(User).where(User.email == folded_email(email)))


def require_user(user: User | None, name: str) -> User:
    """Raises NoSuchUserError."""
    if user is None:
        raise NoSuchUserError(f"There is no user {name}. `twofold users` lists them.")
    return user


def all_users(session: Session) -> Sequence[User]:
    return session.scalars(
        sa.select(User).options(selectinload(User.roles)).order_by(User.name, User.id)
    ).all()


def has_users(session: Session) -> bool:
    return session.scalar(sa.select(User.id).limit(1)) is not None


def count_other_active_administrators(session: Session, user_id: int) -> int:
    return (
        session.scalar(
            sa.select(sa.func.count(sa.distinct(User.id)))
            .join(UserRole)
            .where(User.is_active, User.id != user_id, UserRole.role == Role.ADMINISTRATOR)
        )
        or 0
    )


def is_link_usable(session: Session, code: str, now: datetime) -> bool:
    found = session.scalar(
        sa.select(SignInLink.id)
        .join(User, User.id == SignInLink.user_id)
        .where(
            SignInLink.code_hash == code_hash(code),
            SignInLink.used_at.is_(None),
            SignInLink.expires_at > now,
            User.is_active,
        )
    )
    return found is not None
