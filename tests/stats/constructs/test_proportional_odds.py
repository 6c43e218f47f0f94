from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, IntArray
from stats.constructs import proportional_odds, rest_score
from stats.errors import OutOfRange
from tests.stats.constructs.figures import answers, figure, focal


def _sample(seed: int, n: int = 150) -> tuple[IntArray, FloatArray]:
    generator = np.random.default_rng(seed)
    x = generator.normal(size=(n, 2))
    raw = x @ [1.0, -0.5] + generator.logistic(size=n)
    return np.digitize(raw, [-1.0, 0.0, 1.5]).astype(np.int64), x


def _fitted(y: ArrayLike, x: ArrayLike) -> tuple[FloatArray, FloatArray, float]:
    """Thresholds, slopes and log-likelihood where there are any."""
    found = proportional_odds(y, x)
    assert found.thresholds is not None
    assert found.slopes is not None
    assert found.log_likelihood is not None
    return found.thresholds, found.slopes, found.log_likelihood


def test_likelihood_slopes_and_thresholds_are_those_of_r_mass_polr() -> None:
    whole = answers()
    rest = rest_score(whole, 1)
    z = rest - rest.mean()
    y = np.unique(whole.values[:, 1], return_inverse=True)[1]

    thresholds, slopes, likelihood = _fitted(y, np.column_stack([z, focal(), z * focal()]))

    assert likelihood == pytest.approx(figure("log_likelihood", "both"), rel=1e-10)
    for slope, name in zip(slopes, ("z", "group", "product"), strict=True):
        assert slope == pytest.approx(figure("slope", name), rel=1e-5)
    for number, threshold in enumerate(thresholds, start=1):
        assert threshold == pytest.approx(figure("threshold", str(number)), rel=2e-8)


def test_of_two_classes_and_a_yes_no_covariate_the_slope_is_the_log_odds_ratio() -> None:
    y = np.repeat([0, 1, 0, 1], [30, 10, 12, 28])
    x = np.repeat([0.0, 1.0], 40)[:, None]

    thresholds, slopes, _ = _fitted(y, x)

    assert slopes[0] == pytest.approx(np.log((28 * 30) / (12 * 10)))
    assert thresholds[0] == pytest.approx(np.log(30 / 10))


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 1_000), shift=st.floats(-50, 50), scale=st.floats(0.01, 100))
def test_units_and_order_of_covariates_do_not_matter(seed: int, shift: float, scale: float) -> None:
    y, x = _sample(seed)
    order = np.random.default_rng(seed).permutation(y.size)

    _, slopes, likelihood = _fitted(y, x)

    _, scaled, again = _fitted(y[order], (x * scale + shift)[order])
    assert again == pytest.approx(likelihood, rel=1e-10)
    assert scaled * scale == pytest.approx(slopes, rel=1e-6, abs=1e-8)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 1_000))
def test_classes_in_reverse_turn_the_slopes(seed: int) -> None:
    y, x = _sample(seed)

    thresholds, slopes, likelihood = _fitted(y, x)

    turned = _fitted(y.max() - y, x)
    assert turned[0] == pytest.approx(-thresholds[::-1], rel=1e-6)
    assert turned[1] == pytest.approx(-slopes, rel=1e-6)
    assert turned[2] == pytest.approx(likelihood, rel=1e-10)


def test_a_covariate_that_tells_nothing_leaves_the_shares() -> None:
    thresholds, slopes, _ = _fitted([0, 1, 2, 2] * 2, np.repeat([[0.0], [1.0]], 4, axis=0))

    assert slopes[0] == pytest.approx(0.0, abs=1e-9)
    assert thresholds == pytest.approx([np.log(1 / 3), 0.0], abs=1e-9)


NOT_UNIQUE = {
    "separation": ([0, 0, 0, 1, 1, 1], [[1], [2], [3], [4], [5], [6]]),
    "a group with the top class alone": ([0, 1, 0, 1, 1, 2, 2, 1], [[0]] * 4 + [[1]] * 4),
    "a constant covariate": ([0, 1, 0, 1], [[3]] * 4),
    "the same covariate twice": (
        [0, 1, 0, 1, 1, 0],
        [[1, 2], [2, 4], [2, 4], [3, 6], [1, 2], [3, 6]],
    ),
}


@pytest.mark.parametrize("case", NOT_UNIQUE)
def test_a_likelihood_without_a_single_maximum_is_said(case: str) -> None:
    y, x = NOT_UNIQUE[case]

    found = proportional_odds(y, x)

    assert not found.unique
    assert (found.thresholds, found.slopes, found.log_likelihood) == (None, None, None)
    assert str(found) == "no unique maximum of the likelihood"


def test_answers_and_covariates_that_do_not_fit_are_refused() -> None:
    with pytest.raises(OutOfRange, match="1 of 1 classes"):
        proportional_odds([0, 0], [[1], [2]])
    with pytest.raises(OutOfRange, match="2 of 3 classes"):
        proportional_odds([0, 2], [[1], [2]])
    with pytest.raises(OutOfRange, match="0 of 0 classes"):
        proportional_odds(np.zeros(0, int), np.zeros((0, 1)))
    with pytest.raises(OutOfRange, match="one row of numbers"):
        proportional_odds([0, 1], [[1], [2], [3]])
    with pytest.raises(OutOfRange, match="Row 1, covariate 0 is nan"):
        proportional_odds([0, 1], [[1.0], [np.nan]])


def test_more_classes_than_a_rating_has_points_are_refused() -> None:
    y = np.arange(101).repeat(2)
    x = np.random.default_rng(1).normal(size=(202, 1))

    assert proportional_odds(y, x).unique
    with pytest.raises(OutOfRange, match="holds code 1073741824"):
        proportional_odds([0, 1 << 30], [[1], [2]])
