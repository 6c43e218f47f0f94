"""What stands above and below a page: which week, which edition, and the facts of its making."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from core.web.filters import number, percent, week_days
from metrics.dashboards.queries import EditionLine
from metrics.dashboards.shelf import Choice
from metrics.dashboards.wording import local_day, short_hash, week_title, window_text

PICKER_LENGTH = 60


@dataclass(frozen=True)
class WeekLink:
    label: str
    url: str


@dataclass(frozen=True)
class Option:
    week: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Dateline:
    week: str
    days: str
    edition: str
    older: WeekLink | None
    newer: WeekLink | None
    options: tuple[Option, ...]
    path: str
    compare_url: str = ""


def build_dateline(choice: Choice, zone: ZoneInfo, path: str) -> Dateline:
    lead = choice.lead
    return Dateline(
        week=week_title(lead.week),
        days=week_days(lead.week),
        edition=edition_text(lead, zone),
        older=_link(path, choice.older),
        newer=_link(path, choice.newer),
        options=_options(choice),
        path=path,
    )


def _link(path: str, week: str | None) -> WeekLink | None:
    return WeekLink(week_title(week), f"{path}?week={week}") if week else None


def _options(choice: Choice) -> tuple[Option, ...]:
    weeks = list(choice.weeks[:PICKER_LENGTH])
    if choice.lead.week not in weeks:
        weeks.append(choice.lead.week)
    return tuple(
        Option(
            week,
            f"{week}, {week_days(week)}" + (" (early)" if week in choice.early_weeks else ""),
            week == choice.lead.week,
        )
        for week in weeks
    )


def edition_text(line: EditionLine, zone: ZoneInfo) -> str:
    """Final of 30 November 2026; flash, revision 1, of …; backfilled."""
    revision = f", revision {line.revision}" if line.revision else ""
    backfilled = ", backfilled" if line.is_backfilled else ""
    return f"{line.kind.capitalize()}{revision} of {local_day(line.published_at, zone)}{backfilled}"


def early_text(line: EditionLine) -> str:
    """Flash of week 47, 74 % of the expected answers are in."""
    share = line.expected_answer_share
    known = "" if share is None else f", {percent(share)} of the expected answers are in"
    return f"Flash of {week_title(line.week).lower()}{known}"


def page_facts(
    line: EditionLine, base: str, about: str, window: int, zone: ZoneInfo
) -> tuple[tuple[str, str], ...]:
    """Base, filter, edition and method, as every page states them."""
    cut_off, mark = local_day(line.cut_off_at, zone), short_hash(line.manifest_hash)
    return (
        ("Base", base),
        ("Filter", f"{about}, {window_text(line.week, window)}"),
        (
            "Edition",
            f"{line.week} {line.kind}, revision {line.revision}, cut-off {cut_off}; {mark}",
        ),
        ("Method", f"Version {line.method_version}, software {line.code_version}"),
    )


def network_base(line: EditionLine) -> str:
    late = line.late_response_count
    later = f"; {number(late)} came too late for it" if late else ""
    return (
        f"{number(line.transaction_count)} transactions, {number(line.response_count)} answers of "
        f"{window_text(line.week, 1)}{later}"
    )
