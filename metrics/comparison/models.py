"""What an edition says of its figures beside others: charts, standings, drivers, spread."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, BigId

SERIES_KEY = ("edition_id", "audience", "level", "node_key", "touchpoint_key", "metric")
STANDING_KEY = ("edition_id", "audience", "window", "metric", "node_key")
BENCHMARK_KEY = ("edition_id", "node_key", "audience", "metric")
SPREAD_KEY = ("edition_id", "audience", "level", "node_key", "metric")
DRIVER_KEY = ("edition_id", "audience", "kind", "touchpoints", "name")


class ChartPoint(Base):
    """The week's point of one series of finals against its frozen baseline (methods H3).

    `value` against `low`…`high`, and the drift (a moving average) against its own limits. `side`
    is above or below where one of the two charts signals, since `since_week`; else empty. Where no
    chart can be drawn yet, `reason` says why and there are no limits.
    """

    __tablename__ = "chart_points"
    __table_args__ = (
        sa.UniqueConstraint(*SERIES_KEY, name="uq_chart_points_series"),
        sa.CheckConstraint("(reason IS NULL) = (low IS NOT NULL)", name="limits_or_reason"),
        sa.CheckConstraint("side IN ('', 'above', 'below')", name="side_known"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("editions.id"))
    audience: Mapped[str]
    level: Mapped[str]
    node_key: Mapped[str]
    touchpoint_key: Mapped[str]
    metric: Mapped[str]
    value: Mapped[float]
    centre: Mapped[float | None]
    low: Mapped[float | None]
    high: Mapped[float | None]
    drift: Mapped[float | None]
    drift_low: Mapped[float | None]
    drift_high: Mapped[float | None]
    baseline_from: Mapped[str | None]
    baseline_to: Mapped[str | None]
    baseline_count: Mapped[int]
    series_count: Mapped[int]
    side: Mapped[str]
    since_week: Mapped[str | None]
    reason: Mapped[str | None]


class Standing(Base):
    """A channel partner's figure among the others': shrunk towards their mean, and its rank set.

    `rank_low`…`rank_high` are the ranks, 1 the highest, that its figure may have with the certainty
    that holds for all partners at once; None below eight partners. `tier` only where tiers part.
    """

    __tablename__ = "standings"
    __table_args__ = (
        sa.UniqueConstraint(*STANDING_KEY, name="uq_standings_partner"),
        sa.CheckConstraint("shrunk_low <= shrunk_high", name="shrunk_has_its_interval"),
        sa.CheckConstraint("(rank_low IS NULL) = (rank_high IS NULL)", name="rank_set_whole"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("editions.id"))
    audience: Mapped[str]
    window: Mapped[int] = mapped_column(sa.SmallInteger)
    metric: Mapped[str]
    node_key: Mapped[str]
    value: Mapped[float]
    shrunk: Mapped[float]
    shrunk_low: Mapped[float]
    shrunk_high: Mapped[float]
    rank_low: Mapped[int | None]
    rank_high: Mapped[int | None]
    tier: Mapped[int | None]
    partner_count: Mapped[int]


class PeerBenchmark(Base):
    """What one channel partner may know of the others, none of whom it can recognise in it.

    `low`, `middle` and `high` are the quartiles of the other partners' shown figures, rounded;
    nothing finer is kept. Numbers of partners and of answers are bands. `quarter_from`…
    `quarter_to` are the quarters of all partners, 1 the highest, that its own figure may lie in at
    95 %; `likely_from`…`likely_to` those it most likely lies in; None where no position is given.
    Where the rules allow no benchmark, `reason` says so and there are no quartiles.
    """

    __tablename__ = "peer_benchmarks"
    __table_args__ = (
        sa.UniqueConstraint(*BENCHMARK_KEY, name="uq_peer_benchmarks_partner"),
        sa.CheckConstraint("(reason IS NULL) = (middle IS NOT NULL)", name="quartiles_or_reason"),
        sa.CheckConstraint("low <= middle AND middle <= high", name="quartiles_in_order"),
        sa.CheckConstraint("quarter_from <= quarter_to", name="quarters_in_order"),
        sa.CheckConstraint("likely_from <= likely_to", name="likely_in_order"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("editions.id"))
    audience: Mapped[str]
    window: Mapped[int] = mapped_column(sa.SmallInteger)
    metric: Mapped[str]
    node_key: Mapped[str]
    low: Mapped[float | None]
    middle: Mapped[float | None]
    high: Mapped[float | None]
    partner_band: Mapped[str]
    answer_band: Mapped[str]
    quarter_from: Mapped[int | None] = mapped_column(sa.SmallInteger)
    quarter_to: Mapped[int | None] = mapped_column(sa.SmallInteger)
    likely_from: Mapped[int | None] = mapped_column(sa.SmallInteger)
    likely_to: Mapped[int | None] = mapped_column(sa.SmallInteger)
    reason: Mapped[str | None]


class DriverRow(Base):
    """What goes with recommendation, over 13 weeks: an association, never an effect.

    An `event` (late, complaint or return): `size` is the NPS of those whom it befell less that of
    those with nothing wrong, the others held; `share` how many of all transactions it befell. A
    `rating`: `size` is its part of the explained variance (LMG), `share` its part of that, `mean`
    its mean rating. `touchpoints` are those where it was asked, comma between; empty: all.
    """

    __tablename__ = "drivers"
    __table_args__ = (
        sa.UniqueConstraint(*DRIVER_KEY, name="uq_drivers_driver"),
        sa.CheckConstraint("kind IN ('event', 'rating')", name="kind_known"),
        sa.CheckConstraint("size_low <= size_high", name="size_has_its_interval"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("editions.id"))
    audience: Mapped[str]
    kind: Mapped[str]
    touchpoints: Mapped[str]
    name: Mapped[str]
    size: Mapped[float]
    size_low: Mapped[float]
    size_high: Mapped[float]
    share: Mapped[float]
    mean: Mapped[float | None]
    mean_low: Mapped[float | None]
    mean_high: Mapped[float | None]
    rank_low: Mapped[int | None]
    rank_high: Mapped[int | None]
    entangled: Mapped[bool]
    r2: Mapped[float | None]
    n: Mapped[int]
    accounts: Mapped[int]
    population: Mapped[int]


class Distribution(Base):
    """How the answers of 13 weeks spread over the scale, beside a figure that is shown.

    `parts` are [lowest value, highest value, whole per cent of the weight], of three answers or
    more each; empty where `reason` says why.
    """

    __tablename__ = "distributions"
    __table_args__ = (
        sa.UniqueConstraint(*SPREAD_KEY, name="uq_distributions_place"),
        sa.CheckConstraint("n >= 1", name="heard_from_somebody"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("editions.id"))
    audience: Mapped[str]
    level: Mapped[str]
    node_key: Mapped[str]
    metric: Mapped[str]
    n: Mapped[int]
    parts: Mapped[list[list[int]]] = mapped_column(sa.JSON)
    reason: Mapped[str | None]
