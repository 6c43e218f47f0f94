"""Make and revoke tokens. A code is told once, to whoever made the token."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.codes import code_hash, new_code
from access.errors import NoSuchTokenError, TokenNotPossibleError
from access.models import Role, UserRole
from access.services import record_audit
from access.tokens.models import ApiToken, Permission
from access.tokens.queries import count_living
from access.visibility import Scope
from core.database import one_at_a_time

MARK = "twofold_"
SHOWN_LENGTH = len(MARK) + 6
LONGEST_NAME = 80
LONGEST_DAYS = 366
MOST_TOKENS = 20
WRITERS = (Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER)


@dataclass(frozen=True)
class NewToken:
    """What a token is to be: `days` until it runs out."""

    name: str
    permissions: Collection[Permission]
    days: int


def permissions_for(role: Role) -> tuple[Permission, ...]:
    """What a token of a role may be allowed at most."""
    return tuple(Permission) if role in WRITERS else (Permission.READ,)


def make_token(
    session: Session, scope: Scope, held: UserRole, wanted: NewToken, now: datetime
) -> str:
    """Store a token that acts in this role and return its code, which is kept nowhere.

    Raises TokenNotPossibleError.
    """
    _check(Role(held.role), wanted)
    one_at_a_time(session, f"tokens of user {held.user_id}")
    if count_living(session, held.user_id, now) >= MOST_TOKENS:
        raise TokenNotPossibleError(
            f"There are {MOST_TOKENS} tokens in use already. Revoke one that is not needed."
        )
    code = MARK + new_code()
    permissions = " ".join(one for one in Permission if one in wanted.permissions)
    session.add(
        ApiToken(
            code_hash=code_hash(code),
            prefix=code[:SHOWN_LENGTH],
            name=wanted.name.strip(),
            permissions=permissions,
            user_id=held.user_id,
            user_role_id=held.id,
            created_at=now,
            expires_at=now + timedelta(days=wanted.days),
        )
    )
    about = f"{code[:SHOWN_LENGTH]}… {wanted.name.strip()}"
    record_audit(session, scope, "make token", about, f"{held.role}: {permissions}", now)
    return code


def _check(role: Role, wanted: NewToken) -> None:
    name = wanted.name.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise TokenNotPossibleError(
            f"Give the token a name of 1 to {LONGEST_NAME} characters: what it is for."
        )
    if not wanted.permissions:
        raise TokenNotPossibleError("Choose at least one thing the token may do.")
    refused = [one for one in wanted.permissions if one not in permissions_for(role)]
    if refused:
        raise TokenNotPossibleError(
            f"A token of the role {role.replace('_', ' ')} may read only, not {refused[0]}."
        )
    if not 1 <= wanted.days <= LONGEST_DAYS:
        raise TokenNotPossibleError(
            f"A token runs out after 1 to {LONGEST_DAYS} days. Make a new one then."
        )


def revoke_token(
    session: Session, scope: Scope, token_id: int, now: datetime, *, user_id: int | None
) -> None:
    """End a token for good; of `user_id` alone where one is given. A second time changes nothing.

    Raises NoSuchTokenError.
    """
    token = session.get(ApiToken, token_id)
    if token is None or user_id not in (None, token.user_id):
        raise NoSuchTokenError
    if token.revoked_at is None:
        token.revoked_at = now
        record_audit(session, scope, "revoke token", f"{token.prefix}… {token.name}", None, now)


def note_written(session: Session, token_id: int, day: date) -> None:
    session.execute(sa.update(ApiToken).where(ApiToken.id == token_id).values(written_on=day))
