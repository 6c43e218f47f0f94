"""Every route names the roles that may use it, or says why it is public; else nothing starts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask
from werkzeug.routing import Rule

from access.models import Role
from access.tokens.models import Permission
from core.web.problems import ROOT

View = TypeVar("View", bound=Callable[..., Any])

ROLES = "twofold_roles"
PUBLIC = "twofold_public"
PERMISSION = "twofold_permission"

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


def permitted(permission: Permission) -> Callable[[View], View]:
    """For programs: a token with this permission opens the view, and no signed-in browser does."""

    def mark(view: View) -> View:
        setattr(view, PERMISSION, permission)
        return view

    return mark


def needed_permission(app: Flask, endpoint: str) -> Permission | None:
    """What a token must be allowed; None where the endpoint is not for tokens."""
    needed: Permission | None = getattr(app.view_functions[endpoint], PERMISSION, None)
    return needed


def allowed_roles(app: Flask, endpoint: str) -> frozenset[Role] | None:
    """The roles of an endpoint; None means public."""
    view = app.view_functions[endpoint]
    if endpoint == "static" or hasattr(view, PUBLIC):
        return None
    allowed: frozenset[Role] = getattr(view, ROLES)
    return allowed


def check_routes(app: Flask) -> None:
    """Raise UnguardedRouteError naming every route that neither has roles nor is public, or that
    is for tokens elsewhere than below the programs' address, or the other way round."""
    unguarded = sorted(
        f"{rule.rule} ({rule.endpoint})"
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and not _is_guarded(app, rule)
    )
    if unguarded:
        raise UnguardedRouteError("Routes without a role list: " + ", ".join(unguarded))


def _is_guarded(app: Flask, rule: Rule) -> bool:
    view = app.view_functions[rule.endpoint]
    if hasattr(view, PUBLIC):
        return not hasattr(view, PERMISSION)
    return hasattr(view, ROLES) and hasattr(view, PERMISSION) == rule.rule.startswith(ROOT)
