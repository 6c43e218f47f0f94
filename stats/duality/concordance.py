"""Agreement of two ratings of the same thing, on their scale."""

from __future__ import annotations

import math
from dataclasses import dataclass

from numpy.typing import ArrayLike

from stats.duality.moments import pair_moments
from stats.intervals.correlation import FEWEST_PAIRS, ROUNDING, NoCorrelation
from stats.intervals.interval import Interval, IntervalMethod, normal_quantile


@dataclass(frozen=True)
class Concordance:
    """Lin's coefficient with its interval; `accuracy` C_b is its ratio to Pearson's r.

    C_b = 1 means that mean and spread agree. Where `reason` is not DEFINED, `interval` is None;
    `value` is None only where every rating of both is one number.
    """

    value: float | None
    accuracy: float | None
    interval: Interval | None
    n: int
    reason: NoCorrelation

    def __str__(self) -> str:
        if self.value is None:
            return f"no concordance: {self.reason.sentence} (n {self.n})"
        if self.interval is None:
            return (
                f"concordance {self.value:z.2f}, no interval: {self.reason.sentence} (n {self.n})"
            )
        return f"concordance {self.value:z.2f}, {self.interval}, n {self.n}"


def lin_concordance(first: ArrayLike, second: ArrayLike) -> Concordance:
    """Lin's concordance correlation: agreement with the line of equality, −1 to 1.

    ρ = 2 s_xy/(s_x² + s_y² + (x̄ − ȳ)²) with 1/n moments; tanh(artanh ρ ± z σ_Z),
    (n − 2)σ_Z² = (1 − r²)C_b²/(1 − ρ²) + [2ρ²C_b(1 − ρ)u² − ρ²C_b²u⁴/2]/(1 − ρ²)²,
    C_b = 2/(v + 1/v + u²), v = s_x/s_y, u² = (x̄ − ȳ)²/(s_x s_y). Computed with rC_b = ρ and
    C_b u² = 2(x̄ − ȳ)²/(s_x² + s_y² + (x̄ − ȳ)²), so that nothing is divided by r or s.
    Source: Lin 1989, its variance as corrected in Lin 2000. Normal ratings and independent pairs.

    `first`, `second` (n,). CONSTANT where one of the two does not vary, FEW_PAIRS below four
    pairs, PERFECT at ±1 and for a line of equal means, where σ_Z = 0. Raises EmptyInput without
    pairs, OutOfRange for lists of different lengths.

    >>> print(lin_concordance([8, 7, 6, 9], [9, 7, 8, 8]))
    concordance 0.25, 95 % interval -0.69 to 0.87, n 4
    """
    moments = pair_moments(first, second)
    n, shift = moments.n, moments.mean_x - moments.mean_y
    spread = moments.var_x + moments.var_y + shift * shift
    if spread == 0.0:
        return Concordance(None, None, None, n, NoCorrelation.CONSTANT)
    value = min(max(2.0 * moments.cov / spread, -1.0), 1.0)
    scale = math.sqrt(moments.var_x) * math.sqrt(moments.var_y)
    accuracy = 2.0 * scale / spread if scale > 0.0 else None
    if accuracy is None:
        return Concordance(value, None, None, n, NoCorrelation.CONSTANT)
    if n < FEWEST_PAIRS:
        return Concordance(value, accuracy, None, n, NoCorrelation.FEW_PAIRS)
    variance = _variance_of_z(value, accuracy, 2.0 * shift * shift / spread)
    if variance <= ROUNDING:
        return Concordance(value, accuracy, None, n, NoCorrelation.PERFECT)
    half = normal_quantile() * math.sqrt(variance / (n - 2))
    centre = math.atanh(value)
    limits = (math.tanh(centre - half), math.tanh(centre + half))
    interval = Interval(*limits, IntervalMethod.FISHER)
    return Concordance(value, accuracy, interval, n, NoCorrelation.DEFINED)


def _variance_of_z(value: float, accuracy: float, shifted: float) -> float:
    """(n − 2)σ_Z² from ρ, C_b and C_b u²; 0 where the pairs agree but for rounding."""
    square, left = value * value, 1.0 - value * value
    if left < ROUNDING:
        return 0.0
    within = (accuracy * accuracy - square) / left
    between = 2.0 * square * (1.0 - value) * shifted - square * shifted * shifted / 2.0
    return within + between / left**2
