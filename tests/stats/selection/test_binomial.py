from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.selection.binomial import lower_tail, probability, two_sided, upper_tail
from tests.stats.reference import table

# R: binom.test (tests/reference/selection.R).
ROWS = table("selection_binomial.csv")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['x']} of {row['n']}")
def test_tails_are_those_of_r(row: dict[str, str]) -> None:
    x, n, p = int(float(row["x"])), int(float(row["n"])), float(row["p"])

    assert float(lower_tail(x, n, p)) == pytest.approx(float(row["lower"]), rel=1e-8)
    assert float(upper_tail(x, n, p)) == pytest.approx(float(row["upper"]), rel=1e-8)
    assert two_sided(x, n, p) == pytest.approx(float(row["two_sided"]), rel=1e-8)


@settings(max_examples=40, deadline=None)
@given(n=st.integers(1, 300), share=st.floats(0.0, 1.0), p=st.floats(0.001, 0.999))
def test_both_tails_share_exactly_the_observed_count(n: int, share: float, p: float) -> None:
    x = round(share * n)

    both = float(lower_tail(x, n, p)) + float(upper_tail(x, n, p))

    assert both == pytest.approx(1.0 + float(probability(x, n, p)), rel=1e-9)
