"""`twofold questionnaire`: export and import one questionnaire."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from access.visibility import command_line_scope
from core.context import current_context
from core.database import db, writing
from core.errors import TwofoldError
from customers.imports.reading import read_bytes
from surveys.exchange.services import content_to_export, put_draft
from surveys.questionnaires.checks import find_problems
from surveys.questionnaires.formats.imported import Imported, Outcome
from surveys.questionnaires.formats.own import dump
from surveys.questionnaires.formats.reading import LARGEST_FOREIGN_BYTES, read_questionnaire
from surveys.workshop.queries import find_draft


@click.group("questionnaire")
def questionnaire() -> None:
    """One questionnaire as a file."""


@questionnaire.command("export")
@click.argument("key")
@click.option("--version", "number", type=int, help="The newest unless told.")
@click.option("--draft", "is_draft", is_flag=True, help="What is being written instead.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="A file to write.")
@with_appcontext
def export_command(key: str, number: int | None, is_draft: bool, output: Path | None) -> None:
    """Print the questionnaire KEY as JSON, or write it into a file."""
    try:
        content = content_to_export(db.session(), key, number=number, is_draft=is_draft)
        if output is not None:
            output.write_text(dump(content), "utf-8")
    except TwofoldError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}.") from error
    click.echo(f"{key} is written to {output}." if output else dump(content), nl=output is not None)


@questionnaire.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "key", default="", help="Its name here, as end_user.delivery.")
@click.option("--replace", "is_replacing", is_flag=True, help="Replace the draft there is.")
@with_appcontext
def import_command(file: Path, key: str, is_replacing: bool) -> None:
    """Make a draft of FILE: our own JSON, LimeSurvey's .lss or SurveyJS's JSON."""
    scope, now = command_line_scope(), current_context().clock.now()
    try:
        imported = read_questionnaire(read_bytes(file, LARGEST_FOREIGN_BYTES), key)
        with writing(db.session()) as session:
            draft = find_draft(session, imported.content.key)
            seen = draft.revision if draft and is_replacing else None
            put_draft(session, imported.content, file.name, scope, now, seen_revision=seen)
    except TwofoldError as error:
        raise click.ClickException(str(error)) from error
    _print_report(imported)


def _print_report(imported: Imported) -> None:
    for line in imported.report:
        if line.outcome is not Outcome.CARRIED:
            click.echo(f"{line.name}: {line.outcome}")
            for words in line.words:
                click.echo(f"  {words}.")
    counts = ", ".join(f"{imported.count(outcome)} {outcome}" for outcome in Outcome)
    click.echo(f"From {imported.source}: {counts}.")
    problems = find_problems(imported.content)
    if problems:
        click.echo(f"{len(problems)} things to correct before it can be published.")
    click.echo(f"{imported.content.key} is a draft in the workshop now.")


COMMANDS: tuple[click.Command, ...] = (questionnaire,)
