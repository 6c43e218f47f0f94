from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from access.models import Role, User
from access.services import (
    RoleGrant,
    add_user,
    make_sign_in_link,
)
from access.visibility import command_line_scope
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
