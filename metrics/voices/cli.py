"""Taking up the comments of finals that were published before comments could be cleared."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from core.context import current_context
from core.database import db, writing
from metrics.errors import FrozenWeekDamagedError
from metrics.voices.queries import newest_finals, read_heard
from metrics.voices.services import collect_voices, read_comments


@click.group("voices")
def voices_group() -> None:
    """Comments that stand beside figures, once somebody has cleared them."""


@voices_group.command("collect")
@with_appcontext
def collect_command() -> None:
    """Take up the comments of every published final; a final published from now on does it itself.

    Decisions stand, and a second time changes nothing.
    """
    session, folder = db.session(), current_context().settings.weeks_folder
    count = 0
    finals = newest_finals(session)
    for final in finals:
        try:
            comments = read_comments(session, read_heard(folder / final.folder))
        except FrozenWeekDamagedError as error:
            raise click.ClickException(str(error)) from error
        with writing(session):
            count += collect_voices(session, final.week, comments).new_count
    click.echo(f"{count:,} new comments of {len(finals):,} finals wait to be cleared.")


COMMANDS: tuple[click.Command, ...] = (voices_group,)
