from __future__ import annotations

import numpy as np
import pytest

from stats import EmptyInput, OutOfRange, representativeness
from stats.response import ResponseVerdict
from tests.stats.reference import table

FIGURES = {row["name"]: float(row["value"]) for row in table("response_figures.csv")}


def test_the_worked_composition_gives_the_worked_distances() -> None:
    found = representativeness([70, 20, 10], [0.5, 0.3, 0.2])

    assert found.chi2 == pytest.approx(16.33, abs=5e-3)
    assert found.p_value == pytest.approx(0.0003, abs=5e-5)
    assert found.cohen_w == pytest.approx(0.404, abs=5e-4)
    assert found.psi == pytest.approx(0.177, abs=5e-4)
    assert found.df == 2
    assert found.verdict is ResponseVerdict.WARN


def test_chi_square_agrees_with_r() -> None:
    found = representativeness([212, 90, 61, 37], [0.45, 0.25, 0.2, 0.1])

    assert found.chi2 == pytest.approx(FIGURES["composition_chi2"], rel=1e-10)
    assert found.p_value == pytest.approx(FIGURES["composition_p"], rel=1e-10)


def test_the_frames_own_composition_is_at_distance_zero() -> None:
    found = representativeness([50, 30, 20], [0.5, 0.3, 0.2])

    assert found.chi2 == pytest.approx(0.0, abs=1e-12)
    assert found.psi == pytest.approx(0.0, abs=1e-12)


def test_a_class_nobody_answered_from_counts_as_one_in_ten_thousand() -> None:
    found = representativeness([90, 10, 0], [0.5, 0.3, 0.2])

    by_hand = 0.4 * np.log(1.8) + 0.2 * np.log(3) + 0.1999 * np.log(2000)
    assert found.psi == pytest.approx(by_hand)


def test_a_class_that_neither_side_has_is_left_out() -> None:
    assert representativeness([70, 30, 0], [0.5, 0.5, 0.0]).df == 1


def test_neither_huge_nor_tiny_units_of_weight_change_what_can_be_read() -> None:
    plain = representativeness([70, 20, 10], [0.5, 0.3, 0.2])

    for unit in (1e-70, 1e70):
        found = representativeness([70 * unit, 20 * unit, 10 * unit], [0.5, 0.3, 0.2])
        assert found.cohen_w == pytest.approx(plain.cohen_w)
        assert found.psi == pytest.approx(plain.psi)


def test_a_million_prints_in_full() -> None:
    assert str(representativeness([1e6, 1e6], [0.5, 0.5])).endswith("p 1, n 2000000")


def test_a_negative_value_is_named_by_its_place() -> None:
    with pytest.raises(OutOfRange, match="observed holds -2 at position 1"):
        representativeness([1, -2], [0.5, 0.5])
    with pytest.raises(OutOfRange, match=r"frame holds -0\.5 at position 1"):
        representativeness([1, 2], [1.5, -0.5])


REFUSED = {
    "shares that do not sum to one": ([5, 5], [0.5, 0.4], OutOfRange),
    "negative share": ([5, 5], [1.5, -0.5], OutOfRange),
    "class without population": ([5, 5, 1], [0.5, 0.5, 0.0], OutOfRange),
    "one class": ([5], [1.0], OutOfRange),
    "nobody": ([0, 0], [0.5, 0.5], EmptyInput),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_compared_is_refused(case: str) -> None:
    observed, frame, refusal = REFUSED[case]

    with pytest.raises(refusal):
        representativeness(observed, frame)
