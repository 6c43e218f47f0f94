from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access import passwords
from access.models import AuditEntry, SignInFailure, WebSession
from access.sign_in.services import ACCOUNT_LIMIT
from core.database import writing
from tests.access.accounts import PASSWORD, csrf_token_of, make_account, make_link, sign_in
from tests.access.test_passwords import CountingHasher

NOBODY = "nobody@example.com"


def test_the_right_password_opens_the_pages_of_the_role(
    client: FlaskClient, session: Session, now: datetime
) -> None:
    make_account(session, now)

    answer = sign_in(client)

    assert (answer.status_code, answer.location) == (302, "/")
    assert client.get("/account").status_code == 200


def test_the_address_is_found_in_any_case(
    client: FlaskClient, session: Session, now: datetime
) -> None:
    make_account(session, now)

    assert sign_in(client, email=" ADA@Example.com").status_code == 302


def test_signing_in_and_its_person_are_in_the_audit_trail(
    client: FlaskClient, session: Session, now: datetime
) -> None:
    user = make_account(session, now)

    sign_in(client)

    entry = session.scalars(sa.select(AuditEntry).where(AuditEntry.deed == "sign in")).one()
    assert (entry.user_id, entry.actor, entry.at) == (user.id, user.email, now)


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(
    client: FlaskClient, session: Session, now: datetime
) -> None:
    make_account(session, now)

    wrong = sign_in(client, password="something else entirely")
    unknown = sign_in(client, email=NOBODY)

    assert wrong.status_code == unknown.status_code == 400
    assert "do not belong together" in wrong.text
    assert _comparable(wrong.text, "ada@example.com") == _comparable(unknown.text, NOBODY)


def _comparable(page: str, email: str) -> str:
    """The page without what differs by nature: the address, and the token's time stamp."""
    return re.sub(r'(name="csrf_token"[^>]*value=")[^"]*', r"\1", page).replace(email, "EMAIL")


@pytest.mark.parametrize(
    "email",
    [
        pytest.param("ada@example.com", id="wrong password"),
        pytest.param("link@example.com", id="no password"),
        pytest.param("former@example.com", id="disabled"),
        pytest.param(NOBODY, id="unknown name"),
    ],
)
def test_every_failed_sign_in_costs_exactly_one_password_check(
    client: FlaskClient,
    session: Session,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    email: str,
) -> None:
    make_account(session, now)
    make_account(session, now, "link@example.com", password=None)
    former = make_account(session, now, "former@example.com")
    with writing(session):
        former.is_active = False
    hasher = CountingHasher()
    monkeypatch.setattr(passwords, "_hasher", hasher)

    answer = sign_in(client, email=email, password="something else entirely")

    assert answer.status_code == 400
    assert hasher.check_count == 1


def test_a_disabled_person_stays_out_with_the_right_password(
    client: FlaskClient, session: Session, now: datetime
) -> None:
    user = make_account(session, now)
    with writing(session):
        user.is_active = False

    assert sign_in(client).status_code == 400


@pytest.mark.parametrize(
    ("asked", "target"),
    [
        pytest.param("/users?x=1", "/users?x=1", id="a page of ours"),
        pytest.param("//evil.example/", "/", id="another host"),
        pytest.param("https://evil.example/", "/", id="another site"),
        pytest.param("/\\evil.example", "/", id="a backslash"),
        pytest.param("/\t/evil.example", "/", id="a tab browsers drop"),
        pytest.param("javascript:alert(1)", "/", id="a script"),
        pytest.param("", "/", id="nothing"),
    ],
)
def test_signing_in_leads_on_within_this_site_only(
    client: FlaskClient, session: Session, now: datetime, asked: str, target: str
) -> None:
    make_account(session, now)

    answer = client.post(
        "/sign-in",
        query_string={"next": asked},
        data={"email": "ada@example.com", "password": PASSWORD},
    )

    assert answer.location == target


def test_a_page_that_needs_a_person_asks_for_one_and_leads_back(client: FlaskClient) -> None:
    answer = client.get("/account?from=mail")

    assert answer.status_code == 302
    assert answer.location == "/sign-in?next=/account?from%3Dmail"


def test_an_empty_form_says_what_is_missing_and_counts_as_no_failure(
    client: FlaskClient, session: Session
) -> None:
    answer = sign_in(client, "", "")

    assert answer.status_code == 400
    assert "Write your e-mail address." in answer.text
    assert "Write your password." in answer.text
    assert session.scalars(sa.select(SignInFailure)).all() == []


def test_a_form_without_its_token_is_refused_and_says_to_reload(
    app: Flask, session: Session, now: datetime
) -> None:
    make_account(session, now)
    app.config["WTF_CSRF_ENABLED"] = True
    client = app.test_client()

    answer = sign_in(client)

    assert answer.status_code == 400
    assert "reload the page" in answer.text
    assert session.scalars(sa.select(WebSession)).all() == []


def test_a_form_with_its_token_is_taken_and_the_token_dies_with_signing_in(
    app: Flask, session: Session, now: datetime
) -> None:
    make_account(session, now)
    app.config["WTF_CSRF_ENABLED"] = True
    client = app.test_client()
    token = csrf_token_of(client.get("/sign-in"))
    data = {"email": "ada@example.com", "password": PASSWORD, "csrf_token": token}

    assert client.post("/sign-in", data=data).status_code == 302
    assert client.post("/sign-out", data={"csrf_token": token}).status_code == 400
    assert client.get("/account").status_code == 200


def test_opening_a_link_uses_nothing_up_and_its_button_works_once(
    app: Flask, client: FlaskClient, session: Session, now: datetime
) -> None:
    path = make_link(session, make_account(session, now), now)

    opened = [client.get(path), client.get(path)]
    first = client.post(path)
    second = app.test_client().post(path)

    assert [page.status_code for page in opened] == [200, 200]
    assert (first.status_code, second.status_code) == (302, 410)
    assert "used already" in second.text
    assert client.get("/account").status_code == 200


def test_a_link_pressed_in_two_places_at_once_signs_in_one(
    app: Flask, session: Session, now: datetime
) -> None:
    path = make_link(session, make_account(session, now), now)

    with ThreadPoolExecutor(4) as pool:
        posts = [pool.submit(app.test_client().post, path) for _ in range(4)]
        statuses = sorted(post.result().status_code for post in posts)

    assert statuses == [302, 410, 410, 410]


@pytest.mark.parametrize("path", ["/link/unknown", "/link/" + "x" * 3000])
def test_a_forged_link_is_answered_as_one_that_has_run_out(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 410
    assert client.post(path).status_code == 410


def test_a_link_works_while_the_account_is_braked(
    client: FlaskClient, session: Session, now: datetime
) -> None:
    path = make_link(session, make_account(session, now), now)
    for _ in range(ACCOUNT_LIMIT):
        sign_in(client, password="wrong words here")

    assert client.post(path).status_code == 302
