"""`twofold invitations`: whom a week's sample reached."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from core.clock import Week
from core.context import current_context
from core.database import db
from feedback.fieldwork.queries import count_dispositions
from surveys.sampling.frame_counts import count_frame
from surveys.wording import AUDIENCE_WORDS, STATUS_WORDS


@click.command("invitations")
@click.option("--week", "week_text", required=True, help="The transactions' week, as 2026-W46.")
@with_appcontext
def list_invitations(week_text: str) -> None:
    """Count a week's transactions by frame status, and those drawn by disposition."""
    try:
        week = Week.parse(week_text)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    session, now = db.session(), current_context().clock.now()
    dispositions = count_dispositions(session, week, now)
    for frame, drawn in zip(count_frame(session, week), dispositions, strict=True):
        click.echo(f"{AUDIENCE_WORDS[frame.audience]}: {frame.transaction_count:,} transactions")
        for status, words in STATUS_WORDS.items():
            click.echo(f"  {words:40}{frame.by_status.get(status, 0):>8,}")
        if frame.open_count:
            click.echo(f"  {'no frame status yet (twofold draw)':40}{frame.open_count:>8,}")
        for disposition, count in drawn.by_disposition.items():
            click.echo(f"  drawn, {disposition.replace('_', ' '):33}{count:>8,}")
