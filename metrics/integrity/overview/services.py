"""Everything the overview of one edition is drawn from, read at once: a dozen queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from access.visibility import Scope
from customers.names.queries import Names
from metrics.dashboards.behind import read_brief_findings
from metrics.dashboards.editions.queries import Tally, read_network_ladder, read_tallies
from metrics.dashboards.families import CheckCount
from metrics.dashboards.opening import Opened
from metrics.dashboards.queries import EditionLine
from metrics.dashboards.shelf import Choice
from metrics.dashboards.told import Told
from metrics.integrity.overview.queries import (
    Headline,
    count_checks,
    count_grades,
    read_headlines,
    read_of_week,
    read_same_kind,
    read_threshold_versions,
)
from metrics.integrity.overview.work.services import threads_of
from metrics.models import LadderStep


@dataclass(frozen=True)
class OverviewData:
    """What was read. `editions` are of one kind, the one on the page first, `counts` theirs."""

    choice: Choice
    of_week: Sequence[EditionLine]
    editions: Sequence[EditionLine]
    counts: Mapping[int, Sequence[CheckCount]]
    findings: Sequence[Told]
    findings_before: Sequence[Told]
    grades: Mapping[tuple[int, str, str], int]
    tallies: Sequence[Tally]
    ladder: Sequence[LadderStep]
    headlines: Sequence[Headline]
    threshold_versions: Mapping[int, str]
    open_count: int
    names: Names
    zone: ZoneInfo

    @property
    def line(self) -> EditionLine:
        return self.choice.lead

    @property
    def before(self) -> EditionLine | None:
        return self.editions[1] if len(self.editions) > 1 else None


def read_overview(session: Session, scope: Scope, opened: Opened) -> OverviewData:
    line = opened.choice.lead
    editions = read_same_kind(session, line)
    pair = [edition.id for edition in editions[:2]]
    findings = read_brief_findings(session, scope, line.id)
    return OverviewData(
        choice=opened.choice,
        of_week=read_of_week(session, line.week),
        editions=editions,
        counts=count_checks(session, [edition.id for edition in editions]),
        findings=findings,
        findings_before=read_brief_findings(session, scope, pair[1]) if len(pair) > 1 else [],
        grades=count_grades(session, pair),
        tallies=read_tallies(session, line.id),
        ladder=read_network_ladder(session, line.id),
        headlines=read_headlines(session, line.id),
        threshold_versions=read_threshold_versions(session, pair),
        open_count=sum(thread.is_open for thread in threads_of(session, line, findings)),
        names=opened.names,
        zone=opened.zone,
    )
