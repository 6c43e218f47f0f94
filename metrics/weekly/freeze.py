"""First verb: the week leaves the database as Parquet, without names, texts or addresses."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.keys import KeyRing
from customers.models import Node, ProductLine, Programme, Touchpoint
from metrics.warehouse.frozen import FrozenWeek, NodeFacts, Reference
from metrics.warehouse.schema import FRAME, RESPONSES
from metrics.weekly import queries
from metrics.weekly.frame_rows import frame_rows
from metrics.weekly.read import WeekRows
from metrics.weekly.response_rows import response_rows
from metrics.weekly.schedule import EditionPlan


def freeze(
    session: Session,
    rows: WeekRows,
    names: Mapping[str, Mapping[int, int]],
    programme: Programme,
    keys: KeyRing,
    plan: EditionPlan,
) -> FrozenWeek:
    """Make the frozen week's tables from what was read."""
    reference = read_reference(session, programme)
    frame = frame_rows(rows, names, reference, plan.fieldwork_closed)
    responses = response_rows(rows, names["response"], names["transaction"], keys, reference)
    return FrozenWeek(
        week=plan.week,
        kind=plan.kind,
        revision=plan.revision,
        cut_off_at=plan.cut_off_at,
        fieldwork_closed=plan.fieldwork_closed,
        frame=pa.Table.from_pylist(frame, schema=FRAME).sort_by(
            [("audience", "ascending"), ("transaction", "ascending")]
        ),
        responses=pa.Table.from_pylist(responses, schema=RESPONSES),
        reference=reference,
        late_response_count=queries.late_response_count(session, str(plan.week), plan.cut_off_at),
    )


def read_reference(session: Session, programme: Programme) -> Reference:
    nodes = session.scalars(sa.select(Node).order_by(Node.kind, Node.key)).all()
    by_id = {node.id: node for node in nodes}
    touchpoints = session.scalars(sa.select(Touchpoint).order_by(Touchpoint.position)).all()
    return Reference(
        time_zone=programme.time_zone,
        field_period_days=programme.field_period_days,
        nodes=tuple(
            NodeFacts(node.kind, node.key, _name_of_parent(node, by_id), node.size_class or "")
            for node in nodes
        ),
        touchpoints=tuple(touchpoint.key for touchpoint in touchpoints),
        service_touchpoints=tuple(t.key for t in touchpoints if t.is_service),
        product_lines=tuple(session.scalars(sa.select(ProductLine.key).order_by(ProductLine.key))),
        asked=queries.surveyed_touchpoints(session),
    )


def _name_of_parent(node: Node, by_id: Mapping[int, Node]) -> str:
    parent = by_id.get(node.parent_id) if node.parent_id else None
    return f"{parent.kind}:{parent.key}" if parent else ""
