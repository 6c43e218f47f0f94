"""People with passwords and links for the tests of signing in."""

from __future__ import annotations

import re
from datetime import datetime

from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from access.models import Role, User
from access.passwords import hash_password
from access.services import RoleGrant, add_user, make_sign_in_link, set_password
from access.visibility import command_line_scope
from core.database import writing

PASSWORD = "four unrelated words"
SCOPE = command_line_scope()


def make_account(
    session: Session,
    now: datetime,
    email: str = "ada@example.com",
    roles: tuple[Role, ...] = (Role.EXECUTIVE,),
    password: str | None = PASSWORD,
) -> User:
    grants = tuple(RoleGrant(role) for role in roles)
    password_hash = hash_password(password) if password else None
    with writing(session):
        user = add_user(session, SCOPE, email=email, name="Ada Byron", grants=grants, now=now)
        if password_hash:
            set_password(session, SCOPE, user, password_hash, now)
    return user


def make_link(session: Session, user: User, now: datetime) -> str:
    with writing(session):
        link = make_sign_in_link(session, SCOPE, user, "http://localhost", now)
    return link.removeprefix("http://localhost")


def sign_in(
    client: FlaskClient,
    email: str = "ada@example.com",
    password: str = PASSWORD,
    *,
    path: str = "/sign-in",
    address: str = "192.0.2.1",
) -> TestResponse:
    return client.post(
        path,
        data={"email": email, "password": password},
        environ_base={"REMOTE_ADDR": address},
    )


def csrf_token_of(page: TestResponse) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found is not None
    return found.group(1)
