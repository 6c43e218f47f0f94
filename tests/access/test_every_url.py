"""Every address, walked by nobody, by every role, and by another partner.

The tests read the application's own list of routes, so that a new page is walked from its first
day without a line here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import BuildError, IntegerConverter, Rule

from access.guard import EVERY_ROLE, allowed_roles
from access.models import Role
from core.web.problems import is_for_programs
from tests.factories import (
    make_end_user,
    make_invitation,
    make_partner,
    make_partner_contact,
    make_programme,
    make_transaction,
    make_version,
)
from tests.programs import make_code

ClientAs = Callable[..., FlaskClient]
SignIn = Callable[[Role], FlaskClient]

OWN, FOREIGN, MISSING = "nordhaus", "suedhaus", "nirgendhaus"
FOREIGN_ID, MISSING_ID = 1, 987_654_321
LAST_WEEK = "2026-W46"


@pytest.fixture(autouse=True)
def _as_in_production(app: Flask) -> None:
    """A page that breaks answers 500 and is listed, instead of ending the walk."""
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)


@pytest.fixture(autouse=True)
def _two_partners(session: Session, now: datetime) -> None:
    """A programme in which everything that has a number belongs to the other partner."""
    make_programme(session, now)
    make_partner(session, now, FOREIGN)
    make_partner(session, now, OWN)
    contact = make_partner_contact(session, now, "simon", FOREIGN)
    make_end_user(session, now, "eva")
    transaction = make_transaction(session, now, "t1", partner_key=FOREIGN, end_user_key="eva")
    make_invitation(session, now, transaction, contact, make_version(session, now))


@pytest.fixture
def sign_in(client_as: ClientAs, session: Session, now: datetime) -> SignIn:
    """A browser of the role that carries a token of the role too, for the programs' addresses."""

    def make(role: Role) -> FlaskClient:
        key = OWN if role is Role.CHANNEL_PARTNER else None
        client = client_as(role, key)
        code = make_code(session, role, key, now)
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {code}"
        return client

    return make


def steps(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Every route with each of its methods; static files are public by nature."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule, method


def path_of(app: Flask, rule: Rule, text: str = MISSING, number: int = MISSING_ID) -> str:
    """The rule's address with its blanks filled."""
    values: dict[str, Any] = {}
    for name in rule.arguments:
        converter = rule._converters[name]
        if isinstance(converter, IntegerConverter):
            values[name] = number if name != "revision" else 0
        else:
            values[name] = LAST_WEEK if "week" in name else text
    adapter = app.url_map.bind("localhost")
    try:
        return adapter.build(rule.endpoint, values)
    except BuildError as error:
        raise AssertionError(f"{rule.rule} could not be filled in: {error}") from error


def visit(client: FlaskClient, method: str, path: str) -> int:
    return client.open(path, method=method).status_code


def test_nobody_gets_past_the_door_of_a_page_that_is_not_public(
    app: Flask, client: FlaskClient
) -> None:
    failures = []
    for rule, method in steps(app):
        if allowed_roles(app, rule.endpoint) is not None:
            answer = client.open(path_of(app, rule), method=method)
            way = answer.headers.get("Location") or answer.headers.get("WWW-Authenticate") or ""
            door = (401, "Bearer") if is_for_programs(rule.rule) else (302, "/sign-in")
            if answer.status_code != door[0] or not way.startswith(door[1]):
                failures.append(f"{method} {rule.rule}: {answer.status}")

    assert failures == []


def test_public_pages_answer_nonsense_with_a_page_and_never_break(
    app: Flask, client: FlaskClient
) -> None:
    answers = {
        f"{method} {rule.rule}": visit(client, method, path_of(app, rule))
        for rule, method in steps(app)
        if allowed_roles(app, rule.endpoint) is None
    }

    assert {step: status for step, status in answers.items() if status >= 500} == {}


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_a_role_is_kept_out_of_every_page_that_does_not_name_it(
    app: Flask, sign_in: SignIn, role: Role
) -> None:
    client = sign_in(role)

    answers = {
        f"{method} {rule.rule}": visit(client, method, path_of(app, rule))
        for rule, method in steps(app)
        if role not in (allowed_roles(app, rule.endpoint) or EVERY_ROLE)
    }

    assert {step: status for step, status in answers.items() if status != 403} == {}


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_a_role_gets_an_answer_on_every_page_that_names_it(
    app: Flask, sign_in: SignIn, role: Role
) -> None:
    client = sign_in(role)

    answers = {
        f"{method} {rule.rule}": visit(client, method, path_of(app, rule))
        for rule, method in steps(app)
        if role in (allowed_roles(app, rule.endpoint) or ())
    }

    assert answers
    assert {step: status for step, status in answers.items() if status in (401, 403)} == {}
    assert {step: status for step, status in answers.items() if status >= 500} == {}


def test_another_partners_key_or_number_is_answered_exactly_like_a_missing_one(
    app: Flask, sign_in: SignIn
) -> None:
    client = sign_in(Role.CHANNEL_PARTNER)
    failures = []
    for rule, method in steps(app):
        if rule.arguments and method == "GET" and is_open_to_partners(app, rule):
            foreign, missing = (
                answer_of(client, path_of(app, rule, text, number))
                for text, number in ((FOREIGN, FOREIGN_ID), (MISSING, MISSING_ID))
            )
            if foreign != missing:
                failures.append(f"{rule.rule}: {foreign[0]} against {missing[0]}")

    assert failures == []


def test_no_page_of_one_partner_names_another(app: Flask, sign_in: SignIn) -> None:
    client = sign_in(Role.CHANNEL_PARTNER)

    naming = [
        rule.rule
        for rule, method in steps(app)
        if method == "GET"
        and is_open_to_partners(app, rule)
        and FOREIGN in client.get(path_of(app, rule, OWN), follow_redirects=True).text.lower()
    ]

    assert naming == []


def test_every_entry_on_top_of_the_page_leads_somewhere(sign_in: SignIn) -> None:
    for role in EVERY_ROLE:
        client = sign_in(role)
        page = client.get("/account").text
        head = page[: page.index("<main")]
        paths = [part.partition('"')[0] for part in head.split('<a href="')[1:]]

        assert paths
        assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)


def is_open_to_partners(app: Flask, rule: Rule) -> bool:
    return Role.CHANNEL_PARTNER in (allowed_roles(app, rule.endpoint) or ())


def answer_of(client: FlaskClient, path: str) -> tuple[int, str]:
    """Status and page, without form tokens and without what was asked for."""
    answer = client.get(path)
    page = re.sub(r'name="csrf_token" value="[^"]+"', "", answer.text)
    asked = rf"\b({FOREIGN}|{MISSING}|{FOREIGN_ID}|{MISSING_ID})\b"
    return answer.status_code, re.sub(asked, "ASKED", page)
