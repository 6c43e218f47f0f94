"""Were customers with a complaint invited as often as the others? The pooled risk ratio."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stats.arrays import LARGEST_COUNT, FloatArray
from stats.errors import EmptyInput, OutOfRange
from stats.intervals.interval import LEVEL, Interval, IntervalMethod, normal_quantile
from stats.scalars import check_whole
from stats.selection.untestable import UntestableSelection

# Methods B8b: an upper limit below this is flagged.
RATIO_LIMIT = 0.8
# The exact test counts through every possible table.
LARGEST_GROUP = 10_000_000


@dataclass(frozen=True)
class InviteTable:
    """Invited among customers with a logged complaint, delay or return, and among the others.

    Whole numbers; OutOfRange unless 0 ≤ invited ≤ group ≤ 10 million.
    """

    complained_invited: int
    complained: int
    others_invited: int
    others: int

    def __post_init__(self) -> None:
        for part, whole in (("complained_invited", "complained"), ("others_invited", "others")):
            invited, group = getattr(self, part), getattr(self, whole)
            check_whole(part, invited, low=-LARGEST_COUNT)
            if check_whole(whole, group) > LARGEST_GROUP:
                raise OutOfRange(f"{whole} is {group}; one table holds {LARGEST_GROUP} at most.")
            if not 0 <= invited <= group:
                raise OutOfRange(f"{invited} invited of {group}; hand in 0 up to the group's size.")
            # A frozen dataclass stores 3.0 as the 3 it is only in this way.
            object.__setattr__(self, part, int(invited))
            object.__setattr__(self, whole, int(group))

    @property
    def has_contrast(self) -> bool:
        """Both groups are there."""
        return self.complained > 0 and self.others > 0

    def __str__(self) -> str:
        return (
            f"{self.complained_invited} of {self.complained} with a complaint invited, "
            f"{self.others_invited} of {self.others} without"
        )


@dataclass(frozen=True)
class ComplaintRatio:
    """Mantel–Haenszel risk ratio of being invited; None with a reason where undefined."""

    ratio: float | None
    log_se: float | None
    interval: Interval | None
    tables: int
    reason: UntestableSelection

    @property
    def is_flagged(self) -> bool:
        """The whole interval lies below .8."""
        return self.interval is not None and self.interval.high < RATIO_LIMIT

    def __str__(self) -> str:
        if self.interval is None:
            shown = "" if self.ratio is None else f" {self.ratio:.3f}"
            return f"risk ratio{shown} without interval: {self.reason.sentence}"
        low, high, level = self.interval.low, self.interval.high, self.interval.level
        return f"risk ratio {self.ratio:.3f}, {100 * level:g} % interval {low:.3f} to {high:.3f}"


def complaint_ratio(tables: Sequence[InviteTable], level: float = LEVEL) -> ComplaintRatio:
    """Mantel–Haenszel risk ratio of an invitation after a complaint, over partners or strata.

    RR = Σ(a n₀/N)/Σ(c n₁/N); var ln RR = Σ((n₁n₀(a + c) − acN)/N²)/(Σ(a n₀/N) Σ(c n₁/N)), a of n₁
    invited after a complaint, c of n₀ of the others. Flagged where the upper limit is below .8.
    Source: Mantel & Haenszel 1959; Greenland & Robins 1985.

    Tables without both groups say nothing and are left out (`tables` counts the others). Raises
    EmptyInput without tables. No contrast, nobody invited, or a ratio of 0 or infinity (where
    `suppression_test` still decides) is a reason in the result.

    >>> print(complaint_ratio([InviteTable(2, 20, 50, 80), InviteTable(5, 25, 40, 75)]))
    risk ratio 0.267, 95 % interval 0.132 to 0.540
    """
    if not tables:
        raise EmptyInput("No tables, so no ratio; hand in one for each partner or stratum.")
    used = [table for table in tables if table.has_contrast]
    if not used:
        return ComplaintRatio(None, None, None, 0, UntestableSelection.NO_CONTRAST)
    top, bottom, spread = _sums(used)
    if top == 0.0 and bottom == 0.0:
        return ComplaintRatio(None, None, None, len(used), UntestableSelection.ALL_ALIKE)
    if top == 0.0 or bottom == 0.0:
        ratio = 0.0 if top == 0.0 else None
        return ComplaintRatio(ratio, None, None, len(used), UntestableSelection.ZERO_RATIO)
    return _with_interval(top / bottom, spread / (top * bottom), len(used), level)


def _with_interval(ratio: float, variance: float, tables: int, level: float) -> ComplaintRatio:
    if variance <= 0.0:
        return ComplaintRatio(ratio, None, None, tables, UntestableSelection.ALL_ALIKE)
    log_se = float(np.sqrt(variance))
    factor = float(np.exp(normal_quantile(level) * log_se))
    interval = Interval(ratio / factor, ratio * factor, IntervalMethod.WALD, level)
    return ComplaintRatio(ratio, log_se, interval, tables, UntestableSelection.TESTED)


def _sums(tables: Sequence[InviteTable]) -> tuple[float, float, float]:
    rows: FloatArray = np.array(
        [(t.complained_invited, t.complained, t.others_invited, t.others) for t in tables],
        dtype=np.float64,
    )
    a, n1, c, n0 = rows.T
    n = n1 + n0
    spread = (n1 * n0 * (a + c) - a * c * n) / (n * n)
    return float((a * n0 / n).sum()), float((c * n1 / n).sum()), float(spread.sum())
