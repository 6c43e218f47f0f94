"""Balance of who answered, beyond what chance alone gives."""

from __future__ import annotations

import numpy as np

from metrics.integrity.sampling.balance import Balance, unbiased_psi


def test_psi_is_judged_beyond_what_chance_alone_gives() -> None:
    population = np.full(20, 100.0, dtype=np.float64)
    rng = np.random.default_rng(2)
    drawn = [rng.multinomial(200, population / 2_000).astype(np.float64) for _ in range(300)]

    values = np.array([unbiased_psi(Balance("partner", d, population)) or 0.0 for d in drawn])

    # Perfect sampling of twenty groups by two hundred answers has a PSI of 0.095 by chance alone.
    shares = np.array(drawn) / 200
    plain = ((shares - 0.05) * np.log(np.maximum(shares, 1e-4) / 0.05)).sum(axis=1)
    assert plain.mean() > 0.095
    assert (plain > 0.10).mean() > 0.35
    assert (values > 0.10).mean() < 0.05


def test_psi_needs_two_levels_and_an_answer() -> None:
    assert unbiased_psi(Balance("x", np.array([5.0]), np.array([9.0]))) is None
    assert unbiased_psi(Balance("x", np.array([0.0, 0.0]), np.array([9.0, 1.0]))) is None
