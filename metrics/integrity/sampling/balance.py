"""Checks of a window after weighing: balance before and after, design effect, what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from metrics.figures import Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.wording import percent
from metrics.method import Family, Severity
from metrics.models import State
from metrics.warehouse.columns import Floats
from metrics.warehouse.files import rounded
from metrics.warehouse.frozen import Reference
from metrics.weighing.levels import group_levels
from metrics.weighing.weigh import Weighed
from metrics.weighing.windows import WeighedWindow
from stats import kish, representativeness

# Known of every transaction; what a raking leaves out of them shows whether it did its work.
UNUSED = ("product_line", "size_class", "region", "outcome")


@dataclass(frozen=True)
class Balance:
    """Answers (unweighted or weighted) by level of one frame variable, beside its population."""

    variable: str
    answers: Floats
    population: Floats


def weighing(evidence: WeekEvidence) -> Iterator[Finding]:
    """Balance before weighting, balance after on unused variables, design effect, coverage."""
    for item in evidence.weighed:
        yield from _of_window(evidence, item)


def _of_window(evidence: WeekEvidence, item: WeighedWindow) -> Iterator[Finding]:
    weighed = item.weighed
    yield _balance(evidence, item, "psi_before", _used_balances(weighed), "before weighting")
    unused = tuple(_unused_balances(weighed, evidence.frozen.reference))
    yield _balance(evidence, item, "psi_after", unused, "after weighting")
    yield _finding(
        evidence,
        item,
        "design_effect",
        float(weighed.report["design_effect"]),
        f"Weighting costs precision: design effect {weighed.report['design_effect']:.2f}.",
        "Hear more of those who answer least, or widen the window.",
    )
    share = float(weighed.report["not_represented_share"])
    yield _finding(
        evidence,
        item,
        "not_represented",
        share,
        f"{percent(share)} of the transactions belong to groups without a single answer; others "
        "stand for them.",
        "Look which groups (the weighing report names them) and how they could be asked.",
        severity=Severity.CAVEAT,
    )


def _used_balances(weighed: Weighed) -> tuple[Balance, ...]:
    """Margins used in raking, by base weights: unequal chances of the plan are no imbalance."""
    design = weighed.design
    mass = design.base * design.respondents
    mass = mass * (kish(design.base, design.respondents).n_eff / mass.sum())
    return tuple(
        weighed_balance(margin.name, margin.codes, mass, margin.totals)
        for margin in weighed.margins
    )


def _unused_balances(weighed: Weighed, reference: Reference) -> Iterator[Balance]:
    """Balance after weighting on what the frame knows and this raking does not use."""
    used = {margin.name for margin in weighed.margins}
    for name in UNUSED:
        if name not in used:
            yield from _unused_balance(weighed, name, reference)


def _unused_balance(weighed: Weighed, name: str, reference: Reference) -> Iterator[Balance]:
    """Nothing where there are fewer than two levels to compare."""
    stack, design = weighed.stack, weighed.design
    answers, frame = stack.answers, stack.frame
    grouping = group_levels(name, answers.counts(name), frame.counts(name), reference)
    if len(grouping.groups) < 2:
        return
    totals = grouping.counts(frame.counts(name))
    codes = answers.attributes[name].mapped(dict(grouping.group_of))
    mass: Floats = design.weights[design.cell] * design.count
    # Scaled to the number of answers, so that chance is judged by the effective sample.
    mass = mass * (float(weighed.report["effective_n"]) / mass.sum())
    population = np.array([float(totals[group]) for group in grouping.groups])
    yield weighed_balance(name, codes.recoded(grouping.groups), mass, population)


def unbiased_psi(balance: Balance) -> float | None:
    """PSI less what pure chance gives: (k − 1)/n for k levels and n answers. At least 0.

    Under perfect sampling PSI is about χ²/n with mean (k − 1)/n, which for forty partners and
    two hundred answers alone is a warning.
    """
    levels = int((balance.population > 0).sum())
    n = float(balance.answers.sum())
    if levels < 2 or n <= 0:
        return None
    shares = balance.population / balance.population.sum()
    psi = representativeness(balance.answers, shares).psi
    return max(0.0, psi - (levels - 1) / n)


def _balance(
    evidence: WeekEvidence,
    item: WeighedWindow,
    key: str,
    balances: tuple[Balance, ...],
    when: str,
) -> Finding:
    values = {
        balance.variable: psi for balance in balances if (psi := unbiased_psi(balance)) is not None
    }
    audience = item.weighed.stack.audience
    if not values:
        return Finding(
            key, Family.SAMPLING, Severity.BLOCK, State.NOT_APPLICABLE,
            f"No frame variable to compare {when}.", "", audience, item.window,
        )  # fmt: skip
    worst = max(values, key=lambda name: values[name])
    return _finding(
        evidence,
        item,
        key,
        values[worst],
        f"Who answered differs from all transactions most by {worst.replace('_', ' ')} {when} "
        f"(PSI {values[worst]:.3f} beyond chance).",
        "See which groups answer less and why.",
        figures={name: rounded(value) for name, value in sorted(values.items())},
    )


def _finding(
    evidence: WeekEvidence,
    item: WeighedWindow,
    key: str,
    value: float,
    what: str,
    what_to_do: str,
    *,
    severity: Severity = Severity.BLOCK,
    figures: Mapping[str, Any] | None = None,
) -> Finding:
    threshold, state = evidence.thresholds.of(key), evidence.thresholds.judge(key, value)
    return Finding(
        check_key=key,
        family=Family.SAMPLING,
        severity=severity,
        state=state,
        what=what,
        what_to_do="" if state is State.PASS else what_to_do,
        audience=item.weighed.stack.audience,
        window=item.window,
        value=rounded(value),
        warn=threshold.warn,
        fail=threshold.fail,
        evidence=figures or {},
    )


def weighed_balance(
    variable: str, codes: np.typing.NDArray[np.int64], mass: Floats, population: Floats
) -> Balance:
    """Sum `mass` by level; both arrays over the same levels."""
    sums = np.bincount(codes, weights=mass, minlength=len(population))
    return Balance(variable, sums.astype(np.float64), population)
