from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.duality import lin_concordance
from stats.duality.moments import pair_moments
from stats.errors import EmptyInput, OutOfRange
from stats.intervals import NoCorrelation
from tests.stats.duality.pairs_of_r import scores


def test_four_pairs_give_the_worked_concordance() -> None:
    found = lin_concordance([8, 7, 6, 9], [9, 7, 8, 8])

    assert found.value == pytest.approx(0.25)
    assert found.n == 4


def delta_variance(shift: float, var_x: float, var_y: float, cov: float) -> float:
    """n times the variance of artanh ρ by the delta method, from the moments of normal pairs."""
    moments = np.zeros((4, 4))
    moments[0, 0] = var_x + var_y - 2.0 * cov
    moments[1:, 1:] = [
        [2.0 * var_x**2, 2.0 * cov**2, 2.0 * var_x * cov],
        [2.0 * cov**2, 2.0 * var_y**2, 2.0 * var_y * cov],
        [2.0 * var_x * cov, 2.0 * var_y * cov, var_x * var_y + cov**2],
    ]

    def z(at: np.typing.NDArray[np.float64]) -> float:
        return float(np.arctanh(2.0 * at[3] / (at[1] + at[2] + at[0] ** 2)))

    centre, step = np.array([shift, var_x, var_y, cov]), 1e-5
    slope = np.array(
        [(z(centre + step * e) - z(centre - step * e)) / (2 * step) for e in np.eye(4)]
    )
    return float(slope @ moments @ slope)


@pytest.mark.parametrize("worse", [0.0, 1.0, 4.0])
def test_the_interval_is_that_of_the_delta_method_for_normal_pairs(worse: float) -> None:
    user, partner = scores("user"), scores("partner") - worse
    m = pair_moments(user, partner)

    found = lin_concordance(user, partner)

    assert found.value is not None
    assert found.interval is not None
    variance = delta_variance(m.mean_x - m.mean_y, m.var_x, m.var_y, m.cov) / (m.n - 2)
    half = 1.959963984540054 * np.sqrt(variance)
    expected = np.tanh(np.arctanh(found.value) + np.array([-half, half]))
    assert [found.interval.low, found.interval.high] == pytest.approx(expected, rel=1e-6)


def test_no_association_has_an_interval_although_lins_formula_divides_by_r() -> None:
    found = lin_concordance([1, 1, 2, 2], [1, 2, 1, 2])

    assert found.value == 0.0
    assert found.interval is not None
    assert found.interval.low == pytest.approx(-found.interval.high)


def test_accuracy_is_what_a_shift_or_another_spread_costs() -> None:
    x = np.array([1.0, 2.0, 3.0, 5.0])

    assert lin_concordance(x, x + 2.0).accuracy == pytest.approx(1.0 / (1.0 + 2.0 / np.var(x)))
    assert lin_concordance(x, 3.0 * x - 5.5).accuracy == pytest.approx(2.0 / (3.0 + 1.0 / 3.0))


def test_identical_ratings_agree_fully_and_constant_ones_have_no_concordance() -> None:
    same, constant = lin_concordance([1, 2, 3, 4], [1, 2, 3, 4]), lin_concordance([5, 5], [5, 5])

    assert same.value == pytest.approx(1.0)
    assert (same.interval, same.reason) == (None, NoCorrelation.PERFECT)
    assert (constant.value, constant.reason) == (None, NoCorrelation.CONSTANT)
    assert str(constant) == "no concordance: the ratings do not vary (n 2)"


def test_one_constant_rating_has_a_concordance_of_zero_and_a_reason() -> None:
    found = lin_concordance([0.1, 0.1, 0.1, 0.1], [1, 2, 3, 4])

    assert (found.value, found.accuracy) == (0.0, None)
    assert (found.interval, found.reason) == (None, NoCorrelation.CONSTANT)


def test_a_line_of_equal_means_has_a_concordance_but_no_error() -> None:
    x = np.array([1.0, 2.0, 3.0, 5.0])

    found = lin_concordance(x, 3.0 * x - 5.5)

    assert found.value == pytest.approx(0.6)
    assert (found.interval, found.reason) == (None, NoCorrelation.PERFECT)


@pytest.mark.parametrize("unit", [1e-120, 1e-60, 1e60])
def test_the_unit_of_the_ratings_changes_nothing(unit: float) -> None:
    plain = lin_concordance([8, 7, 6, 9], [9, 7, 8, 8])
    other = lin_concordance(unit * np.array([8, 7, 6, 9]), unit * np.array([9, 7, 8, 8]))

    assert plain.interval is not None
    assert other.interval is not None
    assert other.value == pytest.approx(plain.value)
    assert other.interval.low == pytest.approx(plain.interval.low)


def test_ratings_of_units_worlds_apart_still_have_an_answer() -> None:
    found = lin_concordance([1e74, -1e74, 1e74, 0], [1e-120, 2e-120, 3e-120, 5e-120])

    assert found.value == pytest.approx(0.0)
    assert lin_concordance([0.3, 0.1 + 0.2], [1, 2]).reason is NoCorrelation.CONSTANT


ratings = st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=1, max_size=30).map(
    np.array
)


@settings(max_examples=150, deadline=None)
@given(pairs=ratings, seed=st.integers(0, 100))
def test_it_stays_in_range_is_symmetric_and_knows_no_order(
    pairs: np.typing.NDArray[np.int64], seed: int
) -> None:
    shuffled = np.random.default_rng(seed).permutation(pairs)

    found = lin_concordance(pairs[:, 0], pairs[:, 1])
    mirrored = lin_concordance(shuffled[:, 1], shuffled[:, 0])

    assert found.reason is mirrored.reason
    if found.value is None:
        return
    assert -1.0 <= found.value <= 1.0
    assert mirrored.value == pytest.approx(found.value, abs=1e-12)
    if found.interval is None:
        return
    assert -1.0 <= found.interval.low <= found.value <= found.interval.high <= 1.0


def test_no_pairs_and_unequal_lists_are_refused() -> None:
    with pytest.raises(EmptyInput, match="no pairs"):
        lin_concordance([], [])
    with pytest.raises(OutOfRange, match="second has 1 values where 2"):
        lin_concordance([1, 2], [1])
