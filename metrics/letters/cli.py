"""Look at a letter before anybody gets it."""

from __future__ import annotations

import os
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from access.queries import folded_email
from core.clock import Week
from core.context import context_of
from core.database import db
from core.errors import TwofoldError
from core.outbox.kinds import Desk
from core.outbox.letters import Letter, build_message
from metrics.letters.compose import compose
from metrics.letters.errors import NoLetterError
from metrics.letters.mail import as_mail
from metrics.letters.queries import find_recipient_by_email, newest_of_week
from metrics.models import EditionKind
from metrics.weekly.cli import WEEK

KIND = click.Choice([kind.value for kind in EditionKind])


@click.group("letters")
def letters() -> None:
    """Look at the weekly letters."""


@letters.command("preview")
@click.option("--week", type=WEEK, required=True, help="The week, as 2026-W46.")
@click.option("--to", "email", required=True, metavar="EMAIL", help="Whose letter.")
@click.option("--kind", type=KIND, default="final", show_default=True, help="Of which edition.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("letters"),
    show_default=True,
    help="Where the files go.",
)
@with_appcontext
def preview(week: Week, email: str, kind: str, folder: Path) -> None:
    """Write a person's letter of a week as files; nothing is queued or sent."""
    try:
        letter = _written(week, email, kind)
    except TwofoldError as error:
        raise click.ClickException(str(error)) from error
    context = context_of(_app())
    message = build_message(
        letter, mail_from=context.settings.mail_from, message_key="preview",
        now=context.clock.now(),
    )  # fmt: skip
    name = f"{week}-{kind}-{letter.to_address}"
    files = {".txt": letter.text.encode(), ".html": letter.html.encode(), ".eml": bytes(message)}
    files |= {f"-{file.name}": file.content for file in letter.attachments}
    for ending, content in files.items():
        click.echo(_write(folder, f"{name}{ending}", content))


def _written(week: Week, email: str, kind: str) -> Letter:
    """Raises NoLetterError with what is missing."""
    app, session = _app(), db.session()
    person = find_recipient_by_email(session, folded_email(email))
    if person is None:
        raise NoLetterError(
            f"Nobody who can sign in has the address {email!r}. `twofold users` lists them."
        )
    line = newest_of_week(session, str(week), kind)
    if line is None:
        raise NoLetterError(
            f"No {kind} of {week} is published. `twofold editions` lists those that are."
        )
    context = context_of(app)
    scope = person.reference(line.id).scope
    letter = compose(session, scope, line, context.settings.base_url, context.clock.now())
    desk = Desk(context.settings, context.keys, app.jinja_env)
    return as_mail(session, letter, person, line, desk, context.clock.now())


def _app() -> Flask:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    return app


def _write(folder: Path, name: str, content: bytes) -> str:
    """The file, readable by its owner alone: it holds figures and a personal link."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / name
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
    except OSError as error:
        raise click.ClickException(
            f"The folder {folder} cannot be written ({error.strerror}). Name another by --folder."
        ) from error
    return str(path)


COMMANDS: tuple[click.Command, ...] = (letters,)
