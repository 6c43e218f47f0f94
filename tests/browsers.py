"""Test clients that are signed in."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from flask import Flask, Response
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role, User
from access.sessions.services import open_session
from access.web import set_session_cookie
from core.database import writing
from tests.factories import make_user


def make_signed_in_client(
    app: Flask, session: Session, role: Role, partner_key: str | None, now: datetime
) -> FlaskClient:
    """A browser whose session is open: the person is made when there is none yet."""
    email = f"{role.value}.{partner_key or 'house'}@example.com".lower()
    session.rollback()
    user = session.scalars(sa.select(User).where(User.email == email)).one_or_none()
    user = user or make_user(session, now, role, partner_key, email)
    with writing(session):
        code = open_session(session, user, now)
    client = app.test_client()
    client.set_cookie(_session_cookie_name(app), code)
    return client


def _session_cookie_name(app: Flask) -> str:
    response = Response()
    with app.app_context():
        set_session_cookie(response, "code")
    return response.headers["Set-Cookie"].partition("=")[0]
