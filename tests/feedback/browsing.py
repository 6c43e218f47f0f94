"""What a respondent's browser does: open the page, fill in its form, send it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from feedback.models import Answer, Response

GOOD: Mapping[str, str] = {"recommend": "9", "satisfaction": "4"}


@dataclass
class Respondent:
    client: FlaskClient
    path: str

    def open(self, query: str = "") -> TestResponse:
        return self.client.get(f"{self.path}{query}")

    def token(self) -> str:
        return token_of(self.open())

    def send(self, token: str, answers: Mapping[str, str | Sequence[str]] = GOOD) -> TestResponse:
        return self.client.post(self.path, data={"sheet": token, **answers})


def token_of(page: TestResponse) -> str:
    found = re.search(r'name="sheet" value="([^"]+)"', page.text)
    assert found, page.text
    return unescape(found[1])


def chosen(page: TestResponse, name: str) -> list[str]:
    """The values of the radio buttons that are checked."""
    inputs = re.findall(rf'<input type="radio" name="{name}" value="([^"]*)"([^>]*)>', page.text)
    return [value for value, rest in inputs if "checked" in rest]


def written(page: TestResponse, name: str) -> str:
    """What stands in a text area, as the browser reads it: without the first line end."""
    found = re.search(rf'<textarea[^>]*name="{name}"[^>]*>\n(.*?)</textarea>', page.text, re.DOTALL)
    assert found, page.text
    return unescape(found[1])


def stored_responses(session: Session) -> list[Response]:
    session.rollback()
    session.expire_all()
    return list(session.scalars(sa.select(Response).order_by(Response.id)))


def stored_answers(session: Session) -> dict[str, int | str | None]:
    session.rollback()
    rows = session.scalars(sa.select(Answer).order_by(Answer.id))
    return {row.question_key: _value(row) for row in rows}


def _value(row: Answer) -> int | str | None:
    return row.score if row.score is not None else row.choice or row.text
