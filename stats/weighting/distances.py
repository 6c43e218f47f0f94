"""Distances between base weights and calibrated weights (Deville & Särndal 1992, table 1).

Each is given by its dual: g = F(u) with u = x'λ, the slope F'(u), and the potential ∫F.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.special import expit

from stats.arrays import FloatArray
from stats.errors import OutOfRange
from stats.scalars import check_number


class CalibrationMethod(StrEnum):
    """Which distance from the base weights is kept smallest."""

    LINEAR = "linear"
    RAKING = "raking"
    LOGIT = "logit"


@dataclass(frozen=True, eq=False)
class DualValues:
    """g = F(u), F'(u) and ∫F of each cell, (C,)."""

    ratio: FloatArray
    slope: FloatArray
    potential: FloatArray


@dataclass(frozen=True)
class Distance:
    """The three functions of u that Newton's method on the dual needs."""

    ratio: Callable[[FloatArray], FloatArray]
    slope: Callable[[FloatArray], FloatArray]
    potential: Callable[[FloatArray], FloatArray]

    def at(self, u: FloatArray) -> DualValues:
        """All three; where they are one function, as in raking, it is computed once."""
        ratio = self.ratio(u)
        slope = ratio if self.slope is self.ratio else self.slope(u)
        return DualValues(
            ratio, slope, ratio if self.potential is self.ratio else self.potential(u)
        )


def _linear(u: FloatArray) -> FloatArray:
    return 1.0 + u


LINEAR = Distance(_linear, np.ones_like, lambda u: u + 0.5 * u * u)
RAKING = Distance(np.exp, np.exp, np.exp)


def logit(low: float, high: float) -> Distance:
    """The bounded distance: low < g < high, with F(0) = F'(0) = 1.

    F(u) = low + (high − low)·σ(Au + ln((1 − low)/(high − 1))),
    A = (high − low)/((1 − low)(high − 1)), σ the logistic function.

    >>> bounded = logit(0.2, 5.0)
    >>> float(bounded.ratio(np.zeros(1))[0]), float(bounded.ratio(np.array([9.0]))[0]) < 5.0
    (1.0, True)
    """
    low, high = check_number("lower bound", low), check_number("upper bound", high)
    if not 0.0 <= low < 1.0 < high:
        raise OutOfRange(f"Bounds ({low:g}, {high:g}) on g must satisfy 0 ≤ low < 1 < high.")
    steepness = (high - low) / ((1.0 - low) * (high - 1.0))
    shift = float(np.log((1.0 - low) / (high - 1.0)))

    def ratio(u: FloatArray) -> FloatArray:
        return np.asarray(low + (high - low) * expit(steepness * u + shift))

    def slope(u: FloatArray) -> FloatArray:
        share = expit(steepness * u + shift)
        return np.asarray((high - low) * steepness * share * (1.0 - share))

    def potential(u: FloatArray) -> FloatArray:
        return low * u + (high - low) / steepness * np.logaddexp(0.0, steepness * u + shift)

    return Distance(ratio, slope, potential)
