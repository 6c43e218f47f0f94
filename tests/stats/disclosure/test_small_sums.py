from __future__ import annotations

import numpy as np
import pytest

from stats.arrays import BoolArray, IntArray
from stats.disclosure import small_sums
from stats.disclosure.covers import TooEntangled
from stats.disclosure.small_sums import near_enough, small_sum
from stats.disclosure.span import Span


def _span(members: BoolArray) -> Span:
    span = Span()
    for position, marked in enumerate(members):
        span = span.including(marked, position)
    return span


def _found(members: BoolArray, min_n: int) -> IntArray | None:
    span = _span(members)
    near = np.flatnonzero(near_enough(span, min_n))
    found = small_sum(span.columns(near), members[:, near], min_n)
    return None if found is None else near[found]


def _members(answers: int, *populations: range) -> BoolArray:
    return np.array([np.isin(np.arange(answers), list(p)) for p in populations])


def test_the_span_holds_what_its_populations_add_up_to() -> None:
    span = _span(_members(12, range(12), range(8)))

    assert span.holds(np.arange(12) >= 8)
    assert not span.holds(np.arange(12) >= 9)


def test_a_population_that_follows_from_others_adds_nothing() -> None:
    span = _span(_members(12, range(12), range(8), range(8, 12)))

    assert span.independent == (0, 1)
    assert span.leverage.sum() == pytest.approx(2.0)


def test_leverage_is_the_diagonal_of_the_projection() -> None:
    members = _members(9, range(6), range(3, 9), range(2, 5))

    found = _span(members)

    m = members.astype(float)
    assert found.leverage == pytest.approx(np.diag(m.T @ np.linalg.pinv(m @ m.T) @ m))


def test_answers_that_came_later_are_in_no_earlier_vector() -> None:
    span = Span().including(np.ones(4, dtype=bool), 0).including(np.arange(6) >= 4, 1)

    assert span.columns(np.array([3, 5])).tolist() == pytest.approx(
        np.array([[0.5, 0.0], [0.0, 0.5**0.5]])
    )


def test_the_answers_are_found_and_no_more_than_they() -> None:
    members = _members(30, range(20), range(15, 30), range(30))

    found = _found(members, 10)

    assert found is not None
    assert found.tolist() == list(range(15, 20))


def test_as_many_answers_as_are_needed_are_no_finding() -> None:
    members = _members(30, range(20), range(15, 30), range(30))

    assert _found(members, 5) is None
    assert not near_enough(_span(members), 1).any()


def test_combinations_of_fewer_answers_with_unlike_factors_are_no_population() -> None:
    # Week 5 less week 1 is a difference of two weeks, nobody's sum.
    assert _found(_members(15, range(12), range(3, 15)), 10) is None


def test_a_search_that_grows_too_large_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(small_sums, "MAX_BRANCHES", 0)

    with pytest.raises(TooEntangled, match="more combinations"):
        _found(_members(30, range(20), range(15, 30), range(30)), 10)
