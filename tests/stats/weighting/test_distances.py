from __future__ import annotations

import numpy as np
import pytest

from stats.weighting.distances import LINEAR, RAKING, Distance, logit

DISTANCES: dict[str, Distance] = {
    "linear": LINEAR,
    "raking": RAKING,
    "logit": logit(0.2, 5.0),
    "narrow logit": logit(0.0, 1.5),
}


@pytest.mark.parametrize("name", DISTANCES)
def test_weights_start_as_the_base_weights_and_move_alike_at_first(name: str) -> None:
    # Deville & Särndal 1992: F(0) = F'(0) = 1, so that all distances agree for small changes.
    distance = DISTANCES[name]

    assert distance.ratio(np.zeros(1))[0] == pytest.approx(1.0)
    assert distance.slope(np.zeros(1))[0] == pytest.approx(1.0)


@pytest.mark.parametrize("name", DISTANCES)
def test_slope_and_potential_belong_to_the_ratio(name: str) -> None:
    distance, u, h = DISTANCES[name], np.linspace(-2.0, 2.0, 9), 1e-5

    slope = (distance.ratio(u + h) - distance.ratio(u - h)) / (2.0 * h)
    ratio = (distance.potential(u + h) - distance.potential(u - h)) / (2.0 * h)

    np.testing.assert_allclose(distance.slope(u), slope, rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(distance.ratio(u), ratio, rtol=1e-7, atol=1e-9)
