from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.errors import EmptyInput, OutOfRange
from stats.selection import InviteTable, UntestableSelection, suppression_test
from tests.simulation.selection import (
    BASE_RATES,
    COMPLAINT_SHARES,
    KEPT,
    TRANSACTIONS,
    exact_powers,
)
from tests.stats.selection.tables import SETS, tables_of

CELLS = list(product(COMPLAINT_SHARES, BASE_RATES, TRANSACTIONS))


@pytest.mark.parametrize("row", SETS, ids=lambda row: f"set {row['set']}")
def test_the_p_value_is_that_of_r(row: dict[str, str]) -> None:
    found = suppression_test(tables_of(row))

    assert found.p_value == pytest.approx(float(row["p"]), rel=1e-8)


@pytest.mark.parametrize("row", [r for r in SETS if r["p_at_odds_half"] != "NA"])
def test_another_odds_ratio_gives_the_noncentral_p_value_of_r(row: dict[str, str]) -> None:
    found = suppression_test(tables_of(row), odds=0.5)

    assert found.p_value == pytest.approx(float(row["p_at_odds_half"]), rel=1e-8)


def test_the_expected_number_is_the_share_of_all_invitations() -> None:
    found = suppression_test([InviteTable(2, 20, 50, 80)])

    assert found.expected == pytest.approx(20 * 52 / 100)


def test_the_mid_p_value_is_half_a_step_below_fishers() -> None:
    # 1 of 3 and 2 of 3 by hand: P(A = 0) = 1/20, P(A = 1) = 9/20.
    found = suppression_test([InviteTable(1, 3, 2, 3)])

    assert found.p_value == pytest.approx(10 / 20)
    assert found.mid_p == pytest.approx(1 / 20 + 9 / 40)


@settings(max_examples=40, deadline=None)
@given(
    n1=st.integers(1, 30),
    n0=st.integers(1, 100),
    u=st.floats(0.0, 1.0),
    v=st.floats(0.0, 1.0),
)
def test_the_middle_tails_of_both_directions_add_up_to_one(
    n1: int, n0: int, u: float, v: float
) -> None:
    a, c = round(n1 * u), round(n0 * v)

    fewer = suppression_test([InviteTable(a, n1, c, n0)])
    more = suppression_test([InviteTable(c, n0, a, n1)])

    assert (fewer.mid_p is None) == (more.mid_p is None)
    if fewer.mid_p is not None and more.mid_p is not None:
        assert fewer.mid_p + more.mid_p == pytest.approx(1.0, abs=1e-9)


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (InviteTable(0, 0, 5, 9), UntestableSelection.NO_CONTRAST),
        (InviteTable(0, 4, 0, 9), UntestableSelection.ALL_ALIKE),
        (InviteTable(4, 4, 9, 9), UntestableSelection.ALL_ALIKE),
    ],
)
def test_nothing_to_compare_is_a_reason(table: InviteTable, reason: UntestableSelection) -> None:
    found = suppression_test([table])

    assert found.reason is reason
    assert found.mid_p is None
    assert not found.is_flagged
    assert "not testable" in str(found)


def test_a_single_complaint_never_raises_the_flag() -> None:
    assert not suppression_test([InviteTable(0, 1, 9, 10)]).is_flagged


@pytest.mark.parametrize("base", BASE_RATES)
@pytest.mark.parametrize("share", COMPLAINT_SHARES)
def test_an_honest_partner_is_flagged_in_less_than_one_quarter_of_a_hundred(
    share: float, base: float
) -> None:
    sizes = [exact_powers(share, base, n, kept=1.0)[1] for n in (50, 200, 400)]

    assert max(sizes) < 0.0075
    assert min(sizes) > 0.0


def test_the_flag_has_at_least_nine_tenths_of_the_power_of_fishers_test_everywhere() -> None:
    powers = [exact_powers(*cell, kept=KEPT) for cell in CELLS]

    short = [cell for cell, (fisher, mid) in zip(CELLS, powers, strict=True) if mid < 0.9 * fisher]
    assert short == []


def test_with_few_complaints_and_few_transactions_the_power_is_the_published_one() -> None:
    # Methods M3: at base rate .55 and 200 transactions Fisher has .13 to .37; mid-p ≥ .80 at .95.
    fisher = [exact_powers(share, 0.55, 200, KEPT)[0] for share in COMPLAINT_SHARES]
    _, first = exact_powers(0.10, 0.95, 200, KEPT)

    np.testing.assert_allclose(fisher, [0.125, 0.259, 0.368], atol=1e-3)
    assert first == pytest.approx(0.825, abs=1e-3)


def test_no_tables_and_impossible_odds_are_refused() -> None:
    with pytest.raises(EmptyInput, match="No tables"):
        suppression_test([])
    with pytest.raises(OutOfRange, match="odds ratio is 0"):
        suppression_test([InviteTable(1, 3, 2, 3)], odds=0.0)
