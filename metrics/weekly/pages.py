"""What the pages for closing and verifying weeks show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from core.clock import Week
from customers.models import Programme
from metrics.dashboards.figures import Figure
from metrics.dashboards.wording import capital, interval_text, metric_title, n_text, value_text
from metrics.figures import EstimateFigure, Figures
from metrics.integrity.label.wording import DECISIONS
from metrics.models import Edition, EditionKind
from metrics.weekly.schedule import WeekTimes
from metrics.weekly.verify import Outcome, Verification


@dataclass(frozen=True)
class EditionLink:
    text: str
    week: str
    kind: str
    revision: int


@dataclass(frozen=True)
class WeekLine:
    """One week: what was published, and the one thing that can be done now."""

    week: str
    editions: tuple[EditionLink, ...]
    what: str
    can_close: bool
    can_preview: bool
    can_revise: bool
    button: str


@dataclass(frozen=True)
class WeeksPage:
    lines: tuple[WeekLine, ...]
    zone: str
    closes_by_itself: bool


def week_line(
    week: Week, times: WeekTimes, editions: Sequence[Edition], now: datetime, zone: ZoneInfo
) -> WeekLine:
    kinds = {edition.kind for edition in editions}
    over, closed = now >= times.over_at, now >= times.fieldwork_over_at
    due = EditionKind.FINAL if closed else EditionKind.FLASH
    can_close = over and due.value not in kinds
    return WeekLine(
        week=str(week),
        editions=tuple(
            EditionLink(_edition_text(edition), edition.week, edition.kind, edition.revision)
            for edition in editions
        ),
        what=_what(kinds, times, zone, over=over, closed=closed),
        can_close=can_close,
        can_preview=can_close or not over,
        can_revise=over and due.value in kinds,
        button=f"Publish the {due} of {week}",
    )


def _edition_text(edition: Edition) -> str:
    return f"{edition.kind}, revision {edition.revision}" if edition.revision else edition.kind


def _what(kinds: set[str], times: WeekTimes, zone: ZoneInfo, *, over: bool, closed: bool) -> str:
    if EditionKind.FINAL in kinds:
        return "Final published."
    if not over:
        return f"The week ends {_local(times.over_at, zone)}."
    if closed:
        return "Fieldwork is over: the final can be published."
    until = f"answers are taken until {_local(times.fieldwork_over_at, zone)}, then the final"
    if EditionKind.FLASH in kinds:
        return f"Flash published; {until}."
    return f"The flash can be published; {until}."


def _local(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M")


def weeks_page(programme: Programme, lines: Sequence[WeekLine]) -> WeeksPage:
    return WeeksPage(tuple(lines), programme.time_zone, programme.closes_by_itself)


@dataclass(frozen=True)
class PreviewPage:
    """The network's headline figures of a week that is not published. Never stored."""

    week: str
    rows: tuple[PreviewRow, ...]
    findings: tuple[str, ...]


@dataclass(frozen=True)
class PreviewRow:
    """A figure with its grade; it has no label yet, so that its weakest link stands beside it."""

    audience: str
    metric: str
    figure: Figure
    decision: str
    weakest: str


def preview_page(week: Week, figures: Figures) -> PreviewPage:
    headlines = [
        figure
        for figure in figures.estimates
        if figure.level == "network" and not figure.touchpoint_key and figure.window == 1
    ]
    return PreviewPage(
        week=str(week),
        rows=tuple(_preview_row(figure) for figure in headlines),
        findings=tuple(
            finding.what for finding in figures.findings if finding.state in ("warn", "fail")
        ),
    )


def _preview_row(figure: EstimateFigure) -> PreviewRow:
    return PreviewRow(
        audience=figure.audience,
        metric=metric_title(figure.metric),
        figure=_preview_figure(figure),
        decision=capital(DECISIONS[figure.decision]),
        weakest=figure.weakest,
    )


def _preview_figure(figure: EstimateFigure) -> Figure:
    if figure.value is None or figure.ci_low is None or figure.ci_high is None:
        return Figure(is_shown=False, reason=f"Not shown: {figure.reason}", grade=figure.grade)
    return Figure(
        is_shown=True,
        value=value_text(figure.value, figure.metric),
        interval=interval_text(figure.ci_low, figure.ci_high, figure.metric),
        n=n_text(figure.n),
        grade=figure.grade,
    )


@dataclass(frozen=True)
class VerifyPage:
    edition: str
    title: str
    explanation: str
    problems: tuple[str, ...]
    back: EditionLink


TITLES = {
    Outcome.HOLDS: "Every figure holds",
    Outcome.HOLDS_BUT_ROUNDING: "Every figure holds; some straddle a rounding step",
    Outcome.OTHER_METHOD: "Made with another version of the method",
    Outcome.FAILS: "This edition does not hold",
}
EXPLANATIONS = {
    Outcome.HOLDS: "The frozen files match their hashes, the chain of editions is whole, and "
    "computing the week again gives the same bytes as what was published and what readers see.",
    Outcome.HOLDS_BUT_ROUNDING: "The pairs below differ by one step of the sixth decimal place.",
    Outcome.OTHER_METHOD: "The differences below come from the method, not from the data.",
    Outcome.FAILS: "Restore the week's folder from a backup and verify again. Until then, do not "
    "rely on its figures.",
}


def verify_page(edition: Edition, found: Verification) -> VerifyPage:
    return VerifyPage(
        edition=found.edition,
        title=TITLES[found.outcome],
        explanation=EXPLANATIONS[found.outcome],
        problems=found.problems,
        back=EditionLink(found.edition, edition.week, edition.kind, edition.revision),
    )
