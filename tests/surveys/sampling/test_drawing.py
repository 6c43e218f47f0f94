from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest

from surveys.models import FrameStatus
from surveys.sampling.cases import Case, Decision, Person, Plan, Rule
from surveys.sampling.drawing import Limits, assign, draw

NO_LIMITS = Limits({}, {})
EVERYBODY = Plan(1, "delivery", 1, "confidential", 1.0)


def _person(number: int, account_key: str | None = None, *, is_reachable: bool = True) -> Person:
    return Person(
        id=number,
        key=f"p{number:04d}",
        language="en",
        supplied_by="business",
        has_usable_address=is_reachable,
        is_opted_out=False,
        account_key=account_key,
    )


def _case(
    number: int, person: Person | None, plan: Plan = EVERYBODY, preference: float = 1.0
) -> Case:
    return Case(number, f"t{number:04d}", "2026-W46", plan, person, preference)


def _draw(cases: Iterable[Case], limits: Limits = NO_LIMITS, seed: int = 1) -> list[Decision]:
    return draw(cases, limits, np.random.default_rng(seed))


def _statuses(decisions: Iterable[Decision]) -> dict[int, FrameStatus]:
    return {made.case.transaction_id: made.status for made in decisions}


def _drawn(decisions: Iterable[Decision]) -> dict[int, float]:
    return {
        made.case.transaction_id: made.selection_probability or 0.0
        for made in decisions
        if made.status is FrameStatus.DRAWN
    }


def test_everybody_eligible_is_drawn_with_certainty_by_default() -> None:
    decisions = _draw([_case(number, _person(number)) for number in range(1, 51)])

    assert _drawn(decisions) == dict.fromkeys(range(1, 51), 1.0)


def test_one_of_a_persons_transactions_is_drawn_and_the_others_say_so() -> None:
    person = _person(1)

    decisions = _draw([_case(number, person) for number in (1, 2, 3, 4)])

    assert Counter(_statuses(decisions).values()) == {
        FrameStatus.DRAWN: 1,
        FrameStatus.OTHER_TRANSACTION_DRAWN: 3,
    }
    assert list(_drawn(decisions).values()) == [0.25]


def test_each_of_a_persons_transactions_is_drawn_as_often_as_its_probability_says() -> None:
    person = _person(1)
    cases = [_case(1, person), _case(2, person, preference=3.0)]

    drawn = [_drawn(_draw(cases, seed=seed)) for seed in range(2000)]

    paired = [found[2] for found in drawn if 2 in found]
    assert set(paired) == {0.75}
    assert set().union(*(found.values() for found in drawn if 1 in found)) == {0.25}
    # 2,000 draws at 0.75: four standard errors are 0.039.
    assert len(paired) / 2000 == pytest.approx(0.75, abs=0.039)


def test_nobody_without_a_usable_address_is_drawn() -> None:
    decisions = _draw([_case(1, None), _case(2, _person(2, is_reachable=False))])

    assert set(_statuses(decisions).values()) == {FrameStatus.NO_CONTACT}


def test_blocked_persons_keep_the_first_rule_that_blocked_them() -> None:
    cases = [_case(1, _person(1)), _case(2, _person(2)), _case(3, _person(3)), _case(4, _person(1))]

    decisions = _draw(cases, Limits({1: Rule.OPT_OUT, 2: Rule.RELATIONSHIP}, {}))

    assert _statuses(decisions) == {
        1: FrameStatus.OPTED_OUT,
        2: FrameStatus.ASKED_TOO_RECENTLY,
        3: FrameStatus.DRAWN,
        4: FrameStatus.OPTED_OUT,
    }
    assert {made.rule for made in decisions} == {Rule.OPT_OUT, Rule.RELATIONSHIP, None}


def test_a_random_share_draws_about_that_share_with_that_probability() -> None:
    plan = replace(EVERYBODY, share=0.25)

    decisions = _draw([_case(number, _person(number), plan) for number in range(1, 402)])

    assert len(_drawn(decisions)) in (100, 101)  # 401 × 0.25, rounded at random
    assert set(_drawn(decisions).values()) == {0.25}
    assert Counter(_statuses(decisions).values())[FrameStatus.NOT_DRAWN] in (300, 301)


def test_a_small_group_is_neither_always_nor_never_asked() -> None:
    plan = replace(EVERYBODY, share=0.2)
    cases = [_case(1, _person(1), plan), _case(2, _person(2), plan)]

    counts = Counter(len(_drawn(_draw(cases, seed=seed))) for seed in range(2000))

    # Expected 0.4 drawn a time; four standard errors of 2,000 draws are 0.044.
    assert counts[1] / 2000 == pytest.approx(0.4, abs=0.044)
    assert counts[2] == 0


def test_all_transactions_of_a_person_left_out_by_chance_are_not_drawn() -> None:
    plan = replace(EVERYBODY, share=0.000001)
    person = _person(1)

    decisions = _draw([_case(1, person, plan), _case(2, person, plan)])

    assert set(_statuses(decisions).values()) == {FrameStatus.NOT_DRAWN}


def test_each_survey_draws_its_own_share() -> None:
    half = Plan(2, "sale", 1, "confidential", 0.5)
    cases = [_case(number, _person(number)) for number in range(1, 11)]
    cases += [_case(number, _person(number), half) for number in range(11, 31)]

    drawn = _drawn(_draw(cases))

    assert {number: p for number, p in drawn.items() if number <= 10} == dict.fromkeys(
        range(1, 11), 1.0
    )
    assert Counter(drawn.values())[0.5] == 10


def test_no_more_persons_of_a_company_are_asked_than_it_has_room_for() -> None:
    cases = [_case(number, _person(number, "acme")) for number in range(1, 6)]
    cases += [_case(9, _person(9, "lone")), _case(10, _person(10))]

    drawn = _drawn(_draw(cases, Limits({}, {"acme": 2, "lone": 3})))

    assert len([number for number in drawn if number <= 5]) == 2
    assert {drawn[number] for number in drawn if number <= 5} == {0.4}
    assert (drawn[9], drawn[10]) == (1.0, 1.0)


def test_weights_from_the_probabilities_count_every_eligible_transaction_on_average() -> None:
    plan = replace(EVERYBODY, share=0.5)
    persons = [_person(number, "acme" if number < 5 else None) for number in range(1, 11)]
    cases = [
        _case(10 * person.id + place, person, plan, preference=3.0 if place == 0 else 1.0)
        for person in persons
        for place in range(person.id % 3 + 1)
    ]

    totals = [
        sum(1 / p for p in _drawn(_draw(cases, Limits({}, {"acme": 3}), seed)).values())
        for seed in range(4000)
    ]

    assert np.mean(totals) == pytest.approx(len(cases), abs=4 * np.std(totals) / np.sqrt(4000))


def test_every_case_is_decided_exactly_once() -> None:
    plan = replace(EVERYBODY, share=0.3)
    cases = [_case(number, _person(number % 40, f"a{number % 7}"), plan) for number in range(200)]

    decisions = _draw(cases, Limits({3: Rule.ANY}, {"a1": 2}))

    decided = sorted(made.case.transaction_id for made in decisions)
    assert decided == sorted(case.transaction_id for case in cases)


def test_the_order_in_which_cases_come_changes_nothing() -> None:
    plan = replace(EVERYBODY, share=0.3)
    cases = [_case(number, _person(number % 40, f"a{number % 7}"), plan) for number in range(200)]

    forwards = _draw(cases, Limits({}, {"a1": 2, "a2": 1}))
    backwards = _draw(cases[::-1], Limits({}, {"a2": 1, "a1": 2}))

    assert _statuses(forwards) == _statuses(backwards)
    assert _drawn(forwards) == _drawn(backwards)


def test_another_seed_draws_another_sample() -> None:
    plan = replace(EVERYBODY, share=0.5)
    cases = [_case(number, _person(number), plan) for number in range(100)]

    assert set(_drawn(_draw(cases, seed=1))) != set(_drawn(_draw(cases, seed=2)))


def test_each_transaction_is_assigned_to_one_of_its_partners_people() -> None:
    staff = [_person(1), _person(2), _person(3)]
    keys = [f"t{number:04d}" for number in range(900)]

    assigned = assign(keys, [staff] * 900, np.random.default_rng(5))

    counts = Counter(person.id for person in assigned if person)
    # 900 draws at a third: four standard errors are 57.
    assert all(abs(counts[number] - 300) < 57 for number in (1, 2, 3))


def test_assigning_depends_on_keys_and_not_on_the_order_of_rows() -> None:
    staff = [_person(1), _person(2), _person(3)]
    keys = [f"t{number:04d}" for number in range(50)]

    forwards = assign(keys, [staff] * 50, np.random.default_rng(5))
    backwards = assign(keys[::-1], [staff[::-1]] * 50, np.random.default_rng(5))

    assert forwards == backwards[::-1]


def test_a_transaction_whose_partner_has_nobody_is_assigned_to_nobody() -> None:
    assert assign(["t1"], [[]], np.random.default_rng(5)) == [None]
