"""What a respondent's browser does: open the page, fill in its form, send it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from typing import Any

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
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


class SheetReader(HTMLParser):
    """The sheet's form as a browser reads it: what it would send, and its buttons."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self.buttons: list[tuple[str, str]] = []
        self.controls: set[str] = set()
        self._is_inside = False
        self._area: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._is_inside = given.get("id") == "sheet"
        name = given.get("name", "")
        if tag == "button" and (self._is_inside or given.get("form") == "sheet") and name:
            self.buttons.append((name, given["value"]))
        if self._is_inside and tag == "input":
            self._read_input(given)
        if self._is_inside and tag in {"textarea", "select"}:
            self.controls.add(name)
        self._area = name if self._is_inside and tag == "textarea" else None

    def _read_input(self, given: dict[str, str]) -> None:
        name, kind = given["name"], given.get("type", "text")
        if kind != "hidden":
            self.controls.add(name)
        if kind not in {"radio", "checkbox"} or "checked" in given:
            self.fields.append((name, given.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self.fields.append((self._area, data.removeprefix("\n")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_inside = False
        if tag == "textarea":
            self._area = None


def sheet_of(page: TestResponse) -> SheetReader:
    return SheetReader(page.text)


def press(
    client: FlaskClient,
    page: TestResponse,
    button: str,
    answers: Mapping[str, str | Sequence[str]] | None = None,
    name: str = "_go",
    **options: Any,
) -> TestResponse:
    """Fill in the page's form and press one of its buttons, as a browser without script does."""
    sheet = sheet_of(page)
    assert (name, button) in sheet.buttons, (button, sheet.buttons)
    changed = answers or {}
    assert set(changed) <= sheet.controls, (changed, sheet.controls)
    data = MultiDict([(key, value) for key, value in sheet.fields if key not in changed])
    for key, value in changed.items():
        for each in [value] if isinstance(value, str) else value:
            data.add(key, each)
    data.add(name, button)
    found = re.search(r'<form id="sheet" method="post" action="([^"]+)"', page.text)
    assert found
    return client.post(unescape(found[1]), data=data, **options)


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
