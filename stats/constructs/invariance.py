"""What groups may be compared on, from the fit of three nested multi-group models."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import check_counts
from stats.constructs.minimum_data import SMALLEST_GROUP, DataPurpose, minimum_data
from stats.constructs.verdict import ConstructVerdict, is_above, is_below
from stats.errors import OutOfRange
from stats.scalars import check_number

# [K] Bentler 1990 and Hu & Bentler 1999, in their lenient form; RMSEA has no vote, because it
# rejects good models with few degrees of freedom (Kenny, Kaniskan & McCoach 2015).
CFI_LOWEST = 0.90
SRMR_HIGHEST = 0.08
# [K] Chen 2007 for equal groups of 300 or more, and for smaller or unequal ones. Some read the 300
# as the size of all groups together; each group is the stricter reading.
CFI_DROP, CFI_DROP_SMALL = 0.010, 0.005
RMSEA_RISE, RMSEA_RISE_SMALL = 0.015, 0.010
SRMR_RISE = {"metric": 0.030, "scalar": 0.010}
SRMR_RISE_SMALL = {"metric": 0.025, "scalar": 0.005}
LARGE_N = 300
# [P] Largest to smallest group; the source speaks of unequal groups without a limit.
UNEQUAL = 1.5


class InvarianceLevel(StrEnum):
    """What is equal between groups: nothing, the pattern, loadings, or intercepts as well."""

    NONE = "none"
    CONFIGURAL = "configural"
    METRIC = "metric"
    SCALAR = "scalar"


class AllowedComparison(StrEnum):
    """What may be compared; trends within a group always may."""

    WITHIN_TRENDS = "trends within a group"
    RELATIONS = "relations between groups"
    MEANS = "means and rankings between groups"


class RejectionRule(StrEnum):
    """Whether the drop of CFI rejects alone (conservative) or needs RMSEA or SRMR beside it."""

    CFI_ALONE = "cfi_alone"
    CFI_SUPPLEMENTED = "cfi_supplemented"


ALLOWED = {
    InvarianceLevel.NONE: (AllowedComparison.WITHIN_TRENDS,),
    InvarianceLevel.CONFIGURAL: (AllowedComparison.WITHIN_TRENDS,),
    InvarianceLevel.METRIC: (AllowedComparison.WITHIN_TRENDS, AllowedComparison.RELATIONS),
    InvarianceLevel.SCALAR: (
        AllowedComparison.WITHIN_TRENDS,
        AllowedComparison.RELATIONS,
        AllowedComparison.MEANS,
    ),
}


@dataclass(frozen=True)
class ModelFit:
    """CFI 0 to 1, RMSEA and SRMR ≥ 0 of one model. Raises OutOfRange for anything else."""

    cfi: float
    rmsea: float
    srmr: float

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            check_number(name, value, low=0.0, high=1.0)


@dataclass(frozen=True)
class LevelCheck:
    """One level: whether it was rejected, by which drop of CFI and rises against the one before."""

    level: InvarianceLevel
    rejected: bool
    cfi_drop: float
    rmsea_rise: float
    srmr_rise: float


@dataclass(frozen=True)
class Invariance:
    """The highest `level` that holds, what it allows, and the checks made up to the rejection.

    `verdict`: scalar fine; rejected before that fail, which blocks means between groups;
    NOT_TESTABLE below 200 per group or where the next model was not handed in.
    """

    level: InvarianceLevel
    verdict: ConstructVerdict
    allowed: tuple[AllowedComparison, ...]
    checks: tuple[LevelCheck, ...]
    smallest: int

    def __str__(self) -> str:
        may = ", ".join(self.allowed)
        blocked = AllowedComparison.MEANS not in self.allowed
        never = "; no means or rankings between groups" if blocked else ""
        shown = "no" if self.level is InvarianceLevel.NONE else self.level
        few = self.smallest < SMALLEST_GROUP[DataPurpose.COMPARISON]
        people = f", smallest group {self.smallest}" if few else ""
        return f"{shown} invariance ({self.verdict.words}{people}): compare {may}{never}"


def invariance(
    configural: ModelFit,
    metric: ModelFit | None,
    scalar: ModelFit | None,
    group_sizes: ArrayLike,
    rule: RejectionRule = RejectionRule.CFI_ALONE,
) -> Invariance:
    """Verdict on configural, metric and scalar invariance from fits made elsewhere.

    Configural holds with CFI ≥ .90 and SRMR ≤ .08. A further level is rejected when CFI drops by
    .010 or more against the level before; supplemented: and RMSEA rises by .015 or SRMR by .030
    (metric), .010 (scalar) or more. With fewer than 300 respondents in a group, or a largest group
    above 1.5 times the smallest: .005, .010, .025 and .005. Here a change equal to the cut-off
    rejects, as in the source. A rejected level ends the sequence: no means across groups, unless
    partial invariance with named anchor items is shown. Source: Chen 2007.

    `metric` and `scalar` None where not fitted, `group_sizes` (g,) respondents, g ≥ 2. Raises
    OutOfRange for a scalar model without a metric one, fewer than two groups, or another rule.

    >>> fits = ModelFit(0.972, 0.050, 0.031), ModelFit(0.969, 0.049, 0.040)
    >>> print(invariance(*fits, ModelFit(0.951, 0.058, 0.048), [400, 380]))
    metric invariance (fail): compare trends within a group, relations between groups; \
no means or rankings between groups
    """
    sizes = check_counts("group_sizes", group_sizes)
    data = minimum_data(2, sizes, DataPurpose.COMPARISON)
    if rule not in tuple(RejectionRule):
        raise OutOfRange(f"{rule!r} is no RejectionRule; hand in one of its members.")
    if metric is None and scalar is not None:
        raise OutOfRange("A scalar model without a metric one; hand in the levels in order.")
    checks = _checks(configural, metric, scalar, _strict(sizes), rule)
    held = [check.level for check in checks if not check.rejected]
    level = held[-1] if held else InvarianceLevel.NONE
    verdict = _verdict(level, any(check.rejected for check in checks))
    if data.verdict is not ConstructVerdict.FINE:
        level, verdict = InvarianceLevel.NONE, data.verdict
    return Invariance(level, verdict, ALLOWED[level], checks, data.smallest)


def _checks(
    configural: ModelFit,
    metric: ModelFit | None,
    scalar: ModelFit | None,
    strict: bool,
    rule: RejectionRule,
) -> tuple[LevelCheck, ...]:
    poor = is_below(configural.cfi, CFI_LOWEST) or is_above(configural.srmr, SRMR_HIGHEST)
    checks = [LevelCheck(InvarianceLevel.CONFIGURAL, poor, 0.0, 0.0, 0.0)]
    before = configural
    for level, fit in ((InvarianceLevel.METRIC, metric), (InvarianceLevel.SCALAR, scalar)):
        if fit is None or checks[-1].rejected:
            break
        checks.append(_check(level, before, fit, strict, rule))
        before = fit
    return tuple(checks)


def _check(
    level: InvarianceLevel, before: ModelFit, fit: ModelFit, strict: bool, rule: RejectionRule
) -> LevelCheck:
    drop, rmsea, srmr = before.cfi - fit.cfi, fit.rmsea - before.rmsea, fit.srmr - before.srmr
    rejected = not is_below(drop, CFI_DROP_SMALL if strict else CFI_DROP)
    if rule == RejectionRule.CFI_SUPPLEMENTED:
        rises = SRMR_RISE_SMALL if strict else SRMR_RISE
        by_rmsea = not is_below(rmsea, RMSEA_RISE_SMALL if strict else RMSEA_RISE)
        rejected = rejected and (by_rmsea or not is_below(srmr, rises[level]))
    return LevelCheck(level, rejected, drop, rmsea, srmr)


def _strict(sizes: np.typing.NDArray[np.float64]) -> bool:
    """Fewer than 300 in a group, or groups of unequal size."""
    return bool(sizes.min() < LARGE_N or sizes.max() > UNEQUAL * sizes.min())


def _verdict(level: InvarianceLevel, rejected: bool) -> ConstructVerdict:
    if rejected:
        return ConstructVerdict.FAIL
    return (
        ConstructVerdict.FINE if level is InvarianceLevel.SCALAR else ConstructVerdict.NOT_TESTABLE
    )
