"""Laney's p′ chart of a proportion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, check_floats
from stats.comparison.baseline import (
    BASELINE_MINIMUM,
    BASELINE_SETTLED,
    D2,
    WEEKLY,
    Exclusion,
    Spacing,
    phase_one,
    rests_on,
)
from stats.comparison.chart import ChartKind, ControlChart, check_points, check_spacing
from stats.comparison.not_yet import NotYet, NotYetReason
from stats.comparison.positive import check_positive
from stats.comparison.run_rules import LIMIT, SHEWHART_RULES, Rule, run_signals
from stats.errors import OutOfRange
from stats.scalars import check_number


@dataclass(frozen=True)
class ProportionBaseline:
    """Frozen share p̄ and σ_z, the spread of weeks in units of the binomial error.

    Raises OutOfRange unless 0 < p̄ < 1 and σ_z > 0, both as they come back from a store.
    """

    centre: float
    sigma_z: float
    points: int
    excluded: tuple[Exclusion, ...]
    spacing: Spacing

    def __post_init__(self) -> None:
        if not 0.0 < self.centre < 1.0:
            raise OutOfRange(f"A share of {self.centre:g} cannot vary; a chart needs 0 < p̄ < 1.")
        check_number("sigma_z", self.sigma_z, above=0.0)

    @property
    def settled(self) -> bool:
        """Whether it rests on 20 points or more."""
        return self.points >= BASELINE_SETTLED

    def __str__(self) -> str:
        rest = rests_on(self.points, self.excluded, settled=self.settled)
        return f"share {self.centre:.4f}, sigma z {self.sigma_z:.3f}, {rest}"


def proportion_baseline(
    shares: ArrayLike,
    n: ArrayLike,
    excluded: Mapping[int, str] | None = None,
    *,
    spacing: Spacing = WEEKLY,
    minimum: int = BASELINE_MINIMUM,
) -> ProportionBaseline | NotYet:
    """Baseline of a proportion that varies more than the binomial law allows (methods H3).

    p̄ = Σ n_i p_i/Σ n_i, z_i = (p_i − p̄)/σ_i, σ_i = √(p̄(1 − p̄)/n_i),
    σ_z = mean |z_i − z_{i−1}|/1.128. A baseline that contains the special cause has a wide σ_z
    and hides it: leave such points out, with their reason. Source: Laney 2002.

    Shares (k,) 0 to 1 in time order; n (k,) > 0, the independent answers n* behind each share
    (methods H3a), fractional or not. Otherwise as `moving_range_baseline`.

    >>> print(proportion_baseline([0.780, 0.745, 0.800, 0.760], [1000] * 4, minimum=4))
    share 0.7712, sigma z 2.892, 4 points (provisional below 20)
    """
    p, size = _points(shares, n)
    phase = phase_one(p, excluded or {}, minimum)
    if isinstance(phase, NotYet):
        return phase
    kept, weight = p[phase.kept], size[phase.kept]
    centre = float(weight @ kept / weight.sum())
    sigma = _binomial(centre, weight)
    if sigma.min() <= 0.0 or np.ptp(kept) <= 1e-12:
        return NotYet(NotYetReason.NO_VARIATION, kept.size, minimum, "limits")
    sigma_z = float(np.abs(np.diff((kept - centre) / sigma)).mean()) / D2
    return ProportionBaseline(centre, sigma_z, kept.size, phase.excluded, spacing)


def laney(
    shares: ArrayLike,
    n: ArrayLike,
    baseline: ProportionBaseline,
    *,
    rules: Sequence[Rule] = SHEWHART_RULES,
    spacing: Spacing = WEEKLY,
) -> ControlChart:
    """Laney's p′ chart: a proportion against a frozen baseline.

    Limits p̄ ± 3 σ_i σ_z, σ_i = √(p̄(1 − p̄)/n_i), clipped to 0…1. With σ_z = 1 this is the p
    chart, which signals far too often once weeks differ by more than chance.
    Source: Laney 2002; Minitab's p′ chart.

    Shares (k,) and n* (k,) as `proportion_baseline`. Raises EmptyInput without points,
    OutOfRange for a share outside 0…1, n ≤ 0, or another window width than the baseline's.

    >>> shares = [0.780, 0.745, 0.800, 0.760]
    >>> frozen = proportion_baseline(shares, [1000] * 4, minimum=4)
    >>> print(laney(shares, [1000] * 4, frozen))
    Laney p′ chart, centre 0.771, limits 0.656 to 0.886 at the last of 4 points: no signal; \
provisional baseline
    """
    check_spacing(spacing, baseline.spacing)
    p, size = _points(shares, n)
    check_points(p, baseline.centre, 0.0, 1.0)
    sigma = _binomial(baseline.centre, size) * baseline.sigma_z
    return ControlChart(
        kind=ChartKind.LANEY,
        values=p,
        plotted=p,
        centre=baseline.centre,
        low=np.maximum(baseline.centre - LIMIT * sigma, 0.0),
        high=np.minimum(baseline.centre + LIMIT * sigma, 1.0),
        rules=tuple(rules),
        signals=run_signals((p - baseline.centre) / sigma, rules),
        settled=baseline.settled,
    )


def _binomial(share: float, n: FloatArray) -> FloatArray:
    return np.sqrt(share * (1.0 - share) / n)


def _points(shares: ArrayLike, n: ArrayLike) -> tuple[FloatArray, FloatArray]:
    p = check_floats("shares", shares)
    if p.size and (p.min() < 0.0 or p.max() > 1.0):
        raise OutOfRange(f"shares run from {p.min():g} to {p.max():g}; hand in 0 to 1.")
    return p, check_positive("n", n, p.size, otherwise="leave weeks without answers out")
