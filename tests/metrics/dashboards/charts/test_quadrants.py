from __future__ import annotations

from itertools import pairwise

from metrics.dashboards.charts.axes import Point
from metrics.dashboards.charts.quadrants import LABEL_HEIGHT, PairPoint, draw_quadrants

CUTS, SCALE = (50.0, 45.0), (-100.0, 100.0)


def pair(across: float, up: float, *, name: str = "A", is_sure: bool = True) -> PairPoint:
    return PairPoint(
        name, "/", Point(across, across - 4, across + 4), Point(up, up - 4, up + 4), is_sure
    )


def test_a_point_stands_right_and_above_where_both_figures_are_high() -> None:
    chart = draw_quadrants([pair(70, 70)], CUTS, SCALE, "")

    assert chart is not None
    [mark] = chart.marks
    assert mark.x > chart.cut_x
    assert mark.y < chart.cut_y


def test_the_cuts_are_on_the_chart_however_far_the_points_lie() -> None:
    chart = draw_quadrants([pair(-80, -90)], CUTS, SCALE, "")

    assert chart is not None
    assert 0 < chart.cut_x <= 100
    assert 0 <= chart.cut_y < chart.height


def test_only_certain_points_are_named_and_names_do_not_cover_each_other() -> None:
    points = [pair(20, 30 + i / 10, name=f"N{i}") for i in range(9)]
    points.append(pair(20, 31, name="unsure", is_sure=False))

    chart = draw_quadrants(points, CUTS, SCALE, "")

    assert chart is not None
    heights = sorted(mark.label_y for mark in chart.marks if mark.label_y is not None)
    assert 0 < len(heights) < 9
    assert all(b - a >= LABEL_HEIGHT for a, b in pairwise(heights))
    assert all(mark.label_y is None for mark in chart.marks if mark.name == "unsure")


def test_intervals_of_uncertain_points_do_not_stretch_the_chart() -> None:
    wide = PairPoint("W", "/", Point(50, -90, 99), Point(45, -90, 99), False)

    chart = draw_quadrants([wide, pair(60, 60)], CUTS, SCALE, "")

    assert chart is not None
    assert float(chart.y_ticks[0].label) >= 40


def test_without_a_point_there_is_no_chart() -> None:
    assert draw_quadrants([], CUTS, SCALE, "") is None
