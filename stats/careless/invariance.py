"""The same answer to everything."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, any_array, check_floats
from stats.careless.flags import FlagName
from stats.careless.index import CarelessIndex, CutFrom, NotJudged, below, index
from stats.careless.item_matrix import (
    ItemMatrix,
    deviations,
    item_matrix,
    lowest_and_highest,
)
from stats.errors import OutOfRange
from stats.scalars import check_number

# Curran 2016, and methods D2: in 5 to 8 items all nines can be honest.
GRID_ITEMS = 8
# Dunn et al. 2018: the lowest 5 %.
LOWEST_SHARE = 0.05
# [P]: two equal places are no pattern.
PLACED_ITEMS = 3


def longstring(answers: ArrayLike, answered: ArrayLike | None = None) -> CarelessIndex | NotJudged:
    """Longest run of equal neighbouring answers in one grid (methods D).

    Flagged at half of the k items or more; an item left out ends the run. Judged from 8 answered
    items on. Source: Johnson 2005; Curran 2016 for the cut.

    `answers` (n, k) in the order shown, `answered` (n, k), all where None. Grids of fewer than 8
    items are not judged. Raises EmptyInput without respondents or items, OutOfRange for answers
    that are not numbers.

    >>> print(longstring([[5, 5, 5, 5, 2, 4, 3, 1], [5, 4, 5, 3, 5, 5, 2, 1]]))
    longstring: 1 of 2 flagged, cut 4 (fixed), 0 not judged
    """
    grid = item_matrix("answers", answers, answered)
    if grid.items < GRID_ITEMS:
        return NotJudged.SHORT_GRID
    runs, cut = longest_runs(grid), grid.items / 2.0
    return index(FlagName.LONGSTRING, runs, grid.counts >= GRID_ITEMS, runs >= cut, cut)


def response_variability(
    answers: ArrayLike, answered: ArrayLike | None = None, low: float | None = None
) -> CarelessIndex | NotJudged:
    """Standard deviation of one person's answers across items (methods D).

    s over the answered items (ddof 1); flagged at 0, or below `low`: the frozen 5 % quantile of a
    baseline, else that of the data, and the result says which. Judged from 8 answered items on.
    Source: Dunn et al. 2018 (Journal of Business and Psychology 33).

    Arguments and errors as `longstring`; OutOfRange for a negative `low`.

    >>> print(response_variability([[3] * 8, [1, 5, 2, 4, 3, 3, 1, 5], [2, 3, 2, 3, 2, 3, 2, 3]]))
    variability: 1 of 3 flagged, cut 0.0534522 (these data), 0 not judged
    """
    grid = item_matrix("answers", answers, answered)
    if low is not None:
        check_number("low", low, low=0.0)
    if grid.items < GRID_ITEMS:
        return NotJudged.SHORT_GRID
    spread, judged = deviations(grid), grid.counts >= GRID_ITEMS
    if low is not None:
        cut, source = low, CutFrom.BASELINE
    else:
        cut = float(np.quantile(spread[judged], LOWEST_SHARE)) if judged.any() else 0.0
        source = CutFrom.DATA
    beyond = (spread == 0.0) | below(spread, cut)
    return index(FlagName.VARIABILITY, spread, judged, beyond, cut, source)


def same_place(
    answers: ArrayLike,
    low: ArrayLike,
    high: ArrayLike,
    hasty: ArrayLike,
    answered: ArrayLike | None = None,
) -> CarelessIndex | NotJudged:
    """Distance of the highest from the lowest place on the scales of a sheet (methods D2).

    max − min over the answered items of (x − low)/(high − low); flagged at 0 where the sheet was
    `hasty` as well, because all nines at leisure are honest. Judged from 3 answered items on.
    Source: product convention; that an honest line is commonest at the end of a scale is known of
    longer grids.

    `answers` (n, k) as given, none turned round, `low` and `high` (k,) ends of each scale, `hasty`
    (n,) true or false, `answered` (n, k), all where None. Fewer than 3 items are not judged. Raises
    EmptyInput without respondents or items, OutOfRange for a scale without two steps, marks that
    do not align, or answers that are not numbers.

    >>> print(same_place([[10, 5, 7], [10, 5, 7], [9, 4, 7]], [0, 1, 1], [10, 5, 7],
    ...                  [True, False, True]))
    same place: 1 of 3 flagged, cut 0 (fixed), 0 not judged
    """
    sheet = item_matrix("answers", answers, answered)
    lowest = check_floats("low", low, sheet.items)
    width = check_floats("high", high, sheet.items) - lowest
    if not (width > 0.0).all():
        raise OutOfRange("A scale has no two steps; leave its item out.")
    marks = any_array("hasty", hasty)
    if marks.dtype.kind != "b" or marks.shape != (sheet.rows,):
        raise OutOfRange(
            f"Who was hasty has shape {marks.shape} and type {marks.dtype}; mark each of "
            f"{sheet.rows} respondents true or false."
        )
    if sheet.items < PLACED_ITEMS:
        return NotJudged.FEW_ITEMS
    first, last = lowest_and_highest((sheet.values - lowest) / width, sheet.answered)
    judged = sheet.counts >= PLACED_ITEMS
    # Places are thirds and sixths: equal ones differ in the last bit at most.
    distance = np.where(judged, np.where(last - first < 1e-9, 0.0, last - first), 0.0)
    return index(FlagName.SAME_PLACE, distance, judged, (distance == 0.0) & marks, 0.0)


def longest_runs(grid: ItemMatrix) -> FloatArray:
    """Longest run of equal neighbours per respondent, (n,)."""
    run = grid.answered[:, 0].astype(np.int64)
    best = run.copy()
    for item in range(1, grid.items):
        same = grid.values[:, item] == grid.values[:, item - 1]
        # An item left out sets the run to 0, so that the next one begins at 1 either way.
        run = np.where(grid.answered[:, item], np.where(same, run + 1, 1), 0)
        best = np.maximum(best, run)
    return best.astype(np.float64)
