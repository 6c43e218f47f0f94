"""The draw: whom the platform asks about which transaction, and with what probability.

Four random steps, each with its probability; a case's selection probability is their product.
Everything is ordered by key first, so that the database's row order changes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeVar

import numpy as np

from surveys.models import FrameStatus
from surveys.sampling.cases import Case, Decision, Person, Rule

Item = TypeVar("Item")


@dataclass(frozen=True)
class Choice:
    """A person's chosen transaction on its way through the steps."""

    case: Case
    others: tuple[Case, ...]
    probability: float


@dataclass(frozen=True)
class Limits:
    """What restricts the draw: a rule per blocked person, and the room left per company."""

    rule_by_person: Mapping[int, Rule]
    room_by_account: Mapping[str, int]


def draw(cases: Iterable[Case], limits: Limits, rng: np.random.Generator) -> list[Decision]:
    """Decide every case: blocked, drawn, or not drawn by chance."""
    ordered = sorted(cases, key=lambda case: case.transaction_key)
    decisions = [decided for case in ordered if (decided := _blocked(case, limits))]
    decided_ids = {decision.case.transaction_id for decision in decisions}
    open_cases = [case for case in ordered if case.transaction_id not in decided_ids]
    choices = [_choose_transaction(own, rng) for own in _by_person(open_cases)]
    kept, left_out = _keep_within_accounts(choices, limits.room_by_account, rng)
    sampled, not_sampled = _sample_by_plan(kept, rng)
    for choice in sampled:
        decisions += _drawn(choice)
    for choice in (*left_out, *not_sampled):
        decisions += _not_drawn(choice)
    return decisions


def assign(
    keys: Sequence[str], persons: Sequence[Sequence[Person]], rng: np.random.Generator
) -> list[Person | None]:
    """One person at random for each transaction, from those who could answer for it.

    `keys` are the transactions' keys; both sequences are as long and are answered in their order.
    """
    answer: list[Person | None] = [None] * len(keys)
    for place in sorted(range(len(keys)), key=lambda index: keys[index]):
        able = sorted(persons[place], key=lambda person: person.key)
        if able:
            answer[place] = able[int(rng.integers(len(able)))]
    return answer


def _blocked(case: Case, limits: Limits) -> Decision | None:
    if case.person is None or not case.person.has_usable_address:
        return Decision(case, FrameStatus.NO_CONTACT)
    rule = limits.rule_by_person.get(case.person.id)
    if rule is None:
        return None
    is_opt_out = rule is Rule.OPT_OUT
    status = FrameStatus.OPTED_OUT if is_opt_out else FrameStatus.ASKED_TOO_RECENTLY
    return Decision(case, status, rule=rule)


def _by_person(cases: Iterable[Case]) -> list[list[Case]]:
    return _grouped(cases, lambda case: case.person.key if case.person else "")


def _grouped(items: Iterable[Item], key: Callable[[Item], str]) -> list[list[Item]]:
    return [list(group) for _, group in groupby(sorted(items, key=key), key)]


def _choose_transaction(own: Sequence[Case], rng: np.random.Generator) -> Choice:
    """One of a person's transactions, each with its preference's share as probability."""
    weights = np.array([case.preference for case in own])
    shares = weights / weights.sum()
    place = int(rng.choice(len(own), p=shares)) if len(own) > 1 else 0
    others = tuple(case for index, case in enumerate(own) if index != place)
    return Choice(own[place], others, float(shares[place]))


def _keep_within_accounts(
    choices: Sequence[Choice], room_by_account: Mapping[str, int], rng: np.random.Generator
) -> tuple[list[Choice], list[Choice]]:
    """At most the room left of each company's persons, at random."""
    free = [choice for choice in choices if _account(choice) not in room_by_account]
    bound = [choice for choice in choices if _account(choice) in room_by_account]
    kept, left_out = free, []
    for group in _grouped(bound, _account):
        room = min(room_by_account[_account(group[0])], len(group))
        inside, outside = _pick(group, room, rng)
        kept += [_scaled(choice, room / len(group)) for choice in inside]
        left_out += outside
    return kept, left_out


def _account(choice: Choice) -> str:
    person = choice.case.person
    return (person.account_key or "") if person else ""


def _sample_by_plan(
    choices: Sequence[Choice], rng: np.random.Generator
) -> tuple[list[Choice], list[Choice]]:
    """A simple random share of the persons of each survey, by its plan."""
    sampled: list[Choice] = []
    left_out: list[Choice] = []
    for group in _grouped(choices, lambda choice: choice.case.plan.touchpoint_key):
        share = group[0].case.plan.share
        inside, outside = _pick(group, _random_count(share * len(group), rng), rng)
        # The count is rounded at random, so that each person's probability is the share exactly.
        sampled += [_scaled(choice, share) for choice in inside]
        left_out += outside
    return sampled, left_out


def _random_count(expected: float, rng: np.random.Generator) -> int:
    whole = math.floor(expected)
    return whole + int(rng.random() < expected - whole)


def _pick(
    group: Sequence[Choice], count: int, rng: np.random.Generator
) -> tuple[list[Choice], list[Choice]]:
    if count >= len(group):
        return list(group), []
    places = set(rng.choice(len(group), size=count, replace=False).tolist())
    inside = [choice for index, choice in enumerate(group) if index in places]
    outside = [choice for index, choice in enumerate(group) if index not in places]
    return inside, outside


def _scaled(choice: Choice, factor: float) -> Choice:
    return replace(choice, probability=choice.probability * factor)


def _drawn(choice: Choice) -> list[Decision]:
    others = [Decision(case, FrameStatus.OTHER_TRANSACTION_DRAWN) for case in choice.others]
    return [Decision(choice.case, FrameStatus.DRAWN, choice.probability), *others]


def _not_drawn(choice: Choice) -> list[Decision]:
    return [Decision(case, FrameStatus.NOT_DRAWN) for case in (choice.case, *choice.others)]
