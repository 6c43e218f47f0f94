from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.errors import BadWeights, EmptyInput, OutOfRange
from stats.scores import capped_shares


def test_the_worked_revenues_under_a_cap_of_a_half() -> None:
    assert capped_shares([800, 150, 50], cap=0.5) == pytest.approx([0.5, 0.375, 0.125])


@settings(max_examples=200, deadline=None)
@given(
    amounts=st.lists(st.floats(0.0, 1e6), min_size=1, max_size=12),
    cap=st.floats(0.05, 1.0),
)
def test_capped_shares_sum_to_one_obey_the_cap_and_keep_the_order(
    amounts: list[float], cap: float
) -> None:
    if not sum(amounts) > 1e-3:
        return

    found = capped_shares(amounts, cap)

    assert found.sum() == pytest.approx(1.0)
    assert found.max() <= max(cap, 1.0 / len(amounts)) * (1.0 + 1e-9)
    ranked = found[np.argsort(amounts, kind="stable")]
    assert (np.diff(ranked) >= -1e-12).all()


def test_shares_are_capped_again_when_the_excess_lifts_others_over_the_cap() -> None:
    found = capped_shares([60, 24, 8, 8], cap=0.3)

    assert found == pytest.approx([0.3, 0.3, 0.2, 0.2])


def test_a_cap_that_leaves_no_room_gives_equal_shares_and_no_dominance_changes_nothing() -> None:
    assert capped_shares([800, 150, 50], cap=0.25).tolist() == [1 / 3, 1 / 3, 1 / 3]
    assert capped_shares([30, 30, 40], cap=0.4).tolist() == [0.3, 0.3, 0.4]
    assert capped_shares([1, 0, 0, 0, 0]).tolist() == pytest.approx([0.25] + [0.1875] * 4)


def test_no_amounts_negative_ones_and_impossible_caps_are_refused() -> None:
    with pytest.raises(OutOfRange, match="cap of 0 is no share"):
        capped_shares([1.0], cap=0.0)
    with pytest.raises(BadWeights, match="0 or more"):
        capped_shares([1.0, -1.0])
    with pytest.raises(EmptyInput, match="amounts is empty"):
        capped_shares([])
