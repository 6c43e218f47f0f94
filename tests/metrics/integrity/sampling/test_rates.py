"""Response rates over windows, and messages that came back."""

from __future__ import annotations

import pytest

from metrics.integrity.sampling.rates import rates_of, response_rates, undeliverable
from metrics.models import State
from tests.metrics.frozen_weeks import MadeWeek
from tests.metrics.integrity.sampling.quarters import Fill, quarter, the


def asked(complete: int, silent: int, returned: int) -> Fill:
    def fill(made: MadeWeek) -> None:
        for disposition, count in (
            ("complete", complete), ("non_contact", silent), ("unknown_undelivered", returned),
        ):  # fmt: skip
            for _ in range(count):
                made.transaction(disposition=disposition)

    return fill


@pytest.mark.parametrize(("window", "drawn"), [(1, 20), (4, 80), (13, 260)])
def test_a_window_adds_up_the_dispositions_of_its_weeks(window: int, drawn: int) -> None:
    evidence = quarter(asked(5, 12, 3))

    found = the(response_rates(evidence), "response_rate", window=window)

    # RR1 5/20; RR3 takes all of unknown eligibility as eligible where nobody was found not to be.
    assert found.what == f"RR1 25 %, RR3 25 % of {drawn} asked."
    assert found.evidence["dispositions"]["unknown_undelivered"] == 3 * window
    assert found.value == pytest.approx(0.25)


def test_the_weeks_own_rates_are_those_of_its_summary() -> None:
    rates = rates_of(quarter(asked(5, 12, 3)))["end_user"]

    assert rates is not None
    assert (rates["drawn"], rates["rr1"]) == (20, 0.25)


@pytest.mark.parametrize(
    ("returned", "state"), [(5, State.PASS), (6, State.WARN), (20, State.WARN), (21, State.FAIL)]
)
def test_addresses_that_reach_nobody_are_a_caveat(returned: int, state: State) -> None:
    evidence = quarter(asked(40, 60 - returned, returned))

    [found] = undeliverable(evidence)

    assert (found.state, found.value) == (state, returned / 100)
    assert found.evidence == {"asked": 1_300, "returned": 13 * returned, "weeks": 13}


def test_a_handful_of_messages_says_nothing_of_the_addresses() -> None:
    assert not list(undeliverable(quarter(asked(0, 0, 9), weeks=1)))
