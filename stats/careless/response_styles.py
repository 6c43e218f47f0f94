"""Habits of using a rating scale, whatever is asked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, check_codes
from stats.careless.index import MaskedFloats, NotJudged, masked
from stats.careless.item_matrix import ItemMatrix, deviations, item_matrix
from stats.errors import OutOfRange

# methods D3: fewer contents measure the contents.
CONTENTS = 8


@dataclass(frozen=True, eq=False)
class ResponseStyles:
    """Styles of n respondents, all (n,), masked where too few items were answered.

    `ars` and `dars` acquiescence and disacquiescence in scale points, `nars` their difference,
    `ers` and `mrs` shares of answers at the ends and at the midpoint, `sd` the deviation of a
    respondent's answers (ddof 1). `mrs` is None on a scale without a middle answer.
    """

    ars: MaskedFloats
    dars: MaskedFloats
    nars: MaskedFloats
    ers: MaskedFloats
    mrs: MaskedFloats | None
    sd: MaskedFloats
    contents: int

    def __str__(self) -> str:
        judged = int((~np.ma.getmaskarray(self.ars)).sum())
        if judged == 0:
            return "response styles: nobody answered enough items"
        who = "1 respondent" if judged == 1 else f"{judged} respondents"
        return (
            f"response styles of {who} over {self.contents} contents: net "
            f"acquiescence {self.nars.mean():+.2f}, extreme answers {self.ers.mean():.0%}"
        )


def response_styles(
    answers: ArrayLike,
    contents: ArrayLike,
    *,
    high: int,
    low: int = 1,
    answered: ArrayLike | None = None,
    fewest: int = CONTENTS,
) -> ResponseStyles | NotJudged:
    """Acquiescence, extreme and midpoint responding over items of many contents (methods D3).

    With d = x − (low + high)/2: ARS = mean max(d, 0), DARS = mean max(−d, 0), NARS = ARS − DARS =
    mean d, ERS = share at low or high, MRS = share at the midpoint.
    Source: Baumgartner & Steenkamp 2001 (Journal of Marketing Research 38).

    `answers` (n, k) whole numbers low…high, none turned round, `contents` (k,) integer code of
    what each item asks about, `answered` (n, k), all where None. Fewer than eight contents give a
    reason: one battery of satisfaction items measures satisfaction. Respondents who answered
    fewer than eight contents are masked. Raises EmptyInput without respondents or items,
    OutOfRange for answers off the scale or arrays that do not align.

    >>> found = response_styles([[5, 5, 4, 3, 1]], [1, 2, 3, 4, 5], high=5, fewest=5)
    >>> [float(style[0].round(2)) for style in (found.ars, found.dars, found.nars)]
    [1.0, 0.4, 0.6]
    >>> print(found)
    response styles of 1 respondent over 5 contents: net acquiescence +0.60, extreme answers 60%
    """
    matrix = item_matrix("answers", answers, answered)
    codes = check_codes("contents", contents, 1 << 62, lowest=-(1 << 62))
    _check(matrix, codes.size, low, high, fewest)
    kinds, kind = np.unique(codes, return_inverse=True)
    if kinds.size < fewest:
        return NotJudged.FEW_CONTENTS
    touched = [matrix.answered[:, kind == c].any(axis=1) for c in range(kinds.size)]
    judged = np.sum(touched, axis=0) >= fewest
    middle = (low + high) / 2.0
    d = np.where(matrix.answered, matrix.values - middle, 0.0)
    x, counts = matrix.values, np.maximum(matrix.counts, 1.0)

    def mean(values: FloatArray) -> MaskedFloats:
        return masked(np.where(matrix.answered, values, 0.0).sum(axis=1) / counts, judged)

    ars, dars = mean(np.maximum(d, 0.0)), mean(np.maximum(-d, 0.0))
    return ResponseStyles(
        ars=ars,
        dars=dars,
        nars=mean(d),
        ers=mean(((x == low) | (x == high)).astype(np.float64)),
        mrs=mean((d == 0.0).astype(np.float64)) if (low + high) % 2 == 0 else None,
        sd=masked(deviations(matrix), judged),
        contents=int(kinds.size),
    )


def _check(matrix: ItemMatrix, codes: int, low: int, high: int, fewest: int) -> None:
    if codes != matrix.items:
        raise OutOfRange(f"contents has {codes} codes for {matrix.items} items; align them.")
    if not low < high:
        raise OutOfRange(f"A scale from {low} to {high}; hand in the lower end first.")
    if fewest < 2:
        raise OutOfRange(f"A style over {fewest} contents is none; ask for two or more.")
    x = matrix.values
    off = matrix.answered & ((x < low) | (x > high) | (x != np.floor(x)))
    wrong = np.argwhere(off)
    if wrong.size:
        row, item = wrong[0]
        raise OutOfRange(
            f"Respondent {row} answered {x[row, item]:g} to item {item}; answers are whole "
            f"numbers from {low} to {high}."
        )
