"""Comments on paper: those of the page in the PDF that its reader takes, none in a mailed one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy.orm import Session

from access.models import Role
from access.visibility import Scope
from metrics.dashboards.queries import read_shelf
from metrics.letters.paper.services import print_for
from metrics.models import Edition
from tests.metrics.dashboards.pages import page_text
from tests.voices import make_voice

ClientAs = Callable[..., FlaskClient]
READERS = (
    ("executive", Scope(Role.EXECUTIVE), "/week.pdf?week=2026-W45", "/?week=2026-W45"),
    ("partner", Scope(Role.CHANNEL_PARTNER, "ribera"), "/partner.pdf", "/partner"),
)


def _text(content: bytes) -> str:
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.fixture
def comments(session: Session, now: datetime) -> None:
    make_voice(session, now, "Slow, but kind.", shown="[…], but kind.", week="2026-W44")
    make_voice(session, now, "Waiting still.", week="2026-W44")
    make_voice(session, now, "Slow today.", shown="[…] today.")
    make_voice(session, now, "Nobody read this.")


@pytest.mark.parametrize(
    ("scope", "paper", "page"), [row[1:] for row in READERS], ids=[row[0] for row in READERS]
)
def test_a_page_on_paper_has_the_comments_of_the_page_and_its_mailed_pdf_none(
    client_as: ClientAs, app: Flask, session: Session, published: list[Edition], now: datetime,
    comments: None, scope: Scope, paper: str, page: str,
) -> None:  # fmt: skip
    client = client_as(scope.role, scope.partner_key)
    on_screen = page_text(client, page)
    line = next(one for one in read_shelf(session, scope) if one.week == "2026-W45")

    printed = _text(client.get(paper).data)
    with app.test_request_context():
        mailed = _text(print_for(session, scope, line, app.jinja_env, now).content)

    words = [one for one in ("[…], but kind.", "[…] today.") if one in on_screen]
    assert words
    assert [one for one in words if one not in printed] == []
    assert [one for one in ("Slow", "Waiting", "Nobody read") if f"{one} " in printed] == []
    assert "comments, week" in printed
    assert "but kind" not in mailed
    assert "today." not in mailed
    assert "a mail could not be called back" in mailed
