"""The organisation tree and the flat lists crossed with it, as rows."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from customers.models import Node, NodeKind, ProductLine, Segment, Touchpoint
from customers.rows import PartnerRow, ProductLineRow, SegmentRow, TouchpointRow


def stored_partners(session: Session, keys: Collection[str] | None = None) -> dict[str, PartnerRow]:
    """Partners by key; all of them when no keys are given."""
    parent, grandparent = aliased(Node), aliased(Node)
    found = session.execute(
        sa.select(
            Node.key, Node.name, Node.size_class, parent.kind, parent.name, grandparent.kind,
            grandparent.name,
        )
        .outerjoin(parent, Node.parent_id == parent.id)
        .outerjoin(grandparent, parent.parent_id == grandparent.id)
        .where(Node.kind == NodeKind.PARTNER)
    )  # fmt: skip
    rows: dict[str, PartnerRow] = {}
    for key, name, size_class, *place in found:
        if keys is None or key in keys:
            rows[key] = PartnerRow(key, name, *_country_and_region(*place), size_class)
    return rows


def _country_and_region(
    kind: str, name: str, above_kind: str | None, above_name: str | None
) -> tuple[str | None, str | None]:
    if kind == NodeKind.REGION:
        return (above_name if above_kind == NodeKind.COUNTRY else None), name
    return (name if kind == NodeKind.COUNTRY else None), None


def stored_product_lines(
    session: Session, keys: Collection[str] | None = None
) -> dict[str, ProductLineRow]:
    found = session.execute(sa.select(ProductLine.key, ProductLine.name))
    return {key: ProductLineRow(key, name) for key, name in found if keys is None or key in keys}


def stored_segments(session: Session, keys: Collection[str] | None = None) -> dict[str, SegmentRow]:
    found = session.execute(sa.select(Segment.key, Segment.name))
    return {key: SegmentRow(key, name) for key, name in found if keys is None or key in keys}


def stored_touchpoints(
    session: Session, keys: Collection[str] | None = None
) -> dict[str, TouchpointRow]:
    found = session.execute(sa.select(Touchpoint.key, Touchpoint.name, Touchpoint.is_service))
    return {
        key: TouchpointRow(key, name, is_service)
        for key, name, is_service in found
        if keys is None or key in keys
    }
