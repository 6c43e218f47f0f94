"""Extrapolations to those who did not answer, with what chance alone makes of them (C2–C4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from metrics.integrity.response_bias.arrivals import Arrivals
from metrics.warehouse.columns import Floats
from metrics.warehouse.files import rounded
from stats import Extrapolation, extrapolate_waves

Z = 1.959964


@dataclass(frozen=True)
class Published:
    """The network's figure that is looked at."""

    raw: float
    weighted: float
    ci_low: float
    ci_high: float

    @property
    def margin(self) -> float:
        return (self.ci_high - self.ci_low) / 2


@dataclass(frozen=True)
class Shifts:
    """How far each extrapolation moves the mean of those heard, and the error of either.

    Errors are those of waves that do not differ: one deviation S of all answers.
    """

    waves: tuple[int, ...]
    means: tuple[float, ...]
    found: Extrapolation
    trend_error: float
    last_wave_error: float

    @classmethod
    def of(cls, arrivals: Arrivals) -> Shifts:
        waves = arrivals.waves()
        counts = np.array([wave.sum() for wave in waves], dtype=np.float64)
        means = np.array([wave @ arrivals.worth for wave in waves]) / counts
        invited = max(arrivals.invited, arrivals.size)
        low, high = arrivals.spec.scale
        found = extrapolate_waves(counts, means, invited, low=low, high=high)
        missing = 1.0 - found.share
        return cls(
            waves=tuple(int(count) for count in counts),
            means=tuple(float(mean) for mean in means),
            found=found,
            trend_error=missing * arrivals.deviation * _reach(counts, invited),
            last_wave_error=missing
            * arrivals.deviation
            * float(np.sqrt(1.0 / counts[-1] - 1.0 / counts.sum())),
        )

    @property
    def trend(self) -> float:
        return self.found.by_trend - self.found.observed

    @property
    def last_wave(self) -> float:
        return self.found.by_last_wave - self.found.observed

    @property
    def beyond_chance(self) -> float:
        """The larger shift, each less what chance gives in 95 of 100 weeks without any."""
        return max(0.0, self._larger[0])

    @property
    def is_downward(self) -> bool:
        """Whether the shift that is judged would lower the figure."""
        return self._larger[1] < 0

    @property
    def _larger(self) -> tuple[float, float]:
        """Beyond chance, and with its sign: the shift by trend or by the last wave."""
        shifts = ((self.trend, self.trend_error), (self.last_wave, self.last_wave_error))
        return max((abs(shift) - Z * error, shift) for shift, error in shifts)


def _reach(counts: Floats, invited: int) -> float:
    """The slope's error times the distance to those who are missing, for S = 1."""
    midpoints = (np.cumsum(counts) - counts / 2.0) / invited
    centre = float(counts @ midpoints / counts.sum())
    share = float(counts.sum()) / invited
    distance = (share + 1.0) / 2.0 - centre
    return float(distance / np.sqrt(counts @ (midpoints - centre) ** 2))


def sensitivity(
    published: Published, shifts: Sequence[float], bound: float | None, scale: tuple[float, float]
) -> tuple[float, float]:
    """From the lowest to the highest that anything known here allows for, within the scale.

    The interval; the raw figure; the weighted one with each shift, and with the largest bias that
    the spread of propensities allows (CV(ρ)·S_y).
    """
    reach = bound or 0.0
    values = [
        published.raw,
        published.ci_low,
        published.ci_high,
        published.weighted - reach,
        published.weighted + reach,
        *(published.weighted + shift for shift in shifts),
    ]
    return max(min(values), scale[0]), min(max(values), scale[1])


def evidence_of(
    arrivals: Arrivals, published: Published, shifts: Shifts | None, bound: float | None
) -> dict[str, float | int | None]:
    """The figures side by side, rounded as they are published."""
    known = (shifts.trend, shifts.last_wave) if shifts else ()
    low, high = sensitivity(published, known, bound, arrivals.spec.scale)
    figures: dict[str, float | int | None] = {
        "raw": rounded(published.raw),
        "weighted": rounded(published.weighted),
        "margin": rounded(published.margin),
        "invited": arrivals.invited,
        "answers_with_time": arrivals.size,
        "bias_bound": rounded(bound),
        "sensitivity_low": rounded(low),
        "sensitivity_high": rounded(high),
    }
    if shifts is None:
        return figures
    return figures | {
        "by_trend": rounded(published.weighted + shifts.trend),
        "by_last_wave": rounded(published.weighted + shifts.last_wave),
        "shift_by_trend": rounded(shifts.trend),
        "shift_by_last_wave": rounded(shifts.last_wave),
        "error_of_trend": rounded(shifts.trend_error),
        "error_of_last_wave": rounded(shifts.last_wave_error),
        "answered_share": rounded(shifts.found.share),
        **{f"wave_{n}_answers": count for n, count in enumerate(shifts.waves, 1)},
        **{f"wave_{n}_mean": rounded(mean) for n, mean in enumerate(shifts.means, 1)},
    }
