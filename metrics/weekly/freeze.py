"""First verb: the week leaves the database as Parquet, without names, texts or addresses."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.clock import Week
from core.keys import KeyRing
from customers.models import Audience, Node, ProductLine, Programme, Touchpoint
from metrics.warehouse.frozen import FrozenWeek, NodeFacts, Reference
from metrics.warehouse.schema import FRAME, RESPONSES, SCORES
from metrics.weekly import queries
from metrics.weekly.schedule import EditionPlan
from surveys.dispositions import answered_share, disposition_of
from surveys.models import QuestionnaireVersion
from surveys.questionnaires.content import QuestionShape, read_structure

Rows = Sequence[Any]


@dataclass(frozen=True)
class WeekRows:
    """What was read of the week, in one read transaction."""

    transactions: Rows
    entries: Mapping[tuple[int, str], Any]
    responses: Rows
    answers: Mapping[int, Mapping[str, Any]]
    shapes: Mapping[int, tuple[QuestionShape, ...]]
    questionnaire_names: Mapping[int, str]


def read_week(session: Session, week: Week, cut_off_at: datetime) -> WeekRows:
    """Read the week's transactions, frame, responses and answers."""
    answers: dict[int, dict[str, Any]] = defaultdict(dict)
    for row in queries.week_answers(session, str(week), cut_off_at):
        answers[row.response_id][row.question_key] = row
    responses = queries.week_responses(session, str(week), cut_off_at)
    versions = _versions(session, {row.version_id for row in responses})
    return WeekRows(
        transactions=queries.week_transactions(session, str(week)),
        entries={
            (row.transaction_id, row.audience): row
            for row in queries.week_frame_entries(session, str(week))
        },
        responses=responses,
        answers=answers,
        shapes={version.id: read_structure(version.structure) for version in versions},
        questionnaire_names={
            version.id: f"{version.questionnaire.key}.{version.number}" for version in versions
        },
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
    frame = _frame_rows(rows, names, reference, plan.fieldwork_closed)
    responses = _response_rows(rows, names["response"], names["transaction"], keys, reference)
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


def _frame_rows(
    rows: WeekRows,
    names: Mapping[str, Mapping[int, int]],
    reference: Reference,
    fieldwork_closed: bool,
) -> list[dict[str, Any]]:
    """One row per transaction × audience that has both customers to ask about it."""
    joint = _joint_keys(rows.transactions)
    answered = _answered_shares(rows)
    heard = {audience: _touchpoints_heard(rows, audience) for audience in Audience}
    frame = []
    for transaction in rows.transactions:
        for audience in Audience:
            asked = reference.asked.get(audience, ())
            if (
                transaction.touchpoint not in asked
                and transaction.touchpoint not in heard[audience]
            ):
                continue
            if audience is Audience.CHANNEL_PARTNER and transaction.partner is None:
                continue
            entry = rows.entries.get((transaction.id, audience))
            row = _transaction_facts(transaction, names, audience, reference)
            row["is_joint"] = audience is Audience.END_USER and transaction.joint_key in joint
            share = answered.get((transaction.id, audience))
            row.update(_frame_facts(entry, transaction, names, audience, share, fieldwork_closed))
            frame.append(row)
    return frame


def _touchpoints_heard(rows: WeekRows, audience: Audience) -> set[str]:
    """Touchpoints with imported answers count although no survey of ours asks there."""
    by_id = {row.id: row.touchpoint for row in rows.transactions}
    return {by_id[row.transaction_id] for row in rows.responses if row.audience == audience}


def _joint_keys(transactions: Rows) -> set[str]:
    """Joint keys whose transactions had several partners: they count for none of them."""
    partners: dict[str, set[str | None]] = defaultdict(set)
    for row in transactions:
        if row.joint_key is not None:
            partners[row.joint_key].add(row.partner)
    return {key for key, several in partners.items() if len(several) > 1}


def _answered_shares(rows: WeekRows) -> dict[tuple[int, str], float]:
    """The best answered share of every invited case (imported answers have no disposition)."""
    shares: dict[tuple[int, str], float] = {}
    for row in rows.responses:
        if row.invitation_id is None:
            continue
        share = answered_share(rows.shapes[row.version_id], rows.answers.get(row.id, {}).keys())
        key = (row.transaction_id, row.audience)
        shares[key] = max(share, shares.get(key, 0.0))
    return shares


def _transaction_facts(
    row: Any, names: Mapping[str, Mapping[int, int]], audience: Audience, reference: Reference
) -> dict[str, Any]:
    is_user = audience is Audience.END_USER
    region = (row.region or "") if is_user else reference.region_of(row.partner)
    return {
        "transaction": names["transaction"][row.id],
        "audience": str(audience),
        "occurred_on": row.occurred_on,
        "touchpoint": row.touchpoint,
        "partner": row.partner or "",
        "product_line": row.product_line or "",
        "region": region,
        "size_class": row.size_class or "",
        "outcome": _outcome(row),
        "is_late": row.is_late,
        "has_complaint": row.has_complaint,
        "is_returned": row.is_returned,
        "amount": None if row.amount is None else float(row.amount),
        "currency": row.currency or "",
    }


def _outcome(row: Any) -> str:
    """The margin of methods B6b; a complaint or return weighs more than being late."""
    if row.has_complaint or row.is_returned:
        return "complaint_or_return"
    if row.is_late:
        return "late"
    recorded = (row.is_late, row.has_complaint, row.is_returned)
    return "not_recorded" if all(value is None for value in recorded) else "nothing_wrong"


def _frame_facts(
    entry: Any,
    transaction: Any,
    names: Mapping[str, Mapping[int, int]],
    audience: Audience,
    answered: float | None,
    fieldwork_closed: bool,
) -> dict[str, Any]:
    """Who could be asked and what came of it; empty where nobody recorded it."""
    if entry is None:
        person = transaction.end_user_id if audience is Audience.END_USER else None
        account = transaction.account_id if audience is Audience.END_USER else None
        return {
            "frame_status": "",
            "contact_present": None,
            "contact_supplied_by": "",
            "person": names["contact"].get(person, 0) if person else 0,
            "account": _account(names, person, account, transaction.id, audience),
            "selection_probability": None,
            "disposition": "",
        }
    return {
        "frame_status": entry.status,
        "contact_present": entry.status != "no_contact",
        "contact_supplied_by": entry.contact_supplied_by or "",
        "person": names["contact"][entry.contact_id] if entry.contact_id else 0,
        "account": _account(names, entry.contact_id, entry.account_id, transaction.id, audience),
        "selection_probability": entry.selection_probability,
        "disposition": _disposition(entry, answered, fieldwork_closed),
    }


def _account(
    names: Mapping[str, Mapping[int, int]],
    person: int | None,
    account: int | None,
    transaction: int,
    audience: Audience,
) -> int:
    """The cluster: the company where known, else the person, else the transaction alone.

    For channel partners it is the person: region and size class are constant within a partner, so
    that calibration would use the partners up (methods A2a).
    """
    if account and audience is Audience.END_USER:
        return names["account"][account]
    return names["contact"][person] if person else names["transaction"][transaction]


def _disposition(entry: Any, answered: float | None, fieldwork_closed: bool) -> str:
    if entry.invitation_id is None:
        return ""
    return disposition_of(
        answered=answered,
        is_refused=entry.refused_at is not None,
        is_undeliverable=entry.undeliverable_at is not None,
        is_revoked=entry.revoked_at is not None,
        is_fieldwork_closed=fieldwork_closed,
    ).value


def _response_rows(
    rows: WeekRows,
    response_names: Mapping[int, int],
    transaction_names: Mapping[int, int],
    keys: KeyRing,
    reference: Reference,
) -> list[dict[str, Any]]:
    zone = ZoneInfo(reference.time_zone)
    frozen = []
    for row in rows.responses:
        answers = rows.answers.get(row.id, {})
        frozen.append(
            {
                "response": response_names[row.id],
                "transaction": transaction_names[row.transaction_id],
                "audience": row.audience,
                "questionnaire": rows.questionnaire_names[row.version_id],
                "language": row.language,
                "source": row.source,
                "promise": row.promise,
                "invited_at": row.invited_at,
                "served_at": row.served_at,
                "answered_at": row.answered_at,
                "answered_on": row.answered_at.astimezone(zone).date(),
                "received_at": row.received_at,
                "device_class": row.device_class or "",
                "network_hash": row.network_hash or "",
                **_comment_facts(answers.get("comment"), keys),
                "reason": answers["reason"].choice if "reason" in answers else "",
                **{key: answers[key].score if key in answers else None for key in SCORES},
            }
        )
    return frozen


def _comment_facts(answer: Any, keys: KeyRing) -> dict[str, Any]:
    """What checks need to know of a comment, without a word of it."""
    text = (answer.text or "").strip() if answer is not None else ""
    if not text:
        return {"comment_hash": "", "comment_length": 0, "comment_script": ""}
    normal = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return {
        "comment_hash": keys.code("frozen comment", normal),
        "comment_length": len(text),
        "comment_script": _main_script(text),
    }


def _main_script(text: str) -> str:
    """The script most letters belong to, by the first word of their Unicode names."""
    letters: Iterable[str] = (unicodedata.name(c, "").split(" ")[0] for c in text if c.isalpha())
    counted = Counter(name for name in letters if name)
    return counted.most_common(1)[0][0].lower() if counted else "none"
