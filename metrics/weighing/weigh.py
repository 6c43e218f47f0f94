"""Third verb: base weights from the sampling plan, raked to the transaction frame (B6a–d)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from metrics.method import LOGIT_BOUNDS, MAX_WEIGHT_TO_MEAN, MIN_LEVEL_N
from metrics.warehouse.columns import Coded, Floats, Ints, group_rows
from metrics.warehouse.frozen import Reference
from metrics.warehouse.stack import Stack, Table
from metrics.weighing.levels import Grouping, group_levels, merge_with_smallest
from stats import (
    Calibration,
    CalibrationError,
    CalibrationMethod,
    CellDesign,
    Infeasible,
    Margin,
    calibrate,
    implied_margins,
    rake,
)

MARGINS: Mapping[str, tuple[str, ...]] = {
    "end_user": ("partner_or_kind", "touchpoint", "region", "outcome"),
    "channel_partner": ("size_class", "region", "touchpoint", "outcome"),
}
# Where margins contradict each other, levels are merged in this order: the region is nearly implied
# by the partners, and the outcome is what makes the adjustment work (methods B6b), so it is last.
YIELDS_FIRST = ("region", "size_class", "partner_or_kind", "touchpoint", "outcome")
# What answers are counted by in figures, beside the margins.
DOMAIN_ATTRIBUTES = ("partner", "touchpoint", "product_line", "segment")


@dataclass(frozen=True)
class Weighed:
    """One audience over one window: its design, ready to estimate from, and how it was weighed."""

    stack: Stack
    design: CellDesign
    cell_row: Ints  # the first row of each cell, for its attributes
    margins: tuple[Margin, ...]
    report: dict[str, Any] = field(repr=False)

    def cell_attribute(self, name: str) -> Coded:
        return self.stack.answers.attributes[name].taken(self.cell_row)


@dataclass(frozen=True)
class _Plan:
    """Margins as grouped so far, what was dropped, and what was bounded."""

    groupings: Mapping[str, Grouping]
    dropped: tuple[str, ...] = ()


def weigh(stack: Stack, reference: Reference) -> Weighed:
    """Calibrate the window's used answers to its transactions. Needs at least one answer."""
    answers, frame = stack.answers, stack.frame
    groupings = {
        name: group_levels(name, answers.counts(name), frame.counts(name), reference)
        for name in MARGINS[stack.audience]
    }
    base = stack.base * (frame.total / float(stack.base @ answers.count))
    margins, plan, calibration = _fit(stack, base, _Plan(groupings))
    cell_row, cell = group_rows(
        *(margin.codes for margin in margins),
        *(answers.attributes[name].codes for name in DOMAIN_ATTRIBUTES),
        answers.is_joint.astype(np.int64),
        np.unique(base, return_inverse=True)[1],
    )
    weights = base if calibration is None else calibration.weights
    taken = tuple(_of_cells(margin, cell_row) for margin in margins)
    design = CellDesign(
        base=base[cell_row],
        weights=weights[cell_row],
        margins=taken,
        stratum=np.zeros(len(cell_row), dtype=np.int64),
        account=stack.account,
        cell=cell,
        count=answers.count.astype(np.float64),
    )
    report = _report(stack, weights, plan, margins, calibration)
    return Weighed(stack, design, cell_row, taken, report)


def _of_cells(margin: Margin, cell_row: Ints) -> Margin:
    return Margin(margin.name, margin.codes[cell_row], margin.levels, margin.totals)


def _fit(
    stack: Stack, base: Floats, plan: _Plan
) -> tuple[tuple[Margin, ...], _Plan, Calibration | None]:
    """Rake; bound where a weight is too large; merge the worst level where that cannot be."""
    counts = stack.answers.count.astype(np.float64)
    while True:
        margins, plan = _margins(stack, plan)
        if not margins:
            return (), plan, None
        try:
            raked = rake(base, margins, counts)
            if raked.largest_to_mean <= MAX_WEIGHT_TO_MEAN:
                return margins, plan, raked
            bounded = calibrate(
                base, margins, counts, method=CalibrationMethod.LOGIT, bounds=LOGIT_BOUNDS
            )
        except Infeasible:
            plan = _merge_worst(stack, base, margins, plan, "no weights within the bounds")
        except CalibrationError:
            first = min(margins, key=lambda margin: YIELDS_FIRST.index(margin.name))
            plan = _merge_worst(stack, base, (first,), plan, "margins contradict each other")
        else:
            return margins, plan, bounded


def _margins(stack: Stack, plan: _Plan) -> tuple[tuple[Margin, ...], _Plan]:
    """Margins with two or more groups; those implied by the others are dropped and named."""
    margins = [
        _margin(name, grouping, stack.answers, stack.frame)
        for name, grouping in plan.groupings.items()
        if len(grouping.groups) > 1
    ]
    implied = implied_margins(margins, stack.answers.count) if len(margins) > 1 else ()
    kept = tuple(margin for margin in margins if margin.name not in implied)
    return kept, _Plan(plan.groupings, tuple(implied))


def _margin(name: str, grouping: Grouping, answers: Table, frame: Table) -> Margin:
    groups = grouping.groups
    totals = grouping.counts(frame.counts(name))
    return Margin(
        name=name,
        codes=answers.attributes[name].mapped(dict(grouping.group_of)).recoded(groups),
        levels=groups,
        totals=np.array([float(totals[group]) for group in groups]),
    )


def _merge_worst(
    stack: Stack, base: Floats, margins: tuple[Margin, ...], plan: _Plan, why: str
) -> _Plan:
    """Merge the level that would need the largest g with the smallest other level (B6c)."""
    mass = base * stack.answers.count
    ratios = [
        (total / reached, margin.name, level)
        for margin in margins
        for level, total, reached in zip(
            margin.levels,
            margin.totals,
            np.bincount(margin.codes, weights=mass, minlength=len(margin.levels)),
            strict=True,
        )
    ]
    largest, name, level = max(ratios)
    grouping = merge_with_smallest(
        plan.groupings[name], level, stack.answers.counts(name), f"g {largest:.2f} ({why})"
    )
    return _Plan({**plan.groupings, name: grouping})


def _report(
    stack: Stack,
    weights: Floats,
    plan: _Plan,
    margins: tuple[Margin, ...],
    calibration: Calibration | None,
) -> dict[str, Any]:
    """What an edition states about its weights; every figure rounded."""
    answers, frame = stack.answers, stack.frame
    n, total = answers.total, frame.total
    sum_w, sum_w2 = float(weights @ answers.count), float(weights**2 @ answers.count)
    unheard = {
        name: sum(
            count
            for level, count in frame.counts(name).items()
            if answers.counts(name).get(level, 0) == 0
        )
        for name in plan.groupings
    }
    return {
        "n": n,
        "population": total,
        "margins": {margin.name: len(margin.levels) for margin in margins},
        "dropped_margins": list(plan.dropped),
        "merges": {name: list(grouping.merges) for name, grouping in plan.groupings.items()},
        "method": calibration.method.value if calibration else "none",
        "iterations": calibration.iterations if calibration else 0,
        "largest_weight_to_mean": round(float(weights.max()) * n / sum_w, 6),
        "design_effect": round(n * sum_w2 / sum_w**2, 6),
        "effective_n": round(sum_w**2 / sum_w2, 6),
        "not_represented_share": round(max(unheard.values(), default=0) / total, 6),
        "not_represented": {name: round(count / total, 6) for name, count in unheard.items()},
        "strata": 1,
        "region_filled_share": round(stack.filled_region_count / total, 6),
        "enough_answers": n >= MIN_LEVEL_N,
    }
