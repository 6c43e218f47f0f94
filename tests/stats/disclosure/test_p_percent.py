from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.disclosure import p_percent_of_accounts, p_percent_rule
from stats.errors import OutOfRange

# total, largest, second, sensitive, shortfall
CELLS = {
    "remainder exactly p of the largest": (110.0, 70.0, 33.0, False, 0.0),
    "remainder a little less": (109.9, 70.0, 33.0, True, 0.1),
    "one account": (60.0, 60.0, 0.0, True, 6.0),
    "two accounts": (100.0, 60.0, 40.0, True, 6.0),
    "three even accounts": (90.0, 30.0, 30.0, False, 0.0),
    "empty": (0.0, 0.0, 0.0, False, 0.0),
    "sums that do not come out even": (0.1 + 0.2 + 0.02, 0.2, 0.1, False, 0.0),
}


@pytest.mark.parametrize("case", CELLS)
def test_the_second_largest_must_not_estimate_the_largest_to_within_p(case: str) -> None:
    total, largest, second, sensitive, shortfall = CELLS[case]

    found = p_percent_rule([total], [largest], [second])

    assert found.sensitive.tolist() == [sensitive]
    assert found.shortfall.tolist() == pytest.approx([shortfall])


def test_another_p_can_be_asked_for() -> None:
    found = p_percent_rule([110.0], [70.0], [33.0], p=0.2)

    assert found.shortfall.tolist() == pytest.approx([7.0])


def test_amounts_of_an_account_add_up_before_the_rule_looks() -> None:
    cell, account = [1, 0, 1, 1, 1], [5, 5, 6, 5, 7]

    found = p_percent_of_accounts(cell, account, [30, 10, 50, 30, 4], 3)

    # Cell 1: accounts 5, 6 and 7 with 60, 50 and 4; cell 0 one account; cell 2 nobody.
    assert found.sensitive.tolist() == [True, True, False]
    assert found.shortfall.tolist() == pytest.approx([1.0, 2.0, 0.0])
    assert str(found) == "2 of 3 cells are sensitive"


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_order_of_rows_and_names_of_accounts_change_nothing(seed: int) -> None:
    generator = np.random.default_rng(seed)
    cell, account = generator.integers(0, 4, 40), generator.integers(0, 9, 40)
    amount = generator.integers(0, 100, 40)
    order = generator.permutation(40)

    found = p_percent_of_accounts(cell, account, amount, 4)
    turned = p_percent_of_accounts(cell[order], 50 - account[order], amount[order], 4)

    assert (found.sensitive == turned.sensitive).all()
    assert found.shortfall == pytest.approx(turned.shortfall)


def test_amounts_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(OutOfRange, match="Cell 1 has total 10, largest 5, second 6"):
        p_percent_rule([10, 10], [5, 5], [5, 6])
    with pytest.raises(OutOfRange, match="fit in the total"):
        p_percent_rule([10], [8], [3])
    with pytest.raises(OutOfRange, match="p is 10; hand in a number above 0 and at most 1"):
        p_percent_rule([10], [5], [3], p=10)
    with pytest.raises(OutOfRange, match="amount is -1 at position 0"):
        p_percent_of_accounts([0], [1], [-1], 1)
    with pytest.raises(OutOfRange, match="2 accounts for 1 amounts"):
        p_percent_of_accounts([0], [1, 2], [1], 1)


def test_no_cells_need_no_protection() -> None:
    assert p_percent_of_accounts([], [], [], 0).sensitive.size == 0
    with pytest.raises(OutOfRange, match="cells is -1; hand in a number from 0 upwards"):
        p_percent_of_accounts([], [], [], -1)
