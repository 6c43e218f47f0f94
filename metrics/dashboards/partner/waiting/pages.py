"""What needs the partner's answer, and what comes next and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from core.clock import Week
from core.web.filters import day
from metrics.comparison.benchmarks import has_benchmarks
from metrics.dashboards.queries import EditionLine
from metrics.dashboards.wording import local_day, week_title
from metrics.integrity.partners.pages import Review


@dataclass(frozen=True)
class Task:
    """Something that waits for the partner: what was seen or said, and since when."""

    title: str
    lines: tuple[str, ...]
    since: str


@dataclass(frozen=True)
class Waiting:
    tasks: tuple[Task, ...]
    heard: str
    coming: tuple[tuple[str, str], ...]


def build_waiting(
    review: Review, lead: EditionLine, zone: ZoneInfo, field_period_days: int
) -> Waiting:
    """`heard` says that an answer was given and is being read; `coming` are the next dates."""
    last = review.thread[-1] if review.thread else None
    tasks, heard = [], ""
    if review.seen and (last is None or not last.is_partner):
        since = f"asked with the final of {local_day(lead.published_at, zone)}"
        tasks.append(Task(review.title, tuple(line.what for line in review.seen), since))
    if last and not last.is_partner:
        tasks.append(Task(f"{last.who} wrote to you.", (last.text,), last.when))
    if last and last.is_partner:
        heard = f"You answered on {last.when}; it is read before anything is decided."
    return Waiting(tuple(tasks), heard, _coming(lead, zone, field_period_days))


def _coming(
    lead: EditionLine, zone: ZoneInfo, field_period_days: int
) -> tuple[tuple[str, str], ...]:
    """The next final, and the next one that compares the partners."""
    following = Week.parse(lead.week).shifted(1)
    compared = next(week for week in map(following.shifted, range(4)) if has_benchmarks(week))
    names = {
        following: f"Final of {week_title(str(following)).lower()}",
        compared: f"Next comparison with the others, of {week_title(str(compared)).lower()}",
    }
    return tuple((name, _due(week, zone, field_period_days)) for week, name in names.items())


def _due(week: Week, zone: ZoneInfo, field_period_days: int) -> str:
    ready_at = week.ends_at(zone) + timedelta(days=field_period_days)
    return f"from {day(ready_at.astimezone(zone).date())}"
