"""Who can own a signal, and whose it is when it opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.guard import HOUSE
from access.models import User, UserRole
from metrics.dashboards.figures import Targets
from metrics.signals.models import Signal
from metrics.signals.standing import About


@dataclass(frozen=True)
class Owner:
    """A person of the house who signs in; without an id only a name, empty for nobody."""

    user_id: int | None
    name: str

    @property
    def is_nobody(self) -> bool:
        return not self.name


NOBODY = Owner(None, "")


def house_people(session: Session) -> Sequence[Owner]:
    """Everybody who can own a signal, by name."""
    rows = session.execute(
        sa.select(User.id, User.name)
        .where(User.is_active, User.roles.any(UserRole.role.in_(HOUSE)))
        .order_by(User.name, User.id)
    )
    return [Owner(user_id, name) for user_id, name in rows]


def first_owner(about: About, targets: Targets, people: Sequence[Owner]) -> Owner:
    """The owner of the target in force there; nobody where there is no target."""
    target = targets.find(about.audience, about.metric, about.level, about.node_key)
    if target is None:
        return NOBODY
    same = [person for person in people if person.user_id == target.owner_id]
    return same[0] if same else named_owner(target.owner, people)


def named_owner(text: str, people: Sequence[Owner]) -> Owner:
    """The one person of that name, which may be followed by a comma and a post; else the text."""
    name = text.partition(",")[0].strip().casefold()
    same = [person for person in people if person.name.casefold() == name]
    return same[0] if len(same) == 1 else Owner(None, text.strip())


def owner_of(signal: Signal) -> Owner:
    """Whose a signal is now, under the name the person has now."""
    if signal.person is not None:
        return Owner(signal.person.id, signal.person.name)
    return Owner(None, signal.owner)


def is_gone(signal: Signal) -> bool:
    """Whether its owner can no longer act on it: disabled, or no longer of the house."""
    person = signal.person
    if person is None:
        return False
    return not person.is_active or not any(held.role in HOUSE for held in person.roles)
