"""Notes about weeks as a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from core.web.filters import instant
from customers.names.queries import Names
from metrics.notes.models import WeekNote
from metrics.places import Place


@dataclass(frozen=True)
class NoteLine:
    id: int
    week: str
    text: str
    about: str
    readers: str
    who: str
    removed: str


@dataclass(frozen=True)
class NotesPage:
    kept: tuple[NoteLine, ...]
    removed: tuple[NoteLine, ...]


def build_notes_page(
    kept: Sequence[WeekNote], removed: Sequence[WeekNote], names: Names, zone: ZoneInfo
) -> NotesPage:
    return NotesPage(
        tuple(note_line(note, names, zone) for note in kept),
        tuple(note_line(note, names, zone) for note in removed),
    )


def note_line(note: WeekNote, names: Names, zone: ZoneInfo) -> NoteLine:
    removed = ""
    if note.removed_at is not None:
        removed = f"{note.removed_by}, {instant(note.removed_at, zone)}"
    return NoteLine(
        id=note.id,
        week=note.week,
        text=note.text,
        about=note_place(note, names),
        readers="the house and channel partners" if note.is_for_partners else "the house",
        who=f"{note.author}, {instant(note.created_at, zone)}",
        removed=removed,
    )


def note_place(note: WeekNote, names: Names) -> str:
    """Network; Spain, Repair visit."""
    parts = [Place(note.level, note.node_key).name(names)]
    if note.touchpoint_key:
        parts.append(names.touchpoints.get(note.touchpoint_key, note.touchpoint_key))
    return ", ".join(parts)
