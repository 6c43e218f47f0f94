"""`twofold set-up`: the programme, its questionnaires and surveys."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from access.visibility import command_line_scope
from core.context import current_context
from core.database import db, writing
from core.errors import TwofoldError
from surveys.set_up.services import set_up_programme


@click.command("set-up")
@click.option("--name", required=True, help="The programme's name.")
@click.option("--time-zone", required=True, help="Where its weeks begin, as Europe/Berlin.")
@click.option(
    "--field-period-days",
    type=int,
    default=7,
    show_default=True,
    help="Days after the week in which answers still count.",
)
@with_appcontext
def set_up(name: str, time_zone: str, field_period_days: int) -> None:
    """Set up the programme of this installation, with the ready-made questionnaires."""
    try:
        with writing(db.session()) as session:
            done = set_up_programme(
                session,
                command_line_scope(),
                name=name,
                time_zone=time_zone,
                now=current_context().clock.now(),
                field_period_days=field_period_days,
            )
    except TwofoldError as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"{done.programme.name} is set up, its weeks in {done.programme.time_zone}, with "
        f"{done.survey_count} surveys ready. Import your files next: twofold import --help"
    )


COMMANDS: tuple[click.Command, ...] = (set_up,)
