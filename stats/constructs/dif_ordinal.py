"""Does a rating favour one group among respondents who are otherwise alike?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from stats.arrays import FloatArray, check_counts, check_floats
from stats.constructs.dif_binary import gated
from stats.constructs.matched_groups import MatchedGroups
from stats.constructs.untestable import UntestableConstruct
from stats.constructs.verdict import ConstructVerdict, is_above
from stats.errors import EmptyInput
from stats.scalars import check_number

# [K] methods F8, in standard deviations of the item; ETS uses .17 and .25 (Zwick et al. 1997).
GAP_REVIEW = 0.10
GAP_LARGE = 0.25


class GapClass(StrEnum):
    """How large a standardised mean difference is."""

    NEGLIGIBLE = "negligible"
    REVIEW = "review"
    LARGE = "large"


VERDICT = {
    GapClass.NEGLIGIBLE: ConstructVerdict.FINE,
    GapClass.REVIEW: ConstructVerdict.WARN,
    GapClass.LARGE: ConstructVerdict.FAIL,
}


@dataclass(frozen=True)
class OrdinalDif:
    """`smd` focal minus reference in rating points, `effect` the same per item deviation.

    `reason` says why figures are None. `verdict` is NOT_TESTABLE below 200 matched per group.
    """

    smd: float | None
    effect: float | None
    gap_class: GapClass | None
    chi2: float | None
    p_value: float | None
    verdict: ConstructVerdict
    reference_n: int
    focal_n: int
    left_out: int
    reason: UntestableConstruct

    def __str__(self) -> str:
        people = f"{self.reference_n} reference and {self.focal_n} focal, {self.left_out} left out"
        if self.smd is None:
            return f"no DIF figure: {self.reason.sentence}; {people}"
        return (
            f"{self.gap_class} ({self.verdict.words}): difference {self.smd:+.3f} points, "
            f"{self.effect:+.3f} item deviations, p {self.p_value:.2g}, {people}"
        )


def standardised_mean_difference(
    reference: ArrayLike, focal: ArrayLike, focal_n: ArrayLike
) -> float:
    """SMD = Σ n_F (ȳ_F − ȳ_R)/Σ n_F over matching strata, in rating points.

    The focal group's mean minus what the reference group would have with the focal group's
    distribution over the strata. Source: Dorans & Kulick 1986; Dorans & Schmitt 1991.

    `reference`, `focal` (s,) mean ratings, `focal_n` (s,) counts ≥ 0. Raises EmptyInput without
    focal respondents, OutOfRange for arrays that do not align.

    >>> round(standardised_mean_difference([3.0, 4.0], [2.8, 3.9], [10, 30]), 12)
    -0.125
    """
    there = check_floats("reference", reference)
    own = check_floats("focal", focal, there.size)
    n = check_counts("focal_n", focal_n, there.size)
    if not n.sum() > 0.0:
        raise EmptyInput("No focal respondents; a difference needs at least one.")
    return float((n * (own - there)).sum() / n.sum())


def gap_class(effect: float) -> GapClass:
    """Class of a difference in item deviations: > .25 large, > .10 review, else negligible.

    Raises OutOfRange for an effect that is no number.

    >>> gap_class(-0.125).value
    'review'
    """
    size = abs(check_number("effect", effect))
    if is_above(size, GAP_LARGE):
        return GapClass.LARGE
    return GapClass.REVIEW if is_above(size, GAP_REVIEW) else GapClass.NEGLIGIBLE


def ordinal_dif(
    scores: ArrayLike, focal: ArrayLike, strata: ArrayLike, counts: ArrayLike | None = None
) -> OrdinalDif:
    """Standardised mean difference and Mantel's test of a rating.

    SMD as `standardised_mean_difference`; effect = SMD/s, s the standard deviation (ddof 1) of the
    item over both groups; Mantel's χ² = (ΣF − ΣE)²/ΣV on 1 df, F the focal sum of a stratum,
    E = n_F ȳ and V = n_R n_F (T Σy² − (Σy)²)/(T²(T − 1)), no continuity correction.
    Source: Dorans & Kulick 1986; Mantel 1963; Zwick, Thayer & Mazzeo 1997 for SMD/s.

    `scores` (n,) ratings, `focal` (n,) true or false, `strata` (n,) codes, mostly
    `score_strata(rest_score(…))`; `counts` (n,) how many people answered like that, one unless
    given. Strata without both groups are left out with a count. No
    matched stratum, or strata in which all answers agree, are reasons. Raises OutOfRange for
    arrays that do not align.

    >>> found = ordinal_dif([3, 4, 5, 2, 3, 4], [False] * 3 + [True] * 3, [0, 0, 1, 0, 0, 1])
    >>> print(found)
    large (not testable): difference -1.000 points, -0.953 item deviations, p 0.12, \
3 reference and 3 focal, 0 left out
    """
    groups = MatchedGroups.of_rows(scores, focal, strata, counts)
    used = groups.used
    sizes = groups.people(used & ~groups.focal), groups.people(used & groups.focal)
    if not used.any():
        return _nothing(sizes, groups.left_out, UntestableConstruct.NO_MATCH)
    chi2 = _mantel(groups)
    if chi2 is None:
        return _nothing(sizes, groups.left_out, UntestableConstruct.SAME_ANSWER)
    smd = standardised_mean_difference(*_stratum_means(groups))
    effect = smd / _deviation(groups)
    gap = gap_class(effect)
    return OrdinalDif(
        smd=smd,
        effect=effect,
        gap_class=gap,
        chi2=chi2,
        p_value=float(chdtrc(1, chi2)),
        verdict=gated(VERDICT[gap], sizes),
        reference_n=sizes[0],
        focal_n=sizes[1],
        left_out=groups.left_out,
        reason=UntestableConstruct.NOTHING,
    )


def _deviation(groups: MatchedGroups) -> float:
    """Of the item over both groups, ddof 1."""
    y, people = groups.scores[groups.used], groups.counts[groups.used]
    mean = float(people @ y / people.sum())
    return float(np.sqrt(people @ (y - mean) ** 2 / (people.sum() - 1.0)))


def _stratum_means(groups: MatchedGroups) -> tuple[FloatArray, FloatArray, FloatArray]:
    ones = np.ones(groups.scores.size)
    focal_n = groups.sums(ones, groups.focal)
    reference = groups.sums(groups.scores, ~groups.focal) / groups.sums(ones, ~groups.focal)
    return reference, groups.sums(groups.scores, groups.focal) / focal_n, focal_n


def _mantel(groups: MatchedGroups) -> float | None:
    """None where no stratum has two different answers. Scores are centred so nothing cancels."""
    y = groups.scores - np.average(groups.scores, weights=groups.counts * groups.used)
    everyone = np.ones(y.size, np.bool_)
    ones = np.ones(y.size)
    n, focal_n = groups.sums(ones, everyone), groups.sums(ones, groups.focal)
    total, square = groups.sums(y, everyone), groups.sums(y * y, everyone)
    spread = np.maximum(n * square - total * total, 0.0)
    if spread.sum() <= 1e-12 * float((n * square).sum()):
        return None
    variance = (n - focal_n) * focal_n * spread / (n * n * (n - 1.0))
    distance = float(groups.sums(y, groups.focal).sum() - (focal_n * total / n).sum())
    return distance * distance / float(variance.sum())


def _nothing(sizes: tuple[int, int], left_out: int, reason: UntestableConstruct) -> OrdinalDif:
    return OrdinalDif(
        smd=None,
        effect=None,
        gap_class=None,
        chi2=None,
        p_value=None,
        verdict=ConstructVerdict.NOT_TESTABLE,
        reference_n=sizes[0],
        focal_n=sizes[1],
        left_out=left_out,
        reason=reason,
    )
