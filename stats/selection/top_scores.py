"""Are a partner's scores too good, compared with its peers?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from stats.arrays import LARGEST_COUNT, FloatArray, any_array, check_counts
from stats.errors import EmptyInput, OutOfRange
from stats.selection.excess import ExcessShare, excess_shares
from stats.selection.untestable import UntestableSelection

POINTS = 11


@dataclass(frozen=True)
class ClassDistance:
    """Detractors, passives and promoters against the peers'; None with a reason."""

    chi2: float | None
    df: int
    p_value: float | None
    reason: UntestableSelection

    def __str__(self) -> str:
        if self.p_value is None:
            return f"not testable: {self.reason.sentence}"
        return f"chi-square {self.chi2:.2f} on {self.df} df, p {self.p_value:.2g}"


@dataclass(frozen=True)
class TopScores:
    """One partner: answers of 10, answers of 9 or 10, and the distance of the three classes."""

    tens: ExcessShare
    nines_and_tens: ExcessShare
    classes: ClassDistance

    def __str__(self) -> str:
        return f"tens {self.tens}; nines and tens {self.nines_and_tens}; classes {self.classes}"


def top_scores(counts: ArrayLike) -> tuple[TopScores, ...]:
    """Excess of tens and of 9–10 among each partner's answers, and the distance of its classes.

    Upper exact tails against the leave-one-out peers (`excess_shares`); χ² of homogeneity of
    detractors 0–6, passives 7–8, promoters 9–10 between partner and peers, classes that nobody
    chose left out. The distance has no direction: it describes and is never combined, since an
    honest partner with unhappy customers is far from its peers too.
    Source: methods B8c; Pearson 1900.

    `counts` (P, 11) answers of each score 0…10. Raises EmptyInput without partners, OutOfRange
    for another shape or counts that are not whole and ≥ 0.

    >>> own, peers = [0, 0, 0, 0, 0, 2, 3, 5, 6, 4, 30], [5, 0, 0, 0, 5, 5, 15, 20, 10, 0, 40]
    >>> print(top_scores([own, peers])[0].classes)
    chi-square 11.79 on 2 df, p 0.0028
    """
    table = check_score_counts(counts)
    answers = table.sum(axis=1)
    classes = np.stack(
        [table[:, :7].sum(axis=1), table[:, 7:9].sum(axis=1), table[:, 9:].sum(axis=1)], axis=1
    )
    return tuple(
        TopScores(ten, top, class_distance(own, classes.sum(axis=0) - own))
        for ten, top, own in zip(
            excess_shares(table[:, 10], answers),
            excess_shares(classes[:, 2], answers),
            classes,
            strict=True,
        )
    )


def class_distance(own: ArrayLike, peers: ArrayLike) -> ClassDistance:
    """Chi-square of homogeneity between a partner's and its peers' class counts.

    χ² = Σ(o − e)²/e over the 2 × k table, k − 1 df for the k classes somebody chose.
    Source: Pearson 1900; R `chisq.test(correct = FALSE)`. `own`, `peers` (k,) counts. One class,
    or nobody on one side, is a reason. Raises OutOfRange for counts that do not align or are < 0.

    >>> print(class_distance([5, 11, 34], [30, 30, 40]))
    chi-square 11.79 on 2 df, p 0.0028
    """
    first = check_counts("Class counts of the partner", own)
    table = np.stack([first, check_counts("Class counts of the peers", peers, first.size)])
    if table.size == 0 or (table.sum(axis=1) == 0.0).any():
        return ClassDistance(None, 0, None, UntestableSelection.NO_CONTRAST)
    table = table[:, table.sum(axis=0) > 0.0]
    df = table.shape[1] - 1
    if df == 0:
        return ClassDistance(None, 0, None, UntestableSelection.ALL_ALIKE)
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    chi2 = float(((table - expected) ** 2 / expected).sum())
    return ClassDistance(chi2, df, float(chdtrc(df, chi2)), UntestableSelection.TESTED)


def check_score_counts(counts: ArrayLike) -> FloatArray:
    """Counts of the scores 0…10, one row per partner, as float64 (P, 11).

    >>> check_score_counts([[0] * 10 + [3]]).sum()
    np.float64(3.0)
    """
    table = any_array("Score counts", counts)
    if table.size == 0:
        raise EmptyInput("No partners, so no scores to compare; hand in one row for each.")
    if table.dtype.kind not in "iuf" or table.ndim != 2 or table.shape[1] != POINTS:
        raise OutOfRange(f"Score counts have shape {table.shape}; hand in numbers, 11 a partner.")
    # No number, or one that is not counted exactly, fails the first comparison.
    bad = ~(table <= LARGEST_COUNT) | (table < 0) | (table != np.floor(table))
    if bad.any():
        partner, score = np.argwhere(bad)[0]
        raise OutOfRange(
            f"Partner {partner} has {table[partner, score]} answers of score {score}; "
            "hand in whole numbers from 0 upwards, 2⁵³ at most."
        )
    return table.astype(np.float64)
