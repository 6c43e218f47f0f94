"""The limits of the checks by command."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from access.visibility import command_line_scope
from core.clock import Week
from core.context import current_context
from core.database import db, writing
from metrics.errors import DecisionRefusedError
from metrics.integrity.calendar import current_week, programme_zone
from metrics.integrity.settings.files import read_limits
from metrics.integrity.settings.pages import CheckLine, check_line
from metrics.integrity.settings.queries import all_changes
from metrics.integrity.settings.services import change_limits
from metrics.integrity.signature import Signature, tidy
from metrics.method import THRESHOLDS

TOML = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("integrity")
def integrity_group() -> None:
    """Read and change by what limits the weeks are judged."""


@integrity_group.command("settings")
@click.option("--file", "path", type=TOML, help="Change limits as this TOML file says, or none.")
@click.option("--by", "name", default="", help="Who decides, with --file: readers see the name.")
@with_appcontext
def settings_command(path: Path | None, name: str) -> None:
    """List the limits of every check, or change them by a file."""
    session = db.session()
    zone = programme_zone(session)
    current = current_week(current_context().clock.now(), zone)
    if path is not None:
        count = _change(session, path, tidy(name), current)
        click.echo(f"{count} changed." if count else "Nothing changed: it was decided already.")
        return
    changes = all_changes(session)
    for key in THRESHOLDS:
        click.echo(_said(check_line(key, changes, current, zone)))


def _change(session: Session, path: Path, name: str, current: Week) -> int:
    if not name:
        raise click.UsageError("Say with --by who decides; the name is shown with the figures.")
    signature = Signature(name, command_line_scope(), current_context().clock.now())
    try:
        wanted = read_limits(path.read_text(encoding="utf-8"), current)
        with writing(session):
            return change_limits(session, wanted, signature, current)
    except UnicodeDecodeError as error:
        raise click.ClickException("The file is not text in UTF-8. Save it as that.") from error
    except DecisionRefusedError as error:
        lines = "\n".join(f"  {problem}" for problem in error.problems)
        raise click.ClickException(f"Nothing was changed:\n{lines}") from error


def _said(line: CheckLine) -> str:
    said = f"{line.key:20} warns {line.warns}, fails {line.fails}"
    if line.changed is not None:
        said += f"  (own {line.own}; {line.changed.who}, from {line.changed.applies_from}: "
        said += f"{line.changed.why})"
    planned = (f"; from {change.applies_from}: {change.what}" for change in line.planned)
    return said + "".join(planned)


COMMANDS: tuple[click.Command, ...] = (integrity_group,)
