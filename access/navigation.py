"""What the acting role finds at the top of every page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Flask, current_app, request, url_for

from access.guard import allowed_roles
from access.models import Role

EXTENSION = "twofold_navigation"
ACCOUNT_EXTENSION = "twofold_account_entries"


@dataclass(frozen=True)
class NavEntry:
    """An entry a package offers: its words and the endpoint it opens (which takes no argument)."""

    label: str
    endpoint: str
    # Narrower than the endpoint's own roles, where it only sends some of them elsewhere.
    only_for: tuple[Role, ...] = ()


@dataclass(frozen=True)
class NavItem:
    """An entry as one request sees it."""

    label: str
    url: str
    is_current: bool


def register_navigation(app: Flask, entries: Iterable[NavEntry]) -> None:
    app.extensions[EXTENSION] = tuple(entries)


def register_account_entries(app: Flask, entries: Iterable[NavEntry]) -> None:
    """What packages above this one add to everybody's account page."""
    app.extensions[ACCOUNT_EXTENSION] = tuple(entries)


def account_entries_for(role: Role) -> tuple[NavItem, ...]:
    entries: tuple[NavEntry, ...] = current_app.extensions.get(ACCOUNT_EXTENSION, ())
    return tuple(
        NavItem(entry.label, url_for(entry.endpoint), is_current=False)
        for entry in entries
        if _is_open(entry, role)
    )


def navigation_for(role: Role) -> tuple[NavItem, ...]:
    """The entries this role may open, the one that leads to the present page marked."""
    entries: tuple[NavEntry, ...] = current_app.extensions.get(EXTENSION, ())
    urls = {entry.label: url_for(entry.endpoint) for entry in entries if _is_open(entry, role)}
    current = max((url for url in urls.values() if _leads_here(url)), key=len, default=None)
    return tuple(NavItem(label, url, url == current) for label, url in urls.items())


def _is_open(entry: NavEntry, role: Role) -> bool:
    if entry.only_for and role not in entry.only_for:
        return False
    allowed = allowed_roles(current_app, entry.endpoint)
    return allowed is None or role in allowed


def _leads_here(url: str) -> bool:
    return request.path == url or (url != "/" and request.path.startswith(f"{url}/"))
