"""Whom the rules keep from being asked, and whether they are the unhappy."""

from __future__ import annotations

from typing import Any

import pytest

from metrics.figures import Finding
from metrics.integrity.sampling.fatigue import Loss, fatigue_losses
from metrics.models import State
from tests.metrics.frozen_weeks import MadeWeek
from tests.metrics.integrity.sampling.quarters import quarter

NOT_ASKED: dict[str, Any] = {"selection_probability": None, "disposition": ""}


def blocked(rule: str, well: int, badly: int, outcomes: tuple[str, str]) -> Finding:
    """A hundred asked, ten of them after trouble; and those the rule took away."""

    def fill(made: MadeWeek) -> None:
        for place in range(100):
            made.transaction(outcome=outcomes[place < 10])
        for place in range(well + badly):
            made.transaction(outcome=outcomes[place < badly], frame_status=rule, **NOT_ASKED)

    [found] = fatigue_losses(quarter(fill))
    return found


RECORDED = ("nothing_wrong", "complaint_or_return")


@pytest.mark.parametrize(
    ("well", "badly", "state"),
    [(18, 2, State.PASS), (15, 5, State.WARN), (10, 10, State.FAIL)],
)
def test_a_rule_that_takes_the_unhappy_away_beyond_chance_warns(
    well: int, badly: int, state: State
) -> None:
    found = blocked("asked_too_recently", well, badly, RECORDED)

    assert found.state is state
    assert bool(found.what_to_do) == (state is not State.PASS)
    assert found.evidence["asked_too_recently"]["lost"] == 20 * 13
    assert found.evidence["asked_too_recently"]["share"] == pytest.approx(20 / 120, abs=1e-6)


def test_the_sentence_says_which_rule_and_how_much() -> None:
    found = blocked("opted_out", 10, 10, RECORDED)

    assert found.what == (
        "17 % of the end users had opted out, and 50 % of them had a delay, complaint or return, "
        "against 10 % of the others."
    )


def test_the_limit_is_agresti_and_caffos() -> None:
    loss = Loss("opted_out", 20, 0.1, badly=10, known=20, others_badly=10, others_known=100)

    difference, low = loss.excess

    # 11/22 − 11/102, variance .25/22 + (11/102)(91/102)/102, by hand.
    assert difference == pytest.approx(0.392157, abs=1e-6)
    assert low == pytest.approx(0.392157 - 3.0902 * 0.110947, abs=1e-4)


def test_where_nobody_recorded_how_transactions_went_it_is_unknown() -> None:
    found = blocked("opted_out", 10, 10, ("not_recorded", "not_recorded"))

    assert (found.state, found.value) == (State.UNKNOWN, None)
    assert "cannot be told" in found.what


def test_where_no_rule_took_anybody_away_there_is_nothing_to_warn_of() -> None:
    found = blocked("opted_out", 0, 0, RECORDED)

    assert (found.state, found.what) == (
        State.PASS, "No rule kept end users with a contact from being asked.",
    )  # fmt: skip


def test_where_nobody_is_known_who_could_be_asked_the_check_cannot_apply() -> None:
    def fill(made: MadeWeek) -> None:
        made.transaction(frame_status="", contact_present=None, **NOT_ASKED)

    [found] = fatigue_losses(quarter(fill))

    assert found.state is State.NOT_APPLICABLE
