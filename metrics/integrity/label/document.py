"""The integrity label as data: what the page draws, and what stands at its address as JSON.

docs/label.md explains every part; docs/label.schema.json is its form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from metrics.integrity.label.decided import LimitChange, RowOverruling

LABEL_VERSION = 1
# What a check bears on, where it is not a level with a touchpoint or a metric of it.
EVERYTHING, THIS_FIGURE = "everything", "this figure"


@dataclass(frozen=True)
class EditionPart:
    week: str
    kind: str
    revision: int
    reason: str
    is_backfilled: bool
    cut_off_at: str
    published_at: str
    manifest_hash: str
    inputs_hash: str
    method_version: str
    threshold_version: str
    code_version: str


@dataclass(frozen=True)
class FigurePart:
    """What the figure is and says. A figure that may not be shown has its reason, no number.

    `n_band` stands in place of every count where the reader may not know it.
    """

    of: str
    metric: str
    window: int
    first_week: str
    last_week: str
    level: str
    node_key: str
    place: str
    touchpoint_key: str
    touchpoint: str
    value: float | None
    se: float | None
    ci_low: float | None
    ci_high: float | None
    interval_method: str | None
    n: int | None
    n_band: str
    n_eff: float | None
    accounts: int | None
    population: int | None
    decision: str
    grade: str
    weakest: str
    families: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class CheckPart:
    """One check that bears on the figure.

    `audience` is empty for both and `window` 0 for every one; `bears_on` says whether the check is
    about everything or about a place, touchpoint or metric.
    """

    check_key: str
    family: str
    severity: str
    state: str
    audience: str
    window: int
    bears_on: str
    what: str = ""
    what_to_do: str = ""
    value: float | None = None
    warn: float | None = None
    fail: float | None = None
    source: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)
    overridden: str = ""


@dataclass(frozen=True)
class LadderCount:
    """How many are left at a step, or with a reason how many go no further."""

    step: str
    reason: str
    count: int | None
    share: float | None


@dataclass(frozen=True)
class Step:
    """From raw to published: the value after a step, and by how much the step moved it."""

    name: str
    value: float
    shift: float | None


@dataclass(frozen=True)
class Adjustment:
    steps: tuple[Step, ...]
    margin_of_error: float
    shift_to_margin: float | None
    with_set_aside: float | None
    without_flagged: float | None


@dataclass(frozen=True)
class Side:
    """What one customer contributes: an estimate has one side, a gap has two."""

    audience: str
    label_url: str
    value: float | None
    ci_low: float | None
    ci_high: float | None
    grade: str
    ladder: tuple[LadderCount, ...]
    response_rates: Mapping[str, Any] | None
    weights: Mapping[str, Any] | None
    adjustment: Adjustment | None
    extrapolation: tuple[Mapping[str, Any], ...]
    checks: tuple[CheckPart, ...]


@dataclass(frozen=True)
class FamilyPart:
    family: str
    state: str
    checks: str


@dataclass(frozen=True)
class DecisionsPart:
    """What people decided for this edition: limits of checks, single answers.

    `is_known` is false where the edition's files do not say it, or the reader may not see it.
    """

    is_known: bool
    limits: tuple[LimitChange, ...]
    answers: tuple[RowOverruling, ...]


@dataclass(frozen=True)
class Label:
    label_version: int
    reader: str
    address: str
    edition: EditionPart
    figure: FigurePart
    sides: tuple[Side, ...]
    families: tuple[FamilyPart, ...]
    decisions: DecisionsPart
    links: Mapping[str, str]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)
