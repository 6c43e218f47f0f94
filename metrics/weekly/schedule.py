"""Which edition of a week can be made now (methods 0.7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.clock import Week, start_of_day
from metrics.errors import EditionExistsError, FieldworkOpenError, MetricsError, WeekNotOverError
from metrics.models import Edition, EditionKind

# A final made this long after its fieldwork is history brought in later, and says so.
BACKFILLED_AFTER = timedelta(days=28)


@dataclass(frozen=True)
class EditionPlan:
    """The edition to make: which, and what belongs to it."""

    week: Week
    kind: EditionKind
    revision: int
    reason: str | None
    cut_off_at: datetime
    fieldwork_closed: bool
    is_backfilled: bool


@dataclass(frozen=True)
class WeekTimes:
    """When a week is over and when its fieldwork is, in the programme's time zone."""

    over_at: datetime
    fieldwork_over_at: datetime


def times_of(week: Week, zone: ZoneInfo, field_period_days: int) -> WeekTimes:
    last_day = week.sunday + timedelta(days=1 + field_period_days)
    return WeekTimes(week.ends_at(zone), start_of_day(last_day, zone))


def plan_edition(
    week: Week,
    now: datetime,
    times: WeekTimes,
    existing: Sequence[Edition],
    *,
    kind: EditionKind | None = None,
    reason: str | None = None,
) -> EditionPlan:
    """Decide which edition closing the week makes now.

    Without `kind`: the final when fieldwork is over, else the flash. With `reason`: the next
    revision of the newest edition. Raises WeekNotOverError, FieldworkOpenError, EditionExistsError.
    """
    if now < times.over_at:
        raise WeekNotOverError(
            f"Week {week} has not ended: it ends {_stamp(times.over_at)}. Close it after that, "
            "or look at it with --preview, which stores nothing."
        )
    fieldwork_closed = now >= times.fieldwork_over_at
    if kind is EditionKind.FINAL and not fieldwork_closed:
        raise FieldworkOpenError(
            f"The final of {week} can be made from {_stamp(times.fieldwork_over_at)}, when the "
            "field period is over."
        )
    made = {edition.kind: edition for edition in existing}  # the highest revision of each
    wanted = kind or (EditionKind.FINAL if fieldwork_closed else EditionKind.FLASH)
    revision = _revision(week, wanted, made, reason, times, fieldwork_closed=fieldwork_closed)
    is_final = wanted is EditionKind.FINAL
    return EditionPlan(
        week=week,
        kind=wanted,
        revision=revision,
        reason=reason,
        # Answers that came after the field period enter by a revision, and only so (methods 0.7).
        cut_off_at=times.fieldwork_over_at if is_final and reason is None else now,
        fieldwork_closed=is_final,
        is_backfilled=is_final and now > times.fieldwork_over_at + BACKFILLED_AFTER,
    )


def plan_preview(week: Week, now: datetime, times: WeekTimes) -> EditionPlan:
    """What the week would say now; never stored."""
    closed = now >= times.fieldwork_over_at
    return EditionPlan(
        week=week,
        kind=EditionKind.FINAL if closed else EditionKind.FLASH,
        revision=0,
        reason=None,
        cut_off_at=min(now, times.fieldwork_over_at),
        fieldwork_closed=closed,
        is_backfilled=False,
    )


def _revision(
    week: Week,
    kind: EditionKind,
    made: dict[str, Edition],
    reason: str | None,
    times: WeekTimes,
    *,
    fieldwork_closed: bool,
) -> int:
    newest = made.get(kind)
    if kind is EditionKind.FLASH and (EditionKind.FINAL in made or fieldwork_closed):
        raise EditionExistsError(
            f"Fieldwork of {week} is over: a flash is no longer made, only the final or a revision "
            "of it with a reason."
        )
    if newest is None:
        if reason is not None:
            raise MetricsError(f"There is no {kind} of {week} to revise yet. Close the week first.")
        return 0
    if reason is None:
        raise EditionExistsError(_exists(week, newest, times, fieldwork_closed=fieldwork_closed))
    return newest.revision + 1


def _exists(week: Week, newest: Edition, times: WeekTimes, *, fieldwork_closed: bool) -> str:
    made = f"The {newest.kind} of {week} was published {_stamp(newest.published_at)}."
    if newest.kind == EditionKind.FLASH and not fieldwork_closed:
        return f"{made} The final can be made from {_stamp(times.fieldwork_over_at)}."
    return f"{made} A correction is a revision: close the week again with --revise and a reason."


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M UTC")
