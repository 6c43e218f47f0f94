from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.errors import EmptyInput, OutOfRange
from stats.selection import UntestableSelection, funnel_limits, invite_funnel
from tests.stats.reference import column


def test_twenty_of_eighty_at_a_target_of_55_percent_score_minus_5_39() -> None:
    found = invite_funnel([20], [80], target=0.55).rates[0]

    assert found.z == pytest.approx(-5.39, abs=5e-3)
    assert found.p_value == pytest.approx(5.9511732495516231e-08, rel=1e-8)  # R binom.test
    assert found.is_outside_998


def test_scores_and_their_over_dispersion_are_those_of_r() -> None:
    invited, transactions = (
        column("selection_funnel.csv", name) for name in ("invited", "transactions")
    )

    found = invite_funnel(invited, transactions)

    assert found.phi == pytest.approx(column("selection_funnel.csv", "phi")[0], rel=1e-10)
    np.testing.assert_allclose(
        np.array([rate.z for rate in found.rates], float),
        column("selection_funnel.csv", "z"),
        rtol=1e-10,
    )
    np.testing.assert_allclose(
        np.array([rate.z_adjusted for rate in found.rates], float),
        column("selection_funnel.csv", "z_adjusted"),
        rtol=1e-10,
    )


def test_over_dispersion_never_makes_a_score_larger() -> None:
    found = invite_funnel([50, 51, 49, 50, 52, 48], [100] * 6)

    assert found.phi is not None
    assert found.phi < 1.0
    assert [rate.z_adjusted for rate in found.rates] == [rate.z for rate in found.rates]


def test_below_five_partners_their_spread_is_not_estimated() -> None:
    found = invite_funnel([10, 90, 50, 50], [100] * 4)

    assert found.phi == 1.0


def test_the_drawn_limits_are_those_that_the_scores_are_judged_by() -> None:
    low, high = funnel_limits([400], 0.5, level=0.95)

    inside = invite_funnel([int(np.ceil(400 * low[0]))], [400], target=0.5).rates[0]
    outside = invite_funnel([int(np.ceil(400 * low[0])) - 1], [400], target=0.5).rates[0]

    assert 1.0 - high[0] == pytest.approx(low[0])
    assert not inside.is_outside_95
    assert outside.is_outside_95
    assert not outside.is_outside_998


@settings(max_examples=25, deadline=None)
@given(
    data=st.lists(st.tuples(st.integers(1, 500), st.floats(0.0, 1.0)), min_size=2, max_size=12),
    seed=st.integers(0, 99),
)
def test_partners_in_another_order_get_the_same_scores(
    data: list[tuple[int, float]], seed: int
) -> None:
    n = np.array([size for size, _ in data])
    x = np.array([round(size * share) for size, share in data])
    order = np.random.default_rng(seed).permutation(n.size)

    first, second = invite_funnel(x, n).rates, invite_funnel(x[order], n[order]).rates

    expected = [np.nan if first[i].z_adjusted is None else first[i].z_adjusted for i in order]
    found = [np.nan if rate.z_adjusted is None else rate.z_adjusted for rate in second]
    np.testing.assert_allclose(
        np.array(found, dtype=float), np.array(expected, dtype=float), rtol=1e-9, atol=1e-12
    )


@pytest.mark.parametrize("invited", [[0, 0], [10, 20]])
def test_where_all_or_nobody_were_invited_there_is_a_reason(invited: list[int]) -> None:
    found = invite_funnel(invited, [10, 20])

    assert found.reason is UntestableSelection.ALL_ALIKE
    assert found.rates[0].z is None
    assert not found.rates[0].is_outside_95
    assert "no case differs" in str(found.rates[0])


def test_limits_stay_shares() -> None:
    low, high = funnel_limits([1, 5, 50], 0.95, phi=4.0)

    assert (low >= 0.0).all()
    assert (high <= 1.0).all()


def test_the_funnel_prints_what_it_found() -> None:
    found = invite_funnel([20, 50, 52, 55, 54], [80, 90, 91, 100, 99])

    assert "5 partners around" in str(found)
    assert "outside the 99.8% funnel" in str(found)


def test_a_funnel_of_one_partner_prints_in_the_singular() -> None:
    assert str(invite_funnel([20], [80], target=0.5)).startswith("1 partner around 50.0%")


def test_counts_beyond_any_ledger_are_judged_as_fast_as_small_ones() -> None:
    found = invite_funnel([2**52], [2**53], target=0.5).rates[0]

    assert found.p_value == pytest.approx(1.0)


def test_impossible_counts_and_targets_are_refused() -> None:
    with pytest.raises(OutOfRange, match="target is 'half'"):
        invite_funnel([1], [2], target="half")  # type: ignore[arg-type]
    with pytest.raises(OutOfRange, match="phi is nan"):
        funnel_limits([10], 0.5, phi=float("nan"))
    with pytest.raises(OutOfRange, match="Partner 1 invited 12 of 10"):
        invite_funnel([5, 12], [10, 10])
    with pytest.raises(OutOfRange, match="transactions holds 0 at position 0"):
        invite_funnel([0], [0])
    with pytest.raises(OutOfRange, match="target is 1"):
        invite_funnel([1], [2], target=1.0)
    with pytest.raises(EmptyInput, match="transactions is empty"):
        invite_funnel(np.zeros(0), np.zeros(0))
    with pytest.raises(OutOfRange, match="share 0 to 1"):
        funnel_limits([10], 1.5)
