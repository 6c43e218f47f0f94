"""Checks of a window after weighing: balance before and after, design effect, what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from metrics.figures import Finding
from metrics.integrity.judge import judge
from metrics.integrity.wording import percent
from metrics.method import THRESHOLDS, Family, Severity
from metrics.models import State
from metrics.warehouse.columns import Floats
from stats import representativeness


@dataclass(frozen=True)
class Balance:
    """Answers (unweighted or weighted) by level of one frame variable, beside its population."""

    variable: str
    answers: Floats
    population: Floats


@dataclass(frozen=True)
class WeighingEvidence:
    """What the checks of a weighed window look at."""

    audience: str
    window: int
    n: int
    report: Mapping[str, Any]
    before: tuple[Balance, ...]  # margins used in raking, unweighted
    after: tuple[Balance, ...]  # frame variables not used in raking, weighted


def check_weighing(evidence: WeighingEvidence) -> Iterator[Finding]:
    """Balance before weighting, balance after on unused variables, design effect, coverage."""
    yield _balance(evidence, "psi_before", evidence.before, "before weighting")
    yield _balance(evidence, "psi_after", evidence.after, "after weighting")
    yield _finding(
        evidence,
        "design_effect",
        float(evidence.report["design_effect"]),
        f"Weighting costs precision: design effect {evidence.report['design_effect']:.2f}.",
        "Hear more of those who answer least, or widen the window.",
    )
    share = float(evidence.report["not_represented_share"])
    yield _finding(
        evidence,
        "not_represented",
        share,
        f"{percent(share)} of the transactions belong to groups without a single answer; others "
        "stand for them.",
        "Look which groups (the weighing report names them) and how they could be asked.",
        severity=Severity.CAVEAT,
    )


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
    evidence: WeighingEvidence, key: str, balances: tuple[Balance, ...], when: str
) -> Finding:
    values = {
        balance.variable: psi for balance in balances if (psi := unbiased_psi(balance)) is not None
    }
    if not values:
        return Finding(
            key, Family.SAMPLING, Severity.BLOCK, State.NOT_APPLICABLE,
            f"No frame variable to compare {when}.", "", evidence.audience, evidence.window,
        )  # fmt: skip
    worst = max(values, key=lambda name: values[name])
    return _finding(
        evidence,
        key,
        values[worst],
        f"Who answered differs from all transactions most by {worst.replace('_', ' ')} {when} "
        f"(PSI {values[worst]:.3f} beyond chance).",
        "See which groups answer less and why.",
    )


def _finding(
    evidence: WeighingEvidence,
    key: str,
    value: float,
    what: str,
    what_to_do: str,
    *,
    severity: Severity = Severity.BLOCK,
) -> Finding:
    threshold = THRESHOLDS[key]
    value = round(value, 6)
    state = judge(key, value)
    return Finding(
        check_key=key,
        family=Family.SAMPLING,
        severity=severity,
        state=state,
        what=what,
        what_to_do="" if state is State.PASS else what_to_do,
        audience=evidence.audience,
        window=evidence.window,
        value=value,
        warn=threshold.warn,
        fail=threshold.fail,
    )


def weighed_balance(
    variable: str, codes: np.typing.NDArray[np.int64], mass: Floats, population: Floats
) -> Balance:
    """Sum `mass` by level; both arrays over the same levels."""
    sums = np.bincount(codes, weights=mass, minlength=len(population))
    return Balance(variable, sums.astype(np.float64), population)
