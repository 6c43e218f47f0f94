"""The programme, and the numbers by which keys are stored."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from core.bulk import chunked
from customers.models import Contact, Node, NodeKind, Programme


def get_programme(session: Session) -> Programme | None:
    return session.get(Programme, 1)


def has_partner(session: Session, key: str) -> bool:
    found = sa.select(Node.id).where(Node.kind == NodeKind.PARTNER, Node.key == key)
    return session.scalar(found) is not None


def node_ids(session: Session, kind: NodeKind) -> dict[str, int]:
    """Every node of a kind: key → id."""
    rows = session.execute(sa.select(Node.key, Node.id).where(Node.kind == kind))
    return dict(rows.all())


def contact_ids(session: Session, audience: str, keys: Iterable[str]) -> dict[str, int]:
    """Those contacts of an audience that exist: key → id."""
    return ids_by_key(session, Contact.key, Contact.id, keys, Contact.audience == audience)


def ids_by_key(
    session: Session,
    key: InstrumentedAttribute[str],
    number: InstrumentedAttribute[int],
    keys: Iterable[str],
    *only: sa.ColumnElement[bool],
) -> dict[str, int]:
    found: dict[str, int] = {}
    for chunk in chunked(sorted(set(keys))):
        rows: Any = session.execute(sa.select(key, number).where(key.in_(chunk), *only))
        found.update((row_key, row_number) for row_key, row_number in rows)
    return found
