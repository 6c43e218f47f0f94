"""What this package does without being asked: it sends the mail that is due."""

from __future__ import annotations

import logging

from flask import Flask, current_app

from core.context import context_of
from core.database import db
from core.jobs.scheduler import Job, Tick
from core.outbox.kinds import Desk, mail_kinds_of
from core.outbox.sending import SendReport, send_due
from core.outbox.transports import open_transport

log = logging.getLogger(__name__)


def send_due_mail() -> SendReport:
    """Send every due mail of every kind, the configured way. Needs an application context."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    context = context_of(app)
    desk = Desk(context.settings, context.keys, app.jinja_env)
    with open_transport(context.settings) as transport:
        report = send_due(db.session(), mail_kinds_of(app), transport, desk, context.clock)
    if report.trouble:
        log.warning("mail: %s", report.trouble)
    return report


JOBS: tuple[Job, ...] = ()
TICKS: tuple[Tick, ...] = (Tick("mail", send_due_mail),)
