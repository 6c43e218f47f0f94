"""Read an open link as it is answered, and the transaction that a signed reference names.

On a plain connection, as personal links are read.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from customers.models import Node, ProductLine, Programme, Touchpoint, Transaction
from feedback.answers import hash_answers
from feedback.asked import Asked, Surroundings
from feedback.errors import ClosedReason
from feedback.models import Response, ResponseSource
from feedback.queries import SURROUNDINGS, facts_of, join_surroundings, surroundings_of
from feedback.rows import SentSheet
from surveys.models import Promise, Survey
from surveys.open_links.models import OpenLink
from surveys.questionnaires.conditions import Fact, Facts

OF_LINK: tuple[Any, ...] = (
    OpenLink.id,
    OpenLink.language,
    OpenLink.promise,
    OpenLink.takes_references,
    OpenLink.closes_at,
    OpenLink.revoked_at,
    OpenLink.partner_id,
    OpenLink.product_line_id,
    Survey.audience,
    Survey.version_id,
    Survey.touchpoint_id,
    Touchpoint.key.label("touchpoint_key"),
    Touchpoint.name.label("touchpoint"),
    Node.key.label("partner_key"),
    Node.name.label("partner"),
    ProductLine.key.label("product_line_key"),
    ProductLine.name.label("product_line"),
    Programme.name.label("programme"),
    Programme.time_zone,
)
_LINK = (
    sa.select(*OF_LINK)
    .join(Survey, Survey.id == OpenLink.survey_id)
    .join(Touchpoint, Touchpoint.id == Survey.touchpoint_id)
    .join(Programme, Programme.id == 1)
    .outerjoin(Node, Node.id == OpenLink.partner_id)
    .outerjoin(ProductLine, ProductLine.id == OpenLink.product_line_id)
    .where(OpenLink.id == sa.bindparam("open_link_id"))
)
OF_TRANSACTION: tuple[Any, ...] = (
    Transaction.id,
    Transaction.touchpoint_id,
    Transaction.partner_id,
    Transaction.product_line_id,
    *SURROUNDINGS,
)
_TRANSACTION = join_surroundings(sa.select(*OF_TRANSACTION))
_TRANSACTION_BY_KEY = _TRANSACTION.where(Transaction.key == sa.bindparam("key"))
_TRANSACTION_BY_ID = _TRANSACTION.where(Transaction.id == sa.bindparam("id"))

Row = sa.Row[Any]


def find_open_link(connection: Connection, open_link_id: int) -> Row | None:
    return connection.execute(_LINK, {"open_link_id": open_link_id}).first()


def find_transaction_by_key(connection: Connection, link: Row, key: str) -> Row | None:
    return _fitting(connection, _TRANSACTION_BY_KEY, {"key": key}, link)


def find_transaction(connection: Connection, link: Row, transaction_id: int) -> Row | None:
    return _fitting(connection, _TRANSACTION_BY_ID, {"id": transaction_id}, link)


def asked_by(link: Row, transaction: Row | None) -> Asked:
    """What the link asks: of the named transaction, or of what the link itself is about."""
    subject = f"o{link.id}" if transaction is None else f"o{link.id}.{transaction.id}"
    about = _surroundings_of_link(link) if transaction is None else surroundings_of(transaction)
    return Asked(
        subject=subject,
        source=ResponseSource.OPEN_LINK,
        audience=link.audience,
        version_id=link.version_id,
        language=link.language,
        promise=_promise(link, transaction),
        programme=link.programme,
        time_zone=link.time_zone,
        about=about,
        facts=_facts_of_link(link) if transaction is None else facts_of(transaction),
        transaction_id=None if transaction is None else transaction.id,
        open_link_id=link.id,
        closes_at=link.closes_at,
        closed=None if link.revoked_at is None else ClosedReason.REVOKED,
    )


def is_stored(connection: Connection, open_link_id: int, sheet_key: str) -> bool:
    """Whether a sheet with that key came through the link; a key holds no NUL, and a query must
    not."""
    is_it = sa.and_(Response.key == sheet_key, Response.open_link_id == open_link_id)
    known = "\x00" not in sheet_key and connection.scalar(sa.select(Response.id).where(is_it))
    return bool(known)


def first_about(
    connection: Connection, transaction_id: int, audience: str, besides: Collection[int]
) -> int | None:
    """The first response of the audience about a transaction, whatever way it came."""
    return connection.scalar(
        sa.select(sa.func.min(Response.id)).where(
            Response.transaction_id == transaction_id,
            Response.audience == audience,
            Response.id.not_in(besides),
        )
    )


def first_alike(
    connection: Connection, sent: SentSheet, since: datetime, besides: Collection[int]
) -> int | None:
    """The first response since then with the same answers from the same network."""
    return connection.scalar(
        sa.select(sa.func.min(Response.id)).where(
            Response.open_link_id == sent.open_link_id,
            Response.answered_at >= since,
            Response.network_hash == sent.network_hash,
            Response.sheet_hash == hash_answers(sent.answers),
            Response.id.not_in(besides),
        )
    )


def count_from_network(
    connection: Connection, open_link_id: int, network_hash: str, since: datetime
) -> int:
    """How many responses a network has sent through the link since then."""
    return (
        connection.scalar(
            sa.select(sa.func.count()).where(
                Response.open_link_id == open_link_id,
                Response.answered_at >= since,
                Response.network_hash == network_hash,
            )
        )
        or 0
    )


def _fitting(
    connection: Connection, statement: sa.Select[Any], values: Mapping[str, Any], link: Row
) -> Row | None:
    """The transaction, unless the link is about something else."""
    row = connection.execute(statement, values).first()
    if row is None or row.touchpoint_id != link.touchpoint_id:
        return None
    is_about_it = link.partner_id in (None, row.partner_id)
    return row if is_about_it and link.product_line_id in (None, row.product_line_id) else None


def _promise(link: Row, transaction: Row | None) -> str:
    """What the link promises; without a transaction there is no name to be shown."""
    has_no_name = link.promise == Promise.ATTRIBUTED and transaction is None
    return Promise.CONFIDENTIAL if has_no_name else str(link.promise)


def _surroundings_of_link(link: Row) -> Surroundings:
    return Surroundings(link.touchpoint, link.partner, link.product_line)


def _facts_of_link(link: Row) -> Facts:
    known = (
        (Fact.TOUCHPOINT, link.touchpoint_key),
        (Fact.PARTNER, link.partner_key),
        (Fact.PRODUCT_LINE, link.product_line_key),
    )
    return {fact: key for fact, key in known if key is not None}
