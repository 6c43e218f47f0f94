from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import AuditEntry, Role
from core.database import writing
from customers.models import Node
from metrics.models import Edition
from tests.metrics.dashboards.pages import page_text, text_of

ClientAs = Callable[[Role, str | None], FlaskClient]
CHOICE = "metric=nps&audience=end_user&place=country:Spain&touchpoint=all&window=4"


@pytest.fixture
def manager(client_as: ClientAs) -> FlaskClient:
    return client_as(Role.PROGRAMME_MANAGER, None)


@pytest.fixture
def executive(client_as: ClientAs) -> FlaskClient:
    return client_as(Role.EXECUTIVE, None)


def save(client: FlaskClient, name: str = "Spain", *, shared: bool = False) -> str:
    data = {"name": name} | ({"is_shared": "y"} if shared else {})
    answer = client.post(f"/bench/views/new?{CHOICE}", data=data, follow_redirects=True)
    assert answer.status_code == 200
    return text_of(answer.text)


def test_a_view_keeps_the_choice_under_a_name(
    published: list[Edition], manager: FlaskClient
) -> None:
    assert "Saved as “Spain”." in save(manager)

    answer = manager.get("/bench/views/1")

    assert answer.location == f"/bench?{CHOICE}&view=1"
    assert "Spain yours alone" in page_text(manager, "/bench")


def test_a_private_view_of_somebody_else_is_like_a_missing_one(
    published: list[Edition], manager: FlaskClient, executive: FlaskClient
) -> None:
    save(manager)

    answers = [executive.get(f"/bench/views/{number}") for number in (1, 2)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert text_of(answers[0].text) == text_of(answers[1].text)
    assert "Saved views" not in page_text(executive, "/bench?view=1")


def test_a_shared_view_opens_for_the_house_and_only_its_owner_changes_it(
    published: list[Edition], manager: FlaskClient, executive: FlaskClient, client_as: ClientAs
) -> None:
    save(manager, shared=True)

    assert "shared by Programme_Manager" in page_text(executive, "/bench")
    assert executive.get("/bench/views/1").status_code == 302
    assert executive.get("/bench/views/1/change").status_code == 404
    assert executive.post("/bench/views/1/change", data={"name": "Mine"}).status_code == 404
    assert executive.post("/bench/views/1/remove").status_code == 404
    assert executive.post("/bench/views/1/put-back").status_code == 404
    assert client_as(Role.CHANNEL_PARTNER, "harz").get("/bench/views/1").status_code == 403


def test_a_view_is_renamed_shared_removed_and_put_back(
    published: list[Edition], manager: FlaskClient, session: Session
) -> None:
    save(manager)

    data = {"name": "Iberia", "is_shared": "y"}
    manager.post("/bench/views/1/change", data=data)
    assert "Iberia yours, shared with the house" in page_text(manager, "/bench")
    manager.post("/bench/views/1/remove")
    assert manager.get("/bench/views/1").status_code == 404
    assert "Iberia" in page_text(manager, "/bench/views/removed")
    manager.post("/bench/views/1/put-back")

    assert manager.get("/bench/views/1").status_code == 302
    deeds = session.scalars(sa.select(AuditEntry.deed).order_by(AuditEntry.id)).all()
    assert deeds[-4:] == ["save view", "change view", "remove view", "put back view"]


NAMES = {"": "Give the view a name.", "x" * 81: "longer than 80", "Spain": "named “Spain” already"}


@pytest.mark.parametrize("name", NAMES, ids=["none", "too long", "taken"])
def test_a_name_that_cannot_be_given_is_refused_beside_the_field(
    published: list[Edition], manager: FlaskClient, name: str
) -> None:
    save(manager)

    answer = manager.post(f"/bench/views/new?{CHOICE}", data={"name": name})

    assert answer.status_code == 400
    assert NAMES[name] in text_of(answer.text)
    assert "Saved views (1)" in page_text(manager, "/bench")


def test_a_removed_view_whose_name_is_taken_meanwhile_stays_removed(
    published: list[Edition], manager: FlaskClient
) -> None:
    save(manager)
    manager.post("/bench/views/1/remove")
    save(manager)

    answer = manager.post("/bench/views/1/put-back")

    assert answer.status_code == 400
    assert "You have a view named “Spain” already." in text_of(answer.text)


def test_a_view_of_a_place_that_is_gone_opens_with_an_explanation(
    published: list[Edition], manager: FlaskClient, session: Session
) -> None:
    save(manager)
    with writing(session):
        session.execute(sa.update(Node).where(Node.key == "Spain").values(key="ES"))

    answer = manager.get("/bench/views/1", follow_redirects=True)

    assert answer.status_code == 404
    text = text_of(answer.text)
    assert "It was saved when what it names was there." in text
    assert "There is no place, product line or segment “country:Spain”" in text


def test_what_cannot_be_drawn_cannot_be_saved(
    published: list[Edition], manager: FlaskClient
) -> None:
    for method in (manager.get, manager.post):
        answer = method("/bench/views/new?metric=x&place=network", data={"name": "x"})
        assert answer.status_code == 302
        assert answer.location.startswith("/bench?metric=x")

    assert "Saved views" not in page_text(manager, "/bench")


def test_a_changed_choice_under_a_name_says_so(
    published: list[Edition], manager: FlaskClient
) -> None:
    save(manager)

    text = page_text(manager, f"/bench?{CHOICE}&column=raw&view=1")

    assert "This is not what was saved under that name" in text


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("path", ["/bench", "/bench/views/new", "/api/v1/editions", "/sign-in"])
def test_bytes_that_are_no_text_are_refused_in_plain_words(
    published: list[Edition], manager: FlaskClient, path: str, method: str
) -> None:
    raw = {"QUERY_STRING": "metric=nps&place=\xff\xfe"}

    answer = manager.open(path, method=method, environ_overrides=raw)

    assert answer.status_code == 400
    assert "is no text in UTF-8" in answer.text
