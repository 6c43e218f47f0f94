"""Transactions as rows, by key."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.bulk import chunked
from customers.models import Contact, Node, ProductLine, Segment, Touchpoint, Transaction
from customers.rows import TransactionRow


def stored_transactions(session: Session, keys: Iterable[str]) -> dict[str, TransactionRow]:
    """Those of the transactions that exist, by key."""
    statement = (
        sa.select(
            Transaction.key,
            Touchpoint.key,
            Transaction.occurred_on,
            Transaction.occurred_at,
            Node.key,
            Contact.key,
            ProductLine.key,
            Segment.key,
            Transaction.joint_key,
            Transaction.amount,
            Transaction.currency,
            Transaction.promised_on,
            Transaction.is_late,
            Transaction.has_complaint,
            Transaction.is_returned,
            Transaction.outcome_detail,
        )
        .join(Touchpoint, Transaction.touchpoint_id == Touchpoint.id)
        .outerjoin(Node, Transaction.partner_id == Node.id)
        .outerjoin(Contact, Transaction.end_user_id == Contact.id)
        .outerjoin(ProductLine, Transaction.product_line_id == ProductLine.id)
        .outerjoin(Segment, Transaction.segment_id == Segment.id)
    )
    found: dict[str, TransactionRow] = {}
    for chunk in chunked(sorted(set(keys))):
        for row in session.execute(statement.where(Transaction.key.in_(chunk))):
            found[row[0]] = TransactionRow(*row)
    return found
