from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from sqlalchemy.orm import Session

from access.models import Role, User
from access.passwords import is_password
from tests.access.accounts import PASSWORD, make_account, make_link, sign_in
from tests.factories import make_partner, make_programme

ClientAs = Callable[..., FlaskClient]
LINK = re.compile(r"http://localhost(/link/[\w-]+)")


def user_named(session: Session, email: str) -> User:
    session.rollback()
    session.expire_all()
    return session.scalars(sa.select(User).where(User.email == email)).one()


def test_an_administrator_adds_somebody_who_then_signs_in_by_the_link(
    app: Flask, client_as: ClientAs, session: Session
) -> None:
    boss = client_as(Role.ADMINISTRATOR)
    form = {"name": "Ada Byron", "email": "Ada@Example.com", "roles": ["executive"]}

    added = boss.post("/users/add", data=form)
    link = LINK.search(boss.post(f"{added.location}/link").text)

    assert link is not None
    ada = app.test_client()
    assert ada.post(link[1]).status_code == 302
    assert "Ada Byron" in ada.get("/account").text
    assert [held.role for held in user_named(session, "ada@example.com").roles] == ["executive"]


def test_a_link_is_shown_once_only(client_as: ClientAs, session: Session, now: datetime) -> None:
    user = make_account(session, now)
    boss = client_as(Role.ADMINISTRATOR)

    made = boss.post(f"/users/{user.id}/link")

    assert LINK.search(made.text)
    assert made.headers["Cache-Control"] == "no-store"
    assert not LINK.search(boss.get(f"/users/{user.id}").text)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        pytest.param({"email": "not an address"}, "not an e-mail address", id="address"),
        pytest.param({"name": ""}, "Write the person", id="name"),
        pytest.param({"roles": []}, "at least one role", id="no role"),
        pytest.param(
            {"roles": ["executive", "channel_partner"], "partner_key": "nordhaus"},
            "carries no other role",
            id="partner and executive",
        ),
        pytest.param({"roles": ["channel_partner"]}, "names its partner", id="no partner"),
        pytest.param(
            {"roles": ["channel_partner"], "partner_key": "nowhere"},
            "no channel partner with the key",
            id="unknown partner",
        ),
        pytest.param({"roles": ["emperor"]}, "emperor", id="unknown role"),
    ],
)
def test_a_user_that_cannot_be_added_is_explained_and_what_was_typed_stays(
    client_as: ClientAs,
    session: Session,
    now: datetime,
    changes: dict[str, object],
    reason: str,
) -> None:
    make_programme(session, now)
    make_partner(session, now, "nordhaus")
    form = {"name": "Ada Byron", "email": "ada@example.com", "roles": ["executive"]} | changes
    boss = client_as(Role.ADMINISTRATOR)

    answer = boss.post("/users/add", data=form)

    assert answer.status_code == 400
    assert reason in answer.text
    assert f'value="{form["email"]}"' in answer.text
    assert session.scalar(sa.select(sa.func.count()).select_from(User)) == 1


def test_an_address_that_is_taken_is_a_conflict(
    client_as: ClientAs, session: Session, now: datetime
) -> None:
    make_account(session, now)
    form = {"name": "Ada", "email": "ada@example.com", "roles": ["executive"]}

    answer = client_as(Role.ADMINISTRATOR).post("/users/add", data=form)

    assert answer.status_code == 409
    assert "is a user already" in answer.text


def test_a_partner_login_is_made_with_the_partners_key(
    client_as: ClientAs, session: Session, now: datetime
) -> None:
    make_programme(session, now)
    make_partner(session, now, "nordhaus")
    form = {
        "name": "Nora",
        "email": "nora@example.com",
        "roles": ["channel_partner"],
        "partner_key": "nordhaus",
    }

    client_as(Role.ADMINISTRATOR).post("/users/add", data=form)

    (held,) = user_named(session, "nora@example.com").roles
    assert (held.role, held.partner_key) == ("channel_partner", "nordhaus")


def test_changed_roles_take_hold(client_as: ClientAs, session: Session, now: datetime) -> None:
    user = make_account(session, now)

    client_as(Role.ADMINISTRATOR).post(
        f"/users/{user.id}/roles", data={"roles": ["programme_manager", "executive"]}
    )

    held = {held.role for held in user_named(session, user.email).roles}
    assert held == {"programme_manager", "executive"}


def test_the_only_administrator_cannot_be_disabled_by_page(
    client_as: ClientAs, session: Session
) -> None:
    boss = client_as(Role.ADMINISTRATOR)
    (user_id,) = session.scalars(sa.select(User.id))

    answer = boss.post(f"/users/{user_id}/disable")

    assert answer.status_code == 400
    assert "only administrator left" in answer.text
    assert boss.get("/users").status_code == 200


def test_somebody_disabled_is_out_at_once_and_comes_back_when_enabled(
    client: FlaskClient, client_as: ClientAs, session: Session, now: datetime
) -> None:
    user = make_account(session, now)
    boss = client_as(Role.ADMINISTRATOR)
    sign_in(client)

    boss.post(f"/users/{user.id}/disable")
    assert client.get("/account").status_code == 302
    assert sign_in(client).status_code == 400
    boss.post(f"/users/{user.id}/enable")
    assert sign_in(client).status_code == 302


def test_a_password_is_changed_with_the_present_one(
    client: FlaskClient, session: Session, now: datetime
) -> None:
    user = make_account(session, now)
    sign_in(client)
    form = {
        "present": PASSWORD,
        "chosen": "other words entirely",
        "repeated": "other words entirely",
    }

    answer = client.post("/account/password", data=form)

    assert answer.status_code == 302
    stored = user_named(session, user.email).password_hash
    assert is_password(stored, "other words entirely")
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"present": "not the present one"}, "do not belong together"),
        ({"present": ""}, "do not belong together"),
        ({"chosen": "too short", "repeated": "too short"}, "at least 12 characters"),
        ({"repeated": "other words entirly"}, "The two new passwords differ"),
    ],
)
def test_a_password_is_not_changed_when_something_is_wrong(
    client: FlaskClient, session: Session, now: datetime, changes: dict[str, str], reason: str
) -> None:
    user = make_account(session, now)
    sign_in(client)
    form = {
        "present": PASSWORD,
        "chosen": "other words entirely",
        "repeated": "other words entirely",
    } | changes

    answer = client.post("/account/password", data=form)

    assert answer.status_code == 400
    assert reason in answer.text
    assert is_password(user_named(session, user.email).password_hash, PASSWORD)


def test_guessing_the_present_password_is_braked_too(
    client: FlaskClient, session: Session, now: datetime
) -> None:
    make_account(session, now)
    sign_in(client)
    form = {"chosen": "other words entirely", "repeated": "other words entirely"}
    for _ in range(5):
        client.post("/account/password", data={"present": "a wrong guess", **form})

    assert client.post("/account/password", data={"present": PASSWORD, **form}).status_code == 429


def test_who_came_by_link_sets_a_first_password(
    client: FlaskClient, session: Session, now: datetime
) -> None:
    user = make_account(session, now, password=None)
    client.post(make_link(session, user, now))
    assert "Present password" not in client.get("/account").text

    client.post("/account/password", data={"chosen": PASSWORD, "repeated": PASSWORD})

    assert is_password(user_named(session, user.email).password_hash, PASSWORD)


def test_users_are_kept_by_command(
    app: Flask, client: FlaskClient, runner: FlaskCliRunner, session: Session
) -> None:
    assert "No users yet" in runner.invoke(args=["users"]).output
    args = ["user", "add", "ada@example.com", "--name", "Ada Byron", "--role", "administrator"]

    added = runner.invoke(args=args)
    listed = runner.invoke(args=["users"])
    linked = runner.invoke(args=["user", "link", "Ada@example.com"])

    assert added.exit_code == 0
    assert "ada@example.com  Ada Byron  administrator" in listed.output
    replaced, fresh = LINK.search(added.output), LINK.search(linked.output)
    assert replaced is not None
    assert fresh is not None
    assert client.post(replaced[1]).status_code == 410
    assert client.post(fresh[1]).status_code == 302


def test_a_command_disables_and_enables_a_user(
    client: FlaskClient, runner: FlaskCliRunner, session: Session, now: datetime
) -> None:
    make_account(session, now)

    assert runner.invoke(args=["user", "disable", "ada@example.com"]).exit_code == 0
    assert "disabled" in runner.invoke(args=["users"]).output
    assert sign_in(client).status_code == 400
    assert runner.invoke(args=["user", "enable", "ada@example.com"]).exit_code == 0
    assert sign_in(client).status_code == 302


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (["link", "nobody@example.com"], "There is no user nobody@example.com"),
        (["disable", "nobody@example.com"], "There is no user"),
        (["add", "nonsense", "--name", "A", "--role", "executive"], "not an e-mail address"),
        (["add", "a@b", "--name", "A", "--role", "channel_partner"], "names its partner"),
        (
            ["add", "a@b", "--name", "A", "--role", "executive", "--partner", "x"],
            "--partner goes with --role channel_partner",
        ),
        (
            ["add", "a@b", "--name", "A", "--role", "channel_partner", "--partner", "x"],
            "no channel partner with the key",
        ),
    ],
)
def test_a_command_that_cannot_be_done_says_why_and_fails(
    runner: FlaskCliRunner, args: list[str], reason: str
) -> None:
    result = runner.invoke(args=["user", *args])

    assert result.exit_code != 0
    assert reason in result.output
    assert "Traceback" not in result.output
