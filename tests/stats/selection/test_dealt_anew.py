from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.selection.dealt_anew import LARGEST_SAMPLE, dealt_anew_p_value

counts = st.lists(st.integers(0, 3), min_size=3, max_size=3).map(lambda x: np.array(x, float))


def _by_enumeration(first: np.ndarray, second: np.ndarray) -> float:
    """Every way to deal the answers, one by one."""
    answers = np.repeat([-1.0, 0.0, 1.0], (first + second).astype(int))
    n, k = int(first.sum()), answers.size
    dealt = [answers[list(chosen)].sum() for chosen in combinations(range(k), n)]
    seen = first[2] - first[0]
    return float(np.mean([(net > seen) + (net == seen) / 2.0 for net in dealt]))


@settings(max_examples=40, deadline=None)
@given(first=counts, second=counts)
def test_the_chance_is_that_of_dealing_the_answers_in_every_way(
    first: np.ndarray, second: np.ndarray
) -> None:
    if first.sum() == 0.0 or second.sum() == 0.0 or first.sum() + second.sum() > 13:
        first, second = np.array([1.0, 2.0, 3.0]), np.array([2.0, 1.0, 0.0])

    found = dealt_anew_p_value(first, second)

    if np.count_nonzero(first + second) < 2:
        assert found is None
    else:
        assert found == pytest.approx(_by_enumeration(first, second), rel=1e-9)


@settings(max_examples=40, deadline=None)
@given(first=counts, second=counts)
def test_both_directions_add_up_to_one(first: np.ndarray, second: np.ndarray) -> None:
    one, other = dealt_anew_p_value(first + 1, second), dealt_anew_p_value(second, first + 1)

    assert one is not None
    assert other is not None
    assert one + other == pytest.approx(1.0)


def test_samples_too_large_to_count_are_left_to_the_normal_law() -> None:
    many = np.full(3, float(LARGEST_SAMPLE))

    assert dealt_anew_p_value(many, many) is None
    assert dealt_anew_p_value(many, np.array([3.0, 4.0, 9.0])) is not None
