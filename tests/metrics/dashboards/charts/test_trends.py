from __future__ import annotations

from dataclasses import replace

from metrics.dashboards.charts.axes import Point
from metrics.dashboards.charts.stepping import Step, Target
from metrics.dashboards.charts.trends import Caption, Limits, Trend, TrendPoint, draw_trend

CAPTION = Caption("title", "about", "text")


def entry(label: str, value: float | None) -> TrendPoint:
    point = None if value is None else Point(value, value - 5, value + 5)
    return TrendPoint(label, point, "" if value is None else str(value))


def drawn(values: list[float | None], target: float | None = None) -> Trend:
    points = [entry(f"W{i:02d}", value) for i, value in enumerate(values)]
    goal = None if target is None else Target([target] * len(values), f"target {target}")
    trend = draw_trend(points, "end_user", -100, 100, goal, CAPTION)
    assert trend is not None
    return trend


def test_a_week_without_a_figure_leaves_a_gap() -> None:
    trend = drawn([40, 42, None, 41, 43])

    assert len(trend.lines) == 2
    assert len(trend.bands) == 2
    assert trend.lines[0].startswith("M0 ")
    assert trend.lines[1].startswith("M750 ")


def test_a_week_between_two_gaps_is_a_dot() -> None:
    trend = drawn([40, 42, None, 41, None])

    assert [single.x for single in trend.singles] == [75]
    assert trend.singles[0].y_high < trend.singles[0].y < trend.singles[0].y_low
    assert trend.last_y is None


def test_the_last_value_keeps_clear_of_the_name_of_the_target() -> None:
    trend = drawn([60, 40, 46], target=45)

    assert trend.last_y is not None
    assert trend.target_y is not None
    assert trend.value_y is not None
    assert abs(trend.value_y - trend.target_y) >= 16
    assert trend.value_y < trend.target_y


def test_labels_are_counted_back_from_the_newest_week() -> None:
    trend = drawn([float(40 + i % 3) for i in range(53)])

    assert trend.x_ticks[-1].label == "W52"
    assert trend.x_ticks[-1].at == 100
    assert len(trend.x_ticks) <= 6


def test_one_week_is_no_trend() -> None:
    points = [entry("W01", None), entry("W02", 40)]

    assert draw_trend(points, "end_user", -100, 100, None, CAPTION) is None


def test_no_line_and_no_band_leads_over_a_break_and_a_mark_says_what_changed() -> None:
    points = [entry(f"W{i:02d}", 40.0 + i) for i in range(5)]
    points[2] = replace(points[2], breaks=("The question was worded anew.",))

    trend = draw_trend(points, "end_user", -100, 100, None, CAPTION)

    assert trend is not None
    assert [line.count(" ") for line in trend.lines] == [3, 5]
    assert len(trend.bands) == 2
    assert [(mark.x, mark.text) for mark in trend.breaks] == [
        (37.5, "The question was worded anew.")
    ]


def test_control_limits_leave_out_the_periods_without_a_chart() -> None:
    points = [entry(f"W{i:02d}", 40.0) for i in range(6)]
    ends = [(30, 50), (30, 50), None, None, (35, 45), (35, 45)]
    limits = Limits(ends, ("lower limit 35", "upper limit 45"), [False] * 6)

    trend = draw_trend(points, "end_user", -100, 100, None, CAPTION, limits=limits)

    assert trend is not None
    assert [limit.path.count("M") for limit in trend.limits] == [1] * 4
    assert [limit.text for limit in trend.limits] == ["", "", "lower limit 35", "upper limit 45"]


def test_no_control_limit_leads_over_a_break() -> None:
    points = [entry(f"W{i:02d}", 40.0) for i in range(4)]
    points[2] = replace(points[2], breaks=("Another method.",))
    limits = Limits([(30, 50)] * 4, ("lower limit 30", "upper limit 50"), [False] * 4)

    trend = draw_trend(points, "end_user", -100, 100, None, CAPTION, limits=limits)

    assert trend is not None
    assert [limit.x for limit in trend.limits] == [0, 0, 66.667, 66.667]


def test_a_target_is_drawn_only_where_it_held_and_in_steps() -> None:
    points = [entry(f"W{i:02d}", 40.0) for i in range(5)]
    goal = Target([None, 30.0, 30.0, 50.0, 50.0], "target 50")

    trend = draw_trend(points, "end_user", -100, 100, goal, CAPTION)

    assert trend is not None
    low, rise, high = trend.target_steps
    assert (low.x1, low.x2) == (12.5, 62.5)
    assert low.y1 == low.y2 > high.y1 == high.y2 == trend.target_y
    assert rise == Step(62.5, low.y1, 62.5, high.y1)
    assert high.x2 == 100
