"""Commands that start the installation and keep its database current."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Sequence

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from core.context import current_context
from core.database import db
from core.errors import TwofoldError
from core.jobs.scheduler import Job, Tick, start_scheduler
from core.schema import require_current_tables, upgrade_database
from core.serving import Staff, check_address, serve, usual_staff

A_DAY_SECONDS = 86_400


@click.pass_context
@with_appcontext
def prepare(context: click.Context) -> None:
    """Twofold hears both customers of every transaction, and publishes what they said."""
    if context.invoked_subcommand not in {"serve", "migrate"}:
        require_current_tables(db.engine)


def commands(
    greet: Callable[[], None], jobs: Sequence[Job], ticks: Sequence[Tick]
) -> tuple[click.Command, ...]:
    """The start commands, given what the packages above want said and done at a start."""

    def start_work(app: Flask) -> None:
        start_scheduler(app, jobs, ticks)

    return (_serve_command(greet, start_work), _scheduler_command(start_work), migrate)


@click.command("migrate")
@with_appcontext
def migrate() -> None:
    """Bring the database's tables up to date."""
    try:
        done = upgrade_database(db.engine)
    except TwofoldError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Migrated: {', '.join(done)}." if done else "The database is up to date.")


def _serve_command(greet: Callable[[], None], start_work: Callable[[Flask], None]) -> click.Command:
    usual = usual_staff()

    @click.command("serve")
    @click.option(
        "--processes",
        type=click.IntRange(1, 64),
        default=usual.process_count,
        show_default="one for each core, at most four",
    )
    @click.option(
        "--threads",
        type=click.IntRange(1, 256),
        default=usual.thread_count,
        show_default=True,
        help="Of each process.",
    )
    @click.option("--first-link/--no-first-link", default=True, help="Greet the first start.")
    @with_appcontext
    def serve_command(processes: int, threads: int, first_link: bool) -> None:
        """Start Twofold: bring the database up to date, then answer until stopped."""
        settings = current_context().settings
        app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
        try:
            check_address(settings)
            upgrade_database(db.engine)
        except TwofoldError as error:
            raise click.ClickException(str(error)) from error
        if first_link:
            greet()
        click.echo(f"Twofold answers at {settings.base_url}. Stop it with Ctrl-C.")
        serve(app, Staff(processes, threads), start_work)

    return serve_command


def _scheduler_command(start_work: Callable[[Flask], None]) -> click.Command:
    @click.command("scheduler")
    @with_appcontext
    def scheduler_command() -> None:
        """Run the jobs without answering the web, beside web processes that only answer."""
        app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            start_work(app)
            click.echo("The scheduler is running. Stop it with Ctrl-C.")
            # An Event would not do: a signal's handler that sets it can meet its lock taken.
            while True:
                time.sleep(A_DAY_SECONDS)
        except KeyboardInterrupt:
            click.echo("Stopped. A job that was running is finished first.")

    return scheduler_command
