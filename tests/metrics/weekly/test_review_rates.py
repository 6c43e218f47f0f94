"""A week of which every message came back still closes."""

from __future__ import annotations

from metrics.warehouse.frozen import History
from metrics.weekly.compute import compute
from tests.metrics.frozen_weeks import MadeWeek


def test_where_every_message_came_back_there_is_no_rate_and_the_week_closes() -> None:
    made = MadeWeek()
    for _ in range(3):
        made.transaction(disposition="unknown_undelivered")

    found = compute(made.freeze(), History()).figures

    rates = found.summary["response_rates"]["end_user"]
    assert (rates["drawn"], rates["dispositions"]) == (3, {"unknown_undelivered": 3})
    assert "rr1" not in rates
    [what] = {one.what for one in found.findings if one.check_key == "response_rate"}
    assert what == "No rate: of 3 asked nobody is known to have been reached."
