from __future__ import annotations

import pytest

from stats.careless import mode_difference
from stats.errors import EmptyInput
from tests.stats.reference import column, table

FIGURES = {row["name"]: float(row["value"]) for row in table("response_figures.csv")}


def test_two_modes_are_compared_by_welchs_test_as_in_r() -> None:
    second, score = (column("response_arrivals.csv", name) for name in ("late", "score"))

    found = mode_difference(score[second == 0], score[second == 1])

    assert found.difference == pytest.approx(FIGURES["welch_difference"], rel=1e-10)
    assert found.p_value == pytest.approx(FIGURES["welch_p"], rel=1e-8)
    assert found.standardised == pytest.approx(FIGURES["standardised"], rel=1e-10)


def test_a_mode_that_nobody_used_is_refused() -> None:
    with pytest.raises(EmptyInput, match="first is empty"):
        mode_difference([], [1, 2])
