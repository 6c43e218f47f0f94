"""Notes by the period of a chart that holds their week."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.clock import Week
from metrics.notes.models import WeekNote


def notes_by_period(
    notes: Iterable[WeekNote], ends: Sequence[str], window: int
) -> dict[int, tuple[WeekNote, ...]]:
    """By the place of the period among `ends`, the last weeks of periods `window` weeks long."""
    found: dict[int, tuple[WeekNote, ...]] = {}
    for note in notes:
        at = period_of(note.week, ends, window)
        if at is not None:
            found[at] = (*found.get(at, ()), note)
    return found


def period_of(week: str, ends: Sequence[str], window: int) -> int | None:
    """The place of the period that holds a week."""
    for place, end in enumerate(ends):
        if str(Week.parse(end).shifted(1 - window)) <= week <= end:
            return place
    return None


def note_texts(notes: dict[int, tuple[WeekNote, ...]]) -> dict[int, list[str]]:
    """What stands below a chart: 2026-W12: strike."""
    return {place: [f"{note.week}: {note.text}" for note in found]
            for place, found in notes.items()}  # fmt: skip
