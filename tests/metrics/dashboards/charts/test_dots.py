from __future__ import annotations

import pytest

from metrics.dashboards.charts.axes import Point, fit_axis
from metrics.dashboards.charts.dots import draw_ordered, mark_of

AXIS = fit_axis([0, 100], -100, 100)


@pytest.mark.parametrize(
    ("name", "target", "early", "held", "hollow"),
    [
        ("told apart from the target", 45.0, False, False, False),
        ("the interval covers the target", 40.0, False, False, True),
        ("the interval ends at the target", 42.0, False, False, True),
        ("no target", None, False, False, False),
        ("early", 45.0, True, False, True),
        ("held", 45.0, False, True, True),
    ],
)
def test_only_what_is_certain_is_filled(
    name: str, target: float | None, early: bool, held: bool, hollow: bool
) -> None:
    mark = mark_of(Point(38, 34, 42), "end_user", AXIS, 10, target, is_early=early, is_held=held)

    assert mark.is_hollow is hollow, name


def test_partners_stand_in_order_of_value_and_hollow_where_no_finding() -> None:
    points = [Point(50, 40, 60), Point(10, 2, 18), Point(70, 61, 79)]

    sure = [False, True, True]

    chart = draw_ordered(points, "end_user", -100, 100, (45, "target 45"), "three", sure=sure)

    assert chart is not None
    assert [mark.x for mark in chart.marks] == [0, 50, 100]
    assert [mark.is_hollow for mark in chart.marks] == [False, True, False]
    assert chart.marks[0].y > chart.marks[1].y > chart.marks[2].y


def test_no_partner_is_no_chart() -> None:
    assert draw_ordered([], "end_user", -100, 100, None, "none") is None
