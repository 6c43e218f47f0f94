"""Which edition leads a page, which stands beside it, and what lies around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.clock import Week
from metrics.dashboards.errors import NoSuchWeekError
from metrics.dashboards.queries import EditionLine

TREND_WEEKS = 53
NEAREST_COUNT = 3


@dataclass(frozen=True)
class Choice:
    """`lead` is the week's final, or its flash while there is no final; `early` a newer flash.

    `finals` are those up to the lead, newest first; `weeks` are all on the shelf, newest first,
    `early_weeks` those among them that have no final yet.
    """

    lead: EditionLine
    early: EditionLine | None
    finals: tuple[EditionLine, ...]
    weeks: tuple[str, ...]
    early_weeks: frozenset[str]
    older: str | None
    newer: str | None

    def last_weeks(self, window: int, count: int) -> list[tuple[str, EditionLine | None]]:
        """Non-overlapping windows up to the lead's, oldest first: overlapping ones would make a
        trend out of one week."""
        by_week = {line.week: line for line in self.finals} | {self.lead.week: self.lead}
        newest = Week.parse(self.lead.week)
        ends = [str(newest.shifted(-window * i)) for i in range(count)]
        while ends and ends[-1] not in by_week:
            ends.pop()
        return [(end, by_week.get(end)) for end in reversed(ends)]


def choose(shelf: Sequence[EditionLine], week: str | None = None) -> Choice | None:
    """None when nothing is published; raises NoSuchWeekError for a week that is not."""
    if not shelf:
        return None
    finals = [line for line in shelf if line.is_final]
    weeks = tuple(dict.fromkeys(line.week for line in shelf))
    lead = _lead_of(shelf, finals, week, weeks)
    at = weeks.index(lead.week)
    return Choice(
        lead=lead,
        early=_early(shelf, finals, lead),
        finals=tuple(line for line in finals if line.week <= lead.week),
        weeks=weeks,
        early_weeks=frozenset(weeks) - {line.week for line in finals},
        older=weeks[at + 1] if at + 1 < len(weeks) else None,
        newer=weeks[at - 1] if at else None,
    )


def _lead_of(
    shelf: Sequence[EditionLine],
    finals: Sequence[EditionLine],
    week: str | None,
    weeks: tuple[str, ...],
) -> EditionLine:
    if week is None:
        return finals[0] if finals else shelf[0]
    of_week = [line for line in shelf if line.week == week]
    if not of_week:
        raise NoSuchWeekError(
            f"No edition of {week} is published. Choose one of the weeks below.",
            _nearest(week, weeks),
        )
    return next((line for line in of_week if line.is_final), of_week[0])


def _early(
    shelf: Sequence[EditionLine], finals: Sequence[EditionLine], lead: EditionLine
) -> EditionLine | None:
    """The newest flash stands beside the newest final only, and only while it is newer."""
    if not finals or lead != finals[0]:
        return None
    return next((line for line in shelf if not line.is_final and line.week > lead.week), None)


def _nearest(week: str, weeks: tuple[str, ...]) -> tuple[str, ...]:
    monday = Week.parse(week).monday
    by_distance = sorted(weeks, key=lambda known: abs(Week.parse(known).monday - monday))
    return tuple(sorted(by_distance[:NEAREST_COUNT], reverse=True))
