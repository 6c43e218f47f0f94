"""What the comparison of an edition's figures publishes: rounded, and the same bytes every time."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class DriverKind(StrEnum):
    """What goes with recommendation: something that happened, or another rating."""

    EVENT = "event"
    RATING = "rating"


@dataclass(frozen=True)
class ChartFigure:
    """One series' point of the week against its limits; see `ChartPoint`."""

    audience: str
    level: str
    node_key: str
    touchpoint_key: str
    metric: str
    value: float
    centre: float | None
    low: float | None
    high: float | None
    drift: float | None
    drift_low: float | None
    drift_high: float | None
    baseline_from: str | None
    baseline_to: str | None
    baseline_count: int
    series_count: int
    side: str
    since_week: str | None
    reason: str | None


@dataclass(frozen=True)
class StandingFigure:
    """One partner's figure among the others'; see `Standing`."""

    audience: str
    window: int
    metric: str
    node_key: str
    value: float
    shrunk: float
    shrunk_low: float
    shrunk_high: float
    rank_low: int | None
    rank_high: int | None
    tier: int | None
    partner_count: int


@dataclass(frozen=True)
class DriverFigure:
    """One thing that goes with recommendation; see `DriverRow`."""

    audience: str
    kind: DriverKind
    touchpoints: str
    name: str
    size: float
    size_low: float
    size_high: float
    share: float
    mean: float | None
    mean_low: float | None
    mean_high: float | None
    rank_low: int | None
    rank_high: int | None
    entangled: bool
    r2: float | None
    n: int
    accounts: int
    population: int


# Where an edition's summary keeps them.
UNTOLD_DRIVERS = "untold_drivers"


@dataclass(frozen=True)
class UntoldDriver:
    """One thing of which cannot be said how it goes with recommendation, and why.

    An empty `name`: nothing of this kind can be said at all.
    """

    audience: str
    kind: DriverKind
    touchpoints: str
    name: str
    reason: str


@dataclass(frozen=True)
class PeerBenchmarkFigure:
    """The other partners beside one partner's figure; see `PeerBenchmark`."""

    audience: str
    window: int
    metric: str
    node_key: str
    low: float | None
    middle: float | None
    high: float | None
    partner_band: str
    answer_band: str
    quarter_from: int | None
    quarter_to: int | None
    likely_from: int | None
    likely_to: int | None
    reason: str | None


@dataclass(frozen=True)
class Compared:
    """Everything that stands beside an edition's estimates."""

    charts: tuple[ChartFigure, ...] = ()
    standings: tuple[StandingFigure, ...] = ()
    drivers: tuple[DriverFigure, ...] = field(default=())
    benchmarks: tuple[PeerBenchmarkFigure, ...] = ()


@dataclass(frozen=True)
class DistributionFigure:
    """How answers spread over the scale; see `Distribution`."""

    audience: str
    level: str
    node_key: str
    metric: str
    n: int
    parts: list[list[int]]
    reason: str | None
