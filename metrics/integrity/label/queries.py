"""What a label is made of: one figure's rows, its findings, its ladder and how it was weighed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.visibility import Scope
from core.database import Base
from metrics.dashboards.queries import AUDIENCES
from metrics.figures import EstimateFigure, Finding, GapFigure
from metrics.integrity.label.address import PAIRED_GAP, FigureName
from metrics.method import WINDOWS, Family, Severity
from metrics.models import (
    Edition,
    EditionKind,
    Estimate,
    FindingRow,
    Gap,
    LadderStep,
    Level,
    State,
    Weighing,
)

Row = TypeVar("Row")


class Reader(StrEnum):
    """For whom a label is written: the house, the partner whose figure it is, another partner."""

    HOUSE = "house"
    PARTNER = "partner"
    PEER = "peer"


@dataclass(frozen=True)
class SideRows:
    """One customer's part of a figure: an estimate has one, a gap two."""

    audience: str
    estimate: EstimateFigure | None
    findings: tuple[Finding, ...]
    ladder: tuple[LadderStep, ...]
    weighing: dict[str, Any] | None


@dataclass(frozen=True)
class LabelRows:
    edition: Edition
    name: FigureName
    figure: EstimateFigure | GapFigure
    sides: tuple[SideRows, ...]


def read_edition_for(
    session: Session, scope: Scope, week: str, kind: str, revision: int
) -> Edition | None:
    """The edition, if the scope may see it: a channel partner the newest revision of a final.

    Finals and their revisions are nested populations (methods H4): whoever had both could
    subtract them.
    """
    if revision not in range(1_000_000):
        return None
    found = sa.select(Edition).where(Edition.week == week, Edition.kind == kind)
    newest = session.scalars(found.order_by(Edition.revision.desc()).limit(1)).first()
    if not scope.sees_flashes:
        is_newest = newest is not None and newest.revision == revision
        return newest if is_newest and kind == EditionKind.FINAL else None
    return session.scalars(found.where(Edition.revision == revision)).first()


def newest_revision(session: Session, week: str, kind: str) -> int:
    """-1 where there is no edition of that week and kind."""
    found = sa.select(sa.func.max(Edition.revision)).where(
        Edition.week == week, Edition.kind == kind
    )
    newest = session.scalar(found)
    return -1 if newest is None else newest


def read_label(session: Session, edition: Edition, name: FigureName) -> LabelRows | None:
    """Everything behind one figure; None where the edition has no such figure."""
    if name.window not in WINDOWS:
        return None
    figure = _gap(session, edition, name) if name.is_gap else _estimate(session, edition, name)
    if figure is None:
        return None
    audiences = reversed(AUDIENCES) if name.is_gap else (name.of,)
    sides = tuple(_side(session, edition, name, audience) for audience in audiences)
    return LabelRows(edition, name, figure, sides)


def _estimate(
    session: Session, edition: Edition, name: FigureName, audience: str = ""
) -> EstimateFigure | None:
    row = session.scalars(
        sa.select(Estimate).where(
            Estimate.edition_id == edition.id,
            Estimate.audience == (audience or name.of),
            Estimate.window == name.window,
            Estimate.level == name.level,
            Estimate.node_key == name.node_key,
            Estimate.touchpoint_key == name.touchpoint_key,
            Estimate.metric == name.metric,
        )
    ).first()
    return _as(EstimateFigure, row)


def _gap(session: Session, edition: Edition, name: FigureName) -> GapFigure | None:
    if name.touchpoint_key:
        return None
    row = session.scalars(
        sa.select(Gap).where(
            Gap.edition_id == edition.id,
            Gap.is_paired == (name.of == PAIRED_GAP),
            Gap.window == name.window,
            Gap.level == name.level,
            Gap.node_key == name.node_key,
            Gap.metric == name.metric,
        )
    ).first()
    return _as(GapFigure, row)


def _as(kind: type[Row], row: Base | None) -> Row | None:
    """A row in the form it was computed in."""
    if row is None:
        return None
    return kind(**{field.name: getattr(row, field.name) for field in fields(kind)})  # type: ignore[arg-type] # a dataclass


def _side(session: Session, edition: Edition, name: FigureName, audience: str) -> SideRows:
    has_own = name.of != PAIRED_GAP
    return SideRows(
        audience=audience,
        estimate=_estimate(session, edition, name, audience) if has_own else None,
        findings=_findings(session, edition, name, audience),
        ladder=tuple(_ladder(session, edition, name, audience)),
        weighing=_weighing(session, edition, name, audience),
    )


def _findings(
    session: Session, edition: Edition, name: FigureName, audience: str
) -> tuple[Finding, ...]:
    """Of the audience and window, about the network or the figure's own place."""
    rows = session.scalars(
        sa.select(FindingRow)
        .where(
            FindingRow.edition_id == edition.id,
            FindingRow.audience.in_(("", audience)),
            FindingRow.window.in_((0, name.window)),
            sa.or_(
                FindingRow.level.in_(("", Level.NETWORK)),
                sa.and_(FindingRow.level == name.level, FindingRow.node_key == name.node_key),
            ),
        )
        .order_by(FindingRow.id)
    )
    return tuple(finding_of(row) for row in rows)


def finding_of(row: FindingRow) -> Finding:
    """A stored finding in the form it was computed in."""
    values = {field.name: getattr(row, field.name) for field in fields(Finding)}
    return Finding(
        **values
        | {
            "family": Family(row.family),
            "severity": Severity(row.severity),
            "state": State(row.state),
            "level": Level(row.level or Level.NETWORK),
            "evidence": row.evidence or {},
        }
    )


def _ladder(
    session: Session, edition: Edition, name: FigureName, audience: str
) -> Sequence[LadderStep]:
    return session.scalars(
        sa.select(LadderStep)
        .where(
            LadderStep.edition_id == edition.id,
            LadderStep.audience == audience,
            LadderStep.window == name.window,
            LadderStep.level == name.level,
            LadderStep.node_key == name.node_key,
        )
        .order_by(LadderStep.id)
    ).all()


def _weighing(
    session: Session, edition: Edition, name: FigureName, audience: str
) -> dict[str, Any] | None:
    return session.scalars(
        sa.select(Weighing.report).where(
            Weighing.edition_id == edition.id,
            Weighing.audience == audience,
            Weighing.window == name.window,
        )
    ).first()
