"""What a series of finals keeps for the charts after it."""

from __future__ import annotations

from metrics.warehouse.series import Point
from metrics.weekly.series import POINTS_KEPT, kept_points
from stats.comparison.watch import BASELINE_LENGTH


def points(count: int) -> list[Point]:
    return [Point(f"week {i}", "end_user", "nps", float(i), 60.0, 4.0) for i in range(count)]


def test_the_baseline_is_kept_however_long_the_series_becomes() -> None:
    for count in (BASELINE_LENGTH + 3, 60, 78, 79, 500):
        found = kept_points(points(count))
        assert [p.value for p in found[:BASELINE_LENGTH]] == list(range(BASELINE_LENGTH))


def test_of_what_came_after_the_baseline_the_last_year_is_kept() -> None:
    found = kept_points(points(500))

    assert len(found) == BASELINE_LENGTH + POINTS_KEPT
    assert [p.value for p in found[-POINTS_KEPT:]] == list(range(500 - POINTS_KEPT, 500))


def test_a_short_series_is_kept_whole() -> None:
    assert kept_points(points(30)) == points(30)


def test_added_week_by_week_the_same_is_kept_as_at_once() -> None:
    step: list[Point] = []
    for point in points(200):
        step = list(kept_points([*step, point]))

    assert step == list(kept_points(points(200)))
