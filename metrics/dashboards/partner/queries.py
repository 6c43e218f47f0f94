"""What one channel partner's page is drawn from: finals only, one window for each figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.models import Role
from access.visibility import Scope
from core.clock import Week
from customers.names.pairs import pair_key
from customers.names.queries import Names
from metrics.dashboards.behind import read_findings, read_ladder
from metrics.dashboards.breaks import SeriesBreak, read_breaks
from metrics.dashboards.compare.queries import TwoWeeks, read_step
from metrics.dashboards.figures import Readings, TargetHistory, Targets
from metrics.dashboards.opening import Opened
from metrics.dashboards.partner.models import ExplainedPage
from metrics.dashboards.partner.peers.queries import Peers, newest_with_benchmarks, read_peers
from metrics.dashboards.queries import (
    EditionLine,
    Reading,
    Slice,
    read_estimates,
    read_gaps,
    read_leading_metric,
    read_targets,
)
from metrics.dashboards.shelf import Choice
from metrics.dashboards.telling import Said, told
from metrics.dashboards.told import ToldFinding
from metrics.dashboards.week.places import Place
from metrics.models import FindingRow, Gap, LadderStep, Level, Metric, State
from metrics.notes.models import WeekNote
from metrics.notes.queries import concerning, read_notes
from metrics.targets.queries import all_targets

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
    findings: tuple[ToldFinding, ...]
    said: tuple[Said, ...]
    ladder: tuple[LadderStep, ...]
    peers: Peers | None
    goals: tuple[Targets, ...]
    breaks: tuple[SeriesBreak, ...]
    notes: tuple[WeekNote, ...]
    step: TwoWeeks | None


def read_partner(session: Session, scope: Scope, opened: Opened, key: str) -> PartnerData:
    choice = opened.choice
    lead = choice.lead
    periods = choice.last_weeks(WINDOW, PERIODS)
    ids = [line.id for _, line in periods if line]
    metric = read_leading_metric(session, lead.id)
    said = read_said(session, lead.id, key)
    slices = [*_own(key, metric), _own_lines(key, opened.names, metric)]
    rows = told(read_estimates(session, scope, [lead.id], slices), said)
    around = read_estimates(session, scope, ids, [Slice(WINDOW, Level.PARTNER, key, "", metric)])
    gaps = read_gaps(session, scope, lead.id, Level.PARTNER, key)
    own = (FindingRow.level == Level.PARTNER, FindingRow.node_key == key)
    findings = read_findings(session, scope, lead.id, *own)
    return PartnerData(
        key=key,
        name=opened.names.place(Level.PARTNER, key),
        programme=opened.programme.name,
        zone=opened.zone,
        choice=choice,
        names=opened.names,
        metric=metric,
        rows=tuple(row for row in rows if _is_led_with(row)),
        readings=Readings.of([*around, *rows]),
        trend=tuple(periods),
        targets=Targets.of(read_targets(session, lead.week)),
        gaps=tuple(gap for gap in gaps if gap.is_paired or gap.window == WINDOW),
        findings=tuple(findings),
        said=said,
        ladder=tuple(read_ladder(session, scope, lead.id, Level.PARTNER, key)),
        peers=_peers(session, scope, choice, key),
        goals=TargetHistory(tuple(all_targets(session))).over(week for week, _ in periods),
        step=_step(session, as_partner(scope, key), choice, key, said),
        **_told_by_week(session, as_partner(scope, key), periods, opened.names),
    )


def _step(
    session: Session, scope: Scope, choice: Choice, key: str, said: Sequence[Said]
) -> TwoWeeks | None:
    """These four weeks beside those before, in the partner's words."""
    step = read_step(session, scope, choice, Place(Level.PARTNER, key), WINDOW)
    if step is None:
        return None
    readings = zip(step.readings, told(step.readings.values(), said), strict=True)
    return replace(step, readings=dict(readings))


def _told_by_week(
    session: Session,
    scope: Scope,
    periods: Sequence[tuple[str, EditionLine | None]],
    names: Names,
) -> dict[str, Any]:
    """What is told of the weeks of the trend: where the series broke, and what was noted."""
    if not periods or scope.partner_key is None:
        return {"breaks": (), "notes": ()}
    first, last = Week.parse(periods[0][0]).shifted(1 - WINDOW), Week.parse(periods[-1][0])
    found = read_notes(session, scope, str(first), str(last))
    return {
        "breaks": read_breaks(session, scope, first, last),
        # Those about one touchpoint as well: the page has no other chart for them.
        "notes": tuple(
            note
            for note in found
            if concerning([note], names, Level.PARTNER, scope.partner_key, note.touchpoint_key)
        ),
    }


def as_partner(scope: Scope, key: str) -> Scope:
    """The partner's own eyes: the house reads on this page what the partner does."""
    if not scope.sees_whole_network:
        return scope
    return replace(scope, role=Role.CHANNEL_PARTNER, partner_key=key)


def read_said(session: Session, edition_id: int, key: str) -> tuple[Said, ...]:
    """What the reasons of a partner's figures are made of, so that they can be told otherwise."""
    rows = session.execute(
        sa.select(FindingRow.what, FindingRow.overridden, FindingRow.level)
        .where(
            FindingRow.edition_id == edition_id,
            FindingRow.state == State.FAIL,
            sa.or_(
                FindingRow.level.in_(("", Level.NETWORK)),
                sa.and_(FindingRow.level == Level.PARTNER, FindingRow.node_key == key),
            ),
        )
        .order_by(FindingRow.id)
    )
    return tuple(Said(what, signed or "", level == Level.PARTNER) for what, signed, level in rows)


def _peers(session: Session, scope: Scope, choice: Choice, key: str) -> Peers | None:
    line = newest_with_benchmarks(choice.finals)
    if line is None:
        return None
    return read_peers(session, scope, line, key, read_said(session, line.id, key))


def _own(key: str, metric: Metric) -> list[Slice]:
    return [
        Slice(WINDOW, Level.PARTNER, key, ""),
        Slice(TOUCHPOINT_WINDOW, Level.PARTNER, key, None, metric),
    ]


def _own_lines(key: str, names: Names, metric: Metric) -> Slice:
    lines = tuple(pair_key(key, line) for line in names.product_lines)
    return Slice(TOUCHPOINT_WINDOW, Level.PARTNER_LINE, None, "", metric, within=lines)


def _is_led_with(row: Reading) -> bool:
    """Totals of four weeks; touchpoints and product lines of thirteen."""
    is_part = bool(row.touchpoint_key) or row.level == Level.PARTNER_LINE
    return is_part == (row.window != WINDOW)


def needs_explanation(session: Session, scope: Scope) -> bool:
    """Whether the person acting has not yet said that the explanation was read."""
    known = sa.select(ExplainedPage.id).where(ExplainedPage.user_id == scope.user_id)
    return session.scalar(known) is None
