from __future__ import annotations

from metrics.dashboards.charts.axes import Point, fit_axis
from metrics.dashboards.charts.dots import DotChart, mark_of
from metrics.letters.strips import strip_of

AXIS = fit_axis([0, 100], 0, 100)


def _chart(low: float, value: float, high: float, target: float | None) -> DotChart:
    mark = mark_of(Point(value, low, high), "end_user", AXIS, 10, target)
    return DotChart((mark,), AXIS, 20, 10, "")


def test_a_strip_shows_interval_value_and_target_on_the_charts_axis() -> None:
    strip = strip_of(_chart(20, 40, 60, 80), "end_user")

    tones = [(piece.width, piece.tone) for piece in strip]
    assert tones == [
        (20, "axis"), (18, "interval"), (4, "value"), (18, "interval"), (20, "axis"),
        (1, "target"), (19, "axis"),
    ]  # fmt: skip


def test_every_strip_is_as_wide_as_its_axis_wherever_the_marks_lie() -> None:
    for low, value, high, target in ((0, 0, 0, 0.0), (99, 100, 100, 100.0), (0, 50, 100, None)):
        strip = strip_of(_chart(low, value, high, target), "end_user")

        assert sum(piece.width for piece in strip) == 100
        assert all(piece.width > 0 for piece in strip)


def test_a_customer_without_a_mark_has_no_strip() -> None:
    assert strip_of(_chart(20, 40, 60, 80), "channel_partner") == ()
    assert strip_of(None, "end_user") == ()
