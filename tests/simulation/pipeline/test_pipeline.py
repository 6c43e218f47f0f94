"""The short version of `./dev validate`: few weeks, one seed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import tests.simulation.pipeline.runs as of_runs
from demo.simulator.world import make_world
from metrics.models import Level, State
from tests.simulation.pipeline.counting import SCREEN
from tests.simulation.pipeline.expected import truth_of_week
from tests.simulation.pipeline.observed import Observed
from tests.simulation.pipeline.rates import Rate, Runs
from tests.simulation.pipeline.report import report
from tests.simulation.pipeline.scenarios import BY_KEY, FAULTLESS, SETTLING, Scenario

WEEKS = 2


def shortened(key: str) -> Scenario:
    scenario = BY_KEY[key]
    return replace(scenario, truth=replace(scenario.truth, week_count=SETTLING + WEEKS))


def reviewed(observed: Observed) -> dict[str, State]:
    return {
        finding.node_key: finding.state
        for finding in observed.computed.figures.findings
        if finding.check_key == SCREEN and finding.level is Level.PARTNER
        if finding.state in (State.WARN, State.FAIL)
    }


def test_a_partner_that_answers_for_its_end_users_is_red_and_nobody_else_is() -> None:
    *_, last = of_runs.observe(shortened("fabrication"), seed=1)

    red = [key for key, state in reviewed(last).items() if state is State.FAIL]
    own = [f for f in last.computed.figures.estimates if f.node_key == "DE02" and f.window == 4]
    assert red == ["DE02"]
    assert {f.decision for f in own if f.audience == "end_user"} == {"suppress"}


def test_where_nothing_is_wrong_nobody_is_under_review_and_the_totals_are_near_the_truth() -> None:
    weeks = list(of_runs.observe(shortened("faultless"), seed=1))

    assert [reviewed(week) for week in weeks] == [{}] * WEEKS
    for week in weeks:
        truth = week.truth("end_user", "nps", 1, Level.NETWORK, "")
        [total] = [
            figure for figure in week.computed.figures.estimates
            if (figure.audience, figure.metric, figure.window) == ("end_user", "nps", 1)
            and figure.level == "network" and not figure.touchpoint_key
        ]  # fmt: skip
        assert truth is not None
        assert total.value == pytest.approx(truth.these, abs=3 * (total.se or 0.0))


def test_what_customers_like_these_think_is_what_these_think_on_average() -> None:
    """The closed form against twenty simulated weeks, of some 24,000 transactions."""
    world = make_world(replace(FAULTLESS, week_count=20), seed=3)
    weeks = [truth_of_week(world, world.week(index)) for index in range(20)]

    for key in weeks[0].by_metric:
        these = np.concatenate([week.by_metric[key].these for week in weeks])
        like = np.concatenate([week.by_metric[key].like_these for week in weeks])
        gap = np.nanmean(these) - np.nanmean(like)
        # Persons come again and again: their own effects leave more than chance between the two.
        assert abs(gap) < 0.04 * np.nanstd(these), key


def test_a_rate_is_a_ratio_of_sums_with_the_error_between_runs() -> None:
    """By hand: a = (1, 3), b = (4, 4): r = .5, residuals ∓1, error √(2·2)/8 = .25."""
    runs = Runs([{"hits": 1.0, "all": 4.0}, {"hits": 3.0, "all": 4.0}])

    rate = runs.rate("hits", "all")

    assert rate == Rate(0.5, 0.25, 8.0)
    assert rate.percent() == "50.0 ± 25.0 %"
    assert runs.rate("hits", "nothing").percent() == "–"


def test_the_page_says_what_was_missed() -> None:
    start = "network 1|end_user|nps|"
    held = {f"{start}shown": 100.0, f"{start}figures": 100.0, f"{start}covers like these": 80.0}
    calls = {"changes steady|weeks": 15.0, "changes steady|called": 6.0}
    runs = Runs([held | calls, held | calls])

    page = "\n".join(report({"faultless": runs}, seeds=2))

    assert "**missed** (too seldom): nps of end users, network, 1 week" in page
    assert "**missed**: 40.00% instead of at most 10%" in page
