"""The rows of a frozen frame: transaction × audience, and what became of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from customers.models import Audience
from feedback.answers import given_by
from feedback.models import ResponseSource
from feedback.queries import given_answer, said
from metrics.warehouse.frozen import Reference
from metrics.weekly.read import Rows, WeekRows
from surveys.dispositions import answered_share, disposition_of
from surveys.questionnaires import QuestionShape
from surveys.questionnaires.conditions import Fact, Facts, Given

Names = Mapping[str, Mapping[int, int]]


def frame_rows(
    rows: WeekRows,
    names: Names,
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
    """Touchpoints with imported answers, or where a survey that has ended drew its sample."""
    by_id = {row.id: row.touchpoint for row in rows.transactions}
    answered = {
        row.transaction_id
        for row in rows.responses
        if row.audience == audience and row.source != ResponseSource.OPEN_LINK
    }
    drawn_from = {transaction for transaction, asked in rows.entries if asked == audience}
    # What was imported and drawn since the transactions were read belongs to the next reading.
    return {by_id[transaction] for transaction in answered | drawn_from if transaction in by_id}


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
    transactions = {row.id: row for row in rows.transactions}
    for row in rows.responses:
        # What was imported since the transactions were read belongs to the next reading.
        if row.invitation_id is None or row.transaction_id not in transactions:
            continue
        shapes, facts = rows.shapes[row.version_id], facts_of(transactions[row.transaction_id])
        share = answered_share(shapes, given_in(rows, row.id, shapes), facts)
        key = (row.transaction_id, row.audience)
        shares[key] = max(share, shares.get(key, 0.0))
    return shares


def given_in(rows: WeekRows, response_id: int, shapes: tuple[QuestionShape, ...]) -> Given:
    """A response's answers, as conditions look at them."""
    found = (*rows.answers.get(response_id, {}).values(), *rows.parts.get(response_id, ()))
    return given_by(shapes, map(given_answer, found))


def facts_of(transaction: Any) -> Facts:
    """What the conditions of a questionnaire may have looked at."""
    known = ((fact, getattr(transaction, fact)) for fact in Fact)
    return {fact: said(value) for fact, value in known if value is not None}


def _transaction_facts(
    row: Any, names: Names, audience: Audience, reference: Reference
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
        "segment": row.segment or "",
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
    names: Names,
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
    names: Names,
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
