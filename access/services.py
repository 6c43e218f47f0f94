"""Users, their roles and one-time links, and the audit trail."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.codes import code_hash, new_code
from access.errors import (
    AccessError,
    RoleNotPossibleError,
    UserExistsError,
)
from access.models import AuditEntry, Role, SignInLink, User, UserRole
from access.queries import (
    count_other_active_administrators,
    folded_email,
    get_user_by_email,
    has_users,
)
from access.sessions.services import end_sessions_of
from access.tokens.models import ApiToken
from access.visibility import Scope, command_line_scope
from core.database import one_at_a_time

LINK_LIFETIME = timedelta(hours=24)
EMAIL_FORM = re.compile(r"[^@\s<>\"',;]+@[^@\s<>\"',;]+")
LONGEST_EMAIL = 254


@dataclass(frozen=True)
class RoleGrant:
    """A role to give; a channel partner's names the partner by its key."""

    role: Role
    partner_key: str | None = None


def record_audit(
    session: Session, scope: Scope, deed: str, subject: str, detail: str | None, now: datetime
) -> None:
    """Note a deed in the same transaction as the deed itself."""
    session.add(
        AuditEntry(
            at=now,
            user_id=scope.user_id,
            actor=scope.actor or scope.role,
            deed=deed,
            subject=subject,
            detail=detail,
        )
    )


def add_user(
    session: Session,
    scope: Scope,
    *,
    email: str,
    name: str,
    grants: tuple[RoleGrant, ...],
    now: datetime,
) -> User:
    """Raises AccessError (address), UserExistsError or RoleNotPossibleError."""
    email = folded_email(email)
    if not EMAIL_FORM.fullmatch(email) or len(email) > LONGEST_EMAIL:
        raise AccessError(f"{email!r} is not an e-mail address. Write it as name@example.com.")
    if get_user_by_email(session, email):
        raise UserExistsError(f"{email} is a user already. Change that user's roles instead.")
    check_grants(grants)
    user = User(email=email, name=name.strip() or email, created_at=now)
    user.roles = [UserRole(role=grant.role, partner_key=grant.partner_key) for grant in grants]
    session.add(user)
    session.flush()
    record_audit(session, scope, "add user", email, _in_words(grants), now)
    return user


def check_grants(grants: tuple[RoleGrant, ...]) -> None:
    """Raises RoleNotPossibleError: a partner login carries one partner and no other role."""
    if not grants:
        raise RoleNotPossibleError("Choose at least one role.")
    if len(set(grants)) < len(grants):
        raise RoleNotPossibleError("A role is named twice. Name each once.")
    is_partner = [grant.role is Role.CHANNEL_PARTNER for grant in grants]
    if any(is_partner) and len(grants) > 1:
        raise RoleNotPossibleError(
            "A channel partner's login carries no other role. Make a second user with another "
            "address for the other role."
        )
    for grant in grants:
        if (grant.role is Role.CHANNEL_PARTNER) != bool(grant.partner_key):
            raise RoleNotPossibleError(
                "A channel partner's login names its partner's key, and no other role does."
            )


def change_roles(
    session: Session, scope: Scope, user: User, grants: tuple[RoleGrant, ...], now: datetime
) -> None:
    """Replace a user's roles; their sessions end, so that nobody keeps acting in an old one."""
    check_grants(grants)
    if not any(grant.role is Role.ADMINISTRATOR for grant in grants):
        _keep_one_administrator(session, user)
    end_sessions_of(session, user.id)
    user.roles.clear()
    session.flush()
    user.roles.extend(UserRole(role=grant.role, partner_key=grant.partner_key) for grant in grants)
    record_audit(session, scope, "change roles", user.email, _in_words(grants), now)


def disable_user(session: Session, scope: Scope, user: User, now: datetime) -> None:
    """No sign-in from now on; sessions, links and tokens end at once."""
    _keep_one_administrator(session, user)
    user.is_active = False
    end_sessions_of(session, user.id)
    end_links_of(session, user.id, now)
    end_tokens_of(session, user.id, now)
    record_audit(session, scope, "disable user", user.email, None, now)


def enable_user(session: Session, scope: Scope, user: User, now: datetime) -> None:
    user.is_active = True
    record_audit(session, scope, "enable user", user.email, None, now)


def make_sign_in_link(
    session: Session, scope: Scope, user: User, base_url: str, now: datetime
) -> str:
    """A link that signs the person in once within 24 hours; earlier unused ones stop working."""
    if not user.is_active:
        raise AccessError(f"{user.email} is disabled. Enable the user first.")
    end_links_of(session, user.id, now)
    code = new_code()
    session.add(
        SignInLink(
            code_hash=code_hash(code),
            user_id=user.id,
            created_at=now,
            expires_at=now + LINK_LIFETIME,
        )
    )
    record_audit(session, scope, "make sign-in link", user.email, None, now)
    return f"{base_url}/link/{code}"


def end_links_of(session: Session, user_id: int, now: datetime) -> None:
    session.execute(
        sa.update(SignInLink)
        .where(SignInLink.user_id == user_id, SignInLink.used_at.is_(None))
        .values(used_at=now)
    )


def end_tokens_of(session: Session, user_id: int, now: datetime) -> None:
    session.execute(
        sa.update(ApiToken)
        .where(ApiToken.user_id == user_id, ApiToken.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def first_administrator_link(
    session: Session, *, base_url: str, now: datetime, email: str = "administrator@localhost"
) -> str | None:
    """On an installation without users: make the administrator and a one-time link; else None."""
    one_at_a_time(session, "first start")
    if has_users(session):
        return None
    scope = command_line_scope("first start")
    grants = (RoleGrant(Role.ADMINISTRATOR),)
    user = add_user(session, scope, email=email, name="Administrator", grants=grants, now=now)
    return make_sign_in_link(session, scope, user, base_url, now)


def set_password(
    session: Session,
    scope: Scope,
    user: User,
    password_hash: str,
    now: datetime,
    *,
    keep_session: int | None = None,
) -> None:
    """Store a checked and hashed password; the person's other sessions and links end."""
    user.password_hash = password_hash
    end_sessions_of(session, user.id, but=keep_session)
    end_links_of(session, user.id, now)
    record_audit(session, scope, "change password", user.email, None, now)


def _keep_one_administrator(session: Session, user: User) -> None:
    one_at_a_time(session, "keep one administrator")
    is_administrator = any(held.role == Role.ADMINISTRATOR for held in user.roles)
    if is_administrator and not count_other_active_administrators(session, user.id):
        raise RoleNotPossibleError(
            f"{user.email} is the only administrator left. Make another one first."
        )


def _in_words(grants: tuple[RoleGrant, ...]) -> str:
    return ", ".join(
        f"{grant.role} of {grant.partner_key}" if grant.partner_key else str(grant.role)
        for grant in grants
    )
