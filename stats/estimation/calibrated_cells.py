"""What both paths know about their cells: margins, strata and one factorisation."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property

import numpy as np

from stats.arrays import FloatArray, IntArray, check_floats
from stats.errors import LonelyStratum, OutOfRange
from stats.weighting.factor import Factor, factorise
from stats.weighting.margins import Indicators

# Sums are kept by stratum; a code beyond is an identifier and no number of a stratum.
MOST_STRATA = 1_000_000


class CalibratedCells(ABC):
    """Cells (C,) of respondents under calibrated weights, and the clusters of their variance.

    `stratum` (C,) of the variance, `sampling_fraction` (H,) for the finite population correction,
    None to leave it out.
    """

    stratum: IntArray
    sampling_fraction: FloatArray | None

    @property
    @abstractmethod
    def cell_count(self) -> int:
        """C."""

    @property
    @abstractmethod
    def indicators(self) -> Indicators:
        """X of the calibration margins; no column when not calibrated."""

    @property
    @abstractmethod
    def respondents(self) -> FloatArray:
        """Respondents per cell, (C,)."""

    @property
    @abstractmethod
    def base_sums(self) -> FloatArray:
        """Σd over the respondents of each cell, (C,)."""

    @property
    @abstractmethod
    def clusters_per_stratum(self) -> IntArray:
        """g of each stratum, (H,)."""

    @cached_property
    def stratum_count(self) -> int:
        """H."""
        return int(self.stratum.max()) + 1

    @cached_property
    def stratum_factor(self) -> FloatArray:
        """(1 − f) g/(g − 1) of each stratum, (H,); 0 where a single cluster leaves it undefined."""
        g = self.clusters_per_stratum.astype(np.float64)
        factor = np.divide(g, g - 1.0, where=g > 1, out=np.zeros(g.size))
        return factor if self.sampling_fraction is None else factor * (1.0 - self.sampling_fraction)

    @cached_property
    def factor(self) -> Factor:
        """The one factorisation of X'DX over all respondents, D the base weights."""
        return factorise(self.indicators.gram(self.base_sums))

    def _check_strata(self) -> None:
        alone = self.clusters_per_stratum == 1
        if self.sampling_fraction is not None:
            alone &= self.sampling_fraction < 1.0  # drawn with certainty: it adds no variance
        lonely = np.flatnonzero(alone)
        if lonely.size and (self.clusters_per_stratum > 0).sum() > 1:
            raise LonelyStratum(
                f"Stratum {lonely[0]} holds a single account, which has no variance of its own; "
                "merge it with another stratum before estimating.",
                stratum=int(lonely[0]),
            )

    def _checked_fraction(self) -> FloatArray | None:
        if self.sampling_fraction is None:
            return None
        share = check_floats("sampling_fraction", self.sampling_fraction, self.stratum_count)
        if share.min() < 0.0 or share.max() > 1.0:
            wrong = int(np.flatnonzero((share < 0.0) | (share > 1.0))[0])
            raise OutOfRange(
                f"Stratum {wrong} has the sampling fraction {share[wrong]:g}; hand in the share "
                "of its clusters that was drawn, 0 to 1."
            )
        return share
