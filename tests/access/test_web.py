from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from access.guard import UnguardedRouteError, check_routes, public
from access.models import Role, UserRole, WebSession
from access.sessions.queries import IDLE_LIMIT
from access.sessions.services import LIFETIME
from core.clock import FixedClock
from core.config import Settings
from core.database import writing
from tests.access.accounts import PASSWORD, make_account, sign_in

ClientAs = Callable[..., FlaskClient]


def session_cookie(answer: TestResponse) -> str:
    cookies = answer.headers.getlist("Set-Cookie")
    return next(cookie for cookie in cookies if "-session" in cookie)


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(
    client: FlaskClient, session: Session, now: datetime
) -> None:
    make_account(session, now)

    cookie = session_cookie(sign_in(client))

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_over_https_the_cookie_is_secure_and_bound_to_this_host(
    settings: Settings, app_with: Callable[[Settings], Flask], session: Session, now: datetime
) -> None:
    make_account(session, now)
    app = app_with(replace(settings, base_url="https://localhost"))

    answer = app.test_client().post(
        "https://localhost/sign-in", data={"email": "ada@example.com", "password": PASSWORD}
    )

    cookie = session_cookie(answer)
    assert cookie.startswith("__Host-")
    assert "Secure" in cookie
    assert "Domain" not in cookie
    assert answer.headers["Strict-Transport-Security"]


def test_the_database_keeps_only_a_hash_of_the_cookie(
    client: FlaskClient, session: Session, now: datetime
) -> None:
    make_account(session, now)

    code = session_cookie(sign_in(client)).partition("=")[2].partition(";")[0]

    assert len(code) >= 43
    assert code not in session.scalars(sa.select(WebSession.code_hash)).all()


def test_signing_out_ends_the_session_on_the_server(
    app: Flask, client: FlaskClient, session: Session, now: datetime
) -> None:
    make_account(session, now)
    cookie = session_cookie(sign_in(client)).partition(";")[0]
    name, _, code = cookie.partition("=")
    thief = app.test_client()
    thief.set_cookie(name, code)
    assert thief.get("/account").status_code == 200

    client.post("/sign-out")

    assert thief.get("/account").status_code == 302
    assert session.scalars(sa.select(WebSession)).all() == []


def test_signing_in_again_replaces_the_session_and_its_code(
    client: FlaskClient, session: Session, now: datetime
) -> None:
    make_account(session, now)

    first, second = session_cookie(sign_in(client)), session_cookie(sign_in(client))

    assert first.partition(";")[0] != second.partition(";")[0]
    assert session.scalar(sa.select(sa.func.count()).select_from(WebSession)) == 1


@pytest.mark.parametrize("pause", [IDLE_LIMIT, LIFETIME])
def test_a_session_ends_by_itself(client_as: ClientAs, clock: FixedClock, pause: timedelta) -> None:
    client = client_as(Role.EXECUTIVE)
    clock.at += pause - timedelta(seconds=1)
    was_open = client.get("/account").status_code == 200
    clock.at += timedelta(seconds=1)

    assert client.get("/account").status_code == 302
    assert was_open is (pause == IDLE_LIMIT)


def test_a_change_prolongs_a_session_but_never_beyond_its_lifetime(
    client_as: ClientAs, clock: FixedClock
) -> None:
    client = client_as(Role.EXECUTIVE)
    started = clock.now()
    while clock.at < started + LIFETIME - timedelta(hours=11):
        clock.at += timedelta(hours=11)
        assert client.post("/account/password").status_code == 400

    assert client.get("/account").status_code == 200
    clock.at = started + LIFETIME
    assert client.get("/account").status_code == 302


def test_reading_pages_writes_nothing(
    client_as: ClientAs, clock: FixedClock, session: Session
) -> None:
    client = client_as(Role.ADMINISTRATOR)
    before = session.execute(sa.select(WebSession.seen_at, WebSession.expires_at)).all()
    clock.at += timedelta(hours=1)

    for path in ("/account", "/users", "/users/add", "/health", "/sign-in"):
        assert client.get(path).status_code == 200

    session.rollback()
    after = session.execute(sa.select(WebSession.seen_at, WebSession.expires_at)).all()
    assert after == before


def test_a_person_with_several_roles_acts_in_one_sees_which_and_can_switch(
    client: FlaskClient, session: Session, now: datetime
) -> None:
    user = make_account(session, now, roles=(Role.EXECUTIVE, Role.ADMINISTRATOR))
    sign_in(client)
    assert client.get("/users").status_code == 403
    assert "Act as administrator" in client.get("/account").text

    client.post("/account/role", data={"role": user.roles[1].id})

    assert client.get("/users").status_code == 200
    assert "Ada Byron</a>, administrator" in client.get("/account").text


def test_nobody_can_switch_to_a_role_of_somebody_else(
    client: FlaskClient, session: Session, now: datetime
) -> None:
    make_account(session, now)
    boss = make_account(session, now, "boss@example.com", (Role.ADMINISTRATOR,))
    sign_in(client)

    answer = client.post("/account/role", data={"role": boss.roles[0].id})

    assert answer.status_code == 400
    assert client.get("/users").status_code == 403


def test_a_role_that_was_taken_away_ends_the_session(client_as: ClientAs, session: Session) -> None:
    client = client_as(Role.EXECUTIVE)

    with writing(session):
        session.execute(sa.delete(UserRole))

    assert client.get("/account").status_code == 302


def test_the_wrong_role_gets_a_page_that_says_so(client_as: ClientAs) -> None:
    answer = client_as(Role.EXECUTIVE).get("/users")

    assert answer.status_code == 403
    assert "Your role may not open this page" in answer.text


def test_somebody_unknown_can_send_no_large_body(client: FlaskClient) -> None:
    answer = client.post("/sign-in", data={"file": (BytesIO(b"x" * 300_000), "large.csv")})

    assert answer.status_code == 413


@pytest.mark.parametrize("path", ["/users/{}", "/users/٣", "/editions/2026-W46/final/{}"])
def test_a_number_that_no_database_holds_is_no_page(client_as: ClientAs, path: str) -> None:
    answer = client_as(Role.ADMINISTRATOR).get(path.format("9" * 30))

    assert answer.status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/editions/%00/final/0", "/editions?before=%00", "/link/%00", "/partner/%00", "/?week=%00"],
)
def test_a_nul_in_an_address_is_the_senders_mistake(client_as: ClientAs, path: str) -> None:
    answer = client_as(Role.ADMINISTRATOR).get(path)

    assert answer.status_code in (200, 400, 404, 410)


def test_a_nul_in_a_field_is_the_senders_mistake(client: FlaskClient) -> None:
    answer = client.post("/sign-in", data={"email": "a\0b@example.com", "password": PASSWORD})

    assert answer.status_code == 400


@pytest.mark.parametrize("host", ["evil.example", "localhost:81", "localhost.evil.example", "a b"])
def test_a_foreign_host_header_is_refused_on_every_page(client: FlaskClient, host: str) -> None:
    for path in ("/sign-in", "/health", "/account", "/static/twofold.css", "/no-such-page"):
        assert client.get(path, headers={"Host": host}).status_code == 400


def test_a_route_without_a_role_list_stops_the_start(app: Flask) -> None:
    @app.get("/forgotten")
    def forgotten() -> str:
        return "everybody's"

    with pytest.raises(UnguardedRouteError, match="/forgotten"):
        check_routes(app)


def test_a_route_that_says_why_it_is_public_is_accepted(app: Flask) -> None:
    @app.get("/open")
    @public("for this test")
    def opened() -> str:
        return "everybody's"

    check_routes(app)


def test_the_top_of_the_page_offers_what_the_role_may_open(client_as: ClientAs) -> None:
    for role in (Role.ADMINISTRATOR, Role.EXECUTIVE):
        page = client_as(role).get("/account").text
        assert ('href="/users"' in page) is (role is Role.ADMINISTRATOR)


def test_the_entry_of_the_present_page_is_marked(client_as: ClientAs) -> None:
    page = client_as(Role.ADMINISTRATOR).get("/users/add").text

    assert '<a href="/users" aria-current="page">Users</a>' in page


@pytest.mark.parametrize(("proxies", "address"), [(0, "127.0.0.1"), (1, "192.0.2.7")])
def test_a_forwarded_address_is_believed_only_from_a_known_proxy(
    settings: Settings, app_with: Callable[[Settings], Flask], proxies: int, address: str
) -> None:
    app = app_with(replace(settings, trusted_proxy_count=proxies))

    for number in range(20):
        app.test_client().post(
            "/sign-in",
            data={"email": f"guess{number}@example.com", "password": "wrong words here"},
            headers={"X-Forwarded-For": "192.0.2.7"},
        )

    answer = sign_in(app.test_client(), address=address)
    assert answer.status_code == 429
