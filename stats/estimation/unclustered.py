"""Respondents drawn one by one, as cells: the design of the unclustered path."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import (
    FloatArray,
    IntArray,
    any_array,
    check_codes,
    check_finite_weights,
    check_not_empty,
    sum_by,
)
from stats.errors import OutOfRange
from stats.estimation.calibrated_cells import MOST_STRATA, CalibratedCells
from stats.estimation.cell_moments import CellMoments
from stats.estimation.item_values import POWERS
from stats.weighting.calibration import Calibration
from stats.weighting.margins import Indicators
from stats.wording import counted

# Leverage belongs to a cell only where all its respondents share one base weight.
_ONE_BASE = 1e-12


@dataclass(frozen=True, eq=False)
class CalibrationSums:
    """What all domains and items share: `v` (C,) g times the leverage correction s, `fvv` (C,)
    v² times the factor f of the stratum, `cross` (p, p) Σ f w² x x' and `totals` (H, p) Σ w s x.
    """

    v: FloatArray
    fvv: FloatArray
    cross: FloatArray
    totals: FloatArray


@dataclass(frozen=True, eq=False)
class UnclusteredDesign(CalibratedCells):
    """Cells of respondents who are clusters of their own, with calibrated weights w = d g.

    `base_powers` (3, C) Σd^j over the respondents of each cell, j = 0, 1, 2; `g` (C,) the
    calibration factor w/d, one for all respondents of a cell, since they share their margins;
    `x` the indicators of those margins; `stratum` (C,) and `sampling_fraction` (H,) as in
    `CellDesign`.

    Raises OutOfRange and BadWeights for arrays that do not fit, EmptyInput without cells, and
    LonelyStratum when one of several strata holds a single respondent, unless the whole stratum
    was drawn.

    >>> cells = CellMoments.of_rows([[0, 0, 1]], [2], [1.0, 3.0, 1.0], [5, 4, 5])
    >>> UnclusteredDesign.of(cells).weights_square_sum
    11.0
    """

    base_powers: FloatArray
    g: FloatArray
    x: Indicators
    stratum: IntArray
    sampling_fraction: FloatArray | None = None

    def __post_init__(self) -> None:
        size = check_finite_weights("g", self.g).size
        checked = {
            "base_powers": _checked_powers(self.base_powers, size),
            "g": check_finite_weights("g", self.g, size),
            "stratum": check_codes("stratum", self.stratum, MOST_STRATA),
        }
        for name, value in checked.items():
            object.__setattr__(self, name, value)
        check_not_empty("g", self.g)
        if self.stratum.size != size or any(c.size != size for c in self.x.codes):
            raise OutOfRange(f"Strata and margins need one code for each of the {size} cells.")
        object.__setattr__(self, "sampling_fraction", self._checked_fraction())
        self._check_strata()

    @classmethod
    def of(
        cls,
        cells: CellMoments,
        *,
        calibration: Calibration | None = None,
        stratum: ArrayLike | None = None,
        sampling_fraction: ArrayLike | None = None,
    ) -> UnclusteredDesign:
        """The design of some cells, with base weights as they are or a calibration of them.

        `calibration` is that of the same cells, `calibrate(cells.base, margins,
        cells.respondents[0])`; one stratum when left out.
        """
        size = cells.cell_count
        check_not_empty("cells", cells.key)
        if calibration is not None and calibration.weights.size != size:
            raise OutOfRange(
                f"The calibration has {calibration.weights.size} weights for {size} cells; "
                "calibrate the same cells."
            )
        return cls(
            cells.respondents,
            np.ones(size) if calibration is None else calibration.weights / cells.base,
            Indicators.of(()) if calibration is None else calibration.indicators,
            np.zeros(size, np.int64) if stratum is None else any_array("stratum", stratum),
            None
            if sampling_fraction is None
            else any_array("sampling_fraction", sampling_fraction),
        )

    @property
    def indicators(self) -> Indicators:
        """X of the margins."""
        return self.x

    @property
    def cell_count(self) -> int:
        """C."""
        return self.g.size

    @property
    def respondents(self) -> FloatArray:
        """Respondents per cell, (C,)."""
        count: FloatArray = self.base_powers[0]
        return count

    @property
    def base_sums(self) -> FloatArray:
        """Σd of each cell, (C,)."""
        sums: FloatArray = self.base_powers[1]
        return sums

    @cached_property
    def clusters_per_stratum(self) -> IntArray:
        """Respondents of each stratum, (H,)."""
        return sum_by(self.stratum, self.respondents, self.stratum_count).astype(np.int64)

    @property
    def weights_sum(self) -> float:
        """Σw over all respondents."""
        return float(self.g @ self.base_powers[1])

    @property
    def weights_square_sum(self) -> float:
        """Σw² over all respondents."""
        return float(self.g**2 @ self.base_powers[2])

    @property
    def n_eff_kish(self) -> float:
        """Effective n of the weights, (Σw)²/Σw²."""
        return self.weights_sum**2 / self.weights_square_sum

    @cached_property
    def leverage_scale(self) -> FloatArray:
        """1/√(1 − h) of a respondent of each cell, (C,), h = d x'(X'DX)⁻x.

        Raises OutOfRange when respondents of a cell differ in their base weight.
        """
        count, total, square = self.base_powers
        if (square * count - total**2 > _ONE_BASE * total**2).any():
            wrong = int(np.argmax(square * count / total**2))
            raise OutOfRange(
                f"Cell {wrong} mixes base weights, so its respondents differ in leverage; make "
                "the base weight a key variable, or leave the correction out."
            )
        if self.x.width == 0:
            return np.ones(self.cell_count)
        mean = np.divide(total, count, where=count > 0.0, out=np.zeros(count.size))
        left = 1.0 - mean * self.indicators.quadratic(self.factor.inverse())
        return np.where(left > 1e-9, 1.0 / np.sqrt(np.maximum(left, 1e-9)), 1.0)

    @cached_property
    def plain_sums(self) -> CalibrationSums:
        """What calibration adds to every variance."""
        return self._sums(np.ones(self.cell_count))

    @cached_property
    def corrected_sums(self) -> CalibrationSums:
        """The same with the leverage correction."""
        return self._sums(self.leverage_scale)

    def _sums(self, scale: FloatArray) -> CalibrationSums:
        v = self.g * scale
        factor = self.stratum_factor[self.stratum]
        return CalibrationSums(
            v,
            factor * v * v,
            self.x.gram(factor * v * v * self.base_powers[2]),
            self._stratum_sums(v * self.base_powers[1]),
        )

    def _stratum_sums(self, values: FloatArray) -> FloatArray:
        """X'v within each stratum, (H, p)."""
        strata = self.stratum_count
        tables = [
            sum_by(self.stratum * levels + code, values, strata * levels).reshape(strata, levels)
            for code, levels in zip(self.x.codes, self.x.sizes, strict=True)
        ]
        return np.concatenate([np.zeros((strata, 0)), *tables], axis=1)


def _checked_powers(given: ArrayLike, size: int) -> FloatArray:
    powers = any_array("base_powers", given)
    if powers.shape != (POWERS, size) or powers.dtype.kind not in "iuf":
        raise OutOfRange(
            f"base_powers has type {powers.dtype} and shape {powers.shape}; hand in Σd^j of each "
            f"of {counted(size, 'cell')} for j = 0, 1 and 2."
        )
    if not (np.isfinite(powers).all() and (powers > 0.0).all()):
        wrong = int((~(np.isfinite(powers) & (powers > 0.0))).any(axis=0).argmax())
        raise OutOfRange(
            f"base_powers of cell {wrong} are {powers[:, wrong].tolist()}; hand in sums over its "
            "respondents, or leave out a cell without any."
        )
    return powers.astype(np.float64, copy=False)
