"""What stands beside an edition's figures: charts, distributions, benchmarks of peers."""

from __future__ import annotations

from typing import Any

from benchmarks.readers.measured.counting import Demo, grouped, rows_of, samples
from metrics.comparison.models import ChartPoint, Distribution, PeerBenchmark
from metrics.models import Level


def charts_of(demo: Demo) -> list[dict[str, Any]]:
    """By level, customer, touchpoint and metric: the share of places with a series, and one."""
    return [
        drawn
        for level, rows in grouped(rows_of(demo, ChartPoint), lambda row: row.level).items()
        for drawn in samples(
            rows,
            lambda row: (row.audience, row.touchpoint_key, row.metric, row.low is None),
            demo.places[level],
        )
    ]


def distributions_of(demo: Demo) -> list[dict[str, Any]]:
    """By level, customer and metric, shown or not: the share of places, and one."""
    return [
        drawn
        for level, rows in grouped(rows_of(demo, Distribution), lambda row: row.level).items()
        for drawn in samples(
            rows,
            lambda row: (row.audience, row.metric, row.reason is None),
            demo.places[level],
        )
    ]


def peers_of(demo: Demo) -> list[dict[str, Any]]:
    """By customer and metric: quartiles, a position, a likely one or none of them, and one."""
    return samples(
        rows_of(demo, PeerBenchmark),
        lambda row: (
            row.audience,
            row.metric,
            row.middle is None,
            row.quarter_from is None,
            row.likely_from is None,
        ),
        demo.places[Level.PARTNER],
    )
