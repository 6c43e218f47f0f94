from __future__ import annotations

import pytest

from metrics.dashboards.charts.axes import fit_axis


@pytest.mark.parametrize(
    ("name", "values", "floor", "ceiling", "labels"),
    [
        ("recommendation of two customers", [34, 61, 50, 45], -100, 100,
         ["30", "40", "50", "60", "70"]),
        ("below nought", [-19, -1, 45], -100, 100, ["−20", "0", "20", "40", "60"]),
        ("shares near the top", [74, 88, 85], 0, 100, ["70", "75", "80", "85", "90"]),
        ("effort, in tenths", [5.2, 5.4], 1, 7, ["5.2", "5.3", "5.4"]),
        ("a single value", [38], -100, 100, ["35", "40"]),
        ("nothing", [], 1, 7, ["1", "3", "5", "7"]),
    ],
)  # fmt: skip
def test_an_axis_has_round_ends_around_all_values(
    name: str, values: list[float], floor: float, ceiling: float, labels: list[str]
) -> None:
    axis = fit_axis(values, floor, ceiling)

    assert [tick.label for tick in axis.ticks] == labels, name


def test_an_axis_never_leaves_its_scale() -> None:
    axis = fit_axis([96, 104], 0, 100)

    assert axis.high == 100
    assert axis.x(104) == 100


def test_places_are_shares_of_the_width_and_pixels_down_the_page() -> None:
    axis = fit_axis([20, 80], -100, 100)

    assert (axis.x(20), axis.x(50), axis.x(80)) == (0, 50, 100)
    assert (axis.y(20, 200), axis.y(80, 200)) == (200, 0)
    assert [tick.at for tick in axis.y_ticks(200)] == pytest.approx(
        [200, 133.33, 66.67, 0], abs=0.02
    )
