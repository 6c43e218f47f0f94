"""What one's own account page shows."""

from __future__ import annotations

from dataclasses import dataclass

from access.navigation import NavItem, account_entries_for
from access.sessions.queries import Person
from access.web import role_in_words


@dataclass(frozen=True)
class RoleLine:
    id: int
    words: str
    is_acting: bool


@dataclass(frozen=True)
class AccountPage:
    name: str
    email: str
    has_password: bool
    roles: tuple[RoleLine, ...]
    entries: tuple[NavItem, ...]


def account_page(person: Person) -> AccountPage:
    return AccountPage(
        name=person.name,
        email=person.email,
        has_password=person.has_password,
        roles=tuple(
            RoleLine(held.id, role_in_words(held.role), held.id == person.acting.id)
            for held in person.held
        ),
        entries=account_entries_for(person.acting.role),
    )
