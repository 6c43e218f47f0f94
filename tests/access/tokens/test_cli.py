from __future__ import annotations

from datetime import datetime

from flask.testing import FlaskClient, FlaskCliRunner
from sqlalchemy.orm import Session

from access.models import Role, UserRole
from core.database import writing
from tests.factories import make_user

EMAIL = "executive.house@example.com"


def test_a_token_is_made_listed_and_revoked_by_command(
    runner: FlaskCliRunner, client: FlaskClient, session: Session, now: datetime
) -> None:
    make_user(session, now, Role.EXECUTIVE)

    made = runner.invoke(args=["token", "add", EMAIL, "--name", "Monday report"])
    code = made.stdout.strip()
    headers = {"Authorization": f"Bearer {code}"}
    works = client.get("/api/v1/editions", headers=headers).status_code
    listed = runner.invoke(args=["tokens"]).output
    revoked = runner.invoke(args=["token", "revoke", "1"])
    over = client.get("/api/v1/editions", headers=headers).status_code

    assert (works, over) == (200, 401)
    assert "Monday report" in listed
    assert "as executive  read" in listed
    assert code not in listed
    assert revoked.output == "Token 1 is revoked.\n"


def test_no_tokens_says_how_to_make_one(runner: FlaskCliRunner) -> None:
    assert "No tokens yet" in runner.invoke(args=["tokens"]).output


def test_a_person_with_several_roles_needs_one_named(
    runner: FlaskCliRunner, session: Session, now: datetime
) -> None:
    user = make_user(session, now, Role.EXECUTIVE)
    with writing(session):
        session.add(UserRole(user_id=user.id, role=Role.ADMINISTRATOR, partner_key=None))

    unsaid = runner.invoke(args=["token", "add", EMAIL, "--name", "x"])
    said = runner.invoke(args=["token", "add", EMAIL, "--name", "x", "--role", "executive"])

    assert unsaid.exit_code == 1
    assert "Name one with --role" in unsaid.output
    assert said.exit_code == 0


def test_unknown_people_and_tokens_are_refused_in_words(
    runner: FlaskCliRunner, session: Session, now: datetime
) -> None:
    nobody = runner.invoke(args=["token", "add", "nobody@example.com", "--name", "x"])
    missing = runner.invoke(args=["token", "revoke", "7"])

    assert (nobody.exit_code, missing.exit_code) == (1, 1)
    assert "There is no user nobody@example.com" in nobody.output
    assert "There is no such token" in missing.output
