"""Sign in by password or by a one-time link, with a brake on guessing.

An attempt is counted as failed before its password is looked at and forgiven when it fits, so that
many tries at the same moment cannot slip past the count.
"""

from __future__ import annotations

import ipaddress
import math
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.codes import code_hash
from access.errors import LinkNotUsableError, TooManyFailuresError, WrongCredentialsError
from access.models import Role, SignInFailure, SignInLink, User
from access.passwords import is_password
from access.queries import folded_email, get_user_by_email
from access.services import record_audit
from access.sessions.services import open_session
from access.sign_in.queries import braked_until
from access.visibility import Scope
from core.database import one_at_a_time
from core.keys import KeyRing

ACCOUNT_LIMIT = 5
ADDRESS_LIMIT = 20
KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True)
class Attempt:
    account: str
    address_failure_id: int


def count_attempt(
    session: Session, keys: KeyRing, *, email: str, address: str, now: datetime
) -> Attempt:
    """Count a try before it is checked; raises TooManyFailuresError while the brake is on."""
    account = keys.code("sign-in account", folded_email(email))
    origin = keys.code("sign-in address", network_of(address))
    one_at_a_time(session, account, origin)
    waits = (
        braked_until(session, account, ACCOUNT_LIMIT, now),
        braked_until(session, origin, ADDRESS_LIMIT, now),
    )
    until = max((at for at in waits if at), default=None)
    if until:
        raise TooManyFailuresError(math.ceil((until - now).total_seconds()))
    session.execute(sa.delete(SignInFailure).where(SignInFailure.failed_at < now - KEPT_FOR))
    from_here = SignInFailure(subject=origin, failed_at=now)
    session.add_all([SignInFailure(subject=account, failed_at=now), from_here])
    session.flush()
    return Attempt(account, from_here.id)


def network_of(address: str) -> str:
    """The address, for IPv6 its /64: one household or server holds at least that many."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def find_by_password(session: Session, email: str, password: str) -> int:
    """The user's id; the same work and the same WrongCredentialsError for unknown names.

    Takes a fraction of a second, so never call it inside a write transaction.
    """
    user = get_user_by_email(session, email)
    is_usable = user is not None and user.is_active
    fits = is_password(user.password_hash if user and is_usable else None, password)
    if user is None or not fits:
        raise WrongCredentialsError
    return user.id


def forgive(session: Session, attempt: Attempt) -> None:
    """The password fitted: the account's failures are forgotten, the address's other ones stay."""
    session.execute(
        sa.delete(SignInFailure).where(
            (SignInFailure.subject == attempt.account)
            | (SignInFailure.id == attempt.address_failure_id)
        )
    )


def sign_in_by_password(session: Session, attempt: Attempt, user_id: int, now: datetime) -> str:
    """Forgive the account's failures and open a session; returns the cookie's code."""
    forgive(session, attempt)
    return _open(session, session.get_one(User, user_id), "sign in", now)


def sign_in_by_link(session: Session, code: str, now: datetime) -> str:
    """Use the link up and open a session; raises LinkNotUsableError from the second time on."""
    user_id = session.scalar(
        sa.update(SignInLink)
        .where(
            SignInLink.code_hash == code_hash(code),
            SignInLink.used_at.is_(None),
            SignInLink.expires_at > now,
        )
        .values(used_at=now)
        .returning(SignInLink.user_id)
    )
    user = None if user_id is None else session.get_one(User, user_id)
    if user is None or not user.is_active:
        raise LinkNotUsableError
    return _open(session, user, "sign in by link", now)


def _open(session: Session, user: User, deed: str, now: datetime) -> str:
    code = open_session(session, user, now)
    first = user.roles[0]
    scope = Scope(Role(first.role), first.partner_key, user.id, user.email)
    record_audit(session, scope, deed, user.email, None, now)
    return code
