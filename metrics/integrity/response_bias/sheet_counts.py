"""Weekly counts of sheets that checks over whole windows need: integers that add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from metrics.warehouse.columns import Floats, Ints, floats, rows_table
from metrics.warehouse.frozen import FrozenWeek, WeekCells
from metrics.warehouse.ladder import ANSWER_STEPS, END_OF
from metrics.warehouse.schema import SCORES, SHEETS, USED

SEPARATOR = "|"
SECONDS_OF_AN_HOUR = 3600
UNDELIVERED = "unknown_undelivered"


class Counted(StrEnum):
    """What is counted, and what its key names."""

    # valid answers: whether they could be examined; the device
    EXAMINED = "examined"
    DEVICE = "device"
    # sheets that reached somebody: the touchpoint
    DELIVERED = "delivered"
    # used answers of those drawn: question | whole hours after the invitation | score
    ARRIVED = "arrived"


def is_valid(status: str) -> bool:
    """Once in the field, in range and the first about its transaction."""
    return ANSWER_STEPS.index(END_OF[status]) >= ANSWER_STEPS.index("valid")


Key = tuple[str, str, str]


def sheet_counts(
    frozen: FrozenWeek, status: Sequence[str], frame_row: Ints, examined: Sequence[str]
) -> pa.Table:
    counts: Counter[Key] = Counter()
    counts.update(_delivered(frozen))
    counts.update(_valid(frozen, status, examined))
    counts.update(_arrived(frozen, status, frame_row))
    return rows_table([(*key, count) for key, count in sorted(counts.items())], SHEETS)


def counted(weeks: Sequence[WeekCells], audience: str, quantity: Counted) -> Counter[str]:
    """By key, over the weeks."""
    found: Counter[str] = Counter()
    for week in weeks:
        table = week.sheets
        own = pc.and_(
            pc.equal(table.column("audience"), audience),
            pc.equal(table.column("quantity"), quantity.value),
        )
        for row in table.filter(own).to_pylist():
            found[row["key"]] += row["count"]
    return found


def _delivered(frozen: FrozenWeek) -> Iterator[Key]:
    names = ("audience", "touchpoint", "frame_status", "disposition")
    rows = zip(*(frozen.frame.column(name).to_pylist() for name in names), strict=True)
    for audience, touchpoint, frame_status, disposition in rows:
        if frame_status == "drawn" and disposition != UNDELIVERED:
            yield audience, Counted.DELIVERED.value, touchpoint


def _valid(frozen: FrozenWeek, status: Sequence[str], examined: Sequence[str]) -> Iterator[Key]:
    audience = frozen.responses.column("audience").to_pylist()
    device = frozen.responses.column("device_class").to_pylist()
    for row, state in enumerate(status):
        # A repeated answer that somebody chose in place of the first was not examined.
        if is_valid(state) and examined[row]:
            yield audience[row], Counted.EXAMINED.value, examined[row]
            yield audience[row], Counted.DEVICE.value, device[row]


def _arrived(frozen: FrozenWeek, status: Sequence[str], frame_row: Ints) -> Iterator[Key]:
    audience = frozen.responses.column("audience").to_pylist()
    frame_status = frozen.frame.column("frame_status").to_pylist()
    hours = hours_after_invitation(frozen)
    scores = {question: frozen.responses.column(question).to_pylist() for question in SCORES}
    for row, state in enumerate(status):
        if state != USED or frame_status[frame_row[row]] != "drawn" or not hours[row] >= 0:
            continue
        for question, given in scores.items():
            if given[row] is not None:
                key = SEPARATOR.join((question, str(int(hours[row])), str(given[row])))
                yield audience[row], Counted.ARRIVED.value, key


def hours_after_invitation(frozen: FrozenWeek) -> Floats:
    """Whole hours (R,); NaN where nobody wrote down when somebody was invited."""
    answered, invited = (
        floats(pa.table({"at": frozen.responses.column(name).cast(pa.int64())}), "at")
        for name in ("answered_at", "invited_at")
    )
    hours: Floats = np.floor((answered - invited) / 1e6 / SECONDS_OF_AN_HOUR)
    return hours
