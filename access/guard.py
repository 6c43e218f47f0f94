"""Every route names the roles that may use it, or says why it is public; else nothing starts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask

from access.models import Role

View = TypeVar("View", bound=Callable[..., Any])

ROLES = "twofold_roles"
PUBLIC = "twofold_public"

EVERY_ROLE = tuple(Role)
HOUSE = (Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER, Role.EXECUTIVE)
MANAGERS = (Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER)


class UnguardedRouteError(RuntimeError):
    """A route without a role list; the text names it."""


def roles(*allowed: Role) -> Callable[[View], View]:
    """Only these roles may use the view. Put it below the route decorator."""

    def mark(view: View) -> View:
        setattr(view, ROLES, frozenset(allowed))
        return view

    return mark


def public(reason: str) -> Callable[[View], View]:
    """Anybody may use the view; the reason stands beside it for the next reader."""

    def mark(view: View) -> View:
        setattr(view, PUBLIC, reason)
        return view

    return mark


def allowed_roles(app: Flask, endpoint: str) -> frozenset[Role] | None:
    """The roles of an endpoint; None means public."""
    view = app.view_functions[endpoint]
    if endpoint == "static" or hasattr(view, PUBLIC):
        return None
    allowed: frozenset[Role] = getattr(view, ROLES)
    return allowed


def check_routes(app: Flask) -> None:
    """Raise UnguardedRouteError naming every route that neither has roles nor is public."""
    unguarded = sorted(
        f"{rule.rule} ({rule.endpoint})"
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
        and not any(hasattr(app.view_functions[rule.endpoint], mark) for mark in (ROLES, PUBLIC))
    )
    if unguarded:
        raise UnguardedRouteError("Routes without a role list: " + ", ".join(unguarded))
