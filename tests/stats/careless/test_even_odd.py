from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.careless import NotJudged, even_odd_consistency
from stats.errors import EmptyInput, OutOfRange
from tests.stats.careless.careless_reference import answered, answers, index_of
from tests.stats.reference import column

SCALES = np.repeat([1, 2, 3, 4], 3)


def test_the_consistency_of_ninety_respondents_agrees_with_r() -> None:
    expected = column("careless_indices.csv", "consistency")

    found = index_of(even_odd_consistency(answers(), SCALES, answered()))

    # −2 marks the respondents for whom R finds no correlation either.
    assert found.judged.tolist() == (expected > -1.5).tolist()
    np.testing.assert_allclose(found.values[found.judged], expected[found.judged], rtol=1e-10)
    assert found.flagged.tolist() == ((expected > -1.5) & (expected < 0.3)).tolist()


def test_halves_that_agree_in_full_score_one_and_opposites_minus_one() -> None:
    found = index_of(
        even_odd_consistency([[1, 1, 3, 3, 5, 5], [1, 5, 3, 3, 5, 1]], [1, 1, 2, 2, 3, 3])
    )

    assert found.values.tolist() == pytest.approx([1.0, -1.0])
    assert found.flagged.tolist() == [False, True]


def test_a_correlation_of_zero_or_below_is_left_uncorrected() -> None:
    # r = −½ by hand: deviations (−1, 0, 1) and (0, 1, −1).
    found = index_of(even_odd_consistency([[1, 2, 2, 3, 3, 1]], [1, 1, 2, 2, 3, 3]))

    assert found.values[0] == pytest.approx(-0.5)


def test_someone_who_always_answers_the_same_cannot_be_judged_here() -> None:
    found = index_of(even_odd_consistency([[0.1] * 6], [1, 1, 2, 2, 3, 3]))

    assert not found.judged[0]
    assert not found.flagged[0]


def test_a_half_without_an_answer_takes_its_scale_out() -> None:
    there = np.ones((1, 8), bool)
    there[0, [1, 3]] = False

    found = index_of(
        even_odd_consistency([[1, 2, 3, 4, 5, 1, 2, 3]], np.repeat([1, 2, 3, 4], 2), there)
    )

    assert not found.judged[0]


def test_too_few_scales_are_not_judged_and_single_items_are_no_scale() -> None:
    assert even_odd_consistency([[1, 2, 3, 4]], [1, 1, 2, 2]) is NotJudged.FEW_SCALES
    assert even_odd_consistency([[1, 2, 3, 4, 5]], [1, 1, 2, 2, 3]) is NotJudged.FEW_SCALES


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(1, 7), min_size=8, max_size=8),
    st.permutations([1, 2, 3, 4]),
    st.integers(-3, 3),
)
def test_names_of_scales_and_a_shift_of_all_answers_change_nothing(
    row: list[int], names: list[int], shift: int
) -> None:
    found = index_of(even_odd_consistency([row], np.repeat([1, 2, 3, 4], 2)))

    other = index_of(even_odd_consistency([[a + shift for a in row]], np.repeat(names, 2)))
    assert other.judged[0] == found.judged[0]
    assert float(other.values.data[0]) == pytest.approx(float(found.values.data[0]), abs=1e-9)
    assert -1.0 <= float(found.values.data[0]) <= 1.0


def test_codes_that_do_not_align_and_no_respondents_are_refused() -> None:
    with pytest.raises(OutOfRange, match="2 codes for 3 items"):
        even_odd_consistency([[1, 2, 3]], [1, 2])
    with pytest.raises(EmptyInput, match="answers is empty"):
        even_odd_consistency(np.zeros((0, 6)), [1, 1, 2, 2, 3, 3])
