"""What is read of a week, in one read transaction, before it leaves the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.clock import Week
from core.database import reading
from customers.models import Node, ProductLine, Segment, Touchpoint
from customers.services import require_programme
from metrics.warehouse.frozen import NodeFacts, Reference
from metrics.warehouse.questionnaires import QuestionnaireFacts
from metrics.weekly import queries
from metrics.weekly.asked import asked_facts
from surveys.models import QuestionnaireVersion
from surveys.questionnaires.shapes import QuestionShape, read_structure

Rows = Sequence[Any]


@dataclass(frozen=True)
class WeekRows:
    """What was read of the week, in one read transaction.

    `answers` are the undivided ones, by response and question; `parts` are those to an option of a
    multiple choice or ranking, or to a row of a grid.
    """

    transactions: Rows
    entries: Mapping[tuple[int, str], Any]
    responses: Rows
    answers: Mapping[int, Mapping[str, Any]]
    parts: Mapping[int, Rows]
    shapes: Mapping[int, tuple[QuestionShape, ...]]
    questionnaire_names: Mapping[int, str]
    asked: tuple[QuestionnaireFacts, ...]
    reference: Reference
    late_response_count: int


def read_week(session: Session, week: Week, cut_off_at: datetime) -> WeekRows:
    """Read the week as it stands at one moment, whatever comes in meanwhile."""
    with reading(session):
        return _read_week(session, str(week), cut_off_at)


def _read_week(session: Session, week: str, cut_off_at: datetime) -> WeekRows:
    responses = queries.week_responses(session, week, cut_off_at)
    answers: dict[int, dict[str, Any]] = defaultdict(dict)
    parts: dict[int, list[Any]] = defaultdict(list)
    for row in queries.week_answers(session, week, cut_off_at):
        if row.part:
            parts[row.response_id].append(row)
        else:
            answers[row.response_id][row.question_key] = row
    versions = _versions(session, {row.version_id for row in responses})
    return WeekRows(
        transactions=queries.week_transactions(session, week),
        entries={
            (row.transaction_id, row.audience): row
            for row in queries.week_frame_entries(session, week)
        },
        responses=responses,
        answers=answers,
        parts=parts,
        shapes={version.id: read_structure(version.structure) for version in versions},
        questionnaire_names={
            version.id: f"{version.questionnaire.key}.{version.number}" for version in versions
        },
        asked=asked_facts(session, {version.id for version in versions}, cut_off_at),
        reference=read_reference(session),
        late_response_count=queries.late_response_count(session, week, cut_off_at),
    )


def _versions(session: Session, ids: set[int]) -> Sequence[QuestionnaireVersion]:
    return session.scalars(
        sa.select(QuestionnaireVersion).where(QuestionnaireVersion.id.in_(ids))
    ).all()


def subjects_of(rows: WeekRows) -> dict[str, list[int]]:
    """Ids that need a pseudonym, by kind, in a fixed order."""
    contacts = {row.contact_id for row in rows.entries.values() if row.contact_id}
    contacts |= {row.end_user_id for row in rows.transactions if row.end_user_id}
    accounts = {row.account_id for row in rows.entries.values() if row.account_id}
    accounts |= {row.account_id for row in rows.transactions if row.account_id}
    return {
        "account": sorted(accounts),
        "contact": sorted(contacts),
        "response": sorted(row.id for row in rows.responses),
        "transaction": sorted(row.id for row in rows.transactions),
    }


def read_reference(session: Session) -> Reference:
    programme = require_programme(session)
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
        segments=tuple(session.scalars(sa.select(Segment.key).order_by(Segment.key))),
        asked=queries.surveyed_touchpoints(session),
        drawn_shares=queries.drawn_shares(session),
    )


def _name_of_parent(node: Node, by_id: Mapping[int, Node]) -> str:
    parent = by_id.get(node.parent_id) if node.parent_id else None
    return f"{parent.kind}:{parent.key}" if parent else ""
