"""What a check returns, and the figures an edition publishes: all rounded, all comparable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from metrics.comparison.figures import (
    ChartFigure,
    DistributionFigure,
    DriverFigure,
    PeerBenchmarkFigure,
    StandingFigure,
)
from metrics.method import Family, Severity
from metrics.models import Decision, Level, State

# check, audience, window, level, node, touchpoint, metric
FindingKey = tuple[str, str, int, str, str, str, str]
# audience, window, level, node, touchpoint, metric
FigureKey = tuple[str, int, str, str, str, str]


@dataclass(frozen=True)
class Finding:
    """The outcome of one check: what, where, how strong, what to do.

    `audience` empty means both; `window` 0 means every window; level network means everything
    below as well, unless it `is_only_here`; `touchpoint_key` and `metric` empty mean every one.
    `evidence` are the figures behind it (rounded numbers or short texts); `overridden` says who
    published in spite of a failure, and why.
    """

    check_key: str
    family: Family
    severity: Severity
    state: State
    what: str
    what_to_do: str = ""
    audience: str = ""
    window: int = 0
    level: Level = Level.NETWORK
    node_key: str = ""
    touchpoint_key: str = ""
    metric: str = ""
    is_only_here: bool = False
    value: float | None = None
    warn: float | None = None
    fail: float | None = None
    evidence: Mapping[str, Any] = field(default_factory=dict)
    overridden: str = ""

    @property
    def key(self) -> FindingKey:
        """Names the finding within its edition."""
        return (
            self.check_key, self.audience, self.window, self.level.value, self.node_key,
            self.touchpoint_key, self.metric,
        )  # fmt: skip

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class EstimateFigure:
    """One published estimate, or one that may not be shown, with the reason."""

    audience: str
    window: int
    level: str
    node_key: str
    touchpoint_key: str
    metric: str
    value: float | None
    raw: float | None
    base_value: float | None
    with_set_aside: float | None
    without_flagged: float | None
    se: float | None
    ci_low: float | None
    ci_high: float | None
    interval_method: str | None
    n: int
    n_eff: float | None
    accounts: int
    population: int
    decision: Decision
    grade: str
    weakest: str
    families: str
    reason: str | None


@dataclass(frozen=True)
class GapFigure:
    is_paired: bool
    window: int
    level: str
    node_key: str
    metric: str
    value: float | None
    se: float | None
    ci_low: float | None
    ci_high: float | None
    n: int
    accounts: int
    decision: Decision
    grade: str
    reason: str | None
    weakest: str = ""
    families: str = ""


@dataclass(frozen=True)
class ChangeFigure:
    audience: str
    window: int
    level: str
    node_key: str
    touchpoint_key: str
    metric: str
    difference: float | None
    se: float | None
    ci_low: float | None
    ci_high: float | None
    p: float | None
    q: float | None
    verdict: str
    reason: str | None


@dataclass(frozen=True)
class LadderFigure:
    audience: str
    window: int
    level: str
    node_key: str
    step: str
    reason: str
    count: int


@dataclass(frozen=True)
class WeighingFigure:
    audience: str
    window: int
    report: dict[str, Any]


@dataclass(frozen=True)
class Figures:
    """Everything an edition publishes. Two runs over the same frozen week give the same bytes."""

    estimates: tuple[EstimateFigure, ...]
    gaps: tuple[GapFigure, ...]
    changes: tuple[ChangeFigure, ...]
    findings: tuple[Finding, ...]
    ladder: tuple[LadderFigure, ...]
    weighings: tuple[WeighingFigure, ...]
    charts: tuple[ChartFigure, ...] = ()
    standings: tuple[StandingFigure, ...] = ()
    drivers: tuple[DriverFigure, ...] = ()
    benchmarks: tuple[PeerBenchmarkFigure, ...] = ()
    distributions: tuple[DistributionFigure, ...] = ()
    summary: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "estimates": [dict(vars(figure)) for figure in self.estimates],
            "gaps": [dict(vars(figure)) for figure in self.gaps],
            "changes": [dict(vars(figure)) for figure in self.changes],
            "findings": [figure.as_json() for figure in self.findings],
            "ladder": [dict(vars(figure)) for figure in self.ladder],
            "weighings": [vars(figure) for figure in self.weighings],
            "charts": [dict(vars(figure)) for figure in self.charts],
            "standings": [dict(vars(figure)) for figure in self.standings],
            "drivers": [dict(vars(figure)) for figure in self.drivers],
            "benchmarks": [dict(vars(figure)) for figure in self.benchmarks],
            "distributions": [dict(vars(figure)) for figure in self.distributions],
            "summary": self.summary,
        }
