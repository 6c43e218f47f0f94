"""Store channel partners in their tree, product lines, segments and touchpoints."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.bulk import insert_rows, update_rows
from customers.comparison import Comparison, compare
from customers.errors import NoProgrammeError
from customers.models import Node, NodeKind, ProductLine, Segment, Touchpoint
from customers.network.queries import (
    stored_partners,
    stored_product_lines,
    stored_segments,
    stored_touchpoints,
)
from customers.queries import node_ids
from customers.rows import PartnerRow, ProductLineRow, SegmentRow, StoreCounts, TouchpointRow


def store_partners(
    session: Session,
    rows: Sequence[PartnerRow],
    now: datetime,
    *,
    stated: Collection[str] | None = None,
) -> StoreCounts:
    """Add and change channel partners, with the countries and regions they stand in.

    A partner without a region hangs under its country, without a country under the network.
    """
    plan = plan_partners(session, rows, stated)
    touched = (*plan.new, *plan.changed)
    parents = _places(session, touched, now) if touched else {}
    is_partner = Node.kind == NodeKind.PARTNER
    insert_rows(session, Node, [_node(row, parents) | {"created_at": now} for row in plan.new])
    update_rows(
        session,
        Node,
        Node.key,
        [_node(row, parents) for row in plan.changed],
        is_partner,
    )
    return plan.counts


def plan_partners(
    session: Session, rows: Sequence[PartnerRow], stated: Collection[str] | None
) -> Comparison[PartnerRow]:
    return compare(rows, stored_partners(session), stated)


def _node(row: PartnerRow, parents: dict[tuple[str | None, str | None], int]) -> dict[str, Any]:
    return {
        "kind": NodeKind.PARTNER.value,
        "key": row.key,
        "name": row.name,
        "parent_id": parents[row.country, row.region],
        "size_class": row.size_class,
    }


def _places(
    session: Session, rows: Sequence[PartnerRow], now: datetime
) -> dict[tuple[str | None, str | None], int]:
    """The parent node of every (country, region) in the rows, made where it is missing."""
    network = session.scalar(sa.select(Node.id).where(Node.kind == NodeKind.NETWORK))
    if network is None:
        raise NoProgrammeError
    places = {(row.country, row.region) for row in rows}
    countries = {country: (country, network) for country, _ in places if country}
    country_ids = _ensure_nodes(session, NodeKind.COUNTRY, countries, now)
    regions = {
        region_key(country, region): (
            region,
            country_ids[country] if country else network,
        )
        for country, region in places
        if region
    }
    region_ids = _ensure_nodes(session, NodeKind.REGION, regions, now)
    return {
        (country, region): region_ids[region_key(country, region)]
        if region
        else (country_ids[country] if country else network)
        for country, region in places
    }


def region_key(country: str | None, region: str) -> str:
    return f"{country or ''}/{region}"


def _ensure_nodes(
    session: Session, kind: NodeKind, wanted: dict[str, tuple[str, int]], now: datetime
) -> dict[str, int]:
    known = node_ids(session, kind)
    missing = sorted(wanted.keys() - known.keys())
    insert_rows(
        session,
        Node,
        [
            {
                "kind": kind.value,
                "key": key,
                "name": wanted[key][0],
                "parent_id": wanted[key][1],
                "created_at": now,
            }
            for key in missing
        ],
    )
    return node_ids(session, kind) if missing else known


def store_product_lines(
    session: Session,
    rows: Sequence[ProductLineRow],
    now: datetime,  # noqa: ARG001 - every kind is stored through one signature
    *,
    stated: Collection[str] | None = None,
) -> StoreCounts:
    plan = plan_product_lines(session, rows, stated)
    insert_rows(session, ProductLine, _named(plan.new))
    update_rows(session, ProductLine, ProductLine.key, _named(plan.changed))
    return plan.counts


def _named(rows: Sequence[ProductLineRow] | Sequence[SegmentRow]) -> list[dict[str, Any]]:
    return [{"key": row.key, "name": row.name} for row in rows]


def plan_product_lines(
    session: Session, rows: Sequence[ProductLineRow], stated: Collection[str] | None
) -> Comparison[ProductLineRow]:
    return compare(rows, stored_product_lines(session), stated)


def store_segments(
    session: Session,
    rows: Sequence[SegmentRow],
    now: datetime,  # noqa: ARG001 - every kind is stored through one signature
    *,
    stated: Collection[str] | None = None,
) -> StoreCounts:
    plan = plan_segments(session, rows, stated)
    insert_rows(session, Segment, _named(plan.new))
    update_rows(session, Segment, Segment.key, _named(plan.changed))
    return plan.counts


def plan_segments(
    session: Session, rows: Sequence[SegmentRow], stated: Collection[str] | None
) -> Comparison[SegmentRow]:
    return compare(rows, stored_segments(session), stated)


def store_touchpoints(
    session: Session,
    rows: Sequence[TouchpointRow],
    now: datetime,  # noqa: ARG001 - every kind is stored through one signature
    *,
    stated: Collection[str] | None = None,
) -> StoreCounts:
    """Add and change touchpoints; new ones stand after those that are there, in the rows' order."""
    plan = plan_touchpoints(session, rows, stated)
    last = session.scalar(sa.select(sa.func.max(Touchpoint.position))) or 0
    insert_rows(
        session,
        Touchpoint,
        [_touchpoint(row) | {"position": last + i} for i, row in enumerate(plan.new, 1)],
    )
    update_rows(session, Touchpoint, Touchpoint.key, [_touchpoint(row) for row in plan.changed])
    return plan.counts


def plan_touchpoints(
    session: Session, rows: Sequence[TouchpointRow], stated: Collection[str] | None
) -> Comparison[TouchpointRow]:
    return compare(rows, stored_touchpoints(session), stated)


def _touchpoint(row: TouchpointRow) -> dict[str, Any]:
    return {"key": row.key, "name": row.name, "is_service": row.is_service}
