"""Reading a page as a test does."""

from __future__ import annotations

import html
import re

from flask.testing import FlaskClient

SPACES = re.compile(r"[\s\N{NO-BREAK SPACE}\N{WORD JOINER}]+")


def page_text(client: FlaskClient, path: str, status: int = 200) -> str:
    """The words of a page, tags and doubled spaces gone; charts keep their text alternative."""
    answer = client.get(path)
    assert answer.status_code == status, answer.get_data(as_text=True)[:2000]
    return text_of(answer.get_data(as_text=True))


def text_of(page: str) -> str:
    page = re.sub(r'<svg[^>]*aria-label="([^"]*)"[^>]*>', r" \1 ", page)
    return SPACES.sub(" ", html.unescape(re.sub(r"<[^>]+>", " ", page)))
