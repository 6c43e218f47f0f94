from __future__ import annotations

import numpy as np
import pytest

from stats import EmptyInput, OutOfRange
from stats.estimation import (
    CellMoments,
    ScoreCells,
    ScoreCounter,
    ScoreRollup,
    UnclusteredDesign,
    estimate_cells,
)

NPS = np.array([-1.0] * 7 + [0.0, 0.0, 1.0, 1.0])


def _week(scores: list[int], key: int = 0, base: float = 1.0) -> ScoreCells:
    n = len(scores)
    return ScoreCells.of_rows([[key] * n], [2], [base] * n, scores, scale=11)


def _history(*weeks: ScoreCells) -> ScoreRollup:
    rollup = ScoreRollup([2], 11)
    rollup.keep(NPS)
    for week in weeks:
        rollup.add(week)
    return rollup


def _empty() -> ScoreCells:
    none = np.zeros(0, np.int64)
    return ScoreCells((2,), none, none.astype(np.float64), np.zeros((0, 12)))


@pytest.mark.parametrize("keys", [[0], [0, 1]], ids=["some cells heard", "all cells heard"])
def test_a_later_week_does_not_change_what_was_read_before(keys: list[int]) -> None:
    rollup = _history(*(_week([10, 3, 8], key) for key in keys))
    read = rollup.moments(NPS)
    design = UnclusteredDesign.of(read)
    before = estimate_cells(design, read, [0] * len(keys), 1)

    rollup.add(_week([0, 0, 0]))

    after = estimate_cells(design, read, [0] * len(keys), 1)
    assert after.estimate.tolist() == before.estimate.tolist()
    assert after.se.tolist() == before.se.tolist()


def test_what_a_reader_changes_does_not_reach_the_rollup() -> None:
    rollup = _history(_week([10, 3]), _week([9, 8], key=1))
    read = rollup.moments(NPS)

    read.respondents[:] = -5.0
    read.answers[:] = -5.0
    read.largest[:] = -5.0
    read.key[:] = 0

    again, once = rollup.moments(NPS), _history(_week([10, 3]), _week([9, 8], key=1)).moments(NPS)
    for name in ("key", "respondents", "answers", "largest"):
        assert np.array_equal(getattr(again, name), getattr(once, name))


def test_values_kept_and_weights_listed_are_copies() -> None:
    values, bases = NPS.copy(), np.array([1.0, 2.0])
    rollup, counter = ScoreRollup([2], 11), ScoreCounter([2], bases, 11)
    rollup.keep(values)

    values[:], bases[:] = 5.0, 7.0
    rollup.add(_week([10, 3]))
    counter.count([[0, 0]], [0, 1], [10, 3])

    assert rollup.moments(NPS).answers[0, 1].tolist() == [0.0]
    assert counter.cells().base.tolist() == [1.0, 2.0]


def test_a_week_without_respondents_changes_nothing() -> None:
    zeros = ScoreCells((2,), np.array([1]), np.array([4.0]), np.zeros((1, 12)))
    rollup = _history(_week([10, 3]))

    rollup.add(_empty())
    rollup.add(zeros)

    assert str(rollup) == "2 respondents in 1 row of 1 base weight"
    assert rollup.moments(NPS).key.tolist() == [0]
    assert _history(zeros, _week([10, 3])).moments(NPS).key.tolist() == [0]


def test_nobody_counted_is_nothing_to_measure() -> None:
    nobody = ScoreCells((2,), np.array([1]), np.array([4.0]), np.zeros((1, 12)))

    assert str(_empty()) == "0 respondents in 0 cells of 0 base weights"
    assert str(ScoreCounter([2], [1.0], 11).cells()) == "0 respondents in 0 cells of 0 base weights"
    for cells in (_empty(), nobody):
        with pytest.raises(EmptyInput, match="Nobody was counted"):
            cells.moments(NPS)
    with pytest.raises(OutOfRange, match="No week was added yet"):
        _history(_empty()).moments(NPS)


def test_a_cell_that_nobody_is_counted_in_is_left_out() -> None:
    counts = np.zeros((2, 12))
    counts[1, 10] = 3
    cells = ScoreCells((2,), np.array([0, 1]), np.array([1.0, 1.0]), counts)

    found = cells.moments(NPS)

    assert found.key.tolist() == [1]
    assert found.base.tolist() == [1.0]


def test_rows_in_any_order_fold_to_the_same_bits() -> None:
    generator = np.random.default_rng(3)
    base = generator.uniform(0.5, 3.0, 200)
    codes, scores = [generator.integers(0, 2, 200)], generator.integers(0, 11, 200)
    cells = ScoreCells.of_rows(codes, [2], base, scores, scale=11)
    order = generator.permutation(cells.key.size)

    shuffled = ScoreCells((2,), cells.key[order], cells.base[order], cells.counts[order])

    values = np.linspace(0.01, 0.99, 11)
    assert np.array_equal(shuffled.moments(values).answers, cells.moments(values).answers)


def test_values_too_large_to_add_exactly_still_fold_to_the_same_bits() -> None:
    values = np.array([1.0, 3e8 + 1.0, 7e8 + 3.0] * 3 + [1.0, 2.0])
    weeks = [_week([1, 2, 4, 8], key, base) for key in (0, 1) for base in (1.1, 1.3)]
    rollup = ScoreRollup([2], 11)
    rollup.keep(values)

    for week in reversed(weeks):
        rollup.add(week)

    together = ScoreCells.of_rows(
        [np.repeat([0, 1], 8)], [2], np.tile(np.repeat([1.1, 1.3], 4), 2), [1, 2, 4, 8] * 4,
        scale=11,
    )  # fmt: skip
    assert np.array_equal(rollup.moments(values).answers, together.moments(values).answers)


@pytest.mark.parametrize("order", [[0, 1], [1, 0]])
def test_a_pair_of_key_and_base_weight_listed_twice_is_refused(order: list[int]) -> None:
    key, base = np.array([1, 1, 0]), np.array([2.0, 2.0, 1.0])
    rows = [*order, 2]

    with pytest.raises(OutOfRange, match=r"Key 1 is listed twice with the base weight 2, in rows"):
        ScoreCells((2,), key[rows], base[rows], np.ones((3, 12)))


def test_a_week_that_is_refused_leaves_the_rollup_as_it_was() -> None:
    rollup = ScoreRollup([25_000_000], 2)
    rollup.add(ScoreCells.of_rows([[5]], [25_000_000], [1.0], [1], scale=2))

    with pytest.raises(OutOfRange, match="25000000 cells, 3 base weights and 0 items"):
        rollup.add(ScoreCells.of_rows([[5, 6]], [25_000_000], [2.0, 3.0], [1, 0], scale=2))

    assert str(rollup) == "1 respondent in 1 row of 1 base weight"


def test_room_for_the_sums_of_items_is_asked_for_before_it_is_taken() -> None:
    rollup = ScoreRollup([5_000_000], 2)

    with pytest.raises(OutOfRange, match="and 1 item kept need 135000000 places"):
        rollup.keep([0, 1])
    with pytest.raises(OutOfRange, match="60000000 cells, 1 base weight"):
        ScoreRollup([60_000_000], 2)


def test_keeping_an_item_twice_keeps_it_once() -> None:
    rollup = _history(_week([10, 3]))
    size = rollup.megabytes

    rollup.keep(NPS)

    assert rollup.megabytes == size
    assert isinstance(rollup.moments(NPS), CellMoments)
