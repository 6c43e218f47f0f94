"""Figures with the answers set aside, beside those without: by hand, and never telling on few."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from metrics.warehouse.frozen import History
from metrics.weekly.compute import Computed, compute
from metrics.weighing.points import point_estimates
from metrics.weighing.windows import weigh_windows
from tests.metrics.frozen_weeks import MadeWeek, figure
from tests.metrics.integrity.response_bias.careless_weeks import (
    ALL_TOPS,
    QUICK,
    SLOW,
    careful_week,
    sheet,
)
from tests.metrics.random_weeks import random_week


def week_with(careless: Sequence[str], honest: Sequence[str]) -> MadeWeek:
    """Careless and careful sheets, one for each partner named; every second careful one gives 0."""
    made = careful_week(0)
    for number, partner in enumerate(honest):
        scores = {"recommend": 10 * (number % 2), "satisfaction": 1 + number % 5}
        sheet(made, scores | {"effort": 2 + number % 3}, SLOW + number, partner=partner)
    for partner in careless:
        sheet(made, ALL_TOPS, QUICK, partner=partner)
    return made


def computed(made: MadeWeek) -> Computed:
    return compute(made.freeze(), History())


def test_the_value_with_what_was_set_aside_is_that_of_all_answers() -> None:
    found = computed(week_with(["north1"] * 10, ["north1"] * 40))

    nps = figure(found)
    assert (nps.value, nps.n) == (0.0, 40)
    # One partner, touchpoint and outcome: nothing to weigh by. 30 promoters, 20 detractors.
    assert nps.with_set_aside == pytest.approx(100 * (30 - 20) / 50)


def test_nothing_is_stated_where_nothing_was_set_aside() -> None:
    found = computed(week_with([], ["north1"] * 40))

    assert {row.with_set_aside for row in found.figures.estimates} == {None}


def test_nine_answers_are_not_told_on() -> None:
    found = computed(week_with(["north1"] * 9, ["north1"] * 40))

    assert figure(found).with_set_aside is None


def test_partners_never_have_the_value_beside() -> None:
    found = computed(week_with(["north1"] * 12, ["north1"] * 60))

    by_level = {row.level: row.with_set_aside for row in found.figures.estimates}
    assert by_level["partner"] is None
    assert by_level["network"] is not None


def test_a_place_with_few_hides_the_value_of_its_neighbours_too() -> None:
    honest = ["north1"] * 60 + ["coast1"] * 60
    few = computed(week_with(["north1"] * 12 + ["coast1"] * 3, honest))
    enough = computed(week_with(["north1"] * 12 + ["coast1"] * 10, honest))

    # From the network's fifteen and Germany's twelve, Spain's three would follow.
    assert figure(few).with_set_aside is not None
    assert figure(few, level="country", node_key="DE").with_set_aside is None
    assert figure(enough, level="country", node_key="DE").with_set_aside is not None


def test_points_are_the_published_estimates() -> None:
    frozen = random_week().freeze()
    found = compute(frozen, History())
    published = {
        (row.audience, row.window, row.level, row.node_key, row.touchpoint_key, row.metric): row
        for row in found.figures.estimates
    }

    compared = 0
    for item in weigh_windows(frozen, [found.cells]):
        for points in point_estimates(item.weighed, frozen.reference):
            for (node, touchpoint), value in zip(points.keys, points.value, strict=True):
                row = published.get(
                    (
                        item.weighed.stack.audience, item.window, points.cut.level.value, node,
                        touchpoint, points.metric.value,
                    )
                )  # fmt: skip
                if row is not None and row.value is not None and not np.isnan(value):
                    assert row.value == pytest.approx(value, abs=1e-6)
                    compared += 1
    assert compared > 100
