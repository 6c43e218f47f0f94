"""Draw the signals of all weeks, with what was done about them.

How often, for how many weeks they stood and how long they stayed open is the demo's; where they
stand is drawn, so that the figures behind them are those of any place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from benchmarks.readers.drawn.network import Network, Rows, any_of, frozen
from core.bulk import chunked, insert_rows
from core.clock import Week
from metrics.signals.models import SIGNAL_KEY, Deed, Signal, SignalNote, SignalState

DUE_AFTER = timedelta(days=15)
AUTHOR = "Bench"


@dataclass
class Drawn:
    """What is drawn so far; `open` are the keys of signals nobody has closed."""

    signals: Rows = field(default_factory=list)
    notes: Rows = field(default_factory=list)
    open: set[tuple[Any, ...]] = field(default_factory=set)


def write_signals(
    session: Session, network: Network, finals: Sequence[tuple[Week, int]], owner_id: int
) -> None:
    """`finals` are week and edition, oldest first; half of the signals are `owner_id`'s."""
    rng, drawn = np.random.default_rng(2), Drawn()
    for at in range(len(finals)):
        for row in _opened(network, finals, at, rng):
            key = tuple(row[name] for name in SIGNAL_KEY)
            is_open = row["state"] == SignalState.OPEN
            if is_open and key in drawn.open:
                continue
            drawn.open |= {key} if is_open else set()
            note_count = row.pop("notes")
            has_owner = not row["owner"] and rng.random() < 0.5
            number = len(drawn.signals) + 1
            drawn.signals.append({**row, "id": number, "owner_id": owner_id if has_owner else None})
            drawn.notes += [_note(number, row, place) for place in range(note_count)]
    for table, rows in ((Signal, drawn.signals), (SignalNote, drawn.notes)):
        for part in chunked(rows):
            insert_rows(session, table, part)


def _opened(
    network: Network, finals: Sequence[tuple[Week, int]], at: int, rng: np.random.Generator
) -> Iterator[dict[str, Any]]:
    """What a final opened."""
    for group in frozen()["signals"]:
        places = network.places[group["level"]]
        for _ in range(rng.poisson(group["per_place"] * len(places))):
            yield _signal(group, network, finals, at, rng)


def _signal(
    group: Mapping[str, Any],
    network: Network,
    finals: Sequence[tuple[Week, int]],
    at: int,
    rng: np.random.Generator,
) -> dict[str, Any]:
    stood, open_for, notes, owner = any_of(group["courses"], rng)
    places = network.places[group["level"]]
    touchpoints = [key for key in network.asked[group["audience"]] if key]
    (week, edition), last = finals[at], min(at + stood, len(finals) - 1)
    opened_at = datetime.combine(week.sunday, datetime.min.time(), UTC) + timedelta(days=9)
    closed_at = opened_at + timedelta(weeks=open_for)
    is_open = at + open_for >= len(finals)
    return {
        **{name: group[name] for name in ("kind", "side", "audience", "level", "metric")},
        "node_key": any_of(places, rng),
        "touchpoint_key": any_of(touchpoints, rng) if group["has_touchpoint"] else "",
        "opened_edition_id": edition,
        "opened_week": str(week),
        "opened_at": opened_at,
        "seen_edition_id": finals[last][1],
        "last_seen_week": str(finals[last][0]),
        "state": SignalState.OPEN if is_open else SignalState.DONE,
        "owner": owner,
        "due_on": (opened_at + DUE_AFTER).date(),
        "closed_at": None if is_open else closed_at,
        "closed_by": None if is_open else AUTHOR,
        "notes": notes,
    }


def _note(number: int, signal: Mapping[str, Any], place: int) -> dict[str, Any]:
    """The first is the closing one where it was closed."""
    is_last = place == 0 and signal["closed_at"] is not None
    return {
        "signal_id": number,
        "deed": Deed.DONE if is_last else Deed.PLANNED,
        "owner": signal["owner"] or AUTHOR,
        "due_on": signal["due_on"],
        "note": "Went through it with those concerned; it has not come back.",
        "said_by": AUTHOR,
        "said_at": signal["closed_at"] or signal["opened_at"],
    }
