"""Do the two halves of a respondent's scales agree?"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import BoolArray, FloatArray, IntArray, check_codes
from stats.careless.flags import FlagName
from stats.careless.index import CarelessIndex, NotJudged, below, index
from stats.careless.item_matrix import ItemMatrix, item_matrix, lowest_and_highest
from stats.errors import OutOfRange

# Curran 2016.
CONSISTENCY_CUT = 0.30
# Two points always correlate ±1.
SCALES = 3


def even_odd_consistency(
    answers: ArrayLike, scale: ArrayLike, answered: ArrayLike | None = None
) -> CarelessIndex | NotJudged:
    """Correlation of a respondent's odd and even half-scale means across scales (methods D).

    r over scales between the mean of the 1st, 3rd, … and of the 2nd, 4th, … item of each scale,
    stepped up to full length by 2r/(1 + r) where r > 0 and left as it is otherwise; flagged below
    .30. Not judged: fewer than three scales with both halves answered, or a half that does not
    vary. Source: Jackson 1976; Johnson 2005; Curran 2016 for the cut.

    `answers` (n, k) with reversed items turned round, `scale` (k,) integer codes, items of a
    scale in the order shown, `answered` (n, k), all where None. Fewer than three scales of two
    items or more are not judged at all. Raises EmptyInput without respondents or items,
    OutOfRange for answers that are not numbers or codes that do not align.

    >>> scales = [0, 0, 1, 1, 2, 2]
    >>> found = even_odd_consistency([[5, 4, 2, 2, 3, 4], [1, 5, 5, 2, 3, 3]], scales)
    >>> found.values.round(3).tolist()
    [0.861, -0.982]
    >>> print(found)
    even odd: 1 of 2 flagged, cut 0.3 (fixed), 0 not judged
    """
    matrix = item_matrix("answers", answers, answered)
    codes = check_codes("scale", scale, 1 << 62, lowest=-(1 << 62))
    if codes.size != matrix.items:
        raise OutOfRange(f"scale has {codes.size} codes for {matrix.items} items; align them.")
    scales = [s for s in np.unique(codes) if np.count_nonzero(codes == s) > 1]
    if len(scales) < SCALES:
        return NotJudged.FEW_SCALES
    positions = [np.flatnonzero(codes == s) for s in scales]
    odd, in_odd = _half_means(matrix, [items[0::2] for items in positions])
    even, in_even = _half_means(matrix, [items[1::2] for items in positions])
    r, judged = correlation_by_row(odd, even, in_odd & in_even)
    stepped = np.where(r > 0.0, 2.0 * r / (1.0 + np.maximum(r, 0.0)), r)
    return index(
        FlagName.EVEN_ODD, stepped, judged, below(stepped, CONSISTENCY_CUT), CONSISTENCY_CUT
    )


def correlation_by_row(
    x: FloatArray, y: FloatArray, there: BoolArray
) -> tuple[FloatArray, BoolArray]:
    """Pearson's r of two matrices (n, m) within each row, and where it is defined (n,)."""
    n = np.maximum(there.sum(axis=1), 1)
    dx, dy = _centred(x, there, n), _centred(y, there, n)
    xx, yy, xy = (dx * dx).sum(axis=1), (dy * dy).sum(axis=1), (dx * dy).sum(axis=1)
    varies = _varies(x, there) & _varies(y, there)
    defined = varies & (there.sum(axis=1) >= SCALES)
    r = np.divide(xy, np.sqrt(xx) * np.sqrt(yy), where=defined, out=np.zeros(xy.shape))
    return np.clip(r, -1.0, 1.0), defined


def _half_means(matrix: ItemMatrix, halves: list[IntArray]) -> tuple[FloatArray, BoolArray]:
    """Mean of the answered items of each half (n, scales), and where there is any."""
    sums = np.stack([matrix.values[:, items].sum(axis=1) for items in halves], axis=1)
    counts = np.stack([matrix.answered[:, items].sum(axis=1) for items in halves], axis=1)
    return sums / np.maximum(counts, 1), counts > 0


def _centred(x: FloatArray, there: BoolArray, n: IntArray) -> FloatArray:
    mean = np.where(there, x, 0.0).sum(axis=1) / n
    return np.where(there, x - mean[:, None], 0.0)


def _varies(x: FloatArray, there: BoolArray) -> BoolArray:
    # By the values themselves: equal decimals leave a variance of rounding.
    lowest, highest = lowest_and_highest(x, there)
    return np.asarray(highest - lowest > 1e-12 * np.maximum(1.0, np.abs(highest)))
