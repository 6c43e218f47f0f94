"""The programme of a large network: its places, what it sells, its touchpoints and targets."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from benchmarks.readers.drawn.network import Network, frozen
from customers.models import Node
from customers.names.pairs import pair_key
from customers.rows import PartnerRow, ProductLineRow, SegmentRow, TouchpointRow
from customers.services import (
    create_programme,
    store_partners,
    store_product_lines,
    store_segments,
    store_touchpoints,
)
from metrics.models import Level
from metrics.targets.models import Target

COUNTRY_COUNT, REGION_COUNT, LINE_COUNT, SEGMENT_COUNT = 10, 40, 6, 4


def set_up(session: Session, partner_count: int, touchpoint_count: int, now: datetime) -> Network:
    """Touchpoints above eight ask what one of the demo's does, so that they stand in for further
    metrics."""
    create_programme(session, name="Benchmark Compressors", time_zone="Europe/Berlin", now=now)
    extra = touchpoint_count - len(frozen()["asked"]["end_user"]) + 1
    store_touchpoints(
        session, [TouchpointRow(f"x{i}", f"Touchpoint {i}") for i in range(extra)], now
    )
    store_partners(session, [_partner(number) for number in range(partner_count)], now)
    lines = [ProductLineRow(f"line-{i}", f"Product line {i}") for i in range(LINE_COUNT)]
    store_product_lines(session, lines, now)
    segments = [SegmentRow(f"segment-{i}", f"Segment {i}") for i in range(SEGMENT_COUNT)]
    store_segments(session, segments, now)
    session.add_all(Target(**row, set_at=now) for row in frozen()["targets"])
    session.flush()
    nodes = session.execute(sa.select(Node.kind, Node.key).order_by(Node.id)).all()
    places = {kind: [key for other, key in nodes if other == kind] for kind, _ in nodes}
    pairs = [pair_key(key, line.key) for key in places[Level.PARTNER] for line in lines]
    places |= {
        Level.NETWORK: [""],
        Level.PRODUCT_LINE: [line.key for line in lines],
        Level.SEGMENT: [segment.key for segment in segments],
        Level.PARTNER_LINE: pairs,
    }
    return Network(places, _asked(extra))


def _partner(number: int) -> PartnerRow:
    region = number % REGION_COUNT
    return PartnerRow(
        f"P{number:03}",
        f"Compressors and Service {number:03} Ltd",
        f"Country {region % COUNTRY_COUNT:02}",
        f"Region {region:02}",
        "large" if number % 3 else "small",
    )


def _asked(extra: int) -> dict[str, dict[str, list[str]]]:
    """As in the demo; each further touchpoint asks what one of the demo's does."""
    found: dict[str, dict[str, list[str]]] = {}
    for audience, touchpoints in frozen()["asked"].items():
        known = [metrics for key, metrics in touchpoints.items() if key]
        more = {f"x{number}": known[number % len(known)] for number in range(extra)}
        found[audience] = {**touchpoints, **more}
    return found
