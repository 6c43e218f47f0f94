"""Which pages are read: those of each reader's Monday, found in what was written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.models import Role
from access.services import RoleGrant, add_user
from access.sessions.services import open_session
from access.visibility import command_line_scope
from core.database import writing
from customers.models import Audience
from metrics.dashboards.figures import name_of_estimate
from metrics.integrity.label.address import label_url
from metrics.models import Edition, EditionKind, Estimate, Level


@dataclass(frozen=True)
class Page:
    """A page's name in the table, its address, and whose session reads it."""

    name: str
    path: str
    reader: str


@dataclass(frozen=True)
class Reading:
    """All pages of one installation, and each reader's session code."""

    pages: tuple[Page, ...]
    codes: dict[str, str]


def prepare_reading(session: Session) -> Reading:
    """Sign three readers in; the partner is the one with the most figures to show."""
    partner = _busiest(session, Level.PARTNER)
    grants = {
        "executive": RoleGrant(Role.EXECUTIVE),
        "manager": RoleGrant(Role.PROGRAMME_MANAGER),
        "partner": RoleGrant(Role.CHANNEL_PARTNER, partner),
    }
    codes = {name: _sign_in(session, name, grant) for name, grant in grants.items()}
    return Reading(tuple(_pages(session, partner)), codes)


def _sign_in(session: Session, name: str, grant: RoleGrant) -> str:
    now = datetime.now(UTC)
    with writing(session):
        user = add_user(
            session,
            command_line_scope(),
            email=f"{name}@bench.example",
            name=name.title(),
            grants=(grant,),
            now=now,
        )
        return open_session(session, user, now)


def _pages(session: Session, partner: str) -> list[Page]:
    finals = sa.select(Edition.week).where(Edition.kind == EditionKind.FINAL)
    weeks = session.scalars(finals.order_by(Edition.week.desc())).all()
    newest, older = weeks[0], weeks[len(weeks) // 2]
    country, region = (_busiest(session, level) for level in (Level.COUNTRY, Level.REGION))
    house = [
        ("the week", "/"),
        ("an older week", f"/?week={older}"),
        ("a country", f"/level/country/{quote(country)}"),
        ("a region", f"/level/region/{quote(region)}"),
        ("a product line", f"/level/product_line/{_busiest(session, Level.PRODUCT_LINE)}"),
        ("a touchpoint", "/touchpoint/repair_visit"),
        ("all partners", "/partners"),
        ("a partner", f"/partner/{partner}"),
        ("two weeks", f"/compare?week={newest}&against={older}"),
        ("the editions", "/editions"),
        ("an edition", f"/editions/{newest}/final/0"),
        ("a total's label", _label(session, newest, Level.NETWORK, "")),
        ("a partner's label", _label(session, newest, Level.PARTNER, partner)),
    ]
    return [
        *(Page(name, path, "executive") for name, path in house),
        Page("the week", "/", "manager"),
        Page("their mirror", "/partner", "partner"),
        Page("a label", _label(session, newest, Level.PARTNER, partner), "partner"),
    ]


def _busiest(session: Session, level: Level) -> str:
    """The place of a level with the most figures to show."""
    finals = sa.select(Edition.id).where(Edition.kind == EditionKind.FINAL)
    newest = session.scalars(finals.order_by(Edition.week.desc()).limit(1)).one()
    count = sa.func.count(Estimate.value)
    query = (
        sa.select(Estimate.node_key)
        .where(Estimate.edition_id == newest, Estimate.level == level)
        .group_by(Estimate.node_key)
        .order_by(count.desc(), Estimate.node_key)
    )
    return session.scalars(query.limit(1)).one()


def _label(session: Session, week: str, level: Level, node_key: str) -> str:
    """The label of the end users' first figure that is shown."""
    query = (
        sa.select(Estimate)
        .join(Edition)
        .where(
            Edition.week == week,
            Edition.kind == EditionKind.FINAL,
            Estimate.level == level,
            Estimate.node_key == node_key,
            Estimate.audience == Audience.END_USER,
            Estimate.window == 4,
            Estimate.value.is_not(None),
        )
        .order_by(Estimate.id)
    )
    return label_url(week, "final", 0, name_of_estimate(session.scalars(query.limit(1)).one()))
