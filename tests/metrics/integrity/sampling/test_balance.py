"""Balance of who answered, beyond what chance alone gives."""

from __future__ import annotations

import numpy as np

from metrics.figures import Finding
from metrics.integrity.sampling.balance import Balance, unbiased_psi, weighing
from metrics.models import State
from tests.metrics.frozen_weeks import MadeWeek
from tests.metrics.integrity.sampling.quarters import quarter, the


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


def after_weighting(*, heard_large: int) -> Finding:
    """Small and large buyers in equal number; sixty small ones answer."""

    def fill(made: MadeWeek) -> None:
        for place in range(120):
            for size, heard in (("small", 60), ("large", heard_large)):
                answers = {"recommend": place % 11} if place < heard else None
                made.transaction(size_class=size, answers=answers)

    return the(weighing(quarter(fill, weeks=1)), "psi_after", window=1)


def test_what_no_raking_used_is_looked_at_after_weighting() -> None:
    uneven, even = after_weighting(heard_large=12), after_weighting(heard_large=60)

    assert (uneven.state, even.state) == (State.FAIL, State.PASS)
    assert "most by size class after weighting" in uneven.what
    # (5/6 − 1/2) ln(5/3) + (1/6 − 1/2) ln(1/3), less the 1/72 that chance gives.
    assert uneven.value is not None
    assert abs(uneven.value - (1 / 3 * np.log(5 / 3) + 1 / 3 * np.log(3) - 1 / 72)) < 1e-6
