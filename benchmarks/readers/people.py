"""Who reads: three people of the house and of a partner, and a program with a token."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from access.models import Role, User
from access.services import RoleGrant, add_user
from access.sessions.services import open_session
from access.tokens.models import Permission
from access.tokens.services import NewToken, make_token
from access.visibility import command_line_scope
from core.database import writing

TOKEN = NewToken("Benchmark", (Permission.READ,), days=30)


@dataclass(frozen=True)
class Person:
    """A reader's code: of a session, or a token's."""

    code: str
    is_program: bool = False

    def signed_in(self, port: int) -> dict[str, str]:
        """The header that says who asks."""
        if self.is_program:
            return {"Authorization": f"Bearer {self.code}"}
        return {"Cookie": f"twofold-session-{port}={self.code}"}


def sign_in_readers(session: Session, partner: str) -> dict[str, Person]:
    """An executive, a manager and a channel partner, and the executive's program."""
    grants = {
        "executive": RoleGrant(Role.EXECUTIVE),
        "manager": RoleGrant(Role.PROGRAMME_MANAGER),
        "partner": RoleGrant(Role.CHANNEL_PARTNER, partner),
    }
    now = datetime.now(UTC)
    with writing(session):
        users = {name: _add(session, name, grant, now) for name, grant in grants.items()}
        people = {name: Person(open_session(session, user, now)) for name, user in users.items()}
        held = users["executive"].roles[0]
        code = make_token(session, command_line_scope(), held, TOKEN, now)
    return people | {"program": Person(code, is_program=True)}


def _add(session: Session, name: str, grant: RoleGrant, now: datetime) -> User:
    return add_user(
        session,
        command_line_scope(),
        email=f"{name}@bench.example",
        name=name.title(),
        grants=(grant,),
        now=now,
    )
