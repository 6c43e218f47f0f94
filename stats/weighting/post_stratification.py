"""Weights that reproduce the population of every cell."""

from __future__ import annotations

from numpy.typing import ArrayLike

from stats.weighting.calibration import Calibration, calibrate
from stats.weighting.distances import CalibrationMethod
from stats.weighting.margins import Margin


def post_stratify(base: ArrayLike, cells: Margin, counts: ArrayLike | None = None) -> Calibration:
    """Post-stratification: within each cell the base weights times N_k/Σ_k d.

    It is calibration on a single margin, whose levels are the cells; all distances agree there,
    and the linear one gets there in one step. The error that goes with it is that of a design
    with `margins=(cells,)`: residuals from the weighted cell means.
    Source: Holt & Smith 1979; R `survey::postStratify`.

    `base`, `counts`, units and errors as in `calibrate`: a cell with population and nobody who
    answered is refused (EmptyLevel), as is one with answers and no population (ZeroTarget).

    >>> import numpy as np
    >>> size = Margin("size", np.array([0, 0, 1]), ("small", "large"), np.array([6.0, 4.0]))
    >>> post_stratify([1.0, 2.0, 1.0], size).weights.tolist()
    [2.0, 4.0, 4.0]
    """
    return calibrate(base, [cells], counts, method=CalibrationMethod.LINEAR)
