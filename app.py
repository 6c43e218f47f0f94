"""The application: settings, database, blueprints, commands. No logic."""

from __future__ import annotations

import os
import sys

from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy.exc import OperationalError

import access.cli
import access.views
import core.cli
import customers.cli
import customers.views
import demo.cli
import demo.views
import feedback.cli
import feedback.jobs
import feedback.views
import metrics.cli
import metrics.jobs
import metrics.views
import surveys.cli
import surveys.jobs
import surveys.views
from access.guard import check_routes
from access.navigation import register_account_entries, register_navigation
from access.partners import register_partner_lookup
from access.web import guard_requests
from core.clock import Clock
from core.config import Settings, load_settings
from core.errors import TwofoldError
from core.garbage import search_seldom
from core.wiring import wire_core
from customers.queries import has_partner
from feedback.version_counts import count_by_version
from surveys.workshop.versions.answers import register_answer_counts

BLUEPRINTS = (
    *access.views.BLUEPRINTS,
    *customers.views.BLUEPRINTS,
    *surveys.views.BLUEPRINTS,
    *feedback.views.BLUEPRINTS,
    *metrics.views.BLUEPRINTS,
    *demo.views.BLUEPRINTS,
)
JOBS = (*surveys.jobs.JOBS, *feedback.jobs.JOBS, *metrics.jobs.JOBS)
TICKS = (*surveys.jobs.TICKS, *feedback.jobs.TICKS, *metrics.jobs.TICKS)
# In the order of the entries on top of every page.
WITH_PAGES = (metrics.views, feedback.views, surveys.views, customers.views, access.views)
COMMANDS = (
    *core.cli.commands(access.cli.announce_first_link, JOBS, TICKS),
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
    register_navigation(
        app, (entry for views in WITH_PAGES for entry in getattr(views, "NAVIGATION", ()))
    )
    register_account_entries(
        app, (entry for views in WITH_PAGES for entry in getattr(views, "ACCOUNT_ENTRIES", ()))
    )
    register_partner_lookup(app, has_partner)
    register_answer_counts(app, count_by_version)
    app.cli.callback = core.cli.prepare
    for command in COMMANDS:
        app.cli.add_command(command)
    check_routes(app)
    return app


def main() -> None:
    """The `twofold` command. What it writes is for its own user alone, in whatever folder."""
    os.umask(0o077)
    search_seldom()
    try:
        app = create_app()
        app.cli.main(
            prog_name="twofold", obj=ScriptInfo(create_app=lambda: app, set_debug_flag=False)
        )
    except TwofoldError as error:
        sys.exit(f"Error: {error}")
    except OperationalError as error:
        sys.exit(f"Error: the database cannot be used: {error.orig}")


if __name__ == "__main__":
    main()
