from __future__ import annotations

from metrics.dashboards.charts.axes import Point
from metrics.dashboards.charts.trends import Caption, Target, Trend, TrendPoint, draw_trend

CAPTION = Caption("title", "about", "text")


def entry(label: str, value: float | None) -> TrendPoint:
    point = None if value is None else Point(value, value - 5, value + 5)
    return TrendPoint(label, point, "" if value is None else str(value))


def drawn(values: list[float | None], target: float | None = None) -> Trend:
    points = [entry(f"W{i:02d}", value) for i, value in enumerate(values)]
    goal = None if target is None else Target(target, f"target {target}")
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
