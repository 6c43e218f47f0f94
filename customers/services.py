"""The programme, what a person asks of us, and (from their own folders) what is stored in bulk."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.orm import Session

from customers.errors import (
    NoProgrammeError,
    NoSuchContactError,
    ProgrammeExistsError,
    UnusableProgrammeError,
)
from customers.models import Contact, Node, NodeKind, Programme
from customers.network.services import (
    store_partners,
    store_product_lines,
    store_segments,
    store_touchpoints,
)
from customers.people.services import store_end_users, store_partner_contacts
from customers.queries import get_programme
from customers.rows import TouchpointRow
from customers.transactions.services import store_transactions

__all__ = [
    "DEFAULT_TOUCHPOINTS",
    "create_programme",
    "opt_out",
    "require_programme",
    "store_end_users",
    "store_partner_contacts",
    "store_partners",
    "store_product_lines",
    "store_segments",
    "store_touchpoints",
    "store_transactions",
]

NETWORK_KEY = "network"
LONGEST_FIELD_PERIOD_DAYS = 60

DEFAULT_TOUCHPOINTS = (
    TouchpointRow("sale", "Sale"),
    TouchpointRow("delivery", "Delivery"),
    TouchpointRow("commissioning", "Commissioning", is_service=True),
    TouchpointRow("spare_parts", "Spare parts", is_service=True),
    TouchpointRow("call_centre", "Call centre", is_service=True),
    TouchpointRow("repair_visit", "Repair visit", is_service=True),
    TouchpointRow("online", "Online"),
    TouchpointRow("relationship", "Relationship check-in"),
)


def require_programme(session: Session) -> Programme:
    """The programme; raises NoProgrammeError with what to run."""
    programme = get_programme(session)
    if programme is None:
        raise NoProgrammeError
    return programme


def create_programme(
    session: Session,
    *,
    name: str,
    time_zone: str,
    now: datetime,
    field_period_days: int = 7,
    default_language: str = "en",
    is_demo: bool = False,
    closes_by_itself: bool = True,
) -> Programme:
    """Make the programme, its network node and the eight touchpoints.

    Raises ProgrammeExistsError, or UnusableProgrammeError naming the value.
    """
    existing = get_programme(session)
    if existing is not None:
        raise ProgrammeExistsError(existing.name)
    programme = Programme(
        id=1,
        name=usable_name(name),
        time_zone=usable_time_zone(time_zone),
        field_period_days=usable_field_period(field_period_days),
        default_language=default_language,
        is_demo=is_demo,
        closes_by_itself=closes_by_itself,
        created_at=now,
    )
    network = Node(
        kind=NodeKind.NETWORK,
        key=NETWORK_KEY,
        name=programme.name,
        parent_id=None,
        created_at=now,
    )
    session.add_all([programme, network])
    session.flush()
    store_touchpoints(session, DEFAULT_TOUCHPOINTS, now)
    return programme


def usable_name(name: str) -> str:
    name = name.strip()
    if not name or len(name) > 200:
        raise UnusableProgrammeError(
            "The programme needs a name of 1 to 200 characters. Give one, as 'Customer voice'."
        )
    return name


def usable_time_zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UnusableProgrammeError(
            f"{name!r} is not a time zone. Write it as in Europe/Berlin or America/Sao_Paulo."
        ) from None


def usable_field_period(days: int) -> int:
    if not 1 <= days <= LONGEST_FIELD_PERIOD_DAYS:
        raise UnusableProgrammeError(
            f"A field period of {days} days cannot be used. "
            f"Give 1 to {LONGEST_FIELD_PERIOD_DAYS} days."
        )
    return days


def opt_out(session: Session, contact_id: int, now: datetime) -> Contact:
    """Never ask this person again. Asked twice, the first time stands."""
    contact = session.get(Contact, contact_id)
    if contact is None:
        raise NoSuchContactError
    if contact.opted_out_at is None:
        contact.opted_out_at = now
    return contact
