"""Base weights from the sampling plan, and what is rolled up of a week."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from metrics.warehouse.cells import base_weights
from metrics.warehouse.columns import Floats, coded, group_rows, strings
from metrics.warehouse.stack import stack_weeks
from metrics.weekly.check import check_rows
from metrics.weekly.rollup import roll_up_week
from tests.metrics.frozen_weeks import MadeWeek
from tests.metrics.random_weeks import random_week

NOT_DRAWN: dict[str, Any] = {
    "frame_status": "not_drawn", "selection_probability": None, "disposition": "",
}  # fmt: skip
NOBODY_KNOWS = {**NOT_DRAWN, "frame_status": ""}
ANSWER = {"recommend": 9}


def weights(made: MadeWeek) -> Floats:
    frozen = made.freeze()
    return base_weights(frozen.frame, frozen.responses, check_rows(frozen).frame_row)


def test_those_drawn_stand_for_all_transactions_of_their_touchpoint() -> None:
    made = MadeWeek()
    for number in range(10):
        made.transaction(answers=ANSWER if number < 4 else None)
    for _ in range(30):
        made.transaction(**NOT_DRAWN)

    # Ten of forty were drawn, and each drawn case stands for four; silence is no selection.
    assert weights(made).tolist() == [4.0] * 4


def test_unequal_chances_are_undone_within_a_touchpoint() -> None:
    made = MadeWeek()
    made.transaction(selection_probability=0.5, answers=ANSWER)
    made.transaction(selection_probability=0.25, answers=ANSWER)
    for _ in range(10):
        made.transaction(**NOT_DRAWN)

    # Inverse chances 2 and 4, scaled from 6 to the 12 transactions.
    assert weights(made).tolist() == [4.0, 8.0]


def test_each_touchpoint_and_audience_is_a_draw_of_its_own() -> None:
    made = MadeWeek()
    number = made.transaction(answers=ANSWER)
    made.transaction(touchpoint="sale", answers=ANSWER)
    made.transaction(touchpoint="sale", **NOT_DRAWN)
    made.transaction(audience="channel_partner", number=number, answers=ANSWER)
    for _ in range(2):
        made.transaction(audience="channel_partner", **NOT_DRAWN)

    assert weights(made).tolist() == [1.0, 2.0, 3.0]


def test_where_nobody_recorded_who_was_asked_the_answers_share_the_transactions() -> None:
    made = MadeWeek()
    for number in range(8):
        made.transaction(**NOBODY_KNOWS, answers=ANSWER if number < 2 else None)

    assert weights(made).tolist() == [4.0, 4.0]


def test_an_answer_outside_the_frame_weighs_one_and_disturbs_nobody() -> None:
    made = MadeWeek()
    made.transaction(answers=ANSWER)
    made.answer(999_999_999, "end_user", ANSWER)

    assert weights(made).tolist() == [1.0, 1.0]


def test_weights_are_the_same_digits_however_the_sums_ran() -> None:
    made = MadeWeek()
    for _ in range(3):
        made.transaction(selection_probability=0.3, answers=ANSWER)
    for _ in range(4):
        made.transaction(**NOT_DRAWN)

    assert weights(made).tolist() == [2.33333333333] * 3


def test_the_rollup_keeps_every_answer_and_every_transaction() -> None:
    frozen = random_week(size=120).freeze()
    checked = check_rows(frozen)

    own, cells = roll_up_week(frozen, checked)

    assert sum(own.account_cells.column("n").to_pylist()) == frozen.responses.num_rows
    assert sum(cells.column("n").to_pylist()) == frozen.responses.num_rows
    assert sum(own.frame_cells.column("n").to_pylist()) == frozen.frame.num_rows
    given = sum(score is not None for score in frozen.responses.column("effort").to_pylist())
    counted = sum(sum(cells.column(f"effort_{score}").to_pylist()) for score in range(1, 8))
    assert counted == given > 0


def test_stacking_adds_up_weeks_in_any_order() -> None:
    made = [random_week(seed=seed, size=60).freeze() for seed in (1, 2)]
    weeks = [roll_up_week(week, check_rows(week))[0] for week in made]

    one, other = stack_weeks(weeks, "end_user"), stack_weeks(weeks[::-1], "end_user")

    assert one.answers.total == other.answers.total
    assert one.frame.total == other.frame.total == 120
    for name in one.frame.attributes:
        assert one.frame.counts(name) == other.frame.counts(name)
    for question, counts in one.histograms.items():
        assert counts.sum(axis=0).tolist() == other.histograms[question].sum(axis=0).tolist()


def test_levels_are_coded_in_the_order_of_their_names() -> None:
    column = coded(["b", "a", "", "b"])

    assert column.levels == ("", "a", "b")
    assert column.codes.tolist() == [2, 1, 0, 2]
    assert column.recoded(("b", "a", "")).tolist() == [0, 1, 2, 0]
    assert column.mapped({"a": "z", "": "b"}).levels == ("b", "z")


def test_an_empty_column_has_no_levels() -> None:
    frame = MadeWeek().freeze().frame

    column = strings(frame, "partner")

    assert (len(column), column.levels) == (0, ())


@pytest.mark.parametrize("size", [0, 1, 500])
def test_rows_that_agree_in_every_column_are_one_group(size: int) -> None:
    rng = np.random.default_rng(size)
    one, two = (rng.integers(0, 2**40, size) % 5 * 2**40 for _ in range(2))

    first, group = group_rows(one, two)

    pairs = list(zip(one.tolist(), two.tolist(), strict=True))
    assert len(first) == len(set(pairs))
    assert [pairs[first[place]] for place in group] == pairs


def test_codes_too_wide_for_one_number_are_grouped_all_the_same() -> None:
    far = np.array([-(2**62), 2**62, -(2**62), 2**62, 0])
    columns = (far, far[::-1].copy(), np.array([1, 1, 1, 2, 1]))

    first, group = group_rows(*columns)

    rows = list(zip(*(column.tolist() for column in columns), strict=True))
    distinct = sorted(set(rows))
    assert [rows[row] for row in first.tolist()] == distinct
    assert [distinct[code] for code in group.tolist()] == rows
