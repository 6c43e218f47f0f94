"""The commands of this package, and what a first start says."""

from __future__ import annotations

import click

import access.tokens.cli
import access.users.cli
from access.services import first_administrator_link
from core.context import current_context
from core.database import db, writing

COMMANDS: tuple[click.Command, ...] = (*access.users.cli.COMMANDS, *access.tokens.cli.COMMANDS)


def announce_first_link() -> None:
    """Print a one-time administrator link where there is no user yet; else say nothing."""
    context = current_context()
    with writing(db.session()) as session:
        link = first_administrator_link(
            session, base_url=context.settings.base_url, now=context.clock.now()
        )
    if link:
        click.echo(f"First start. Open this link within 24 hours; it works once: {link}")
