"""What the pages about a week's decisions show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from core.web.filters import instant
from customers.names.queries import Names
from metrics.dashboards.trust import MOST_UNFOLDED, FindingLine, finding_line
from metrics.figures import FindingKey
from metrics.integrity.gates import PROTECTS_PEOPLE
from metrics.integrity.measures import check_title
from metrics.integrity.models import GateDecision
from metrics.integrity.overrules.gates.queries import key_of, last_words
from metrics.integrity.overrules.pending import Pending
from metrics.integrity.overrules.wording import edition_text
from metrics.integrity.sampling.selection import KEY as REVIEW
from metrics.method import Severity
from metrics.models import Edition, FindingRow

EFFECTS = {
    Severity.BLOCK: "holds the figures it concerns",
    Severity.SUPPRESS: "withholds the figures it concerns",
}


@dataclass(frozen=True)
class Deed:
    """One decision, signed."""

    what: str
    why: str
    who: str
    when: str

    @property
    def row(self) -> tuple[str, ...]:
        return self.when, self.what, self.who, self.why


@dataclass(frozen=True)
class StoppingLine:
    """A finding that stops figures: what it does now, and what was decided about it last.

    `partner_key` of a partner under review, whom to hear first; empty for other findings.
    """

    id: int
    finding: FindingLine
    effect: str
    last: Deed | None
    partner_key: str = ""


@dataclass(frozen=True)
class StoppingGroup:
    """What one check stops; many of a kind are folded up behind their sum."""

    title: str
    lines: tuple[StoppingLine, ...]

    @property
    def is_folded(self) -> bool:
        return len(self.lines) > MOST_UNFOLDED


@dataclass(frozen=True)
class DecisionsPage:
    week: str
    edition: str
    weeks: tuple[str, ...]
    groups: tuple[StoppingGroup, ...]
    deeds: tuple[tuple[str, ...], ...]
    pending: Pending


@dataclass(frozen=True)
class FindingPage:
    week: str
    edition: str
    line: StoppingLine
    is_published: bool
    can_be_published: bool
    deeds: tuple[tuple[str, ...], ...]


def decisions_page(
    edition: Edition,
    weeks: Sequence[str],
    findings: Sequence[FindingRow],
    decisions: Sequence[GateDecision],
    pending: Pending,
    names: Names,
    zone: ZoneInfo,
) -> DecisionsPage:
    last = last_words(decisions)
    return DecisionsPage(
        week=edition.week,
        edition=edition_text(edition),
        weeks=tuple(weeks),
        groups=tuple(_groups(findings, last, names, zone)),
        deeds=tuple(deed(one, zone, names).row for one in reversed(decisions)),
        pending=pending,
    )


def _groups(
    findings: Sequence[FindingRow],
    last: Mapping[FindingKey, GateDecision],
    names: Names,
    zone: ZoneInfo,
) -> Iterator[StoppingGroup]:
    """By check: partners under review first, since what rests on them follows from them."""
    kinds: dict[str, list[StoppingLine]] = {}
    for row in sorted(findings, key=lambda row: row.check_key != REVIEW):
        line = stopping_line(row, last.get(key_of(row)), names, zone)
        kinds.setdefault(row.check_key, []).append(line)
    for check_key, lines in kinds.items():
        yield StoppingGroup(f"{check_title(check_key)}: {len(lines)} findings", tuple(lines))


def finding_page(
    edition: Edition,
    finding: FindingRow,
    decisions: Sequence[GateDecision],
    names: Names,
    zone: ZoneInfo,
) -> FindingPage:
    mine = [one for one in decisions if key_of(one) == key_of(finding)]
    last = mine[-1] if mine else None
    return FindingPage(
        week=edition.week,
        edition=edition_text(edition),
        line=stopping_line(finding, last, names, zone),
        is_published=last is not None and last.publishes,
        can_be_published=finding.check_key not in PROTECTS_PEOPLE,
        deeds=tuple(deed(one, zone, names).row for one in reversed(mine)),
    )


def deed(decision: GateDecision, zone: ZoneInfo, names: Names) -> Deed:
    place = names.place(decision.level, decision.node_key) if decision.node_key else ""
    about = check_title(decision.check_key) + (f", {place}" if place else "")
    what = "Publish in spite of it" if decision.publishes else "Withdrawn"
    return Deed(
        what=f"{about}: {what.lower()}",
        why=decision.reason,
        who=decision.decided_by,
        when=instant(decision.decided_at, zone),
    )


def stopping_line(
    row: FindingRow, last: GateDecision | None, names: Names, zone: ZoneInfo
) -> StoppingLine:
    effect = "does not stop any figure: a named person published in spite of it"
    return StoppingLine(
        id=row.id,
        finding=finding_line(row, names),
        effect=effect if row.overridden else EFFECTS[Severity(row.severity)],
        last=deed(last, zone, names) if last else None,
        partner_key=row.node_key if row.check_key == REVIEW else "",
    )
