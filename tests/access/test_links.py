from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.errors import LinkNotUsableError
from access.models import Role, SignInLink, User, WebSession
from access.queries import is_link_usable
from access.services import (
    RoleGrant,
    first_administrator_link,
    make_sign_in_link,
    set_password,
)
from access.sessions.queries import person_of
from access.sessions.services import open_session
from access.sign_in.services import sign_in_by_link
from access.visibility import command_line_scope
from core.database import writing
from tests.access.people import add, link_code

SCOPE = command_line_scope()
EXECUTIVE = RoleGrant(Role.EXECUTIVE)
MANAGER = RoleGrant(Role.PROGRAMME_MANAGER)
ADMINISTRATOR = RoleGrant(Role.ADMINISTRATOR)
PARTNER = RoleGrant(Role.CHANNEL_PARTNER, "nordhaus")


def test_a_link_signs_in_once(session: Session, now: datetime) -> None:
    user = add(session, now, "ada@example.com", EXECUTIVE)
    code = link_code(session, user, now)

    with writing(session):
        cookie = sign_in_by_link(session, code, now)

    person = person_of(session, cookie, now)
    assert person is not None
    assert person.user_id == user.id
    with pytest.raises(LinkNotUsableError, match="used already"), writing(session):
        sign_in_by_link(session, code, now)


@pytest.mark.parametrize(("hours", "works"), [(23.9, True), (24, False), (100, False)])
def test_a_link_works_for_24_hours(
    session: Session, now: datetime, hours: float, works: bool
) -> None:
    user = add(session, now, "ada@example.com", EXECUTIVE)
    code = link_code(session, user, now)

    try:
        with writing(session):
            sign_in_by_link(session, code, now + timedelta(hours=hours))
        worked = True
    except LinkNotUsableError:
        worked = False

    assert worked is works


def test_a_new_link_replaces_an_unused_one(session: Session, now: datetime) -> None:
    user = add(session, now, "ada@example.com", EXECUTIVE)
    first = link_code(session, user, now)
    second = link_code(session, user, now)

    with pytest.raises(LinkNotUsableError), writing(session):
        sign_in_by_link(session, first, now)
    with writing(session):
        assert sign_in_by_link(session, second, now)


def test_neither_a_link_nor_a_cookie_is_kept_in_clear(session: Session, now: datetime) -> None:
    user = add(session, now, "ada@example.com", EXECUTIVE)
    code = link_code(session, user, now)
    with writing(session):
        cookie = open_session(session, user, now)

    assert code not in session.scalars(sa.select(SignInLink.code_hash)).all()
    assert cookie not in session.scalars(sa.select(WebSession.code_hash)).all()


def test_the_first_start_makes_an_administrator_and_a_link_that_works(
    session: Session, now: datetime
) -> None:
    with writing(session):
        link = first_administrator_link(session, base_url="http://cx.example", now=now)

    assert link is not None
    with writing(session):
        cookie = sign_in_by_link(session, link.removeprefix("http://cx.example/link/"), now)
    person = person_of(session, cookie, now)
    assert person is not None
    assert person.acting.role is Role.ADMINISTRATOR


def test_a_later_start_makes_no_administrator(session: Session, now: datetime) -> None:
    add(session, now, "ada@example.com", EXECUTIVE)

    with writing(session):
        link = first_administrator_link(session, base_url="http://cx.example", now=now)

    assert link is None
    assert session.scalar(sa.select(sa.func.count()).select_from(User)) == 1


def test_a_new_password_ends_links_that_were_not_used(session: Session, now: datetime) -> None:
    user = add(session, now, "ada@example.com", EXECUTIVE)
    with writing(session):
        link = make_sign_in_link(session, SCOPE, user, "http://localhost", now)

    with writing(session):
        set_password(session, SCOPE, user, "hash", now)

    assert not is_link_usable(session, link.rpartition("/")[2], now)


def test_a_new_password_ends_every_session_but_the_present_one(
    session: Session, now: datetime
) -> None:
    user = add(session, now, "ada@example.com", EXECUTIVE)
    with writing(session):
        here, elsewhere = open_session(session, user, now), open_session(session, user, now)
    person = person_of(session, here, now)
    assert person is not None

    with writing(session):
        set_password(session, SCOPE, user, "hash", now, keep_session=person.session_id)

    assert person_of(session, here, now) is not None
    assert person_of(session, elsewhere, now) is None
