"""What the pages about users show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from access.models import Role, User
from access.web import role_in_words


@dataclass(frozen=True)
class UserLine:
    id: int
    name: str
    email: str
    roles: str
    is_active: bool
    has_password: bool


@dataclass(frozen=True)
class UsersPage:
    users: tuple[UserLine, ...]


@dataclass(frozen=True)
class UserPage:
    """One user; `link` only on the one response that made it."""

    user: UserLine
    link: str | None = None


def user_line(user: User) -> UserLine:
    return UserLine(
        id=user.id,
        name=user.name,
        email=user.email,
        roles=", ".join(
            f"{role_in_words(Role(held.role))} {held.partner_key or ''}".strip()
            for held in user.roles
        ),
        is_active=user.is_active,
        has_password=user.password_hash is not None,
    )


def users_page(users: Iterable[User]) -> UsersPage:
    return UsersPage(tuple(user_line(user) for user in users))
