from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from threading import Barrier, BrokenBarrierError

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from access.errors import AccessError, LinkNotUsableError, RoleNotPossibleError, UserExistsError
from access.models import AuditEntry, Role, User, UserRole
from access.services import (
    RoleGrant,
    change_roles,
    check_grants,
    disable_user,
    enable_user,
    make_sign_in_link,
    record_audit,
)
from access.sessions.queries import person_of
from access.sessions.services import open_session
from access.sign_in.services import sign_in_by_link
from access.visibility import Scope, command_line_scope
from core.database import writing
from tests.access.people import add, link_code

SCOPE = command_line_scope()
EXECUTIVE = RoleGrant(Role.EXECUTIVE)
MANAGER = RoleGrant(Role.PROGRAMME_MANAGER)
ADMINISTRATOR = RoleGrant(Role.ADMINISTRATOR)
PARTNER = RoleGrant(Role.CHANNEL_PARTNER, "nordhaus")


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
