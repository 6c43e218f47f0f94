from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from threading import Barrier, BrokenBarrierError

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from access.errors import AccessError, LinkNotUsableError, RoleNotPossibleError, UserExistsError
from access.models import AuditEntry, Role, SignInLink, User, UserRole, WebSession
from access.queries import is_link_usable
from access.services import (
    RoleGrant,
    add_user,
    change_roles,
    check_grants,
    disable_user,
    enable_user,
    first_administrator_link,
    make_sign_in_link,
    record_audit,
    set_password,
)
from access.sessions.queries import person_of
from access.sessions.services import open_session
from access.sign_in.services import sign_in_by_link
from access.visibility import Scope, command_line_scope
from core.database import writing

SCOPE = command_line_scope()
EXECUTIVE = RoleGrant(Role.EXECUTIVE)
MANAGER = RoleGrant(Role.PROGRAMME_MANAGER)
ADMINISTRATOR = RoleGrant(Role.ADMINISTRATOR)
PARTNER = RoleGrant(Role.CHANNEL_PARTNER, "nordhaus")


def add(session: Session, now: datetime, email: str, *grants: RoleGrant) -> User:
    with writing(session):
        return add_user(session, SCOPE, email=email, name="Ada", grants=grants, now=now)


def link_code(session: Session, user: User, now: datetime) -> str:
    with writing(session):
        link = make_sign_in_link(session, SCOPE, user, "http://cx.example", now)
    return link.removeprefix("http://cx.example/link/")


@pytest.mark.parametrize(
    ("grants", "reason"),
    [
        pytest.param((), "at least one", id="no role"),
        pytest.param((EXECUTIVE, EXECUTIVE), "twice", id="a role twice"),
        pytest.param((PARTNER, EXECUTIVE), "no other role", id="partner and executive"),
        pytest.param((ADMINISTRATOR, PARTNER), "no other role", id="administrator and partner"),
        pytest.param(
            (PARTNER, RoleGrant(Role.CHANNEL_PARTNER, "suedhaus")), "no other role", id="2 partners"
        ),
        pytest.param((RoleGrant(Role.CHANNEL_PARTNER),), "names its partner", id="no partner key"),
        pytest.param((RoleGrant(Role.EXECUTIVE, "nordhaus"),), "names its", id="key for executive"),
    ],
)
def test_roles_that_do_not_go_together_are_refused(
    grants: tuple[RoleGrant, ...], reason: str
) -> None:
    with pytest.raises(RoleNotPossibleError, match=reason):
        check_grants(grants)


@pytest.mark.parametrize("grants", [(PARTNER,), (EXECUTIVE, MANAGER, ADMINISTRATOR)])
def test_roles_that_go_together_are_accepted(grants: tuple[RoleGrant, ...]) -> None:
    check_grants(grants)


def test_the_database_itself_refuses_a_partner_role_without_its_partner(
    session: Session, now: datetime
) -> None:
    user = add(session, now, "ada@example.com", EXECUTIVE)

    with pytest.raises(IntegrityError), writing(session):
        session.execute(
            sa.insert(UserRole).values(user_id=user.id, role=Role.CHANNEL_PARTNER, partner_key=None)
        )


def test_an_address_is_kept_in_one_form_and_once(session: Session, now: datetime) -> None:
    user = add(session, now, " Ada@Example.com ", EXECUTIVE)

    assert user.email == "ada@example.com"
    with pytest.raises(UserExistsError, match="already"):
        add(session, now, "ADA@example.COM", MANAGER)


@pytest.mark.parametrize("email", ["", "ada", "ada@", "@example.com", "a b@example.com", "a@b,c@d"])
def test_what_is_no_address_is_refused_with_the_form_it_should_have(
    session: Session, now: datetime, email: str
) -> None:
    with pytest.raises(AccessError, match=r"name@example\.com"):
        add(session, now, email, EXECUTIVE)


def test_a_deed_and_its_audit_entry_are_stored_together(session: Session, now: datetime) -> None:
    add(session, now, "ada@example.com", PARTNER)

    entry = session.scalars(sa.select(AuditEntry)).one()
    assert (entry.actor, entry.deed, entry.subject) == (
        "command line",
        "add user",
        "ada@example.com",
    )
    assert entry.detail == "channel_partner of nordhaus"
    assert entry.at == now


def test_an_audit_entry_names_the_person_who_acted(session: Session, now: datetime) -> None:
    user = add(session, now, "ada@example.com", MANAGER)
    scope = Scope(Role.PROGRAMME_MANAGER, user_id=user.id, actor=user.email)

    with writing(session):
        record_audit(session, scope, "close week", "2026-W46", "final", now)

    entry = session.scalars(sa.select(AuditEntry).where(AuditEntry.deed == "close week")).one()
    assert (entry.user_id, entry.actor) == (user.id, "ada@example.com")


def test_changed_roles_end_the_sessions_of_that_person_only(
    session: Session, now: datetime
) -> None:
    ada = add(session, now, "ada@example.com", EXECUTIVE)
    grace = add(session, now, "grace@example.com", EXECUTIVE)
    with writing(session):
        adas, graces = open_session(session, ada, now), open_session(session, grace, now)

    with writing(session):
        change_roles(session, SCOPE, ada, (MANAGER,), now)

    assert [held.role for held in ada.roles] == [Role.PROGRAMME_MANAGER]
    assert person_of(session, adas, now) is None
    assert person_of(session, graces, now) is not None


def test_the_only_administrator_keeps_that_role_and_stays_active(
    session: Session, now: datetime
) -> None:
    ada = add(session, now, "ada@example.com", ADMINISTRATOR)
    add(session, now, "grace@example.com", EXECUTIVE)

    with pytest.raises(RoleNotPossibleError, match="only administrator"), writing(session):
        change_roles(session, SCOPE, ada, (EXECUTIVE,), now)
    with pytest.raises(RoleNotPossibleError, match="only administrator"), writing(session):
        disable_user(session, SCOPE, ada, now)

    assert [held.role for held in ada.roles] == [Role.ADMINISTRATOR]
    assert ada.is_active


def test_two_administrators_who_disable_each_other_at_once_leave_one(
    engine: Engine, session: Session, now: datetime
) -> None:
    both = [add(session, now, f"{name}@example.com", ADMINISTRATOR).id for name in ("ada", "bo")]
    meeting = Barrier(2)

    def disable(user_id: int) -> None:
        with Session(engine) as own, writing(own):
            with suppress(BrokenBarrierError):
                meeting.wait(timeout=1)
            disable_user(own, SCOPE, own.get_one(User, user_id), now)

    with ThreadPoolExecutor(2) as pool:
        errors = [future.exception() for future in [pool.submit(disable, one) for one in both]]

    assert sorted(type(error).__name__ for error in errors) == ["NoneType", "RoleNotPossibleError"]
    session.rollback()
    active = sa.select(sa.func.count()).select_from(User).where(User.is_active)
    assert session.scalar(active) == 1


def test_a_disabled_administrator_does_not_count_as_another_one(
    session: Session, now: datetime
) -> None:
    ada = add(session, now, "ada@example.com", ADMINISTRATOR)
    grace = add(session, now, "grace@example.com", ADMINISTRATOR)
    with writing(session):
        disable_user(session, SCOPE, grace, now)

    with pytest.raises(RoleNotPossibleError, match="only administrator"), writing(session):
        disable_user(session, SCOPE, ada, now)


def test_disabling_ends_sessions_and_links_and_enabling_brings_neither_back(
    session: Session, now: datetime
) -> None:
    user = add(session, now, "ada@example.com", EXECUTIVE)
    code = link_code(session, user, now)
    with writing(session):
        cookie = open_session(session, user, now)

    with writing(session):
        disable_user(session, SCOPE, user, now)
    with writing(session):
        enable_user(session, SCOPE, user, now)

    assert person_of(session, cookie, now) is None
    with pytest.raises(LinkNotUsableError), writing(session):
        sign_in_by_link(session, code, now)


def test_a_disabled_user_gets_no_link(session: Session, now: datetime) -> None:
    user = add(session, now, "ada@example.com", EXECUTIVE)
    with writing(session):
        disable_user(session, SCOPE, user, now)

    with pytest.raises(AccessError, match="Enable"), writing(session):
        make_sign_in_link(session, SCOPE, user, "http://cx.example", now)


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
