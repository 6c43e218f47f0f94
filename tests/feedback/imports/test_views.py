from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from access.models import Role
from core.config import Settings
from customers.models import Import, Node
from tests.factories import make_programme

SignIn = Callable[[Role, str | None], FlaskClient]
GOOD_AND_BAD = b"key,name\np1,One\np2,\np3,Three\n"


@pytest.fixture
def manager(session: Session, now: datetime, client_as: SignIn) -> FlaskClient:
    make_programme(session, now)
    return client_as(Role.PROGRAMME_MANAGER, None)


def upload(
    client: FlaskClient, data: bytes, kind: str = "partners", map_data: bytes = b"", saved: str = ""
) -> TestResponse:
    fields: dict[str, object] = {
        "kind": kind,
        "file": (io.BytesIO(data), "partners.csv"),
        "saved_map": saved,
    }
    if map_data:
        fields["map_file"] = (io.BytesIO(map_data), "map.toml")
    return client.post("/imports", data=fields, content_type="multipart/form-data")


def partner_keys(session: Session) -> list[str]:
    session.rollback()
    return list(session.scalars(sa.select(Node.key).where(Node.kind == "partner")))


def kept_files(settings: Settings) -> set[str]:
    return {path.name for path in Path(settings.data_folder).glob("uploads/*/*")}


def test_the_page_lists_every_kind_with_its_columns(manager: FlaskClient) -> None:
    page = manager.get("/imports").text

    for word in ("Channel partners", "End users", "Transactions", "Responses", "promised"):
        assert word in page


def test_a_preview_says_what_would_happen_and_writes_nothing(
    manager: FlaskClient, session: Session
) -> None:
    preview = manager.get(upload(manager, GOOD_AND_BAD).location)

    assert preview.status_code == 200
    assert "2 of 3 rows can be imported" in preview.text
    assert "Import 2, leave out 1" in preview.text
    assert "is empty, and must be there" in preview.text
    assert partner_keys(session) == []


def test_confirming_imports_the_rest_and_removes_the_file(
    manager: FlaskClient, session: Session, settings: Settings
) -> None:
    address = upload(manager, GOOD_AND_BAD).location

    done = manager.post(address, data={"rejected_count": "1"}, follow_redirects=True)

    assert "Imported: 2 new, 0 changed, 1 left out" in done.text
    assert partner_keys(session) == ["p1", "p3"]
    assert session.scalars(sa.select(Import.imported_by)).one().endswith("@example.com")
    assert kept_files(settings) == {"upload.json", "report.json", "rejected.csv"}


def test_confirming_twice_imports_once(manager: FlaskClient, session: Session) -> None:
    address = upload(manager, GOOD_AND_BAD).location
    manager.post(address, data={"rejected_count": "1"})

    again = manager.post(address, data={"rejected_count": "1"})

    assert again.status_code == 410
    assert session.scalar(sa.select(sa.func.count()).select_from(Import)) == 1


@pytest.mark.parametrize("seen", ["0", "", "-1", "many", pytest.param("9" * 5000, id="endless")])
def test_more_rejected_rows_than_were_seen_are_not_left_out(
    manager: FlaskClient, session: Session, seen: str
) -> None:
    address = upload(manager, GOOD_AND_BAD).location

    answer = manager.post(address, data={"rejected_count": seen})

    assert answer.status_code == 409
    assert "look at the new preview" in answer.text
    assert partner_keys(session) == []


def test_the_rejected_rows_can_be_downloaded(manager: FlaskClient) -> None:
    address = upload(manager, GOOD_AND_BAD).location

    download = manager.get(f"{address}/rejected.csv")

    assert download.mimetype == "text/csv"
    assert "attachment" in download.headers["Content-Disposition"]
    assert "is empty, and must be there" in download.text


def test_a_saved_column_map_can_be_chosen(manager: FlaskClient) -> None:
    data = b"seller_id,seller_name,seller_state\ns1,One,SP\n"

    preview = manager.get(upload(manager, data, saved="olist/partners").location)

    assert "1 of 1 rows can be imported" in preview.text


@pytest.mark.parametrize(
    ("data", "map_data", "words"),
    [
        pytest.param(b"", b"", "The file is empty", id="empty"),
        pytest.param(b"id,title\n1,a\n", b"", "need the column key", id="other columns"),
        pytest.param(b"key,name\n1,a\n", b"[columns", "not valid TOML", id="a broken map"),
        pytest.param(b"\xd0\xcf\x11\xe0rest", b"", "spreadsheet", id="a spreadsheet"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_on_the_page_and_not_kept(
    manager: FlaskClient, settings: Settings, data: bytes, map_data: bytes, words: str
) -> None:
    answer = upload(manager, data, map_data=map_data)

    assert answer.status_code == 400
    assert words in answer.text
    assert kept_files(settings) == set()


def test_a_file_above_the_limit_is_refused(app: Flask, manager: FlaskClient) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 10_000

    answer = upload(manager, b"key,name\n" + b"x,y\n" * 5_000)

    assert answer.status_code == 413
    assert "TWOFOLD_UPLOAD_LIMIT_MB" in answer.text


def test_another_managers_upload_is_not_theirs_to_see(
    manager: FlaskClient, client_as: SignIn
) -> None:
    address = upload(manager, GOOD_AND_BAD).location

    other = client_as(Role.ADMINISTRATOR, None)

    assert other.get(address).status_code == 410
    assert other.get(f"{address}/rejected.csv").status_code == 410
    assert other.post(address, data={"rejected_count": "1"}).status_code == 410


@pytest.mark.parametrize("role", [Role.EXECUTIVE, Role.CHANNEL_PARTNER])
def test_only_managers_import(manager: FlaskClient, client_as: SignIn, role: Role) -> None:
    client = client_as(role, "p1" if role is Role.CHANNEL_PARTNER else None)

    assert client.get("/imports").status_code == 403
    assert upload(client, GOOD_AND_BAD).status_code == 403


def test_no_name_in_a_file_becomes_markup(manager: FlaskClient) -> None:
    data = b"key,name,<script>x</script>\np1,One,\n"

    answer = upload(manager, data, map_data=b"[columns]\nkey = 'key'\n")

    page = manager.get(answer.location).text
    assert "&lt;script&gt;x" in page
    assert not re.search(r"<script>x", page)


def test_without_a_programme_the_page_leads_to_its_set_up(client_as: SignIn) -> None:
    answer = client_as(Role.ADMINISTRATOR, None).get("/imports")

    assert (answer.status_code, answer.location) == (302, "/set-up")
