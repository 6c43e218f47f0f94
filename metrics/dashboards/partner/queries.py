"""What one channel partner's page is drawn from: finals only, one window for each figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from access.visibility import Scope
from customers.names.queries import Names
from metrics.dashboards.figures import Readings, Targets
from metrics.dashboards.opening import Opened
from metrics.dashboards.queries import (
    EditionLine,
    Reading,
    Slice,
    read_estimates,
    read_findings,
    read_gaps,
    read_ladder,
    read_leading_metric,
    read_summary,
    read_targets,
)
from metrics.dashboards.shelf import Choice
from metrics.models import FindingRow, Gap, LadderStep, Level, Metric

WINDOW = 4
TOUCHPOINT_WINDOW = 13
PERIODS = 13


@dataclass(frozen=True)
class PartnerData:
    key: str
    name: str
    programme: str
    zone: ZoneInfo
    choice: Choice
    names: Names
    metric: Metric
    rows: tuple[Reading, ...]
    readings: Readings
    trend: tuple[tuple[str, EditionLine | None], ...]
    targets: Targets
    gaps: tuple[Gap, ...]
    findings: tuple[FindingRow, ...]
    ladder: tuple[LadderStep, ...]
    summary: dict[str, Any]


def read_partner(session: Session, scope: Scope, opened: Opened, key: str) -> PartnerData:
    choice = opened.choice
    lead = choice.lead
    periods = choice.last_weeks(WINDOW, PERIODS)
    ids = [line.id for _, line in periods if line]
    metric = read_leading_metric(session, lead.id)
    rows = read_estimates(session, scope, [lead.id], _own(key, metric))
    around = read_estimates(session, scope, [lead.id], NETWORK)
    around += read_estimates(session, scope, ids, [Slice(WINDOW, Level.PARTNER, key, "", metric)])
    gaps = read_gaps(session, scope, lead.id, Level.PARTNER, key)
    findings = read_findings(session, scope, lead.id)
    return PartnerData(
        key=key,
        name=opened.names.place(Level.PARTNER, key),
        programme=opened.programme.name,
        zone=opened.zone,
        choice=choice,
        names=opened.names,
        metric=metric,
        rows=tuple(row for row in rows if bool(row.touchpoint_key) == (row.window != WINDOW)),
        readings=Readings.of([*rows, *around]),
        trend=tuple(periods),
        targets=Targets.of(read_targets(session)),
        gaps=tuple(gap for gap in gaps if gap.is_paired or gap.window == WINDOW),
        findings=tuple(row for row in findings if (row.level, row.node_key) == ("partner", key)),
        ladder=tuple(read_ladder(session, scope, lead.id, Level.PARTNER, key)),
        summary=read_summary(session, lead.id),
    )


def _own(key: str, metric: Metric) -> list[Slice]:
    return [
        Slice(WINDOW, Level.PARTNER, key, ""),
        Slice(TOUCHPOINT_WINDOW, Level.PARTNER, key, None, metric),
    ]


NETWORK = [Slice(WINDOW, Level.NETWORK, "", "")]
