"""Could the customers be asked: by amount this week, by transactions over windows."""

from __future__ import annotations

from typing import Any

import pytest

from metrics.figures import Finding
from metrics.integrity.sampling.coverage import revenue_coverage
from metrics.models import State
from tests.metrics.frozen_weeks import MadeWeek
from tests.metrics.integrity.sampling.quarters import Fill, quarter, the


def contacts(known: int, unknown: int, **facts: Any) -> Fill:
    def fill(made: MadeWeek) -> None:
        for place in range(known + unknown):
            has = place < known
            made.transaction(
                contact_present=has,
                contact_supplied_by=("partner" if place % 2 else "business") if has else "",
                frame_status="drawn" if has else "no_contact",
                selection_probability=1.0 if has else None,
                disposition="non_contact" if has else "",
                **facts,
            )

    return fill


def both(*fills: Fill) -> Fill:
    def fill(made: MadeWeek) -> None:
        for one in fills:
            one(made)

    return fill


def coverage(fill: Fill, window: int = 1) -> Finding:
    return the(revenue_coverage(quarter(fill)), "revenue_coverage", window=window)


@pytest.mark.parametrize(
    ("reachable", "state"),
    [(100, State.PASS), (80, State.PASS), (79, State.WARN), (49, State.FAIL)],
)
@pytest.mark.parametrize("window", [1, 4, 13])
def test_coverage_is_the_share_of_business_that_can_be_reached(
    reachable: int, state: State, window: int
) -> None:
    finding = coverage(contacts(reachable, 100 - reachable), window)

    assert (finding.state, finding.value) == (state, reachable / 100)
    assert bool(finding.what_to_do) == (state is not State.PASS)


def test_the_weeks_is_by_amount_and_that_of_more_weeks_by_transactions() -> None:
    fill = both(contacts(10, 0, amount=900.0), contacts(0, 90, amount=100.0))

    week, quarter_of_a_year = coverage(fill), coverage(fill, 13)

    assert (week.value, quarter_of_a_year.value) == (0.5, 0.1)
    assert "business by amount" in week.what
    assert "of the transactions" in quarter_of_a_year.what
    assert (week.evidence["transactions"], quarter_of_a_year.evidence["transactions"]) == (
        100,
        1300,
    )


@pytest.mark.parametrize("facts", [{"amount": None}, {"amount": -5.0}, {"amount": 0.0}])
def test_transactions_count_where_amounts_do_not_say(facts: dict[str, Any]) -> None:
    finding = coverage(both(contacts(10, 10, **facts), contacts(20, 0, **facts)))

    assert "of the transactions (not all have an amount" in finding.what
    assert finding.value == 0.75


def test_amounts_in_two_currencies_are_not_added_up() -> None:
    fill = both(
        contacts(10, 0, currency="EUR", amount=1.0), contacts(0, 10, currency="BRL", amount=9.0)
    )

    assert coverage(fill).value == 0.5


def test_customers_are_counted_once_however_much_they_buy() -> None:
    evidence = coverage(both(contacts(5, 0, account=7), contacts(3, 2))).evidence

    assert (evidence["customers"], evidence["customers_with_contact"]) == (6, 4)


def test_it_is_said_who_supplied_the_contacts() -> None:
    evidence = coverage(contacts(5, 1), 4).evidence

    assert evidence["contact_supplied_by"] == {"business": 12, "partner": 8}


@pytest.mark.parametrize("window", [1, 4, 13])
def test_where_nobody_recorded_who_could_be_asked_it_is_unknown(window: int) -> None:
    def fill(made: MadeWeek) -> None:
        made.transaction(
            frame_status="", contact_present=None, selection_probability=None, disposition=""
        )

    finding = coverage(fill, window)

    assert (finding.state, finding.value) == (State.UNKNOWN, None)
    assert finding.what == "Nobody recorded which end users could be asked."
