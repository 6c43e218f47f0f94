"""The application: settings, database, blueprints, commands. No logic."""

from __future__ import annotations

from flask import Flask
from flask.cli import FlaskGroup

import access.cli
import access.views
import customers.cli
import customers.views
import demo.cli
import demo.views
import feedback.cli
import feedback.views
import metrics.cli
import metrics.views
import surveys.cli
import surveys.views
from access.guard import check_routes
from access.web import guard_requests
from core.clock import Clock
from core.config import Settings, load_settings
from core.wiring import wire_core

BLUEPRINTS = (
    *access.views.BLUEPRINTS,
    *customers.views.BLUEPRINTS,
    *surveys.views.BLUEPRINTS,
    *feedback.views.BLUEPRINTS,
    *metrics.views.BLUEPRINTS,
    *demo.views.BLUEPRINTS,
)
COMMANDS = (
    *access.cli.COMMANDS,
    *customers.cli.COMMANDS,
    *surveys.cli.COMMANDS,
    *feedback.cli.COMMANDS,
    *metrics.cli.COMMANDS,
    *demo.cli.COMMANDS,
)


def create_app(settings: Settings | None = None, clock: Clock | None = None) -> Flask:
    """Build the WSGI application; raises UnguardedRouteError when a route has no role list."""
    app = Flask(__name__)
    wire_core(app, settings or load_settings(), clock)
    guard_requests(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for command in COMMANDS:
        app.cli.add_command(command)
    check_routes(app)
    return app


def main() -> None:
    """The `twofold` command."""
    FlaskGroup(create_app=create_app, add_default_commands=False)()


if __name__ == "__main__":
    main()
