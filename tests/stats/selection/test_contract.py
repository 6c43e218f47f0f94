from __future__ import annotations

import pytest

from stats.errors import EmptyInput, OutOfRange
from stats.selection import contract_minimum, invite_funnel


def test_the_lower_tail_is_that_of_r() -> None:
    found = contract_minimum(20, 80, 0.55)

    assert found.p_value == pytest.approx(4.7921703858526197e-08, rel=1e-8)  # R binom.test
    assert found.is_flagged


def test_everybody_invited_keeps_any_minimum() -> None:
    found = contract_minimum(80, 80, 0.9)

    assert found.p_value == 1.0
    assert not found.is_flagged


def test_where_half_of_the_partners_choose_the_contract_still_sees_them() -> None:
    invited, transactions = [25] * 5 + [60] * 5, [100] * 10

    funnel = invite_funnel(invited, transactions)
    contract = [contract_minimum(x, n, 0.50) for x, n in zip(invited, transactions, strict=True)]

    assert not any(rate.is_outside_998 for rate in funnel.rates)
    assert [c.is_flagged for c in contract] == [True] * 5 + [False] * 5


def test_one_transaction_proves_nothing() -> None:
    assert not contract_minimum(0, 1, 0.5).is_flagged


def test_impossible_input_is_refused() -> None:
    with pytest.raises(EmptyInput, match="No transactions"):
        contract_minimum(0, 0, 0.5)
    with pytest.raises(OutOfRange, match="invited is nan"):
        contract_minimum(float("nan"), 8, 0.5)  # type: ignore[arg-type]
    with pytest.raises(OutOfRange, match="9 of 8 invited"):
        contract_minimum(9, 8, 0.5)
    with pytest.raises(OutOfRange, match="minimum is 1"):
        contract_minimum(1, 8, 1.0)
