"""Did a partner invite unusually few of its customers? The funnel of invite rates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, check_counts, check_not_empty
from stats.errors import OutOfRange
from stats.intervals.interval import normal_quantile
from stats.scalars import check_number
from stats.selection.binomial import two_sided
from stats.selection.overdispersion import MIN_PARTNERS, winsorised_phi
from stats.selection.untestable import UntestableSelection
from stats.wording import counted

# The two funnels of Spiegelhalter 2005: 95 % warns, 99.8 % (|z| > 3.0902) alarms.
INNER_LEVEL = 0.95
OUTER_LEVEL = 0.998


@dataclass(frozen=True)
class InviteRate:
    """One partner in the funnel; without scores where every partner invited all or nobody."""

    invited: int
    transactions: int
    z: float | None
    z_adjusted: float | None
    p_value: float | None

    @property
    def share(self) -> float:
        """Invited share of the transactions."""
        return self.invited / self.transactions

    @property
    def is_outside_95(self) -> bool:
        """Beyond the 95 % funnel, on either side."""
        return self._is_outside(INNER_LEVEL)

    @property
    def is_outside_998(self) -> bool:
        """Beyond the 99.8 % funnel, on either side."""
        return self._is_outside(OUTER_LEVEL)

    def __str__(self) -> str:
        rate = f"{self.invited} of {self.transactions} invited ({self.share:.1%})"
        if self.z is None:
            return f"{rate}: {UntestableSelection.ALL_ALIKE.sentence}"
        return f"{rate}: z {self.z:.2f}, adjusted {self.z_adjusted:.2f}, p {self.p_value:.2g}"

    def _is_outside(self, level: float) -> bool:
        return self.z_adjusted is not None and abs(self.z_adjusted) > normal_quantile(level)


@dataclass(frozen=True)
class InviteFunnel:
    """All partners against the target share; `phi` is the over-dispersion, winsorised."""

    target: float
    phi: float | None
    rates: tuple[InviteRate, ...]

    @property
    def reason(self) -> UntestableSelection:
        """Why there are no scores."""
        return UntestableSelection.ALL_ALIKE if self.phi is None else UntestableSelection.TESTED

    def __str__(self) -> str:
        outside = sum(rate.is_outside_998 for rate in self.rates)
        spread = self.reason.sentence if self.phi is None else f"over-dispersion {self.phi:.2f}"
        return (
            f"{counted(len(self.rates), 'partner')} around {self.target:.1%}, {spread}, "
            f"{outside} outside the 99.8% funnel"
        )


def invite_funnel(
    invited: ArrayLike, transactions: ArrayLike, target: float | None = None
) -> InviteFunnel:
    """Invite rates of all partners against the pooled one, with over-dispersion (methods B8a).

    z = (x/n − p)/√(p(1 − p)/n), exact two-sided binomial p-value, φ the mean of z² winsorised at
    the 10 and 90 % quantiles, z_adj = z/√max(1, φ). p is Σx/Σn of all partners, the one judged
    included, as in a funnel plot, unless a `target` is handed in; φ is 1 below five partners.
    Source: Spiegelhalter 2005; R package FunnelPlotR (which scores arcsine-transformed shares).

    `invited`, `transactions` (P,) whole numbers, 0 ≤ invited ≤ transactions ≥ 1. Raises
    EmptyInput without partners, OutOfRange for other counts or a target outside 0…1. Where all
    or nobody were invited everywhere the scores are None with a reason.

    >>> print(invite_funnel([20], [80], target=0.55).rates[0])
    20 of 80 invited (25.0%): z -5.39, adjusted -5.39, p 6e-08
    """
    n = check_counts("transactions", transactions, lowest=1)
    x = check_counts("invited", invited, n.size)
    check_not_empty("transactions", n)
    _check_parts(x, n)
    share = _target(x, n, target)
    if share in (0.0, 1.0):
        alike = (InviteRate(int(a), int(b), None, None, None) for a, b in zip(x, n, strict=True))
        return InviteFunnel(share, None, tuple(alike))
    z = (x / n - share) / np.sqrt(share * (1.0 - share) / n)
    phi = winsorised_phi(z) if z.size >= MIN_PARTNERS else 1.0
    adjusted = z / np.sqrt(max(1.0, phi))
    rates = (
        InviteRate(int(a), int(b), float(c), float(d), two_sided(int(a), int(b), share))
        for a, b, c, d in zip(x, n, z, adjusted, strict=True)
    )
    return InviteFunnel(share, phi, tuple(rates))


def funnel_limits(
    transactions: ArrayLike, target: float, phi: float = 1.0, level: float = OUTER_LEVEL
) -> tuple[FloatArray, FloatArray]:
    """Lower and upper invite share of the funnel for each number of transactions, to draw it.

    p ± z√(max(1, φ) p(1 − p)/n), clipped to 0…1. Source: Spiegelhalter 2005.
    `transactions` (K,) ≥ 1. Raises OutOfRange for a target outside 0…1 or a negative φ.

    >>> low, high = funnel_limits([100, 400], target=0.5)
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.345, 0.423], [0.655, 0.577])
    """
    n = check_counts("transactions", transactions, lowest=1)
    check_number("target", target)
    check_number("phi", phi)
    if not (0.0 <= target <= 1.0 and phi >= 0.0):
        raise OutOfRange(f"target {target:g}, φ {phi:g}: a share 0 to 1 and a φ from 0 upwards.")
    half = normal_quantile(level) * np.sqrt(max(1.0, phi) * target * (1.0 - target) / n)
    return np.maximum(target - half, 0.0), np.minimum(target + half, 1.0)


def _target(x: FloatArray, n: FloatArray, target: float | None) -> float:
    if target is None:
        return float(x.sum() / n.sum())
    if not 0.0 < check_number("target", target) < 1.0:
        raise OutOfRange(f"The target is {target:g}; hand in a share between 0 and 1.")
    return target


def _check_parts(x: FloatArray, n: FloatArray) -> None:
    if (x > n).any():
        wrong = int(np.flatnonzero(x > n)[0])
        raise OutOfRange(
            f"Partner {wrong} invited {x[wrong]:g} of {n[wrong]:g}; count each transaction once."
        )
