from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.database import writing
from customers.models import Node, NodeKind, Touchpoint
from customers.network.queries import stored_partners
from customers.rows import PartnerRow, StoreCounts, TouchpointRow
from customers.services import store_partners, store_touchpoints
from tests.factories import make_programme

ROWS = (
    PartnerRow("p1", "One", "DE", "North", "large"),
    PartnerRow("p2", "Two", "DE"),
    PartnerRow("p3", "Three"),
    PartnerRow("p4", "Four", None, "Overseas"),
    PartnerRow("p5", "Five", "FR", "North"),
)


@pytest.fixture(autouse=True)
def programme(session: Session, now: datetime) -> None:
    make_programme(session, now)


def store(session: Session, now: datetime, rows: Sequence[PartnerRow]) -> StoreCounts:
    with writing(session):
        return store_partners(session, rows, now)


def test_a_partner_hangs_where_its_row_says(session: Session, now: datetime) -> None:
    store(session, now, ROWS)

    parents = {
        node.key: node.parent.key
        for node in session.scalars(sa.select(Node).where(Node.kind == NodeKind.PARTNER))
        if node.parent
    }
    assert parents == {
        "p1": "DE/North",
        "p2": "DE",
        "p3": "network",
        "p4": "/Overseas",
        "p5": "FR/North",
    }


def test_what_was_stored_reads_back_as_the_same_rows(session: Session, now: datetime) -> None:
    store(session, now, ROWS)

    assert stored_partners(session) == {row.key: row for row in ROWS}
    assert store(session, now, ROWS) == StoreCounts(unchanged=5)


def test_a_partner_moves_to_another_region(session: Session, now: datetime) -> None:
    store(session, now, ROWS)
    moved = PartnerRow("p2", "Two", "FR", "South")

    assert store(session, now, [moved]) == StoreCounts(changed=1)
    assert stored_partners(session, {"p2"}) == {"p2": moved}


def test_new_touchpoints_stand_after_the_first_eight(session: Session, now: datetime) -> None:
    with writing(session):
        store_touchpoints(session, [TouchpointRow("fair", "Trade fair")], now)

    last = session.scalars(sa.select(Touchpoint).order_by(Touchpoint.position.desc())).first()
    assert last is not None
    assert (last.key, last.position) == ("fair", 9)
