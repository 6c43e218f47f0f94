from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats import EmptyInput, OutOfRange
from stats.estimation import CellMoments, ScoreCells, ScoreCounter, ScoreRollup

NPS = np.array([-1.0] * 7 + [0.0, 0.0, 1.0, 1.0])
JUSTER = np.array([0.01, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99])
SIZES = (3, 4)
few = settings(max_examples=20, deadline=None)
seeds = st.integers(0, 10_000)


def _week(seed: int, n: int = 60) -> ScoreCells:
    generator = np.random.default_rng(seed)
    return ScoreCells.of_rows(
        [generator.integers(0, size, n) for size in SIZES],
        SIZES,
        generator.choice([1.1, 1.3, 2.7], n),
        generator.integers(0, 11, n),
        scale=11,
        answered=generator.random(n) > 0.2,
    )


def _together(weeks: list[ScoreCells]) -> ScoreCells:
    """All weeks counted as one, respondent by respondent."""
    codes: list[list[int]] = [[], []]
    base: list[float] = []
    column: list[int] = []
    for week in weeks:
        for row in range(week.key.size):
            for score in range(12):
                for _ in range(int(week.counts[row, score])):
                    codes[0].append(int(week.axis(0)[row]))
                    codes[1].append(int(week.axis(1)[row]))
                    base.append(float(week.base[row]))
                    column.append(score)
    answered = np.array(column) < 11
    scores = np.where(answered, column, 0)
    return ScoreCells.of_rows(codes, SIZES, base, scores, scale=11, answered=answered)


def _same(first: CellMoments, second: CellMoments) -> bool:
    return all(
        np.array_equal(getattr(first, name), getattr(second, name))
        for name in ("key", "respondents", "answers", "largest")
    )


@few
@given(seed=seeds)
def test_moments_of_histograms_equal_those_of_rows(seed: int) -> None:
    generator = np.random.default_rng(seed)
    n = 80
    codes = [generator.integers(0, size, n) for size in SIZES]
    base, scores = generator.choice([1.0, 2.5], n), generator.integers(0, 11, n)
    answered = generator.random(n) > 0.3

    cells = ScoreCells.of_rows(codes, SIZES, base, scores, scale=11, answered=answered)

    rows = CellMoments.of_rows(codes, SIZES, base, JUSTER[scores], answered)
    found = cells.moments(JUSTER)
    assert np.array_equal(found.key, rows.key)
    np.testing.assert_allclose(found.respondents, rows.respondents, rtol=1e-13)
    np.testing.assert_allclose(found.answers, rows.answers, rtol=1e-13, atol=1e-15)
    assert np.array_equal(found.largest, rows.largest)


@few
@given(seed=seeds, values=st.sampled_from(["nps", "juster"]))
def test_weeks_added_one_by_one_equal_all_at_once_to_the_bit(seed: int, values: str) -> None:
    y = NPS if values == "nps" else JUSTER
    weeks = [_week(seed + k) for k in range(3)]
    kept, read, backwards = (ScoreRollup(SIZES, 11) for _ in range(3))
    kept.keep(y)

    for week in weeks:
        kept.add(week)
        read.add(week)
    for week in reversed(weeks):
        backwards.add(week)

    once = _together(weeks).moments(y)
    assert _same(kept.moments(y), once)
    assert _same(read.moments(y), once)
    assert _same(backwards.moments(y), once)


def test_a_week_leaves_the_cells_it_does_not_touch_alone() -> None:
    history = ScoreRollup(SIZES, 11)
    history.keep(NPS)
    history.add(ScoreCells.of_rows([[0], [0]], SIZES, [1.0], [10], scale=11))
    before = history.moments(NPS)

    history.add(ScoreCells.of_rows([[2], [3]], SIZES, [1.5], [3], scale=11))

    after = history.moments(NPS)
    assert after.key.tolist() == [0, 11]
    assert np.array_equal(after.answers[:, :, 0], before.answers[:, :, 0])


def test_an_item_kept_late_knows_the_weeks_before() -> None:
    history = ScoreRollup(SIZES, 11)
    history.add(_week(1))

    history.keep(NPS)

    assert _same(history.moments(NPS), _week(1).moments(NPS))


def test_the_rollup_prints_what_it_holds() -> None:
    history = ScoreRollup([2], 11)

    history.add(ScoreCells.of_rows([[0, 1]], [2], [1.0, 1.0], [10, 3], scale=11))

    assert str(history) == "2 respondents in 2 rows of 1 base weight"


def test_what_does_not_add_up_is_refused() -> None:
    history = ScoreRollup(SIZES, 11)

    with pytest.raises(OutOfRange, match="No week was added yet"):
        history.moments(NPS)
    with pytest.raises(OutOfRange, match=r"\(2,\) levels and 11 scores do not add up"):
        history.add(ScoreCells.of_rows([[0]], [2], [1.0], [10], scale=11))
    with pytest.raises(OutOfRange, match="use fewer key variables or rounder base weights"):
        ScoreRollup([60_000_000], 11).add(
            ScoreCells.of_rows([[0]], [60_000_000], [1.0], [10], scale=11)
        )


def test_rows_that_cannot_be_counted_are_refused_by_name() -> None:
    with pytest.raises(OutOfRange, match="scores holds code 11 at position 1"):
        ScoreCells.of_rows([[0, 0]], [1], [1.0, 1.0], [10, 11], scale=11)
    with pytest.raises(OutOfRange, match="key variable 0 holds code 3"):
        ScoreCells.of_rows([[3]], [2], [1.0], [10], scale=11)
    with pytest.raises(OutOfRange, match="2 key variables and 1 size"):
        ScoreCells.of_rows([[0], [0]], [2], [1.0], [10], scale=11)
    with pytest.raises(EmptyInput):
        ScoreCells.of_rows([[]], [2], [], [], scale=11)
    with pytest.raises(OutOfRange, match="counts has the shape"):
        ScoreCells((2,), np.array([0]), np.array([1.0]), np.array([1.0]))
    with pytest.raises(OutOfRange, match="2 scores for 1 row"):
        ScoreCells.of_rows([[0]], [1], [1.0], [10, 9], scale=11)


def test_moments_of_other_key_variables_do_not_merge() -> None:
    one = CellMoments.of_rows([[0]], [1], [1.0], [5])
    two = CellMoments.of_rows([[0]], [2], [1.0], [5])

    with pytest.raises(OutOfRange, match="do not add up"):
        one.merged(two)


def test_merged_moments_are_those_of_both() -> None:
    first = CellMoments.of_rows([[0, 1]], [3], [1.0, 2.0], [5, 4])
    second = CellMoments.of_rows([[1, 2]], [3], [3.0, 1.0], [2, 1])

    both = first.merged(second)

    again = CellMoments.of_rows([[0, 1, 1, 2]], [3], [1.0, 2.0, 3.0, 1.0], [5, 4, 2, 1])
    assert np.array_equal(both.answers, again.answers)
    assert both.largest.tolist() == [1.0, 3.0, 1.0]


@pytest.mark.parametrize("kind", [np.int8, np.uint8, np.int32, np.uint64])
def test_codes_of_any_integer_type_give_the_same_cells(kind: type[np.integer[Any]]) -> None:
    codes = [np.array([0, 2, 1], dtype=kind), np.array([3, 0, 0], dtype=kind)]
    scores, counter = np.array([10, 3, 0], dtype=kind), ScoreCounter(SIZES, [1.5], 11)

    counter.count(codes, np.zeros(3, dtype=kind), scores)

    once = ScoreCells.of_rows(codes, SIZES, [1.5] * 3, scores, scale=11)
    assert _same(counter.cells().moments(NPS), once.moments(NPS))
