"""A control chart needs twelve finals that hold still."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from metrics.integrity.analytics.baselines import chart_baseline, unstable_baselines
from metrics.models import Metric, State
from metrics.warehouse.series import Point
from stats import NotYet
from tests.metrics.integrity.analytics.made import evidence, only

STEADY = (40.0, 42.0, 39.0, 43.0, 41.0, 40.5, 42.5, 39.5, 41.5, 40.0, 42.0, 41.0)


def points(values: tuple[float, ...], metric: str = "nps", n: float = 200.0) -> tuple[Point, ...]:
    return tuple(
        Point(f"2026-W{week:02}", "end_user", metric, value, n)
        for week, value in enumerate(values, 10)
    )


def charted(values: tuple[float, ...], metric: str = "nps") -> Any:
    given = evidence()
    given.__dict__["points"] = points(values, metric)
    return only(unstable_baselines, given)


def test_eleven_finals_make_no_chart_yet() -> None:
    finding = charted(STEADY[:11])

    assert finding.state is State.NOT_APPLICABLE
    assert "11 finals of the 12" in finding.what
    assert finding.evidence == {"finals": 11}


def test_the_first_edition_says_that_there_is_no_chart_yet() -> None:
    finding = only(unstable_baselines, evidence())

    assert finding.state is State.NOT_APPLICABLE
    assert "there is none before this week" in finding.what


def test_steady_weeks_give_limits_that_can_be_checked_by_hand() -> None:
    finding = charted(STEADY)

    ranges = [abs(b - a) for a, b in pairwise(STEADY)]
    centre, half = sum(STEADY) / 12, 2.66 * sum(ranges) / 11
    assert finding.state is State.PASS
    assert finding.evidence["centre"] == pytest.approx(centre, abs=1e-6)
    assert finding.evidence["low"] == pytest.approx(centre - half, abs=2e-3 * half)
    assert finding.evidence["high"] == pytest.approx(centre + half, abs=2e-3 * half)


def test_a_week_outside_its_own_limits_is_named() -> None:
    finding = charted((*STEADY[:6], 15.0, *STEADY[6:], *STEADY[:8]))

    assert finding.state is State.WARN
    assert "2026-W16 " in finding.what
    assert "2026-W16 to" not in finding.what


def test_a_week_that_widens_the_limits_until_it_lies_within_them_is_named() -> None:
    values = (*STEADY[:6], 33.0, *STEADY[7:])

    finding = charted(values)

    assert finding.state is State.WARN
    assert "2026-W16 widens the limits and so hides itself" in finding.what


def test_a_drift_over_eight_weeks_on_one_side_is_unstable() -> None:
    values = tuple(40.0 + (i % 2) for i in range(10)) + tuple(44.0 + (i % 2) for i in range(10))

    assert charted(values).state is State.WARN


def test_a_share_is_charted_by_p_prime() -> None:
    shares = tuple(value / 50 for value in STEADY)

    finding = charted(shares, "csat")

    assert finding.evidence["chart"] == "Laney p′"
    assert finding.state is State.PASS


def test_weeks_that_do_not_vary_are_no_baseline() -> None:
    assert isinstance(chart_baseline(Metric.NPS, points((40.0,) * 12)), NotYet)
    assert "do not vary" in charted((40.0,) * 12).what
