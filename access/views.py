"""The pages of this package, and the health page."""

from __future__ import annotations

from flask import Blueprint, Response, current_app

import access.account.views
import access.sign_in.views
import access.tokens.views
import access.users.views
from access.guard import public
from access.navigation import NavEntry
from core.web.health import examine

health = Blueprint("health", __name__)


@health.get("/health")
@public("says whether the service works, and nothing about anybody")
def show_health() -> Response:
    found = examine(current_app)
    return Response(found.text, 200 if found.is_well else 503, mimetype="text/plain")


BLUEPRINTS: tuple[Blueprint, ...] = (
    access.sign_in.views.blueprint,
    access.account.views.blueprint,
    access.tokens.views.blueprint,
    access.tokens.views.document_blueprint,
    access.users.views.blueprint,
    health,
)
NAVIGATION = (NavEntry("Users", "users.show_users"),)
