"""Decide a draw from all that it rests on, with nothing read or written meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from customers.models import Audience
from surveys.sampling.cases import Case, Decision, OpenTransaction, Person, Plan, Rule
from surveys.sampling.drawing import Limits, assign, draw
from surveys.sampling.eligibility import RULES, ContactHistory, account_room, blocking_rule

# How much rather a partner's contact is asked about a transaction whose end user is in the sample.
PAIR_PREFERENCE = 3.0
# The end users come first: the partners' contacts are drawn with an eye on them.
DRAW_ORDER = (Audience.END_USER, Audience.CHANNEL_PARTNER)


@dataclass(frozen=True)
class Ground:
    """What one audience's draw rests on.

    `plans` by touchpoint id; `people` are all who could be asked, each with the id of the partner
    they work at; `paired_ids` the transactions whose end user is in the sample; `today` the day
    of the draw in the programme's zone.
    """

    audience: Audience
    plans: Mapping[int, Plan]
    open_ones: Sequence[OpenTransaction]
    people: Sequence[tuple[int | None, Person]]
    history: ContactHistory
    paired_ids: frozenset[int]
    today: date


def seed_of(seed: int, audience: Audience) -> tuple[int, int]:
    """The seed of an audience's part of a draw."""
    return seed, DRAW_ORDER.index(audience)


def decide(ground: Ground, rng: np.random.Generator) -> list[Decision]:
    """Every open transaction's frame status; the same ground and generator decide the same."""
    open_ones = sorted(ground.open_ones, key=lambda one: one.key)
    cases = _cases(ground, open_ones, rng)
    return draw(cases, _limits(ground), rng)


def _cases(
    ground: Ground, open_ones: Sequence[OpenTransaction], rng: np.random.Generator
) -> list[Case]:
    if ground.audience is Audience.END_USER:
        by_id = {person.id: person for _, person in ground.people}
        return [_case(one, ground.plans, by_id.get(one.end_user_id or 0), 1.0) for one in open_ones]
    assigned = assign([one.key for one in open_ones], _staff(open_ones, ground.people), rng)
    return [
        _case(one, ground.plans, person, PAIR_PREFERENCE if one.id in ground.paired_ids else 1.0)
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


def _limits(ground: Ground) -> Limits:
    rules = RULES[ground.audience]
    rule_by_person: dict[int, Rule] = {}
    room_by_account: dict[str, int] = {}
    for _, person in ground.people:
        if rule := blocking_rule(person, ground.history, rules, ground.today):
            rule_by_person[person.id] = rule
        room = account_room(person, ground.history, rules)
        if room and person.account_key is not None:
            room_by_account[person.account_key] = room
    return Limits(rule_by_person, room_by_account)
