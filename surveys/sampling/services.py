"""Draw a sample from the transactions of some days, and invite."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
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
from surveys.sampling.cases import Case, Decision, Person, Plan, Rule
from surveys.sampling.drawing import Limits, assign, draw
from surveys.sampling.eligibility import RULES, account_room, blocking_rule
from surveys.sampling.queries import OpenTransaction, Span
from surveys.sampling.storing import Draw, store_decisions

# How much rather a partner's contact is asked about a transaction whose end user is in the sample.
PAIR_PREFERENCE = 3.0
# The end users come first: the partners' contacts are drawn with an eye on them.
DRAW_ORDER = (Audience.END_USER, Audience.CHANNEL_PARTNER)


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
    plans = queries.active_plans(session, work.audience)
    found = queries.open_transactions(session, span)
    open_ones = sorted(
        (one for one in found if one.touchpoint_id in plans), key=lambda one: one.key
    )
    if not open_ones:
        return []
    rng = np.random.default_rng([work.seed, DRAW_ORDER.index(work.audience)])
    people = queries.persons(session, span)
    cases = _cases(session, span, plans, open_ones, people, rng)
    limits = _limits(session, span, people, work.now, ZoneInfo(programme.time_zone))
    decisions = draw(cases, limits, rng)
    store_decisions(session, work, programme, decisions)
    return decisions


def _cases(
    session: Session,
    span: Span,
    plans: Mapping[int, Plan],
    open_ones: Sequence[OpenTransaction],
    people: Sequence[tuple[int | None, Person]],
    rng: np.random.Generator,
) -> list[Case]:
    if span.audience is Audience.END_USER:
        by_id = {person.id: person for _, person in people}
        return [_case(one, plans, by_id.get(one.end_user_id or 0), 1.0) for one in open_ones]
    ends = Span(Audience.END_USER, span.first_on, span.last_on)
    paired = queries.drawn_transaction_ids(session, ends)
    assigned = assign([one.key for one in open_ones], _staff(open_ones, people), rng)
    return [
        _case(one, plans, person, PAIR_PREFERENCE if one.id in paired else 1.0)
        for one, person in zip(open_ones, assigned, strict=True)
    ]


def _case(
    one: OpenTransaction, plans: Mapping[int, Plan], person: Person | None, preference: float
) -> Case:
    return Case(one.id, one.key, one.week, plans[one.touchpoint_id], person, preference)


def _staff(
    open_ones: Sequence[OpenTransaction], people: Sequence[tuple[int | None, Person]]
) -> list[list[Person]]:
    """For each transaction, those of its partner's contacts who can be written to."""
    by_partner: dict[int | None, list[Person]] = {}
    for partner_id, person in people:
        if person.has_usable_address:
            by_partner.setdefault(partner_id, []).append(person)
    return [by_partner.get(one.partner_id, []) for one in open_ones]


def _limits(
    session: Session,
    span: Span,
    people: Sequence[tuple[int | None, Person]],
    now: datetime,
    zone: ZoneInfo,
) -> Limits:
    rules = RULES[span.audience]
    today = now.astimezone(zone).date()
    history = queries.contact_history(session, span, today, zone, rules.account_days)
    rule_by_person: dict[int, Rule] = {}
    room_by_account: dict[str, int] = {}
    for _, person in people:
        if rule := blocking_rule(person, history, rules, today):
            rule_by_person[person.id] = rule
        room = account_room(person, history, rules)
        if room and person.account_key is not None:
            room_by_account[person.account_key] = room
    return Limits(rule_by_person, room_by_account)
