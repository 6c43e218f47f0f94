"""Programs that hold a token.

program = make_program(app, session, Role.EXECUTIVE, None, now)
program.get("/editions").get_json()
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from access.models import Role, User
from access.tokens.models import Permission
from access.tokens.services import NewToken, make_token, permissions_for
from access.visibility import command_line_scope
from core.database import writing
from tests.factories import make_user

PREFIX = "/api/v1"


@dataclass(frozen=True)
class Program:
    """Asks below /api/v1 with its token; addresses from `links` are taken as they are."""

    client: FlaskClient
    code: str

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(self._address(path), headers={**self._token(), **headers})

    def post(self, path: str, body: Any) -> TestResponse:
        return self.client.post(self._address(path), json=body, headers=self._token())

    def send(self, path: str, data: bytes, mimetype: str = "application/json") -> TestResponse:
        headers = self._token()
        return self.client.post(
            self._address(path), data=data, content_type=mimetype, headers=headers
        )

    def walk(self, path: str | None) -> Iterator[Any]:
        """Every row of every page."""
        while path is not None:
            page = self.get(path).get_json()
            yield from page["data"]
            path = page["links"]["next"]

    def _token(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.code}"}

    def _address(self, path: str) -> str:
        return path if path.startswith("/api/") else f"{PREFIX}{path}"


def make_code(
    session: Session,
    role: Role,
    partner_key: str | None,
    now: datetime,
    *permissions: Permission,
    days: int = 30,
) -> str:
    """A token's code for the role's usual user, with all that the role may do by itself."""
    email = f"{role.value}.{partner_key or 'house'}@example.com".lower()
    session.rollback()
    user = session.scalars(sa.select(User).where(User.email == email)).one_or_none()
    user = user or make_user(session, now, role, partner_key, email)
    wanted = NewToken("Monday report", permissions or permissions_for(role), days)
    with writing(session):
        return make_token(session, command_line_scope(), user.roles[0], wanted, now)


def make_program(
    app: Flask,
    session: Session,
    role: Role,
    partner_key: str | None,
    now: datetime,
    *permissions: Permission,
) -> Program:
    return Program(app.test_client(), make_code(session, role, partner_key, now, *permissions))
