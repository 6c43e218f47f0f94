"""How evenly customers answer: the R-indicator of a window, and who pulls it down."""

from __future__ import annotations

import numpy as np
import pytest

from metrics.figures import Finding
from metrics.integrity.sampling.evenness import (
    Crossed,
    Strata,
    crossed_of,
    large_enough,
    response_evenness,
)
from metrics.models import State
from metrics.warehouse.columns import Coded
from metrics.warehouse.stack import stack_weeks
from stats import r_indicator_of_strata
from tests.metrics.frozen_weeks import MadeWeek
from tests.metrics.integrity.sampling.quarters import Fill, quarter, the

Heard = tuple[int, int]


def business(**heard: Heard) -> Fill:
    """(answered, silent) by outcome."""

    def fill(made: MadeWeek) -> None:
        for outcome, (answered, silent) in heard.items():
            for place in range(answered + silent):
                answers = {"recommend": 8} if place < answered else None
                made.transaction(outcome=outcome, answers=answers)

    return fill


def evenness(fill: Fill, window: int = 1) -> Finding:
    return the(response_evenness(quarter(fill, weeks=4)), "propensity_cv", window=window)


UNEVEN = {"nothing_wrong": (60, 40), "late": (20, 80)}


def test_the_worked_example_of_the_methods_has_its_figures() -> None:
    found = evenness(business(**UNEVEN))

    # Methods B4: N = 100, 100, responses 60, 20: R .599, CV .501, partials ±.141.
    assert found.evidence["r"] == pytest.approx(0.599, abs=5e-4)
    assert found.evidence["cv"] == pytest.approx(0.501, abs=5e-4)
    assert found.evidence["partial_indicators"] == {"delivery, late": -0.141421}
    assert found.value == found.evidence["adjusted_cv"]
    assert found.state is State.WARN


def test_who_pulls_it_down_is_named_in_words_with_its_rate() -> None:
    found = evenness(business(**UNEVEN))

    assert found.what == (
        "Customers answer unevenly (R 0.60; 40 % of all): least among “delivery, late” (20 %)."
    )
    assert found.what_to_do


def test_longer_windows_add_their_weeks_up() -> None:
    found = evenness(business(**UNEVEN), window=4)

    assert (found.evidence["transactions"], found.evidence["used_answers"]) == (800, 320)


def test_more_than_half_of_the_mean_fails() -> None:
    assert evenness(business(nothing_wrong=(60, 40), late=(8, 92))).state is State.FAIL


def test_equal_rates_pass() -> None:
    found = evenness(business(nothing_wrong=(40, 60), late=(20, 30)))

    assert (found.state, found.value) == (State.PASS, 0.0)
    assert found.what == "Customers of all kinds answer about alike (R 1.00)."


def test_what_chance_explains_is_unknown_and_never_called_uneven() -> None:
    found = evenness(business(nothing_wrong=(16, 104), late=(8, 112)))

    assert found.what.endswith("or it is chance: 24 answers do not tell.")
    assert found.evidence["p"] > 0.05
    assert found.value is not None
    assert found.value > 0.25
    assert found.state is State.UNKNOWN


def test_kinds_with_ten_answers_expected_of_neither_cannot_be_told_apart() -> None:
    found = evenness(business(nothing_wrong=(15, 35), late=(4, 26)))

    assert (found.state, found.value) == (State.UNKNOWN, None)
    assert found.what.startswith("19 answers are too few")


def test_where_all_transactions_are_of_one_kind_nothing_could_be_uneven() -> None:
    assert evenness(business(nothing_wrong=(60, 40))).state is State.NOT_APPLICABLE


def test_a_spread_of_chance_alone_seldom_warns() -> None:
    rng = np.random.default_rng(3)
    people = np.full(40, 30)
    found = []
    for _ in range(400):
        strata = Strata(people, rng.binomial(people, 0.35))
        cv = r_indicator_of_strata(strata.people, strata.answers).adjusted_cv
        found.append(cv is not None and cv > 0.25 and strata.chance < 0.05)

    assert np.mean(found) < 0.02


def test_honest_weeks_of_few_answers_over_many_kinds_seldom_warn() -> None:
    """Eighty answers of 1,200 people in 120 kinds, all with the same propensity."""
    rng = np.random.default_rng(5)
    people = np.full(120, 10)
    kind = np.repeat(np.arange(24), 5)
    levels = {
        "touchpoint_outcome": Coded(kind, tuple(map(str, range(24)))),
        "outcome": Coded(kind % 3, ("nothing_wrong", "late", "complaint_or_return")),
    }
    states = []
    for _ in range(400):
        strata = large_enough(Crossed(Strata(people, rng.binomial(people, 1 / 15)), levels))
        cv = r_indicator_of_strata(strata.people, strata.answers).adjusted_cv or 0.0
        states.append((cv > 0.25, cv > 0.25 and strata.chance < 0.05))

    doubted, warned = np.mean(states, axis=0)
    assert doubted < 0.06
    assert warned < 0.06


def test_strata_with_few_answers_join_those_of_their_kind_and_nobody_is_lost() -> None:
    def fill(made: MadeWeek) -> None:
        for region, outcome, count in (
            ("DE/North", "late", 36), ("DE/South", "late", 15), ("ES/Coast", "late", 18),
            ("DE/North", "nothing_wrong", 90), ("DE/South", "complaint_or_return", 9),
        ):  # fmt: skip
            for place in range(count):
                answers = {"recommend": 8} if place % 3 == 0 else None
                made.transaction(region=region, outcome=outcome, answers=answers)

    stack = stack_weeks(quarter(fill, weeks=1).weeks, "end_user")
    found = large_enough(crossed_of(stack))

    # A third answers, so that 30 are needed: two small late ones together are 33, and the nine
    # complaints join the smallest of the others.
    assert sorted(found.people.tolist()) == [36, 42, 90]
    assert found.answers.sum() == stack.answers.total


def test_small_kinds_join_those_that_went_alike() -> None:
    def fill(made: MadeWeek) -> None:
        for touchpoint, outcome, count in (
            ("sale", "late", 9), ("delivery", "late", 12), ("repair_visit", "late", 12),
            ("sale", "nothing_wrong", 30), ("delivery", "nothing_wrong", 12),
            ("repair_visit", "nothing_wrong", 21),
        ):  # fmt: skip
            for place in range(count):
                answers = {"recommend": 8} if place % 3 == 0 else None
                made.transaction(touchpoint=touchpoint, outcome=outcome, answers=answers)

    found = large_enough(crossed_of(stack_weeks(quarter(fill, weeks=1).weeks, "end_user")))

    assert found.people.tolist() == [30, 33, 33]
