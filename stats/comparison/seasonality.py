"""Classical seasonal adjustment of a long series."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, check_floats
from stats.comparison.not_yet import NotYet, NotYetReason
from stats.errors import OutOfRange
from stats.scalars import check_whole

PERIODS_NEEDED = 2  # methods H8: never deseasonalise with one year


@dataclass(frozen=True, eq=False)
class Seasonality:
    """Trend, additive index and the series without it.

    `index` (P,): index of position t mod P, summing to 0. `trend` (k − 2h,) of the points h…k−h−1,
    h = `trend_start`: a centred mean has no value at the ends. `adjusted` (k,).
    """

    period: int
    index: FloatArray
    trend: FloatArray
    trend_start: int
    adjusted: FloatArray

    def __str__(self) -> str:
        return (
            f"season of {self.period} over {self.adjusted.size} points, "
            f"index {self.index.min():+.2f} to {self.index.max():+.2f}"
        )


def seasonal_adjustment(values: ArrayLike, period: int) -> Seasonality | NotYet:
    """Additive seasonal index from a centred moving average (methods H8).

    trend_t = (y_{t−P/2}/2 + y_{t−P/2+1} + … + y_{t+P/2}/2)/P for even P, the plain mean of the P
    points around t for odd P; index = mean of y − trend by position, less the mean of those
    means; adjusted = y − index. Source: Macaulay 1931; R `stats::decompose`.

    Values (k,) in time order without gaps, in any unit; a year of 53 weeks needs its 53rd merged
    or left out, so that positions mean the same week. `NotYet` below two whole periods. Raises
    OutOfRange for a period below 2.

    >>> found = seasonal_adjustment([10, 14, 12, 16, 14, 18], 2)
    >>> found.trend.tolist(), found.index.tolist()
    ([12.5, 13.5, 14.5, 15.5], [-1.5, 1.5])
    >>> found.adjusted.tolist()
    [11.5, 12.5, 13.5, 14.5, 15.5, 16.5]
    """
    y = check_floats("values", values)
    if check_whole("period", period) < 2:
        raise OutOfRange(f"A season of {period} points is none; a period is 2 or longer.")
    if y.size < PERIODS_NEEDED * period:
        needed = PERIODS_NEEDED * period
        return NotYet(NotYetReason.FEW_POINTS, y.size, needed, "a seasonal index")
    trend, half = _trend(y, period), period // 2
    position = np.arange(half, half + trend.size) % period
    apart = y[half : half + trend.size] - trend
    means = np.bincount(position, apart, period) / np.bincount(position, minlength=period)
    index = means - means.mean()
    return Seasonality(period, index, trend, half, y - index[np.arange(y.size) % period])


def _trend(y: FloatArray, period: int) -> FloatArray:
    weights = np.ones(period) if period % 2 else np.ones(period + 1)
    if period % 2 == 0:
        weights[[0, -1]] = 0.5
    return np.convolve(y, weights / period, mode="valid")
