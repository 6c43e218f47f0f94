from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats import OutOfRange, benjamini_hochberg


def test_four_tests_give_the_worked_q_values_in_their_own_order() -> None:
    found = benjamini_hochberg([0.2, 0.01, 0.03, 0.02])

    np.testing.assert_allclose(found, [0.20, 0.04, 0.04, 0.04])


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=30))
def test_q_values_are_at_least_the_p_values_and_keep_their_order(p: list[float]) -> None:
    found = benjamini_hochberg(p)

    assert (found >= np.array(p) * (1 - 1e-12)).all()
    assert (found <= 1.0).all()
    assert (np.diff(found[np.argsort(p)]) >= -1e-15).all()


def test_no_tests_give_no_q_values_and_impossible_ones_are_refused() -> None:
    assert benjamini_hochberg([]).size == 0
    with pytest.raises(OutOfRange, match="0 to 1"):
        benjamini_hochberg([1.2])
