"""Which edition can be made when, in the programme's own time zone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.clock import Week
from metrics.errors import EditionExistsError, FieldworkOpenError, MetricsError, WeekNotOverError
from metrics.models import Edition, EditionKind
from metrics.weekly.schedule import EditionPlan, plan_edition, plan_preview, times_of

WEEK = Week(2026, 45)
BERLIN = ZoneInfo("Europe/Berlin")
TIMES = times_of(WEEK, BERLIN, 7)
FLASH, FINAL = EditionKind.FLASH, EditionKind.FINAL

ENDS: dict[str, tuple[str, str, str, str]] = {
    "winter in Berlin": ("2026-W45", "Europe/Berlin", "2026-11-08 23:00", "2026-11-15 23:00"),
    "summer in Berlin": ("2026-W30", "Europe/Berlin", "2026-07-26 22:00", "2026-08-02 22:00"),
    "clocks go forward on the week's last day": (
        "2026-W13", "Europe/Berlin", "2026-03-29 22:00", "2026-04-05 22:00",
    ),
    "clocks go forward within fieldwork": (
        "2026-W12", "Europe/Berlin", "2026-03-22 23:00", "2026-03-29 22:00",
    ),
    "clocks go back on the week's last day": (
        "2026-W43", "Europe/Berlin", "2026-10-25 23:00", "2026-11-01 23:00",
    ),
    "clocks go back within fieldwork": (
        "2026-W42", "Europe/Berlin", "2026-10-18 22:00", "2026-10-25 23:00",
    ),
    "a year of 53 weeks": ("2026-W53", "Europe/Berlin", "2027-01-03 23:00", "2027-01-10 23:00"),
    "west of Greenwich": ("2026-W45", "America/Sao_Paulo", "2026-11-09 03:00", "2026-11-16 03:00"),
    "half an hour off": ("2026-W45", "Asia/Kolkata", "2026-11-08 18:30", "2026-11-15 18:30"),
    "a zone whose midnight is skipped": (
        "2018-W44", "America/Sao_Paulo", "2018-11-05 02:00", "2018-11-12 02:00",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ENDS)
def test_a_week_ends_at_midnight_of_its_zone(case: str) -> None:
    week, zone, over_at, fieldwork_over_at = ENDS[case]

    times = times_of(Week.parse(week), ZoneInfo(zone), 7)

    assert f"{times.over_at:%Y-%m-%d %H:%M}" == over_at
    assert f"{times.fieldwork_over_at:%Y-%m-%d %H:%M}" == fieldwork_over_at


def test_the_week_after_a_fifty_third_is_the_first() -> None:
    assert Week(2026, 53).shifted(1) == Week(2027, 1)
    assert Week(2027, 1).shifted(-1) == Week(2026, 53)
    with pytest.raises(ValueError, match="the year 2027 has no week 53"):
        Week.parse("2027-W53")


def edition(kind: EditionKind, revision: int = 0) -> Edition:
    return Edition(
        week=str(WEEK), kind=kind, revision=revision,
        published_at=datetime(2026, 11, 9, 8, tzinfo=UTC),
    )  # fmt: skip


def plan(now: datetime, existing: Sequence[Edition] = (), **wanted: Any) -> EditionPlan:
    return plan_edition(WEEK, now, TIMES, existing, **wanted)


MONDAY = TIMES.over_at + timedelta(hours=9)
OVER = TIMES.fieldwork_over_at
SECOND = timedelta(seconds=1)

MADE: dict[str, tuple[datetime, list[Edition], dict[str, Any], tuple[str, int]]] = {
    "the first instant after the week": (TIMES.over_at, [], {}, ("flash", 0)),
    "the last instant of fieldwork": (OVER - SECOND, [], {}, ("flash", 0)),
    "fieldwork is over": (OVER, [], {}, ("final", 0)),
    "a final after its flash": (OVER, [edition(FLASH)], {}, ("final", 0)),
    "a final whose flash was slept through": (OVER + timedelta(days=21), [], {}, ("final", 0)),
    "a flash by name": (MONDAY, [], {"kind": FLASH}, ("flash", 0)),
    "a flash corrected": (MONDAY, [edition(FLASH)], {"reason": "a late file"}, ("flash", 1)),
    "a final corrected again": (
        OVER, [edition(FINAL), edition(FINAL, 1)], {"reason": "again"}, ("final", 2),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", MADE)
def test_what_is_due_is_planned(case: str) -> None:
    now, existing, wanted, expected = MADE[case]

    planned = plan(now, existing, **wanted)

    assert (planned.kind, planned.revision) == expected
    assert planned.fieldwork_closed == (planned.kind is FINAL)
    first_final = planned.kind is FINAL and planned.revision == 0
    assert planned.cut_off_at == (OVER if first_final else now)


REFUSED: dict[str, tuple[datetime, list[Edition], dict[str, Any], type[MetricsError], str]] = {
    "the last instant of the week": (
        TIMES.over_at - SECOND, [], {}, WeekNotOverError, "--preview, which stores nothing",
    ),
    "a final a second too early": (
        OVER - SECOND, [], {"kind": FINAL}, FieldworkOpenError, "2026-11-15 23:00 UTC",
    ),
    "a second flash": (MONDAY, [edition(FLASH)], {}, EditionExistsError, "The final can be made"),
    "a second final": (OVER, [edition(FINAL)], {}, EditionExistsError, "--revise and a reason"),
    "a flash after its final": (
        OVER, [edition(FINAL)], {"kind": FLASH}, EditionExistsError, "no longer made",
    ),
    "a revision of nothing": (OVER, [], {"reason": "x"}, MetricsError, "Close the week first"),
    "a revision of a final that only has a flash": (
        OVER, [edition(FLASH)], {"reason": "x"}, MetricsError, "no final of 2026-W45 to revise",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_due_is_refused(case: str) -> None:
    now, existing, wanted, error, text = REFUSED[case]

    with pytest.raises(error, match=text):
        plan(now, existing, **wanted)


@pytest.mark.parametrize(("late", "expected"), [(timedelta(), False), (SECOND, True)])
def test_a_final_made_four_weeks_after_fieldwork_is_history(
    late: timedelta, expected: bool
) -> None:
    assert plan(OVER + timedelta(days=28) + late).is_backfilled is expected


def test_a_preview_is_a_flash_until_fieldwork_is_over() -> None:
    before, after = (plan_preview(WEEK, at, TIMES) for at in (OVER - SECOND, OVER + SECOND))

    assert (before.kind, before.cut_off_at) == (FLASH, OVER - SECOND)
    assert (after.kind, after.cut_off_at) == (FINAL, OVER)
