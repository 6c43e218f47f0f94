"""Attach the plumbing to a Flask application."""

from __future__ import annotations

import hashlib

from flask import Flask
from sqlalchemy import make_url
from werkzeug.routing import IntegerConverter

from core.clock import Clock, SystemClock
from core.config import Settings
from core.context import EXTENSION, Context
from core.database import db, engine_options, prepare_engine
from core.keys import load_keys
from core.remembering import EXTENSION as REMEMBERED
from core.remembering import Remembered
from core.web.errors import register_error_pages
from core.web.filters import register_filters
from core.web.headers import register_headers
from core.web.logs import register_log_filter
from core.web.sessions import CookieSessions


class WholeNumber(IntegerConverter):
    """A number in an address that every database can hold: a longer one is no page of ours."""

    regex = r"[0-9]{1,18}"


def wire_core(app: Flask, settings: Settings, clock: Clock | None = None) -> None:
    """Configuration, database, error pages, headers and filters."""
    settings.data_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys = load_keys(settings.key_path)
    app.extensions[EXTENSION] = Context(settings, keys, clock or SystemClock())
    app.extensions[REMEMBERED] = Remembered(settings.remembered_page_count)
    app.config.update(
        SECRET_KEY=hashlib.sha256(b"flask" + keys.secret).hexdigest(),
        SQLALCHEMY_DATABASE_URI=make_url(settings.database_url),
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        MAX_CONTENT_LENGTH=settings.upload_limit_bytes,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        TEMPLATES_AUTO_RELOAD=False,
    )
    app.url_map.converters["int"] = WholeNumber
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    app.session_interface = CookieSessions()
    register_headers(app)
    register_error_pages(app)
    register_filters(app)
    register_log_filter(app)
