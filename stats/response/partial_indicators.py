"""Which variable, and which of its categories, makes the response uneven."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, IntArray, check_codes, check_positive_weights, sum_by
from stats.errors import EmptyInput, OutOfRange
from stats.response.r_indicator import check_propensities
from stats.wording import counted

_ANY_CODE = 1 << 62


@dataclass(frozen=True, eq=False)
class PartialIndicator:
    """Contribution of one variable to the spread of propensities, 0 to ½.

    `value` of the variable; `codes` (c,) its categories that occur, `categories` (c,) theirs:
    negative where a category responds less than the mean (unconditional only), never negative
    where `conditional`.
    """

    value: float
    codes: IntArray
    categories: FloatArray
    conditional: bool

    def __str__(self) -> str:
        kind = "conditional" if self.conditional else "unconditional"
        # Rounded, so that of two equal categories the first is named, not a matter of rounding.
        worst = int(np.argmax(np.abs(self.categories).round(12)))
        return (
            f"{kind} partial indicator {self.value:.3f}, most of it category "
            f"{self.codes[worst]} with {self.categories[worst]:+.3f}"
        )


def partial_indicator(
    propensities: ArrayLike, category: ArrayLike, weights: ArrayLike | None = None
) -> PartialIndicator:
    """Unconditional partial indicators: how far a variable divides the response (methods B4).

    Category √(N_k/N)(ρ̄_k − ρ̄); variable √(Σ N_k(ρ̄_k − ρ̄)²/N), N_k = Σd over the category.
    Source: Schouten, Shlomo & Skinner 2011 (Journal of Official Statistics 27); the RISQ tools
    (de Heij, Schouten & Shlomo 2015).

    `propensities` (n,) 0 to 1, `category` (n,) integer codes, `weights` (n,) as `r_indicator`.
    Raises EmptyInput without units, OutOfRange for values outside 0…1 or arrays that do not
    align, BadWeights for weights that are not positive.

    >>> print(partial_indicator([0.6] * 100 + [0.2] * 100, [1] * 100 + [2] * 100))
    unconditional partial indicator 0.200, most of it category 1 with +0.141
    """
    rho, d = _propensities(propensities, weights)
    codes, index = _groups("category", category, rho.size)
    size = sum_by(index, d, codes.size)
    gap = sum_by(index, d * rho, codes.size) / size - float(d @ rho) / d.sum()
    parts = np.sqrt(size / d.sum()) * gap
    return PartialIndicator(float(np.sqrt(parts @ parts)), codes, parts, conditional=False)


def conditional_partial_indicator(
    propensities: ArrayLike,
    category: ArrayLike,
    others: Sequence[ArrayLike],
    weights: ArrayLike | None = None,
) -> PartialIndicator:
    """Conditional partial indicators: what a variable adds to all the others (methods B4).

    Variable √(Σ d(ρ − ρ̄_c)²/N) with ρ̄_c the mean within c, the cross-classification of the other
    variables; category the same sum over its own units.
    Source: as `partial_indicator`.

    `others` the other variables as integer codes (n,) each; the rest as `partial_indicator`, and
    the same errors.

    >>> rho, region, size = [0.6, 0.6, 0.2, 0.2], [1, 1, 2, 2], [1, 2, 1, 2]
    >>> print(conditional_partial_indicator(rho, region, [size]))
    conditional partial indicator 0.200, most of it category 1 with +0.141
    >>> round(conditional_partial_indicator(rho, size, [region]).value, 9)
    0.0
    """
    rho, d = _propensities(propensities, weights)
    codes, index = _groups("category", category, rho.size)
    cross = np.zeros(rho.size, np.int64)
    for position, other in enumerate(others):
        levels, level = _groups(f"others[{position}]", other, rho.size)
        # Numbered afresh each time, so that many variables cannot overflow the code.
        cross = np.unique(cross * levels.size + level, return_inverse=True)[1].astype(np.int64)
    cells = int(cross.max()) + 1
    mean = sum_by(cross, d * rho, cells) / sum_by(cross, d, cells)
    parts = sum_by(index, d * (rho - mean[cross]) ** 2, codes.size) / d.sum()
    return PartialIndicator(float(np.sqrt(parts.sum())), codes, np.sqrt(parts), conditional=True)


def _propensities(
    propensities: ArrayLike, weights: ArrayLike | None
) -> tuple[FloatArray, FloatArray]:
    rho = check_propensities(propensities)
    if rho.size == 0:
        raise EmptyInput("propensities is empty; hand in everybody of the frame or sample.")
    if weights is None:
        return rho, np.ones(rho.size)
    return rho, check_positive_weights("weights", weights, rho.size)


def _groups(name: str, codes: ArrayLike, size: int) -> tuple[IntArray, IntArray]:
    checked = check_codes(name, codes, _ANY_CODE, lowest=-_ANY_CODE)
    if checked.size != size:
        raise OutOfRange(
            f"{name} has {counted(checked.size, 'code')} for "
            f"{counted(size, 'propensity', 'propensities')}; align them."
        )
    levels, index = np.unique(checked, return_inverse=True)
    return levels, index.astype(np.int64)
