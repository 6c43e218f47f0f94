"""Nothing on a sheet reaches beyond its margins."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from weasyprint import CSS, HTML

from access.models import Role
from metrics.letters.paper import services
from metrics.letters.paper.drawings import styled
from metrics.models import Edition, Estimate


def test_a_long_note_beside_a_held_figure_keeps_its_table_on_the_sheet(
    published: list[Edition],
    client_as: Callable[..., FlaskClient],
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    countries = session.query(Estimate).filter_by(
        edition_id=published[1].id, level="country", window=1, touchpoint_key="", metric="nps"
    )
    for held in countries:
        held.decision, held.grade = "hold", "E"
        held.reason = "Held: the last final, of 2026-W44, is shown. Frame incomplete."
    session.commit()
    sheets: list[str] = []
    write_pdf = services.write_pdf

    def keep(html: str) -> bytes:
        sheets.append(html)
        return write_pdf(html)

    monkeypatch.setattr(services, "write_pdf", keep)

    answer = client_as(Role.EXECUTIVE, None).get("/week.pdf?week=2026-W45")

    assert answer.status_code == 200
    assert "unknown since 2026-W45, last known of 2026-W44" in sheets[0]
    assert list(_too_wide(sheets[0])) == []


def _too_wide(html: str) -> Iterator[str]:
    css = CSS(string=(services.FOLDER / "paper.css").read_text())
    for page in HTML(string=styled(html)).render(stylesheets=[css]).pages:
        sheet = page._page_box  # the layout is told nowhere else
        right = sheet.content_box_x() + sheet.width
        for box in _written(sheet):
            over = box.position_x + box.width - right
            if over > 1:
                yield f"{box.text!r} ends {over:.0f} px beyond"


def _written(box: Any) -> Iterator[Any]:
    if type(box).__name__ == "TextBox":
        yield box
    for child in getattr(box, "children", ()):
        yield from _written(child)
