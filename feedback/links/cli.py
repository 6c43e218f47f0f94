"""`twofold links`: the open links of a simulated programme."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from access.visibility import command_line_scope
from core.clock import Week
from core.context import current_context
from core.database import db
from feedback.errors import LinksHiddenError
from feedback.links.queries import find_newest_open_week, find_open_invitations
from feedback.links.services import require_simulated
from surveys.links import invitation_path


@click.command("links")
@click.option("--week", "week_text", help="The week of the transactions, as 2026-W46.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(min=1))
@with_appcontext
def list_links(week_text: str | None, limit: int) -> None:
    """List links that wait for an answer (in a simulated programme only)."""
    session, context = db.session(), current_context()
    now = context.clock.now()
    try:
        require_simulated(session)
        week = Week.parse(week_text) if week_text else find_newest_open_week(session, now)
    except (LinksHiddenError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    if week is None:
        click.echo("No link is open.")
        return
    found = find_open_invitations(session, command_line_scope(), week, now, limit)
    for invitation in found.shown:
        path = invitation_path(context.keys, invitation.id)
        click.echo(f"{invitation.audience:16}{invitation.touchpoint:22}{invitation.person}")
        click.echo(f"  {context.settings.base_url}{path}")
    click.echo(f"{len(found.shown)} of {found.count} open links of {week}.")
