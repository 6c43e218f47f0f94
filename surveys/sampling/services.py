"""Draw a sample from the transactions of some days, and invite."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.clock import Week
from customers.models import Audience, Programme
from customers.services import require_programme
from surveys.errors import FieldPeriodOverError, PlanError
from surveys.fieldwork import fieldwork_ends_at
from surveys.models import FrameStatus
from surveys.sampling import queries
from surveys.sampling.cases import Decision, Rule
from surveys.sampling.deciding import DRAW_ORDER, Ground, decide, seed_of
from surveys.sampling.eligibility import RULES
from surveys.sampling.queries import Span
from surveys.sampling.storing import Draw, store_decisions


@dataclass(frozen=True)
class DrawReport:
    """What a draw did: entries by audience and frame status, and blocked ones by rule."""

    first_on: date
    last_on: date
    seed: int
    status_counts: Mapping[tuple[Audience, FrameStatus], int]
    rule_counts: Mapping[tuple[Audience, Rule], int]

    @property
    def entry_count(self) -> int:
        return sum(self.status_counts.values())

    @property
    def invitation_count(self) -> int:
        return sum(
            count
            for (_, status), count in self.status_counts.items()
            if status is FrameStatus.DRAWN
        )


def draw_sample(
    session: Session,
    *,
    first_on: date,
    last_on: date,
    seed: int,
    now: datetime,
    queue_mail: bool = True,
) -> DrawReport:
    """Give every transaction of these days that has none its frame status, and invite the drawn.

    The same transactions, contacts, plans and seed give the same sample. Drawing again adds only
    what came in since. Raises NoProgrammeError, PlanError when the days are in the wrong order,
    FieldPeriodOverError when links of the first day's week would have expired.
    """
    programme = require_programme(session)
    _refuse_days(programme, first_on, last_on, now)
    _one_draw_at_a_time(session)
    decisions = {
        audience: _draw_audience(
            session, Draw(audience, first_on, last_on, seed, now, queue_mail), programme
        )
        for audience in DRAW_ORDER
    }
    return DrawReport(
        first_on=first_on,
        last_on=last_on,
        seed=seed,
        status_counts=Counter((a, made.status) for a in DRAW_ORDER for made in decisions[a]),
        rule_counts=Counter(
            (a, made.rule) for a in DRAW_ORDER for made in decisions[a] if made.rule
        ),
    )


def _refuse_days(programme: Programme, first_on: date, last_on: date, now: datetime) -> None:
    if first_on > last_on:
        raise PlanError(f"{first_on} is after {last_on}. Give the first day first.")
    week = Week.of(first_on)
    if now >= fieldwork_ends_at(week, programme):
        raise FieldPeriodOverError(
            f"The field period of {week} is over: links would have expired. "
            "Draw a week before its field period ends."
        )


def _one_draw_at_a_time(session: Session) -> None:
    """Else two draws on PostgreSQL would both find a transaction free; SQLite queues writers."""
    session.execute(sa.select(Programme.id).with_for_update())


def _draw_audience(session: Session, work: Draw, programme: Programme) -> list[Decision]:
    span = Span(work.audience, work.first_on, work.last_on)
    ground = _ground(session, span, work.now, ZoneInfo(programme.time_zone))
    if ground is None:
        return []
    decisions = decide(ground, np.random.default_rng(seed_of(work.seed, work.audience)))
    store_decisions(session, work, programme, decisions)
    return decisions


def _ground(session: Session, span: Span, now: datetime, zone: ZoneInfo) -> Ground | None:
    """What the draw rests on; None where no transaction of these days is open."""
    plans = queries.active_plans(session, span.audience)
    found = queries.open_transactions(session, span)
    open_ones = tuple(one for one in found if one.touchpoint_id in plans)
    if not open_ones:
        return None
    today = now.astimezone(zone).date()
    account_days = RULES[span.audience].account_days
    return Ground(
        audience=span.audience,
        plans=plans,
        open_ones=open_ones,
        people=queries.persons(session, span),
        history=queries.contact_history(session, span, today, zone, account_days),
        paired_ids=_paired_ids(session, span),
        today=today,
    )


def _paired_ids(session: Session, span: Span) -> frozenset[int]:
    if span.audience is Audience.END_USER:
        return frozenset()
    ends = Span(Audience.END_USER, span.first_on, span.last_on)
    return queries.drawn_transaction_ids(session, ends)
