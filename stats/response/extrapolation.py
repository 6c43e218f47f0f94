"""What the estimate would be if those who did not answer were like the last who did."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, check_counts, check_floats
from stats.errors import EmptyInput, OutOfRange
from stats.scalars import check_number, check_whole
from stats.wording import counted


@dataclass(frozen=True)
class Extrapolation:
    """Extrapolated means of everybody invited: a sensitivity bound, never a headline.

    `share` answered, `observed` their mean, `slope` of the wave mean per share of the invited,
    `predicted` mean of those who did not answer, `by_trend` and `by_last_wave` the mean of all.
    `clipped` where the trend left the scale and was held at its end.
    """

    share: float
    observed: float
    slope: float
    predicted: float
    by_trend: float
    by_last_wave: float
    clipped: bool

    def __str__(self) -> str:
        return (
            f"observed {self.observed:.2f} from {self.share:.1%}, by the trend "
            f"{self.by_trend:.2f}, as the last wave {self.by_last_wave:.2f}"
            + (", trend held at the end of the scale" if self.clipped else "")
        )


def extrapolate_waves(
    answered: ArrayLike,
    means: ArrayLike,
    invited: int,
    *,
    low: float = -np.inf,
    high: float = np.inf,
) -> Extrapolation:
    """Extrapolation over successive waves to those who never answered (methods C2).

    With C = Σn/N and m_w the midpoint of wave w on the cumulative share of the invited, weighted
    least squares (weight n_w) of ȳ_w on m_w predicts ŷ at (C + 1)/2, the midpoint of the missing;
    by trend Cȳ + (1 − C)ŷ, as the last wave Cȳ + (1 − C)ȳ_last.
    Source: Armstrong & Overton 1977; the last wave stands for the continuum of resistance, which
    Lin & Schaeffer 1995 found unreliable.

    `answered` (w,) counts ≥ 1 and `means` (w,) per wave in the order of contact attempts,
    `invited` N; `low` and `high` the ends of the scale, which the prediction does not leave.
    Raises EmptyInput for fewer than two waves, OutOfRange for means outside the scale, a scale
    whose ends are no numbers, or more answers than invitations.

    >>> print(extrapolate_waves([200, 100, 50], [8.0, 7.7, 7.4], 1000))
    observed 7.83 from 35.0%, by the trend 7.05, as the last wave 7.55
    """
    counts = check_counts("answered", answered, lowest=1)
    y = check_floats("means", means, counts.size)
    check_number("low", low, endless=True)
    check_number("high", high, endless=True)
    _check(counts, y, check_whole("invited", invited), low, high)
    share = float(counts.sum()) / invited
    observed = float(counts @ y / counts.sum())
    midpoints = (np.cumsum(counts) - counts / 2.0) / invited
    centre = float(counts @ midpoints / counts.sum())
    slope = float(counts @ ((midpoints - centre) * y) / (counts @ (midpoints - centre) ** 2))
    line = observed + slope * ((share + 1.0) / 2.0 - centre)
    predicted = min(max(line, low), high)
    return Extrapolation(
        share=share,
        observed=observed,
        slope=slope,
        predicted=predicted,
        by_trend=share * observed + (1.0 - share) * predicted,
        by_last_wave=share * observed + (1.0 - share) * float(y[-1]),
        clipped=predicted != line,
    )


def _check(counts: FloatArray, y: FloatArray, invited: int, low: float, high: float) -> None:
    if counts.size < 2:
        raise EmptyInput(f"A trend takes two waves, not {counts.size}; hand in more.")
    if counts.sum() > invited:
        raise OutOfRange(
            f"{counted(counts.sum(), 'answer')} to {counted(invited, 'invitation')}; "
            "count everybody invited."
        )
    outside = np.flatnonzero((y < low) | (y > high))
    if outside.size:
        raise OutOfRange(
            f"means holds {y[outside[0]]:g} at position {outside[0]}, outside the scale from "
            f"{low:g} to {high:g}; correct the mean or the scale."
        )
