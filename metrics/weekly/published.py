"""What readers are shown of an edition, read back in the form it was computed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.database import Base
from metrics.comparison.figures import (
    ChartFigure,
    DistributionFigure,
    DriverFigure,
    PeerBenchmarkFigure,
    StandingFigure,
)
from metrics.comparison.models import (
    ChartPoint,
    Distribution,
    DriverRow,
    PeerBenchmark,
    Standing,
)
from metrics.figures import (
    ChangeFigure,
    EstimateFigure,
    Finding,
    GapFigure,
    LadderFigure,
    WeighingFigure,
)
from metrics.models import Change, Edition, Estimate, FindingRow, Gap, LadderStep, Weighing

TABLES: tuple[tuple[str, type[Base], type[Any]], ...] = (
    ("estimates", Estimate, EstimateFigure),
    ("gaps", Gap, GapFigure),
    ("changes", Change, ChangeFigure),
    ("findings", FindingRow, Finding),
    ("ladder", LadderStep, LadderFigure),
    ("weighings", Weighing, WeighingFigure),
    ("charts", ChartPoint, ChartFigure),
    ("standings", Standing, StandingFigure),
    ("drivers", DriverRow, DriverFigure),
    ("benchmarks", PeerBenchmark, PeerBenchmarkFigure),
    ("distributions", Distribution, DistributionFigure),
)


def read_published(session: Session, edition: Edition) -> dict[str, Any]:
    """The edition's rows as `Figures.as_json` writes them, in the order they were published."""
    document: dict[str, Any] = {
        name: _rows(session, table, edition.id, _names(figure)) for name, table, figure in TABLES
    }
    document["summary"] = edition.summary
    return document


def _names(figure: type[Any]) -> list[str]:
    return [field.name for field in fields(figure)]


def _rows(
    session: Session, table: type[Base], edition_id: int, names: Sequence[str]
) -> list[dict[str, Any]]:
    columns = [getattr(table, name) for name in names]
    query = (
        sa.select(*columns)
        .where(table.edition_id == edition_id)  # type: ignore[attr-defined] # every one has it
        .order_by(table.id)  # type: ignore[attr-defined]
    )
    return [dict(zip(names, row, strict=True)) for row in session.execute(query)]


def headline_estimates(
    session: Session, edition: Edition, partner: str | None = None
) -> list[EstimateFigure]:
    """The network's totals of one week, or a partner's of four, as they were published."""
    window, level = (4, "partner") if partner else (1, "network")
    names = _names(EstimateFigure)
    query = (
        sa.select(*(getattr(Estimate, name) for name in names))
        .where(
            Estimate.edition_id == edition.id,
            Estimate.window == window,
            Estimate.level == level,
            Estimate.node_key == (partner or ""),
            Estimate.touchpoint_key == "",
        )
        .order_by(Estimate.id)
    )
    return [EstimateFigure(**dict(zip(names, row, strict=True))) for row in session.execute(query)]
