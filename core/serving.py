"""Answer the web: gunicorn where it runs, Werkzeug's threaded server elsewhere (Windows)."""

from __future__ import annotations

import atexit
import gc
import importlib
import importlib.util
import logging
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from flask import Flask

from core.config import Settings
from core.context import context_of
from core.database import db
from core.errors import ConfigurationError

log = logging.getLogger(__name__)

# A browser that keeps its connection open must not hold the server back when it stops.
GRACE_SECONDS = 10


# Beyond these, SQLite's one writer at a time is what is waited for.
MOST_USUAL_PROCESSES = 4
# Sets pages for paper; loading it takes about a second.
LOADED_LATE = ("weasyprint",)


@dataclass(frozen=True)
class Staff:
    """How many processes answer, and how many threads of each.

    Python runs one thread of a process at a time, so that a second core needs a second process.
    """

    process_count: int
    thread_count: int


def usual_staff() -> Staff:
    """A process for each core, with threads enough to have others' work done during a commit."""
    return Staff(min(os.cpu_count() or 1, MOST_USUAL_PROCESSES), thread_count=8)


def serve(app: Flask, staff: Staff, in_worker: Callable[[Flask], None]) -> None:
    """Answer until stopped.

    `in_worker` runs once in every process that answers, unless the scheduler is switched off.
    """
    settings = context_of(app).settings
    if not settings.scheduler_enabled:
        in_worker = _no_work
    load_ahead()
    set_apart_what_is_loaded()
    if importlib.util.find_spec("gunicorn") is None:
        _serve_plainly(app, settings, in_worker)
    else:
        _serve_with_gunicorn(app, settings, staff, in_worker)


def load_ahead() -> None:
    """Load what commands do not need, so that no reader waits for it; once for all processes."""
    for name in LOADED_LATE:
        with suppress(ImportError, OSError):  # an extra, or without its system library
            importlib.import_module(name)


def set_apart_what_is_loaded() -> None:
    """Leave the program itself out of every later search for garbage.

    It holds some hundred thousand objects that never go; searching them kept one page in twenty
    waiting for longer than it takes to make.
    """
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)  # or the libraries' own objects are reported lost at the end


def check_address(settings: Settings) -> None:
    """Raises ConfigurationError when somebody else listens there, or the address is not ours."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise ConfigurationError(
                f"Cannot listen on {settings.host}, port {settings.port}: {error.strerror}. "
                "Set TWOFOLD_PORT (or TWOFOLD_HOST) to a free address of this machine."
            ) from error


def _serve_with_gunicorn(
    app: Flask, settings: Settings, staff: Staff, in_worker: Callable[[Flask], None]
) -> None:
    from gunicorn.app.base import BaseApplication  # does not exist on Windows

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for name, value in _gunicorn_settings(app, settings, staff, in_worker).items():
                self.cfg.set(name, value)

        def load(self) -> Flask:
            return app

    with app.app_context():
        db.engine.dispose()  # connections must not be shared with the processes forked next
    Server().run()


def _gunicorn_settings(
    app: Flask, settings: Settings, staff: Staff, in_worker: Callable[[Flask], None]
) -> dict[str, Any]:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return {
        "bind": f"{host}:{settings.port}",
        "worker_class": "gthread",
        "workers": staff.process_count,
        "threads": staff.thread_count,
        "graceful_timeout": GRACE_SECONDS,
        "loglevel": "warning",
        "proc_name": "twofold",
        "control_socket_disable": True,
        "post_worker_init": lambda _worker: in_worker(app),
    }


def _serve_plainly(app: Flask, settings: Settings, in_worker: Callable[[Flask], None]) -> None:
    from werkzeug.serving import run_simple  # only where gunicorn is missing

    in_worker(app)
    # Its line for each request would hold the codes of personal links.
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    run_simple(settings.host, settings.port, app, threaded=True)


def _no_work(_app: Flask) -> None:
    return None
