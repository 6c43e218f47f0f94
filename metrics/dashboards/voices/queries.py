"""What stands behind the comments beside a figure: the figure itself, their counts, the drawn ones.

Only what is cleared leaves here, in its cleared words; what was written is not read at all.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from access.visibility import Scope
from core.clock import Week
from customers.models import Account, Audience, Contact, Node, Transaction
from feedback.models import Response
from feedback.voices.models import Voice, VoiceState
from metrics.dashboards.queries import (
    LINE_COLUMNS,
    EditionLine,
    Reading,
    Slice,
    read_estimates,
)
from metrics.dashboards.visibility import visible_places
from metrics.dashboards.voices.drawing import PRIME, Draw
from metrics.dashboards.voices.rules import (
    MIN_N_FOR_ANONYMOUS,
    Reader,
    VoiceCut,
    anonymous_half,
    promises_beside,
    rests_on_enough,
)
from metrics.models import Edition, EditionKind, Estimate, Level
from surveys.models import Promise

PLACES: Mapping[str, InstrumentedAttribute[str]] = {
    Level.COUNTRY: Voice.country_key,
    Level.REGION: Voice.region_key,
    Level.PARTNER: Voice.partner_key,
    Level.PRODUCT_LINE: Voice.product_line_key,
    Level.SEGMENT: Voice.segment_key,
}


@dataclass(frozen=True)
class DrawnVoice:
    """A cleared comment as it may be shown; `response_id` is for looking up the company alone."""

    response_id: int
    text: str
    language: str
    promise: str
    score_group: str


@dataclass(frozen=True)
class Pool:
    """Which comments may stand beside a figure, as conditions of a query."""

    conditions: tuple[sa.ColumnElement[bool], ...]


def find_final(session: Session, week: Week) -> EditionLine | None:
    """The week's final in its last revision."""
    row = session.execute(
        sa.select(*LINE_COLUMNS)
        .where(Edition.week == str(week), Edition.kind == EditionKind.FINAL)
        .order_by(Edition.revision.desc())
        .limit(1)
    ).first()
    return EditionLine(*row) if row else None


def read_figure(
    session: Session, scope: Scope, edition_id: int, cut: VoiceCut, metric: str
) -> Reading | None:
    """The figure of the cut, as far as the scope may see it."""
    one = Slice(cut.window, cut.level, cut.node_key, cut.touchpoint_key, metric)
    rows = read_estimates(session, scope, [edition_id], [one])
    return next((row for row in rows if row.audience == cut.audience), None)


def pool_of(
    session: Session,
    scope: Scope,
    cut: VoiceCut,
    reader: Reader,
    period: tuple[Week, Week],
    metric: str,
) -> Pool:
    """Used comments of the cut's weeks and place whose promise allows it."""
    first, last = (str(week) for week in period)
    found = [
        Voice.is_used.is_(True),
        Voice.audience == cut.audience,
        Voice.week.between(first, last),
        _allowed(session, scope, cut, reader, period, metric),
        _own(scope),
    ]
    if cut.level != Level.NETWORK:
        found.append(PLACES[cut.level] == cut.node_key)
    if cut.touchpoint_key:
        found.append(Voice.touchpoint_key == cut.touchpoint_key)
    return Pool(tuple(found))


def _own(scope: Scope) -> sa.ColumnElement[bool]:
    """A channel partner sees what its end users wrote, and nothing else, whatever is asked."""
    if scope.sees_whole_network:
        return sa.true()
    return sa.and_(
        Voice.partner_key == scope.partner_key,
        Voice.audience == Audience.END_USER,
        Voice.promise != Promise.ANONYMOUS,
    )


def _allowed(
    session: Session,
    scope: Scope,
    cut: VoiceCut,
    reader: Reader,
    period: tuple[Week, Week],
    metric: str,
) -> sa.ColumnElement[bool]:
    promises = promises_beside(cut, reader)
    named = [promise for promise in promises if promise != Promise.ANONYMOUS]
    if Promise.ANONYMOUS not in promises:
        return Voice.promise.in_(named)
    weeks = _weeks_with_many(session, scope, cut, period, metric)
    anonymous = [Voice.promise == Promise.ANONYMOUS, Voice.week.in_(weeks)]
    half = anonymous_half(cut)
    if half is not None:
        anonymous.append(Voice.lot % 2 == half)
    return sa.or_(Voice.promise.in_(named), sa.and_(*anonymous))


def _weeks_with_many(
    session: Session, scope: Scope, cut: VoiceCut, period: tuple[Week, Week], metric: str
) -> list[str]:
    """The period's weeks whose own figure of this cut is shown and rests on 30 answers or more."""
    first, last = (str(week) for week in period)
    rows = session.execute(
        sa.select(Edition.week, Estimate.decision, Estimate.n)
        .join(Edition, Edition.id == Estimate.edition_id)
        .where(
            Edition.kind == EditionKind.FINAL,
            Edition.week.between(first, last),
            Estimate.audience == cut.audience,
            Estimate.window == 1,
            Estimate.level == cut.level,
            Estimate.node_key == cut.node_key,
            Estimate.touchpoint_key == cut.touchpoint_key,
            Estimate.metric == metric,
            visible_places(scope, Estimate.level, Estimate.node_key),
        )
        .order_by(Edition.week, Edition.revision)
    )
    newest = {week: rests_on_enough(decision, n, MIN_N_FOR_ANONYMOUS) for week, decision, n in rows}
    return [week for week, is_enough in newest.items() if is_enough]


def count_pool(session: Session, pool: Pool) -> dict[tuple[str, bool], int]:
    """How many comments by score group and whether they are cleared."""
    is_cleared = Voice.state == VoiceState.CLEARED
    rows = session.execute(
        sa.select(Voice.score_group, is_cleared, sa.func.count())
        .where(*pool.conditions)
        .group_by(Voice.score_group, is_cleared)
    )
    return {(group, bool(cleared)): count for group, cleared, count in rows}


def draw_voices(
    session: Session, pool: Pool, draw: Draw, quota: Mapping[str, int]
) -> list[DrawnVoice]:
    """The first of each group in the draw's order, all groups mixed."""
    order = _order(draw)
    place = sa.func.row_number().over(partition_by=Voice.score_group, order_by=(order, Voice.id))
    ranked = (
        sa.select(*DRAWN, order.label("drawn_at"), Voice.id, place.label("place"))
        .where(*pool.conditions, Voice.state == VoiceState.CLEARED)
        .subquery()
    )
    within = [
        sa.and_(ranked.c.score_group == group, ranked.c.place <= count)
        for group, count in quota.items()
    ]
    names = [ranked.c[column.key] for column in DRAWN]
    rows = session.execute(
        sa.select(*names).where(sa.or_(*within)).order_by(ranked.c.drawn_at, ranked.c.id)
    )
    return [DrawnVoice(*row) for row in rows]


def list_drawn(session: Session, pool: Pool, draw: Draw, first: int, size: int) -> list[DrawnVoice]:
    """A part of all cleared comments, in the draw's order."""
    rows = session.execute(
        sa.select(*DRAWN)
        .where(*pool.conditions, Voice.state == VoiceState.CLEARED)
        .order_by(_order(draw), Voice.id)
        .offset(first)
        .limit(size)
    )
    return [DrawnVoice(*row) for row in rows]


DRAWN = (
    Voice.response_id,
    sa.func.coalesce(Voice.shown_text, "").label("shown_text"),
    Voice.language,
    Voice.promise,
    Voice.score_group,
)


def _order(draw: Draw) -> sa.ColumnElement[Any]:
    return (Voice.lot * draw.factor + draw.shift) % PRIME


def companies_of(session: Session, scope: Scope, response_ids: Collection[int]) -> dict[int, str]:
    """The end user's company, or the partner that somebody answers for, by response."""
    if not response_ids or not scope.sees_whole_network:
        return {}
    rows: Sequence[Any] = session.execute(
        sa.select(Response.id, Response.audience, Account.name, Node.name)
        .join(Transaction, Transaction.id == Response.transaction_id)
        .outerjoin(Contact, Contact.id == Transaction.end_user_id)
        .outerjoin(Account, Account.id == Contact.account_id)
        .outerjoin(Node, Node.id == Transaction.partner_id)
        .where(Response.id.in_(response_ids))
    ).all()
    return {
        response_id: name
        for response_id, audience, company, partner in rows
        if (name := company if audience == Audience.END_USER else partner)
    }
