"""The real server, started and killed on command: python -m tests.feedback.killable LISTENER.

Reads "start" and "kill" from its input and says when each is done. The application is built once
and every server is a fork of this process, so that a start takes no time; the listening socket is
the caller's, so that who connects between two servers waits for the next.
"""

from __future__ import annotations

import os
import signal
import sys

from flask import Flask

import core.serving
from app import create_app
from core.clock import FixedClock
from core.database import db
from core.serving import Staff, serve
from tests.conftest import MONDAY


def main(listener: int) -> None:
    app = create_app(clock=FixedClock(MONDAY))
    _listen_at(listener)
    server = 0
    for line in sys.stdin:
        if line == "start\n":
            server = _start(app)
        else:
            os.killpg(server, signal.SIGKILL)
            os.waitpid(server, 0)
        print("done", flush=True)


def _listen_at(listener: int) -> None:
    usual = core.serving._gunicorn_settings
    core.serving._gunicorn_settings = lambda *arguments: {
        **usual(*arguments),
        "bind": f"fd://{listener}",
    }


def _start(app: Flask) -> int:
    """The new server's process, which leads a group of its own."""
    with app.app_context():
        db.engine.dispose()
    may_go_on, started = os.pipe()
    server = os.fork()
    if server == 0:
        os.setsid()
        os.close(started)
        serve(app, Staff(process_count=2, thread_count=4), in_worker=lambda _app: None)
        os._exit(0)
    os.close(started)
    os.read(may_go_on, 1)
    os.close(may_go_on)
    return server


if __name__ == "__main__":
    main(int(sys.argv[1]))
