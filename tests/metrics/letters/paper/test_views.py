from __future__ import annotations

import re
import sys
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy.orm import Session

from access.models import Role
from metrics.letters.paper.services import write_pdf
from metrics.models import Edition
from tests.metrics.dashboards.pages import page_text

ClientAs = Callable[..., FlaskClient]
SPACES = re.compile(r"\s+")


def _read(client: FlaskClient, path: str) -> PdfReader:
    answer = client.get(path)
    assert answer.status_code == 200, answer.get_data(as_text=True)[:2000]
    assert answer.mimetype == "application/pdf"
    return PdfReader(BytesIO(answer.data))


def _text(document: PdfReader) -> str:
    return SPACES.sub(" ", " ".join(page.extract_text() for page in document.pages))


def test_the_week_on_paper_has_every_headline_with_interval_n_and_grade(
    client_as: ClientAs, published: list[Edition]
) -> None:
    text = _text(_read(client_as(Role.EXECUTIVE, None), "/week.pdf?week=2026-W45"))

    figures = re.findall(r"[\d.]+ ?\[[\d.]+–[\d.]+\] ?[A-F] ?n ?\d+", text)
    assert len(figures) >= 8
    assert "1 How are we doing" in text
    assert "5 What to do, and what is not known" in text


def test_every_sheet_names_edition_method_manifest_and_its_number(
    client_as: ClientAs, published: list[Edition]
) -> None:
    document = _read(client_as(Role.EXECUTIVE, None), "/week.pdf")

    pages = [SPACES.sub(" ", page.extract_text()) for page in document.pages]
    mark = published[1].manifest_hash[:12]
    for number, page in enumerate(pages, 1):
        assert f"2026-W45 final · method 1.0 · manifest {mark}" in page
        assert f"page {number} of {len(pages)}" in page


def test_a_pdf_has_a_title_a_language_tags_and_bookmarks(
    client_as: ClientAs, published: list[Edition]
) -> None:
    document = _read(client_as(Role.EXECUTIVE, None), "/week.pdf")

    root: Any = document.trailer["/Root"]
    outline: Any = document.outline
    assert document.metadata is not None
    assert document.metadata.title == "Week 45 – Test programme – Test programme"
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    titles = [entry["/Title"] for entry in outline if isinstance(entry, dict)]
    assert "1 How are we doing" in titles


@pytest.mark.parametrize(
    ("query", "named"),
    [("level=country&key=Spain", "Spain"), ("touchpoint=repair_visit", "Repair visit")],
)
def test_any_place_of_the_week_can_be_had_on_paper(
    client_as: ClientAs, published: list[Edition], query: str, named: str
) -> None:
    text = _text(_read(client_as(Role.EXECUTIVE, None), f"/week.pdf?{query}"))

    assert f"{named} · 2026-W45 final" in text


def test_a_partners_paper_has_its_own_figures_and_no_other_partners_name(
    client_as: ClientAs, published: list[Edition]
) -> None:
    text = _text(_read(client_as(Role.CHANNEL_PARTNER, "ribera"), "/partner.pdf"))

    assert "Ribera Aire" in text
    assert "Your end users" in text
    for other in ("Lindner", "Nordhaus", "Süddruck", "Talleres"):
        assert other not in text


@pytest.mark.parametrize("key", ["lindner", "nobody", ""])
def test_another_partners_paper_answers_like_one_that_does_not_exist(
    client_as: ClientAs, published: list[Edition], key: str
) -> None:
    house, partner = client_as(Role.EXECUTIVE, None), client_as(Role.CHANNEL_PARTNER, "ribera")

    missing = page_text(house, "/partner.pdf?key=nobody", 404)

    assert "There is no such channel partner, or it is not yours to see" in missing
    if key:
        assert "not yours to see" in page_text(partner, f"/partner.pdf?key={key}", 404)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/week.pdf?week=2027-W01", "No edition of 2027-W01 is published"),
        ("/week.pdf?week=nonsense", "2026-W45"),
        ("/week.pdf?level=moon&key=x", "There is no such place"),
        ("/week.pdf?level=partner&key=ribera", "There is no such place"),
        ("/week.pdf?touchpoint=x", "There is no such touchpoint"),
        ("/partner.pdf?key=ribera&week=2026-W46", "No edition of 2026-W46 is published"),
    ],
)
def test_what_cannot_be_had_says_so_on_a_page(
    client_as: ClientAs, published: list[Edition], path: str, said: str
) -> None:
    assert said in page_text(client_as(Role.EXECUTIVE, None), path, 404)


def test_before_anything_is_published_the_page_says_what_comes_next(
    session: Session, client_as: ClientAs
) -> None:
    page = client_as(Role.EXECUTIVE, None).get("/week.pdf")

    assert page.status_code == 404
    assert page.mimetype == "text/html"


def test_without_the_library_a_page_says_how_to_install_it(
    client_as: ClientAs, published: list[Edition], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_as(Role.EXECUTIVE, None)
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    text = page_text(client, "/week.pdf", 503)

    assert "pip install 'twofold[pdf]'" in text


@pytest.mark.parametrize(
    "content",
    [
        '<img src="http://127.0.0.1:9/x.png">',
        '<img src="file:///etc/hostname">',
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
        "<style>@import url(file:///etc/hostname)</style>",
        '<svg width="9" height="9"><image href="file:///etc/hostname"/></svg>',
    ],
)
def test_nothing_is_fetched_for_a_pdf(content: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def note(self: object, url: object, *_: object, **__: object) -> None:
        opened.append(str(url))

    monkeypatch.setattr("urllib.request.OpenerDirector.open", note)

    content_of = write_pdf(f"<html lang=en><title>t</title><body>{content}<p>x</p></body></html>")

    assert content_of.startswith(b"%PDF")
    assert opened == []


def test_a_readers_page_leads_to_its_paper(client_as: ClientAs, published: list[Edition]) -> None:
    house, partner = client_as(Role.EXECUTIVE, None), client_as(Role.CHANNEL_PARTNER, "ribera")

    week = house.get("/level/country/Spain?week=2026-W45").get_data(as_text=True)
    own = partner.get("/partner").get_data(as_text=True)

    assert '"/week.pdf?week=2026-W45&amp;level=country&amp;key=Spain"' in week
    assert '"/partner.pdf?week=2026-W45&amp;key=ribera"' in own
