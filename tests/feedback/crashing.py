"""Send a sheet and die in the middle: python -m tests.feedback.crashing PATH TOKEN MOMENT."""

from __future__ import annotations

import os
import signal
import sys

from flask import Flask, Response
from sqlalchemy import event
from sqlalchemy.engine import Connection

from app import create_app
from core.clock import FixedClock
from core.database import db
from tests.conftest import MONDAY
from tests.feedback.browsing import GOOD


def main(path: str, token: str, moment: str) -> None:
    app = create_app(clock=FixedClock(MONDAY))
    {"before the commit": _die_at_commit, "after the commit": _die_at_answer}[moment](app)
    app.test_client().post(path, data={"sheet": token, **GOOD})


def _die_at_commit(app: Flask) -> None:
    def die(_connection: Connection) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    with app.app_context():
        event.listen(db.engine, "commit", die)


def _die_at_answer(app: Flask) -> None:
    def die(response: Response) -> Response:
        os.kill(os.getpid(), signal.SIGKILL)
        return response

    app.after_request(die)


if __name__ == "__main__":
    main(*sys.argv[1:])
