"""How far non-response may have moved an estimate, seen in every way that is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import check_floats
from stats.errors import EmptyInput, OutOfRange
from stats.response.extrapolation import Extrapolation
from stats.response.r_indicator import check_strata
from stats.response.verdict import ResponseVerdict, verdict
from stats.scalars import check_number
from stats.wording import counted

# methods C4: the largest shift by any adjustment, extrapolations too, in margins of error. A
# report of sensitivity: it warns and fails earlier than the gate.
SHIFT_LIMITS = (1.0, 2.0)
# methods 0.8 [P]: what weighting alone may shift a published figure, in margins of error or in
# these floors, whichever is larger: 2 NPS points, 1 percentage point.
GATE_SHIFT_LIMITS = (1.0, 3.0)
GATE_FLOOR_NPS_POINTS = 2.0
GATE_FLOOR_SHARE = 0.01


class NonresponseAdjustment(StrEnum):
    """What an adjusted estimate leans on."""

    WEIGHTED = "weighted"
    TREND = "by the trend"
    LAST_WAVE = "as the last wave"


@dataclass(frozen=True)
class StratumShift:
    """Respondents' mean before and after weighting by stratum, in units of the item.

    `shift` = raw − adjusted = Cov(ρ, y)/ρ̄ (Bethlehem 1988).
    """

    raw: float
    adjusted: float
    covariance: float
    mean_propensity: float

    @property
    def shift(self) -> float:
        """Raw minus adjusted."""
        return self.raw - self.adjusted

    def __str__(self) -> str:
        return f"raw {self.raw:.4f}, adjusted {self.adjusted:.4f}, shift {self.shift:+.4f}"


@dataclass(frozen=True)
class NonresponseReport:
    """An estimate beside its adjustments, all in the units of the item.

    `largest_shift` ≥ 0 is |adjusted − raw| by the adjustment `leaning_on`, None where no
    adjustment was handed in. It is judged in margins of error, or in `floor` where that is
    larger. `bound` on the absolute bias of `raw` is None without propensities.
    """

    raw: float
    adjusted: Mapping[NonresponseAdjustment, float]
    margin: float
    bound: float | None
    limits: tuple[float, float]
    floor: float = 0.0

    @property
    def leaning_on(self) -> NonresponseAdjustment | None:
        """The adjustment that moves the estimate most."""
        if not self.adjusted:
            return None
        return max(self.adjusted, key=lambda kind: abs(self.adjusted[kind] - self.raw))

    @property
    def largest_shift(self) -> float | None:
        """The largest absolute shift."""
        kind = self.leaning_on
        return None if kind is None else abs(self.adjusted[kind] - self.raw)

    @property
    def shift_over_margin(self) -> float | None:
        """The largest shift in margins of error, or in floors where the floor is larger."""
        shift = self.largest_shift
        return None if shift is None else shift / max(self.margin, self.floor)

    @property
    def verdict(self) -> ResponseVerdict | None:
        """Largest shift against the limits; None where nothing was adjusted."""
        shift = self.shift_over_margin
        return None if shift is None else verdict(shift, self.limits)

    def __str__(self) -> str:
        parts = [f"raw {self.raw:.2f}"]
        parts += [f"{kind} {value:.2f}" for kind, value in self.adjusted.items()]
        if self.shift_over_margin is None:
            parts.append("no adjustment known")
        else:
            unit = "margins of error" if self.margin >= self.floor else f"times {self.floor:g}"
            parts.append(f"largest shift {self.shift_over_margin:.2f} {unit}")
        if self.bound is not None:
            parts.append(f"bias at most {self.bound:.2f}")
        return ", ".join(parts)


def stratum_shift(size: ArrayLike, responded: ArrayLike, means: ArrayLike) -> StratumShift:
    """What weighting by stratum moves, and that it is Cov(ρ, y)/ρ̄ (methods C3).

    raw = Σ r_kȳ_k/Σ r_k, adjusted = Σ N_kȳ_k/N, Cov = Σ N_k(ρ_k − ρ̄)(ȳ_k − adjusted)/N.
    Source: Bethlehem 1988 (Journal of Official Statistics 4).

    `size` (k,) people, `responded` (k,) of them ≥ 1, `means` (k,) their means. Raises EmptyInput
    without strata, OutOfRange naming a stratum without response or with more responses than
    people.

    >>> print(stratum_shift([600, 400], [300, 80], [7, 8]))
    raw 7.2105, adjusted 7.4000, shift -0.1895
    """
    people, answers = check_strata(size, responded)
    y = check_floats("means", means, people.size)
    if people.size == 0:
        raise EmptyInput("There is no stratum; hand in at least one.")
    silent = np.flatnonzero(answers == 0.0)
    if silent.size:
        raise OutOfRange(
            f"Nobody of {counted(people[silent[0]], 'person', 'people')} in stratum "
            f"{silent[0]} responded; "
            "merge it with a neighbour."
        )
    rho, share = answers / people, people / people.sum()
    adjusted, mean = float(share @ y), float(share @ rho)
    return StratumShift(
        raw=float(answers @ y / answers.sum()),
        adjusted=adjusted,
        covariance=float(share @ ((rho - mean) * (y - adjusted))),
        mean_propensity=mean,
    )


def nonresponse_report(
    raw: float,
    margin: float,
    *,
    weighted: float | None = None,
    extrapolation: Extrapolation | None = None,
    bound: float | None = None,
    limits: tuple[float, float] = SHIFT_LIMITS,
    floor: float = 0.0,
) -> NonresponseReport:
    """Raw, weighted and extrapolated estimates with the largest shift (methods C4).

    max |adjusted − raw| over the adjustments handed in, divided by the margin of error; a warning
    above 1, a failure above 2. Extrapolations are sensitivity bounds, never a headline.
    The gate of a published figure asks for something else (methods 0.8): the shift by weighting
    alone over max(margin, floor), a warning above 1, a failure above 3. Hand in `weighted` only,
    `limits=GATE_SHIFT_LIMITS` and a floor of 2 NPS points or 1 percentage point.
    Source: product convention for the limits; Armstrong & Overton 1977 for the extrapolations.

    `raw` and `weighted` in units of the item, `margin` > 0 half the width of the raw interval,
    `floor` ≥ 0 a shift too small to matter, `extrapolation` of the same item, `bound` of
    `bias_bound`. Raises OutOfRange for a margin that is not positive, limits out of order, a
    negative bound or floor, or values that are not finite.

    >>> from stats.response.extrapolation import extrapolate_waves
    >>> waves = extrapolate_waves([200, 100, 50], [8.0, 7.7, 7.4], 1000)
    >>> found = nonresponse_report(waves.observed, 0.4, weighted=7.75, extrapolation=waves)
    >>> print(found)  # doctest: +NORMALIZE_WHITESPACE
    raw 7.83, weighted 7.75, by the trend 7.05, as the last wave 7.55,
    largest shift 1.95 margins of error
    """
    adjusted: dict[NonresponseAdjustment, float] = {}
    if weighted is not None:
        adjusted[NonresponseAdjustment.WEIGHTED] = weighted
    if extrapolation is not None:
        adjusted[NonresponseAdjustment.TREND] = extrapolation.by_trend
        adjusted[NonresponseAdjustment.LAST_WAVE] = extrapolation.by_last_wave
    for kind, value in adjusted.items():
        check_number(f"the estimate {kind}", value)
    return NonresponseReport(
        raw=check_number("raw", raw),
        adjusted=MappingProxyType(adjusted),
        margin=check_number("margin", margin, above=0.0),
        bound=None if bound is None else check_number("bound", bound, low=0.0),
        limits=_checked_limits(limits),
        floor=check_number("floor", floor, low=0.0),
    )


def _checked_limits(limits: tuple[float, float]) -> tuple[float, float]:
    warn, fail = check_floats("limits", limits, 2)
    if not 0.0 <= warn <= fail:
        raise OutOfRange(f"Limits of {warn:g} and {fail:g}; hand in warn, then fail.")
    return float(warn), float(fail)
