"""The page of one's own tokens, and what a token opens."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.guard import UnguardedRouteError, check_routes, permitted, roles
from access.models import Role
from access.tokens.models import ApiToken, Permission
from access.web import current_person
from core.clock import FixedClock
from tests.factories import make_programme
from tests.programs import make_code, make_program

ClientAs = Callable[..., FlaskClient]
CHOSEN = {"name": "Monday report", "permissions": "read", "days": "90"}


def code_on(page: str) -> str:
    found = re.search(r"<code>(twofold_[\w-]{40,})</code>", page)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("role", "key"), [(Role.EXECUTIVE, None), (Role.CHANNEL_PARTNER, "nordhaus")]
)
def test_a_token_is_shown_once_and_works(
    client_as: ClientAs, client: FlaskClient, role: Role, key: str | None
) -> None:
    browser = client_as(role, key)

    made = browser.post("/account/tokens", data=CHOSEN)
    code = code_on(made.text)
    again = browser.get("/account/tokens").text
    answer = client.get("/api/v1/editions", headers={"Authorization": f"Bearer {code}"})

    assert made.status_code == 200
    assert code not in again
    assert code[:14] in again
    assert answer.status_code == 200


def test_a_reader_is_not_offered_to_write_and_cannot_slip_it_in(client_as: ClientAs) -> None:
    browser = client_as(Role.CHANNEL_PARTNER, "nordhaus")

    page = browser.get("/account/tokens").text
    answer = browser.post("/account/tokens", data={**CHOSEN, "permissions": "write:mentions"})

    assert "write:mentions" not in page
    assert answer.status_code == 400
    assert "<code>twofold_" not in answer.text


def test_a_name_that_is_missing_is_asked_for(client_as: ClientAs) -> None:
    answer = client_as(Role.EXECUTIVE).post("/account/tokens", data={**CHOSEN, "name": ""})

    assert answer.status_code == 400
    assert "Write what the token is for" in answer.text


def test_one_revokes_ones_own_token_and_nobody_elses(
    client_as: ClientAs, session: Session, now: datetime, app: Flask
) -> None:
    program = make_program(app, session, Role.EXECUTIVE, None, now)
    number = session.scalars(sa.select(ApiToken.id)).one()
    path = f"/account/tokens/{number}/revoke"

    foreign = client_as(Role.CHANNEL_PARTNER, "nordhaus").post(path)
    still = program.get("/editions")
    own = client_as(Role.EXECUTIVE).post(path)
    ended = program.get("/editions")

    assert (foreign.status_code, still.status_code) == (404, 200)
    assert (own.status_code, ended.status_code) == (302, 401)


def test_a_token_opens_no_page_and_a_cookie_opens_nothing_for_programs(
    app: Flask, session: Session, now: datetime, client_as: ClientAs
) -> None:
    program = make_program(app, session, Role.EXECUTIVE, None, now)

    page = program.client.get("/account", headers={"Authorization": f"Bearer {program.code}"})
    answer = client_as(Role.EXECUTIVE).get("/api/v1/editions")

    assert page.location.startswith("/sign-in")
    assert answer.status_code == 401


def test_a_cookie_makes_nobody_a_person_on_an_address_for_programs(
    app: Flask, client_as: ClientAs
) -> None:
    [cookie] = (client_as(Role.EXECUTIVE)._cookies or {}).values()
    headers = {"Cookie": f"{cookie.key}={cookie.value}"}

    with app.test_request_context("/account", headers=headers):
        on_a_page = current_person()
    with app.test_request_context("/api/v1/editions", headers=headers):
        for_programs = current_person()

    assert on_a_page is not None
    assert for_programs is None


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer nonsense", "Basic dXNlcjpwYXNz", "Bearer \xe9\xff", "token"],
)
def test_what_is_no_token_is_answered_with_a_problem(client: FlaskClient, header: str) -> None:
    answer = client.get("/api/v1/editions", headers={"Authorization": header} if header else {})

    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["WWW-Authenticate"].lower().startswith("bearer")


def test_a_token_that_ran_out_or_lacks_the_permission_says_so(
    app: Flask, session: Session, now: datetime, clock: FixedClock
) -> None:
    make_programme(session, now)
    program = make_program(app, session, Role.PROGRAMME_MANAGER, None, now, Permission.READ)

    lacking = program.post("/transactions", {"transactions": []})
    clock.at = now + timedelta(days=31)
    over = program.get("/editions")

    assert lacking.status_code == 403
    assert "lacks the permission write:transactions" in lacking.get_json()["detail"]
    assert over.status_code == 401


def test_a_token_keeps_the_day_on_which_something_of_its_was_stored(
    app: Flask, session: Session, now: datetime
) -> None:
    make_programme(session, now)
    program = make_program(app, session, Role.ADMINISTRATOR, None, now)
    written = sa.select(ApiToken.written_on)

    mention = {"key": "m1", "source": "forum", "written_at": "2026-11-12", "text": "Hm."}

    batches: tuple[list[dict[str, str]], ...] = ([], [{}], [mention])
    days = []
    for mentions in batches:
        program.get("/editions")
        program.post("/mentions", {"mentions": mentions})
        session.rollback()
        days.append(session.scalars(written).one())

    assert days == [None, None, now.date()]


def test_what_is_stored_already_leaves_no_day(
    app: Flask, session: Session, now: datetime, clock: FixedClock
) -> None:
    make_programme(session, now)
    program = make_program(app, session, Role.ADMINISTRATOR, None, now)
    mention = {"key": "m1", "source": "forum", "written_at": "2026-11-12", "text": "Hm."}

    for _ in range(2):
        program.post("/mentions", {"mentions": [mention]})
        clock.at += timedelta(days=1)

    session.rollback()
    assert session.scalars(sa.select(ApiToken.written_on)).one() == now.date()


def test_no_form_token_is_asked_of_a_program(app: Flask, session: Session, now: datetime) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    make_programme(session, now)
    program = make_program(app, session, Role.ADMINISTRATOR, None, now)

    answer = program.post("/mentions", {"mentions": [{}]})

    assert answer.status_code == 422


def test_a_route_for_programs_without_a_permission_stops_the_start(app: Flask) -> None:
    @roles(Role.EXECUTIVE)
    def view() -> str:
        return ""

    app._got_first_request = False
    app.add_url_rule("/api/v1/bare", "bare", view)

    with pytest.raises(UnguardedRouteError, match="/api/v1/bare"):
        check_routes(app)


def test_a_page_for_tokens_outside_their_address_stops_the_start(app: Flask) -> None:
    @permitted(Permission.READ)
    @roles(Role.EXECUTIVE)
    def view() -> str:
        return ""

    app.add_url_rule("/elsewhere", "elsewhere", view)

    with pytest.raises(UnguardedRouteError, match="/elsewhere"):
        check_routes(app)


def test_the_code_of_a_token_is_never_guessable_from_another(
    session: Session, now: datetime
) -> None:
    codes = {make_code(session, Role.EXECUTIVE, None, now) for _ in range(5)}

    assert len(codes) == 5
