"""A whole programme in a folder of its own, by the commands a person would type."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from flask import Flask

from app import create_app
from core.config import load_settings
from core.database import db
from examples.olist.join import RESULTS, join

EXAMPLE = Path(__file__).resolve().parent
TIME_ZONE = "America/Sao_Paulo"

Say = Callable[[str], object]


class CommandFailedError(Exception):
    """A command of the walk ended with an error; the text is what it said."""


def walk(source: Path, folder: Path, weeks: Iterable[str], say: Say) -> Flask:
    """Join, set up, import everything and close the weeks; return the application."""
    say("Joining the files …")
    joined = folder / "joined"
    join(source, joined)
    app = _application(folder)
    run(app, "set-up", "--name", "Marketplace", "--time-zone", TIME_ZONE)
    run(app, "questionnaires", "load", str(EXAMPLE / "questionnaires"))
    for kind in RESULTS:
        say(f"Importing {kind.replace('_', ' ')} …")
        column_map = EXAMPLE / f"{kind}.toml"
        run(app, "import", kind, str(joined / f"{kind}.csv"), "--map", str(column_map))
    closing = list(weeks)
    say(f"Closing {len(closing)} weeks …")
    for week in closing:
        run(app, "close-week", week)
    say("Verifying every edition …")
    run(app, "verify", "--all")
    return app


def _application(folder: Path) -> Flask:
    settings = load_settings({"TWOFOLD_DATA": str(folder / "data"), "TWOFOLD_SCHEDULER": "off"})
    return create_app(settings)


def run(app: Flask, *words: str) -> str:
    """Run one `twofold` command; raises CommandFailedError with what it said."""
    result = app.test_cli_runner().invoke(args=list(words))
    if result.exit_code:
        told = result.output.strip() or repr(result.exception)
        raise CommandFailedError(f"twofold {' '.join(words)}: {told}")
    return result.output


def close(app: Flask) -> None:
    """Let go of the database, so that its folder can be removed."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def say_on_screen(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
