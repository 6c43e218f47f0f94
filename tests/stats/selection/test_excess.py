from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import hypergeom

from stats.errors import EmptyInput, OutOfRange
from stats.selection import UntestableSelection, excess_p_value, excess_shares


def test_thirty_tens_of_fifty_at_a_share_of_forty_percent_have_the_worked_chance() -> None:
    found = excess_p_value(30, 50, 0.40)

    assert found == pytest.approx(3.3603822630227341e-03, rel=1e-8)  # R binom.test


def test_peers_are_all_partners_but_the_one_judged() -> None:
    found = excess_shares([30, 40, 10], [50, 100, 100])

    assert [share.peer_share for share in found] == [50 / 200, 40 / 150, 70 / 150]
    assert found[0].p_value == pytest.approx(excess_p_value(30, 50, 0.25))


def test_the_mid_p_value_is_the_hypergeometric_upper_tail() -> None:
    found = excess_shares([30, 40], [50, 100])[0]

    law = hypergeom(150, 70, 50)
    assert found.mid_p == pytest.approx(law.sf(30) + law.pmf(30) / 2.0, rel=1e-9)


def test_what_no_peer_ever_has_is_still_tested() -> None:
    found = excess_shares([8, 0, 0, 0], [20, 50, 50, 50])[0]

    assert found.p_value is None
    assert found.mid_p is not None
    assert found.mid_p < 1e-7


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 80), st.floats(0.0, 1.0)), min_size=2, max_size=6))
def test_results_follow_their_partner_through_any_order(data: list[tuple[int, float]]) -> None:
    n = [size for size, _ in data]
    hits = [round(size * share) for size, share in data]

    found, reversed_ = excess_shares(hits, n), excess_shares(hits[::-1], n[::-1])

    assert list(reversed_) == list(found)[::-1]


@pytest.mark.parametrize(
    ("hits", "n", "reason"),
    [
        ([0, 4], [0, 9], UntestableSelection.NOTHING_KNOWN),
        ([3], [9], UntestableSelection.FEW_PARTNERS),
        ([9, 5], [9, 5], UntestableSelection.ALL_ALIKE),
        ([0, 0], [9, 5], UntestableSelection.ALL_ALIKE),
    ],
)
def test_nothing_to_compare_is_a_reason(
    hits: list[int], n: list[int], reason: UntestableSelection
) -> None:
    found = excess_shares(hits, n)[0]

    assert found.reason is reason
    assert found.mid_p is None
    assert "not testable" in str(found)


def test_impossible_counts_are_refused() -> None:
    with pytest.raises(OutOfRange, match="Partner 1 has 6 of 5"):
        excess_shares([1, 6], [5, 5])
    with pytest.raises(EmptyInput):
        excess_shares([0.0][:0], [0.0][:0])
    with pytest.raises(OutOfRange, match="hits is '6'"):
        excess_p_value("6", 5, 0.5)  # type: ignore[arg-type]
    with pytest.raises(OutOfRange, match="6 of 5"):
        excess_p_value(6, 5, 0.5)
