"""Every table of one edition, drawn in the demo's proportions."""

from __future__ import annotations

from benchmarks.readers.drawn import beside
from benchmarks.readers.drawn.figures import Drawing
from benchmarks.readers.drawn.network import Network, Rows, frozen
from core.database import Base
from metrics.comparison.models import (
    ChartPoint,
    Distribution,
    DriverRow,
    PeerBenchmark,
    Standing,
)
from metrics.models import Change, Estimate, FindingRow, Gap, LadderStep, Weighing


def tables_of(network: Network, seed: int) -> list[tuple[type[Base], Rows]]:
    """Rows without their edition; the demo's network has few that are taken over as they are."""
    drawing = Drawing.of(network, seed)
    estimates, rng = drawing.estimates(), drawing.rng
    return [
        (Estimate, estimates),
        (Gap, drawing.gaps()),
        (Change, _same("changes")),
        (FindingRow, drawing.findings()),
        (LadderStep, drawing.ladder()),
        (Weighing, _same("weighings")),
        (ChartPoint, beside.charts(network, rng)),
        (Distribution, beside.distributions(network, rng)),
        (Standing, beside.standings(network, estimates)),
        (PeerBenchmark, beside.peers(network, rng)),
        (DriverRow, _same("drivers")),
    ]


def _same(name: str) -> Rows:
    return [dict(row) for row in frozen()[name]]
