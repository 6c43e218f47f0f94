"""How answers spread: whole per cents that tell of nobody, beside figures that are shown alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.comparison.distributions import LEAST_ANSWERS, spread
from metrics.models import Metric
from metrics.warehouse.frozen import History
from metrics.weekly.compute import Computed, compute
from metrics.weighing.measures import METRICS
from tests.metrics.frozen_weeks import MadeWeek

NPS = METRICS[Metric.NPS]


def parts_of(counts: list[int]) -> list[list[int]]:
    values = np.array(counts, dtype=np.int64)
    return [list(part) for part in spread(NPS, values, values.astype(np.float64))]


def published(**key: Any) -> Any:
    wanted = {"audience": "end_user", "level": "network", "node_key": "", "metric": "nps", **key}

    def found(computed: Computed) -> Any:
        [row] = [
            row
            for row in computed.figures.distributions
            if all(getattr(row, name) == value for name, value in wanted.items())
        ]
        return row

    return found


def week_of(scores: list[int], **facts: Any) -> MadeWeek:
    made = MadeWeek()
    for at, score in enumerate(scores):
        made.transaction(answers={"recommend": score}, partner=f"north{at % 2 + 1}", **facts)
    return made


def test_every_value_with_three_answers_stands_for_itself() -> None:
    assert parts_of([3] * 10 + [10]) == [[v, v, 8] for v in range(10)] + [[10, 10, 25]]


def test_rare_values_stand_with_a_neighbour_of_their_own_kind() -> None:
    found = parts_of([1, 0, 2, 0, 0, 1, 4, 5, 0, 12, 15])

    assert [part[:2] for part in found] == [[0, 5], [6, 6], [7, 8], [9, 9], [10, 10]]


@given(st.lists(st.integers(0, 9), min_size=11, max_size=11).filter(any))
def test_no_part_is_of_fewer_than_three_and_all_values_are_in_one(counts: list[int]) -> None:
    found = parts_of(counts)

    assert [v for low, high, _ in found for v in range(low, high + 1)] == list(range(11))
    assert len(found) == 1 or all(
        sum(counts[low : high + 1]) >= LEAST_ANSWERS for low, high, _ in found
    )
    assert sum(percent for _, _, percent in found) == pytest.approx(100, abs=len(found) / 2)


def test_shares_are_those_of_the_weighted_answers_worked_out_by_hand() -> None:
    computed = compute(week_of([3] * 5 + [8] * 5 + [10] * 10).freeze(), History())

    row = published()(computed)

    assert (row.n, row.reason) == (20, None)
    assert sum(percent for low, high, percent in row.parts if high <= 6) == 25
    assert sum(percent for low, high, percent in row.parts if low >= 9) == 50


def test_a_figure_that_may_not_be_shown_has_no_spread_and_the_same_reason() -> None:
    computed = compute(week_of([3, 8, 9, 10]).freeze(), History())

    row = published()(computed)

    assert row.parts == []
    assert row.reason == "4 answers, fewer than 10."


def test_a_hidden_product_line_has_no_spread() -> None:
    made = week_of([2, 5, 8, 10] * 8)
    for score in (1, 9, 10):
        made.transaction(answers={"recommend": score}, product_line="screw")
    computed = compute(made.freeze(), History())

    rows = {
        key: published(level="product_line", node_key=key)(computed) for key in ("piston", "screw")
    }

    assert {key: bool(row.parts) for key, row in rows.items()} == {"piston": False, "screw": False}


def test_answers_that_are_all_alike_are_not_drawn() -> None:
    computed = compute(week_of([10] * 15 + [2]).freeze(), History())

    row = published()(computed)

    assert row.parts == []
    assert "Nearly all answers are alike" in row.reason
