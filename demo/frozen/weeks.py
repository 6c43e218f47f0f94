"""The demo's weeks frozen in memory, without a database between.

The world, the rules of the draw, the answers and the freeze are those of a loaded demo; only the
storing and reading back is left out. The same seed gives the same sample, answers and frozen rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import numpy as np

from core.keys import KeyRing
from customers.models import Audience
from customers.rows import TransactionRow
from demo.answers import response_rows
from demo.calendar import Draw
from demo.frozen.contacts import EndUser, Memory, People
from demo.frozen.programme import ProgrammeFacts
from demo.frozen.rows import (
    EntryFacts,
    TransactionFacts,
    entry_facts,
    given_answers,
    invited,
    response_facts,
    transaction_facts,
)
from demo.plan import FIELD_PERIOD_DAYS, DemoPlan
from demo.queries import Invited
from demo.rows import transaction_rows
from demo.services import draw_seed
from demo.simulator.draws import Ints
from demo.simulator.places import PARTNER_INDEX, PARTNERS
from demo.simulator.world import SimulatedWeek
from metrics.models import EditionKind
from metrics.warehouse.frozen import FrozenWeek
from metrics.weekly.freeze import freeze
from metrics.weekly.read import WeekRows, subjects_of
from metrics.weekly.schedule import EditionPlan
from surveys.models import FrameStatus
from surveys.sampling.cases import Decision, OpenTransaction, Person
from surveys.sampling.deciding import DRAW_ORDER, Ground, decide, seed_of

IDS_PER_WEEK = 100_000
# Twice a pseudonym must fit 64 bits; one of a kind never equals one of another.
PSEUDONYMS_PER_KIND = 2**40


@dataclass(frozen=True)
class ShortWeek:
    """A frozen final beside the simulated week that is behind it."""

    simulated: SimulatedWeek
    frozen: FrozenWeek


@dataclass(frozen=True)
class _Maker:
    """What makes one week after another; `memory` and `people` grow with every draw.

    `sent` counts the sheets of each questionnaire version that came so far.
    """

    plan: DemoPlan
    facts: ProgrammeFacts
    keys: KeyRing
    people: People
    memory: Memory = field(default_factory=Memory)
    sent: Counter[str] = field(default_factory=Counter)


@dataclass
class _Fieldwork:
    """A week's transactions, its frame and whom the platform invited, as the draws go on."""

    transactions: dict[str, TransactionFacts] = field(default_factory=dict)
    entries: dict[tuple[int, str], EntryFacts] = field(default_factory=dict)
    invited: list[Invited] = field(default_factory=list)


def frozen_weeks(plan: DemoPlan, facts: ProgrammeFacts, keys: KeyRing) -> Iterator[ShortWeek]:
    """The finals of all weeks of a plan, in order."""
    maker = _Maker(plan, facts, keys, People(plan.world.cast))
    for index in range(plan.world.truth.week_count):
        week = plan.world.week(index)
        yield ShortWeek(week, _freeze(maker, week, _field(maker, week)))


def transaction_id_of(week_index: int, key: str) -> int:
    """AV05-0001 is the transaction 500001."""
    return week_index * IDS_PER_WEEK + int(key.rpartition("-")[2])


def place_in_week(pseudonyms: Ints) -> Ints:
    """The places in their simulated week of transactions by their pseudonyms."""
    return (pseudonyms % PSEUDONYMS_PER_KIND) % IDS_PER_WEEK - 1


def _field(maker: _Maker, week: SimulatedWeek) -> _Fieldwork:
    work = _Fieldwork()
    for draw in maker.plan.calendar.draws(week.index):
        _draw(maker, week, draw, work)
    work.transactions = dict(sorted(work.transactions.items()))
    work.invited.sort(key=lambda one: (one.transaction_key, one.audience))
    return work


def _draw(maker: _Maker, week: SimulatedWeek, draw: Draw, work: _Fieldwork) -> None:
    """Both audiences' parts of one draw, the partners' with an eye on the end users'."""
    rows = transaction_rows(week, maker.plan.calendar, draw)
    ends = [_end_user_of(maker, row) for row in rows]
    for row, end in zip(rows, ends, strict=True):
        number = transaction_id_of(week.index, row.key)
        size = PARTNERS[PARTNER_INDEX[row.partner_key or ""]].size.value
        work.transactions[row.key] = transaction_facts(number, row, end, size)
    seed = draw_seed(maker.plan.world.seed, week.index, draw)
    paired: frozenset[int] = frozenset()
    for audience in DRAW_ORDER:
        ground = _ground(maker, week, audience, rows, ends, paired, draw.at.date())
        decisions = decide(ground, np.random.default_rng(seed_of(seed, audience)))
        drawn = [made for made in decisions if made.status is FrameStatus.DRAWN]
        maker.memory.note(drawn, ground.today)
        _enter(maker, week, audience, decisions, draw.at.astimezone(UTC), work)
        paired = frozenset(made.case.transaction_id for made in drawn)


def _end_user_of(maker: _Maker, row: TransactionRow) -> EndUser | None:
    return maker.people.end_user(int(row.end_user_key[1:]) - 1) if row.end_user_key else None


def _ground(
    maker: _Maker,
    week: SimulatedWeek,
    audience: Audience,
    rows: list[TransactionRow],
    ends: list[EndUser | None],
    paired: frozenset[int],
    today: date,
) -> Ground:
    partners = [PARTNER_INDEX[row.partner_key or ""] for row in rows]
    name = str(maker.plan.calendar.week(week.index))
    people: list[tuple[int | None, Person]]
    if audience is Audience.END_USER:
        people = [(None, end.person) for end in ends if end]
    else:
        staff = maker.people.staff
        people = [(partner, one) for partner in sorted(set(partners)) for one in staff[partner]]
    return Ground(
        audience=audience,
        plans=maker.facts.plans[audience],
        open_ones=[
            OpenTransaction(
                transaction_id_of(week.index, row.key),
                row.key,
                name,
                maker.facts.touchpoint_ids[row.touchpoint_key],
                partner,
                end.person.id if end else None,
            )
            for row, end, partner in zip(rows, ends, partners, strict=True)
        ],
        people=people,
        history=maker.memory.history(audience, today),
        paired_ids=paired if audience is Audience.CHANNEL_PARTNER else frozenset(),
        today=today,
    )


def _enter(
    maker: _Maker,
    week: SimulatedWeek,
    audience: Audience,
    decisions: list[Decision],
    at: datetime,
    work: _Fieldwork,
) -> None:
    expires_at = _over_at(maker, week)
    for made in decisions:
        person = made.case.person
        account_id = None
        if person is not None and audience is Audience.END_USER:
            account_id = maker.people.end_user(person.id - 1).account_id
        work.entries[made.case.transaction_id, audience.value] = entry_facts(
            made, audience, account_id
        )
        if made.status is FrameStatus.DRAWN:
            work.invited.append(invited(made, audience, account_id, maker.facts, at, expires_at))


def _over_at(maker: _Maker, week: SimulatedWeek) -> datetime:
    return maker.plan.calendar.final_at(week.index, FIELD_PERIOD_DAYS).astimezone(UTC)


def _freeze(maker: _Maker, week: SimulatedWeek, work: _Fieldwork) -> FrozenWeek:
    over_at = _over_at(maker, week)
    rows = _week_rows(maker, week, work, over_at)
    names = {
        kind: {subject: place * PSEUDONYMS_PER_KIND + subject for subject in ids}
        for place, (kind, ids) in enumerate(sorted(subjects_of(rows).items()), start=1)
    }
    edition = EditionPlan(
        week=maker.plan.calendar.week(week.index),
        kind=EditionKind.FINAL,
        revision=0,
        reason=None,
        cut_off_at=over_at,
        fieldwork_closed=True,
        is_backfilled=False,
    )
    return freeze(rows, names, maker.facts.configuration, maker.keys, edition)


def _week_rows(maker: _Maker, week: SimulatedWeek, work: _Fieldwork, over_at: datetime) -> WeekRows:
    facts = maker.facts
    given = response_rows(week, work.invited, facts.shapes, maker.keys, over_at)
    ids = {key: one.id for key, one in work.transactions.items()}
    by_key = {row.key: row for row in given}
    responses = response_facts(given, ids, over_at)
    sent_before = maker.sent.copy()  # a link that ends at the cut-off has its grace still
    maker.sent.update(facts.version_names[one.version_id] for one in responses)
    return WeekRows(
        transactions=list(work.transactions.values()),
        entries=work.entries,
        responses=responses,
        answers={
            one.id: given_answers(by_key[one.key], facts.shapes[one.version_id])
            for one in responses
        },
        parts={},
        shapes=facts.shapes,
        questionnaire_names=facts.version_names,
        asked=tuple(replace(one, sent_count=sent_before[one.name]) for one in facts.asked),
        reference=facts.reference,
        late_response_count=0,
    )
