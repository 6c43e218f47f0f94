"""Which figures are points, what is charted against what, and how large a family is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from metrics.comparison.charts import chart_points, week_points
from metrics.comparison.figures import ChartFigure
from metrics.figures import EstimateFigure
from metrics.models import Decision
from metrics.warehouse.series import Point
from stats import family_limit
from tests.metrics.comparison.figures import estimate

VALUES = (30, 34, 28, 33, 31, 27, 32, 30, 35, 29, 31, 30)


def history(**changes: str) -> Iterator[Point]:
    for number, value in enumerate(VALUES, start=30):
        yield Point(f"2026-W{number}", "end_user", "nps", float(value), 60.0, 4.0, **changes)


def now(value: float, **changes: str) -> Point:
    return Point("2026-W45", "end_user", "nps", value, 60.0, 4.0, **changes)


def charted(value: float, *others: Point) -> ChartFigure:
    found = list(chart_points([*history(), *others], [now(value)]))
    assert len(found) == 1
    return found[0]


def test_a_total_far_below_its_finals_signals_since_this_week() -> None:
    found = charted(5.0)

    assert (found.side, found.since_week) == ("below", "2026-W45")
    assert (found.baseline_from, found.baseline_to) == ("2026-W30", "2026-W41")
    assert found.baseline_count == 12
    assert found.centre == pytest.approx(370 / 12, abs=1e-6)


def test_a_total_within_its_limits_does_not_signal() -> None:
    found = charted(33.0)

    assert (found.side, found.since_week, found.reason) == ("", None, None)


def test_limits_widen_with_the_family_that_is_looked_at() -> None:
    places = [("country", "DE"), ("country", "ES"), ("region", "DE/North")]
    before = [p for level, key in places for p in history(level=level, node_key=key)]
    own = [now(31.0, level=level, node_key=key) for level, key in places]

    alone = charted(31.0)
    found = list(chart_points([*history(), *before], [now(31.0), *own]))

    assert [one.series_count for one in found] == [3, 3, 1, 3]
    widths = {one.series_count: one.high - one.low for one in found if one.high and one.low}
    assert alone.high is not None
    assert alone.low is not None
    assert widths[1] == pytest.approx(alone.high - alone.low)
    assert widths[3] / widths[1] == pytest.approx(family_limit(3) / family_limit(1), rel=1e-5)


def test_a_series_too_short_for_a_baseline_says_so() -> None:
    [found] = chart_points(list(history())[:5], [now(31.0)])

    assert found.low is None
    assert found.reason == "not yet: 5 of the 12 points that a baseline needs"


def test_points_of_an_earlier_method_without_an_error_are_no_baseline() -> None:
    old = [replace(point, se=None) for point in history()]

    [found] = chart_points(old, [now(31.0)])

    assert found.reason == "not yet: 0 of the 12 points that a baseline needs"


def test_each_series_has_its_own_baseline() -> None:
    spain = list(history(level="country", node_key="ES"))
    high = [replace(point, value=point.value + 40) for point in spain]

    found = list(
        chart_points([*history(), *high], [now(31.0), now(31.0, level="country", node_key="ES")])
    )

    assert [(one.node_key, one.side) for one in found] == [("ES", "below"), ("", "")]


POINTS: tuple[tuple[str, EstimateFigure, bool], ...] = (
    ("the network's total", estimate(), True),
    ("the network's touchpoint", estimate(touchpoint_key="sale"), True),
    ("a country's total", estimate(level="country", node_key="ES"), True),
    ("a region's total", estimate(level="region", node_key="ES/Aragon"), True),
    ("a country's touchpoint", estimate(level="country", touchpoint_key="sale"), False),
    ("a partner", estimate(level="partner", node_key="p1"), False),
    ("four weeks", estimate(window=4), False),
    ("a hidden figure", estimate(decision=Decision.SUPPRESS, value=None, se=None), False),
    ("a held figure", estimate(decision=Decision.HOLD), False),
    ("a caveat", estimate(decision=Decision.CAVEAT), True),
)


@pytest.mark.parametrize(
    ("figure", "is_point"), [row[1:] for row in POINTS], ids=[row[0] for row in POINTS]
)
def test_only_shown_figures_of_one_week_are_points(figure: EstimateFigure, is_point: bool) -> None:
    found = list(week_points("2026-W45", [figure]))

    assert bool(found) is is_point
