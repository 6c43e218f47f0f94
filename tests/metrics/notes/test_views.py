from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from access.models import Role
from metrics.models import Edition
from tests.metrics.dashboards.pages import page_text, text_of

ClientAs = Callable[[Role, str | None], FlaskClient]
NOTE = {
    "week": "2026-W43",
    "text": "New price list",
    "place": "country:Spain",
    "touchpoint": "sale",
}


def test_a_manager_notes_changes_removes_and_puts_back(
    published: list[Edition], client_as: ClientAs
) -> None:
    manager = client_as(Role.PROGRAMME_MANAGER, None)

    assert "Noted." in text_of(manager.post("/notes/new", data=NOTE, follow_redirects=True).text)
    assert 'value="New price list"' in manager.get("/notes/1").text
    changed = manager.post("/notes/1", data=NOTE | {"text": "Price list"}, follow_redirects=True)
    assert "2026-W43 Spain, Sale; read by the house Price list" in text_of(changed.text)
    removed = manager.post("/notes/2/remove", follow_redirects=True)
    assert "Nothing is noted yet." in text_of(removed.text)
    back = manager.post("/notes/2/put-back", follow_redirects=True)
    assert "It is back." in text_of(back.text)


def test_what_is_wrong_with_a_note_stands_beside_its_field(
    published: list[Edition], client_as: ClientAs
) -> None:
    manager = client_as(Role.PROGRAMME_MANAGER, None)

    wrong = {"week": "soon", "text": "x" * 201, "place": "country:Atlantis", "touchpoint": "tea"}
    answer = manager.post("/notes/new", data=wrong)

    assert answer.status_code == 400
    text = text_of(answer.text)
    assert "is not a week. Write it as 2018-W20." in text
    assert "longer than 200 characters" in text
    assert text.count("Not a valid choice") == 4
    assert "Nothing is noted yet." in page_text(manager, "/notes")


def test_a_slip_in_the_year_of_a_note_is_refused(
    published: list[Edition], client_as: ClientAs
) -> None:
    manager = client_as(Role.PROGRAMME_MANAGER, None)

    answer = manager.post("/notes/new", data=NOTE | {"week": "2062-W43"})

    assert answer.status_code == 400
    assert "2062-W43 is more than a year ahead. Check the year." in text_of(answer.text)
    assert "Nothing is noted yet." in page_text(manager, "/notes")


def test_the_house_reads_notes_and_only_managers_write_them(
    published: list[Edition], client_as: ClientAs
) -> None:
    executive = client_as(Role.EXECUTIVE, None)

    assert "Nothing is noted yet." in page_text(executive, "/notes")
    assert executive.get("/notes/new").status_code == 403
    assert executive.post("/notes/new", data=NOTE).status_code == 403


def test_a_note_that_is_not_there_answers_404(
    published: list[Edition], client_as: ClientAs
) -> None:
    manager = client_as(Role.PROGRAMME_MANAGER, None)

    assert manager.get("/notes/9").status_code == 404
    assert manager.post("/notes/9", data=NOTE).status_code == 404
    assert manager.post("/notes/9/remove").status_code == 404
    assert manager.post("/notes/9/put-back").status_code == 404
