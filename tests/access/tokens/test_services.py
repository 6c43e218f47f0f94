"""What a token may do, for how long, and when it dies."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.errors import NoSuchTokenError, TokenNotPossibleError
from access.models import AuditEntry, Role
from access.services import RoleGrant, change_roles, disable_user, enable_user
from access.tokens.models import ApiToken, Permission
from access.tokens.queries import bearer_of, tokens_of
from access.tokens.services import MOST_TOKENS, NewToken, make_token, revoke_token
from access.visibility import command_line_scope
from core.database import writing
from tests.factories import make_user

SCOPE = command_line_scope()
READING = NewToken("Monday report", [Permission.READ], 30)
WRITING = NewToken("ERP", [Permission.WRITE_TRANSACTIONS], 30)


def make(
    session: Session, now: datetime, role: Role, key: str | None = None, wanted: NewToken = READING
) -> str:
    user = make_user(session, now, role, key)
    with writing(session):
        return make_token(session, SCOPE, user.roles[0], wanted, now)


def only_token(session: Session) -> ApiToken:
    return session.scalars(sa.select(ApiToken)).one()


def test_a_code_is_long_and_kept_as_a_hash_alone(session: Session, now: datetime) -> None:
    code = make(session, now, Role.EXECUTIVE)

    token = only_token(session)
    stored = " ".join(str(value) for value in vars(token).values())
    assert len(code) >= 40
    assert code.startswith(token.prefix)
    assert code not in stored
    assert len(token.prefix) < 16


def test_a_partners_token_acts_for_that_partner_alone(session: Session, now: datetime) -> None:
    code = make(session, now, Role.CHANNEL_PARTNER, "nordhaus")

    bearer = bearer_of(session, code, now)

    assert bearer is not None
    assert bearer.scope.partner_key == "nordhaus"
    assert bearer.permissions == {Permission.READ}


@pytest.mark.parametrize("role", [Role.EXECUTIVE, Role.CHANNEL_PARTNER])
def test_readers_cannot_have_a_token_that_writes(
    session: Session, now: datetime, role: Role
) -> None:
    key = "nordhaus" if role is Role.CHANNEL_PARTNER else None

    with pytest.raises(TokenNotPossibleError, match="may read only, not write:transactions"):
        make(session, now, role, key, WRITING)

    assert tokens_of(session) == []


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (NewToken("  ", [Permission.READ], 30), "Give the token a name"),
        (NewToken("a\x00b", [Permission.READ], 30), "Give the token a name"),
        (NewToken("x" * 81, [Permission.READ], 30), "Give the token a name"),
        (NewToken("x", [], 30), "at least one thing"),
        (NewToken("x", [Permission.READ], 0), "runs out after 1 to 366 days"),
        (NewToken("x", [Permission.READ], 367), "runs out after 1 to 366 days"),
    ],
)
def test_a_token_without_name_purpose_or_end_is_refused(
    session: Session, now: datetime, wanted: NewToken, said: str
) -> None:
    with pytest.raises(TokenNotPossibleError, match=said):
        make(session, now, Role.EXECUTIVE, None, wanted)


def test_a_person_has_a_bounded_number_of_tokens_in_use(session: Session, now: datetime) -> None:
    user = make_user(session, now, Role.EXECUTIVE)
    with writing(session):
        for _ in range(MOST_TOKENS):
            make_token(session, SCOPE, user.roles[0], READING, now)

    with pytest.raises(TokenNotPossibleError, match="20 tokens in use"), writing(session):
        make_token(session, SCOPE, user.roles[0], READING, now)
    with writing(session):
        make_token(session, SCOPE, user.roles[0], READING, now + timedelta(days=31))


def test_a_token_runs_out(session: Session, now: datetime) -> None:
    code = make(session, now, Role.EXECUTIVE)

    before, after = now + timedelta(days=30, seconds=-1), now + timedelta(days=30)

    assert bearer_of(session, code, before) is not None
    assert bearer_of(session, code, after) is None


def test_an_unknown_code_opens_nothing(session: Session, now: datetime) -> None:
    code = make(session, now, Role.EXECUTIVE)

    assert bearer_of(session, code[:-1], now) is None
    assert bearer_of(session, "", now) is None


def test_a_revoked_token_stays_revoked(session: Session, now: datetime) -> None:
    code = make(session, now, Role.EXECUTIVE)
    number = only_token(session).id

    with writing(session):
        revoke_token(session, SCOPE, number, now, user_id=None)
        revoke_token(session, SCOPE, number, now + timedelta(days=1), user_id=None)

    assert bearer_of(session, code, now) is None
    assert only_token(session).revoked_at == now


def test_somebody_elses_token_answers_like_a_missing_one(session: Session, now: datetime) -> None:
    code = make(session, now, Role.EXECUTIVE)
    number, owner = only_token(session).id, only_token(session).user_id

    for wanted in (number, number + 1):
        with pytest.raises(NoSuchTokenError), writing(session):
            revoke_token(session, SCOPE, wanted, now, user_id=owner + 1)

    assert bearer_of(session, code, now) is not None


def test_a_token_dies_with_its_role(session: Session, now: datetime) -> None:
    code = make(session, now, Role.EXECUTIVE)
    user = make_user(session, now, Role.ADMINISTRATOR)
    executive = tokens_of(session)[0].token.user_id

    with writing(session):
        owner = session.get_one(type(user), executive)
        change_roles(session, SCOPE, owner, (RoleGrant(Role.PROGRAMME_MANAGER),), now)

    assert bearer_of(session, code, now) is None


def test_a_disabled_persons_tokens_end_for_good(session: Session, now: datetime) -> None:
    code = make(session, now, Role.EXECUTIVE)
    user = session.get_one(type(make_user(session, now, Role.ADMINISTRATOR)), 1)

    with writing(session):
        disable_user(session, SCOPE, user, now)
        enable_user(session, SCOPE, user, now)

    assert bearer_of(session, code, now) is None


def test_making_and_revoking_stand_in_the_audit_trail(session: Session, now: datetime) -> None:
    make(session, now, Role.EXECUTIVE)
    with writing(session):
        revoke_token(session, SCOPE, only_token(session).id, now, user_id=None)

    entries = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)).all()

    assert [entry.deed for entry in entries] == ["make token", "revoke token"]
    assert "Monday report" in entries[0].subject
    assert entries[0].detail == "executive: read"
