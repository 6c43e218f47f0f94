from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.constructs import ConstructVerdict, composite_reliability, spearman_brown
from stats.errors import OutOfRange


def test_the_worked_loadings_give_the_worked_omega_and_ave() -> None:
    found = composite_reliability([0.85, 0.70, 0.65])

    assert found.value == pytest.approx(0.780, abs=5e-4)
    assert found.ave == pytest.approx(0.545, abs=5e-4)
    assert found.verdict is ConstructVerdict.FINE
    assert found.is_convergent
    assert not found.is_redundant


@given(loading=st.floats(0.05, 0.99), k=st.integers(3, 12))
def test_with_equal_loadings_omega_is_alpha(loading: float, k: int) -> None:
    found = composite_reliability([loading] * k)

    r = loading * loading
    assert found.value == pytest.approx(k * r / (1.0 + (k - 1) * r))


@given(loadings=st.lists(st.floats(-1.0, 1.0), min_size=3, max_size=9))
def test_omega_and_ave_stay_within_zero_and_one(loadings: list[float]) -> None:
    found = composite_reliability(loadings)

    assert 0.0 <= found.value <= 1.0
    assert 0.0 <= found.ave <= 1.0


def test_loadings_at_a_cut_off_stay_on_the_milder_side() -> None:
    # k equal loadings with l² = r give ω = kr/(1 + (k − 1)r); r for ω = .70, .60, .95 and k = 3.
    at = {cut: (cut / (3.0 - 2.0 * cut)) ** 0.5 for cut in (0.70, 0.60, 0.95)}

    assert composite_reliability([at[0.70]] * 3).verdict is ConstructVerdict.FINE
    assert composite_reliability([at[0.70] - 1e-4] * 3).verdict is ConstructVerdict.WARN
    assert composite_reliability([at[0.60]] * 3).verdict is ConstructVerdict.WARN
    assert composite_reliability([at[0.60] - 1e-4] * 3).verdict is ConstructVerdict.FAIL
    assert not composite_reliability([at[0.95]] * 3).is_redundant
    assert composite_reliability([at[0.95] + 1e-4] * 3).is_redundant
    assert composite_reliability([0.5**0.5] * 3).is_convergent
    assert not composite_reliability([0.7] * 3).is_convergent


def test_redundant_items_are_said() -> None:
    assert "redundant items" in str(composite_reliability([0.97] * 4))


def test_what_makes_no_omega_is_refused() -> None:
    with pytest.raises(OutOfRange, match="2 loadings"):
        composite_reliability([0.8, 0.7])
    with pytest.raises(OutOfRange, match=r"Loading -1.2 at position 1.*Heywood"):
        composite_reliability([0.8, -1.2, 0.7])


def test_spearman_brown_doubles_a_test() -> None:
    assert spearman_brown(0.5) == pytest.approx(2.0 / 3.0)
    assert spearman_brown(0.0) == 0.0
    assert spearman_brown(1.0) == 1.0


def test_two_opposite_items_have_no_reliability() -> None:
    assert spearman_brown(-0.2) is None
    assert spearman_brown(-1.0) is None


def test_a_correlation_beyond_one_is_refused() -> None:
    with pytest.raises(OutOfRange, match="hand in a number from -1 to 1"):
        spearman_brown(1.5)
    with pytest.raises(OutOfRange, match="hand in a number from -1 to 1"):
        spearman_brown(float("nan"))


def test_loadings_that_cancel_out_are_refused() -> None:
    with pytest.raises(OutOfRange, match="cancel out"):
        composite_reliability([1, 1, -1, -1])
