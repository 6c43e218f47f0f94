"""Omega: the reliability of a construct whose items may load differently."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, check_floats, ratio
from stats.constructs.one_factor import FEWEST_ITEMS
from stats.constructs.verdict import ROUNDING, ConstructVerdict, is_above, is_below
from stats.errors import OutOfRange
from stats.scalars import check_number

# [K] Nunnally 1978: .70 for early research; Hair et al. 2019: below .60 is not acceptable.
OMEGA_WARN = 0.70
OMEGA_FAIL = 0.60
# [K] Hair et al. 2019: items so alike ask one thing several times.
OMEGA_REDUNDANT = 0.95
# [K] Fornell & Larcker 1981: the construct explains half of its items' variance.
AVE_ENOUGH = 0.50


@dataclass(frozen=True)
class Omega:
    """Composite reliability 0 to 1 and average variance extracted 0 to 1 of given loadings."""

    value: float
    ave: float

    @property
    def verdict(self) -> ConstructVerdict:
        """≥ .70 fine, < .60 fail, between warn."""
        return reliability_verdict(self.value)

    @property
    def is_redundant(self) -> bool:
        """Above .95."""
        return is_above(self.value, OMEGA_REDUNDANT)

    @property
    def is_convergent(self) -> bool:
        """AVE of .50 or more."""
        return not is_below(self.ave, AVE_ENOUGH)

    def __str__(self) -> str:
        redundant = ", redundant items" if self.is_redundant else ""
        return f"omega {self.value:.3f} ({self.verdict.words}{redundant}), AVE {self.ave:.3f}"


def composite_reliability(loadings: ArrayLike) -> Omega:
    """ω = (Σl)²/((Σl)² + Σ(1 − l²)) and AVE = Σl²/k of standardised loadings.

    Source: McDonald 1999 (omega total of one factor); Raykov 1997; Fornell & Larcker 1981.
    The variance of the sum is the model's, so ω equals α where all loadings are equal.

    `loadings` (k,) within −1…1, k ≥ 3, items recoded so that all run one way. Raises OutOfRange
    for fewer than three loadings, one beyond 1, or loadings of ±1 that cancel out.

    >>> print(composite_reliability([0.85, 0.70, 0.65]))
    omega 0.780 (fine), AVE 0.545
    """
    l = check_floats("loadings", loadings)  # noqa: E741 – λ is l in every textbook
    if l.size < FEWEST_ITEMS:
        raise OutOfRange(f"{l.size} loadings make no omega; use Spearman–Brown for two items.")
    if np.abs(l).max() > 1.0 + ROUNDING:
        wrong = int(np.argmax(np.abs(l)))
        raise OutOfRange(
            f"Loading {l[wrong]:g} at position {wrong} lies beyond 1 (Heywood case); "
            "leave the item out or report no omega."
        )
    value = float(omega_values(l[None])[0])
    if np.isnan(value):
        raise OutOfRange("The loadings cancel out, so the sum of the items is constant; recode.")
    return Omega(value, float(np.mean(l * l)))


def omega_values(loadings: FloatArray) -> FloatArray:
    """ω of loadings (B, k), (B,); NaN where they leave the sum of the items no variance."""
    common = loadings.sum(axis=1) ** 2
    whole = common + np.maximum(1.0 - loadings * loadings, 0.0).sum(axis=1)
    return ratio(common, np.where(whole > ROUNDING, whole, 0.0))


def spearman_brown(correlation: float) -> float | None:
    """Reliability of the sum of two items, 2r/(1 + r), 0 to 1.

    None for r < 0, where the two items run in opposite directions and one must be recoded.
    Source: Spearman 1910; Brown 1910; Eisinga, te Grotenhuis & Pelzer 2013 for two-item scales.
    Raises OutOfRange for a correlation outside −1…1.

    >>> round(spearman_brown(0.6), 12)
    0.75
    """
    edge = 1.0 + ROUNDING
    r = min(check_number("correlation", correlation, low=-edge, high=edge), 1.0)
    return 2.0 * r / (1.0 + r) if r >= 0.0 else None


def reliability_verdict(value: float) -> ConstructVerdict:
    """≥ .70 fine, < .60 fail, between warn.

    >>> reliability_verdict(0.65).words
    'warn'
    """
    if is_below(value, OMEGA_FAIL):
        return ConstructVerdict.FAIL
    return ConstructVerdict.WARN if is_below(value, OMEGA_WARN) else ConstructVerdict.FINE
