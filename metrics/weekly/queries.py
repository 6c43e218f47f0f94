"""What a freeze reads of one week. Cost grows with the week, not with the history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from customers.models import (
    Contact,
    Node,
    ProductLine,
    Programme,
    Segment,
    Touchpoint,
    Transaction,
)
from feedback.models import Answer, Response, ResponseSource
from metrics.models import Edition, EditionKind
from metrics.weekly.models import Pseudonym
from surveys.models import FrameEntry, Invitation, PlanMethod, Survey

BATCH_ROWS = 50_000


def week_transactions(session: Session, week: str) -> Sequence[Any]:
    """Every transaction of the week with its list keys, in the order of its own key."""
    query = (
        sa.select(
            Transaction.id,
            Transaction.occurred_on,
            Touchpoint.key.label("touchpoint"),
            Node.key.label("partner"),
            Node.size_class,
            ProductLine.key.label("product_line"),
            Segment.key.label("segment"),
            Transaction.joint_key,
            Transaction.end_user_id,
            Transaction.is_late,
            Transaction.has_complaint,
            Transaction.is_returned,
            Transaction.amount,
            Transaction.currency,
            Contact.region,
            Contact.account_id,
            Contact.email,
            Contact.supplied_by,
        )
        .join(Touchpoint, Touchpoint.id == Transaction.touchpoint_id)
        .outerjoin(Node, Node.id == Transaction.partner_id)
        .outerjoin(ProductLine, ProductLine.id == Transaction.product_line_id)
        .outerjoin(Segment, Segment.id == Transaction.segment_id)
        .outerjoin(Contact, Contact.id == Transaction.end_user_id)
        .where(Transaction.week == week)
        .order_by(Transaction.key)
        .execution_options(yield_per=BATCH_ROWS)
    )
    return session.execute(query).all()


def week_frame_entries(session: Session, week: str) -> Sequence[Any]:
    """The sampling frame's entries of the week with the facts of their invitations."""
    drawn = aliased(Contact)
    query = (
        sa.select(
            FrameEntry.transaction_id,
            FrameEntry.audience,
            FrameEntry.status,
            FrameEntry.contact_id,
            FrameEntry.contact_supplied_by,
            FrameEntry.selection_probability,
            drawn.account_id,
            Invitation.id.label("invitation_id"),
            Invitation.undeliverable_at,
            Invitation.refused_at,
            Invitation.revoked_at,
        )
        .join(Transaction, Transaction.id == FrameEntry.transaction_id)
        .outerjoin(drawn, drawn.id == FrameEntry.contact_id)
        .outerjoin(Invitation, Invitation.frame_entry_id == FrameEntry.id)
        .where(Transaction.week == week)
        .execution_options(yield_per=BATCH_ROWS)
    )
    return session.execute(query).all()


def week_responses(session: Session, week: str, cut_off_at: datetime) -> Sequence[Any]:
    """Responses about the week's transactions, answered by the cut-off, oldest first."""
    query = (
        sa.select(
            Response.id,
            Response.key,
            Response.transaction_id,
            Response.audience,
            Response.version_id,
            Response.invitation_id,
            Response.language,
            Response.source,
            Response.promise,
            Response.invited_at,
            Response.served_at,
            Response.answered_at,
            Response.received_at,
            Response.device_class,
            Response.network_hash,
            Response.pages,
        )
        .join(Transaction, Transaction.id == Response.transaction_id)
        .where(Transaction.week == week, Response.answered_at <= cut_off_at)
        .order_by(Response.answered_at, Response.key)
        .execution_options(yield_per=BATCH_ROWS)
    )
    return session.execute(query).all()


def week_answers(session: Session, week: str, cut_off_at: datetime) -> Iterator[Any]:
    """Those responses' answers; those to a part of a question name it in `part`."""
    query = (
        sa.select(
            Answer.response_id,
            Answer.question_key,
            Answer.part,
            Answer.score,
            Answer.choice,
            Answer.text,
            Answer.number,
            Answer.day,
        )
        .join(Response, Response.id == Answer.response_id)
        .join(Transaction, Transaction.id == Response.transaction_id)
        .where(
            Transaction.week == week,
            Response.answered_at <= cut_off_at,
        )
        .execution_options(yield_per=BATCH_ROWS)
    )
    yield from session.execute(query)


def late_response_count(session: Session, week: str, cut_off_at: datetime) -> int:
    query = (
        sa.select(sa.func.count())
        .select_from(Response)
        .join(Transaction, Transaction.id == Response.transaction_id)
        .where(
            Transaction.week == week,
            Response.answered_at > cut_off_at,
            Response.source != ResponseSource.OPEN_LINK,
        )
    )
    return session.scalar(query) or 0


def surveyed_touchpoints(session: Session) -> dict[str, tuple[str, ...]]:
    """Touchpoint keys with an active survey, by audience."""
    rows = session.execute(
        sa.select(Survey.audience, Touchpoint.key)
        .join(Touchpoint, Touchpoint.id == Survey.touchpoint_id)
        .where(Survey.is_active)
        .order_by(Survey.audience, Touchpoint.key)
    ).all()
    asked: dict[str, list[str]] = {}
    for audience, key in rows:
        asked.setdefault(audience, []).append(key)
    return {audience: tuple(keys) for audience, keys in asked.items()}


def drawn_shares(session: Session) -> dict[str, dict[str, float]]:
    """The share of the eligible that each active survey's plan draws; 1 where it draws all."""
    rows = session.execute(
        sa.select(Survey.audience, Touchpoint.key, Survey.method, Survey.share)
        .join(Touchpoint, Touchpoint.id == Survey.touchpoint_id)
        .where(Survey.is_active)
        .order_by(Survey.audience, Touchpoint.key)
    )
    shares: dict[str, dict[str, float]] = {}
    for audience, key, method, share in rows:
        shares.setdefault(audience, {})[key] = 1.0 if method == PlanMethod.ALL else share
    return shares


def known_pseudonyms(session: Session, kind: str, ids: Sequence[int]) -> dict[int, int]:
    """Subject id to pseudonym, for those that have one."""
    found: dict[int, int] = {}
    for start in range(0, len(ids), 5_000):
        part = ids[start : start + 5_000]
        rows = session.execute(
            sa.select(Pseudonym.subject_id, Pseudonym.pseudonym).where(
                Pseudonym.kind == kind, Pseudonym.subject_id.in_(part)
            )
        )
        found.update((subject, pseudonym) for subject, pseudonym in rows)
    return found


def editions_of_week(session: Session, week: str) -> Sequence[Edition]:
    return session.scalars(
        sa.select(Edition).where(Edition.week == week).order_by(Edition.kind, Edition.revision)
    ).all()


def newest_editions(
    session: Session, first_week: str, last_week: str, kinds: Sequence[EditionKind]
) -> list[Edition]:
    """The newest edition of each week in the range, by week: a final before a flash."""
    rows = session.scalars(
        sa.select(Edition)
        .where(Edition.week >= first_week, Edition.week <= last_week, Edition.kind.in_(kinds))
        .order_by(Edition.week, Edition.kind.desc(), Edition.revision)
    ).all()
    # "flash" sorts after "final" when descending, so that the last one of a week is the newest.
    return list({edition.week: edition for edition in rows}.values())


def last_before(session: Session, week: str, kind: EditionKind) -> Edition | None:
    """The newest revision of the last edition of this kind before the week."""
    return session.scalars(
        sa.select(Edition)
        .where(Edition.week < week, Edition.kind == kind)
        .order_by(Edition.week.desc(), Edition.revision.desc())
        .limit(1)
    ).first()


def wait_for_other_closers(session: Session) -> None:
    """Else two on PostgreSQL would both find an edition missing; SQLite queues writers itself.

    They would move their folders to one place, and continue the chain from the same edition.
    """
    session.execute(sa.select(Programme.id).with_for_update())


def last_published(session: Session) -> Edition | None:
    """The end of the hash chain."""
    return session.scalars(sa.select(Edition).order_by(Edition.id.desc()).limit(1)).first()


def one_edition(session: Session, week: str, kind: str, revision: int) -> Edition | None:
    return session.scalars(
        sa.select(Edition).where(
            Edition.week == week, Edition.kind == kind, Edition.revision == revision
        )
    ).first()


def published_before(session: Session, edition: Edition) -> Edition | None:
    """The edition published just before this one: the chain's previous link."""
    return session.scalars(
        sa.select(Edition).where(Edition.id < edition.id).order_by(Edition.id.desc()).limit(1)
    ).first()


def weeks_between(session: Session, first_week: str, last_week: str) -> Sequence[str]:
    """Weeks with transactions in the range, oldest first."""
    return session.scalars(
        sa.select(Transaction.week)
        .where(Transaction.week >= first_week, Transaction.week <= last_week)
        .distinct()
        .order_by(Transaction.week)
    ).all()


def closed_editions(session: Session, first_week: str) -> set[tuple[str, str]]:
    """(week, kind) of every edition from a week on."""
    rows = session.execute(sa.select(Edition.week, Edition.kind).where(Edition.week >= first_week))
    return {(week, kind) for week, kind in rows}


def newest_weeks(session: Session, limit: int) -> Sequence[str]:
    """Weeks with transactions, newest first."""
    return session.scalars(
        sa.select(Transaction.week).distinct().order_by(Transaction.week.desc()).limit(limit)
    ).all()


def editions_of_weeks(session: Session, weeks: Sequence[str]) -> dict[str, list[Edition]]:
    """Editions by week, flash before final, revisions in order."""
    rows = session.scalars(
        sa.select(Edition)
        .where(Edition.week.in_(weeks))
        .order_by(Edition.week, Edition.kind.desc(), Edition.revision)
    )
    found: dict[str, list[Edition]] = {}
    for edition in rows:
        found.setdefault(edition.week, []).append(edition)
    return found


def every_edition(session: Session) -> Sequence[Edition]:
    """All editions in the order they were published."""
    return session.scalars(sa.select(Edition).order_by(Edition.id)).all()
