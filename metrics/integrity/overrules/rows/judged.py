"""Every response of an edition with what became of it, read from its frozen files.

Neither a name nor an address nor a comment is in them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from metrics.errors import NothingToDecideError
from metrics.warehouse.columns import Ints, integers
from metrics.warehouse.files import read_manifest, read_table
from metrics.warehouse.schema import SCORES, USED

JUDGED = "judged"
OF_RESPONSES = (
    "response", "transaction", "audience", "served_at", "answered_at", "device_class", *SCORES,
)  # fmt: skip
OF_FRAME = ("transaction", "audience", "partner", "touchpoint")


@dataclass(frozen=True)
class RowChoice:
    """Which responses to show: by default all that were set aside."""

    status: str = ""
    partner: str = ""
    audience: str = ""


@dataclass(frozen=True)
class JudgedRow:
    """One response; `seconds` from the first page to the last, None where that is not known."""

    response: int
    status: str
    flags: tuple[str, ...]
    audience: str
    partner: str
    touchpoint: str
    device: str
    answered_at: datetime
    seconds: float | None
    scores: Mapping[str, int]


@dataclass(frozen=True)
class JudgedRows:
    """All responses of an edition, oldest answer first."""

    table: pa.Table

    def counts(self, name: str) -> dict[str, int]:
        """How many there are of each value of a column."""
        counted = pc.value_counts(self.table.column(name)).to_pylist()
        return {row["values"]: row["counts"] for row in sorted(counted, key=_by_value)}

    def chosen(self, choice: RowChoice) -> JudgedRows:
        table = self.table
        status = table.column("status")
        wanted = pc.equal(status, choice.status) if choice.status else pc.not_equal(status, USED)
        for name in ("partner", "audience"):
            value = getattr(choice, name)
            if value:
                wanted = pc.and_(wanted, pc.equal(table.column(name), value))
        return JudgedRows(table.filter(wanted))

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def part(self, start: int, size: int) -> tuple[JudgedRow, ...]:
        return tuple(_row(row) for row in self.table.slice(start, size).to_pylist())

    @cached_property
    def _statuses(self) -> dict[int, str]:
        names = self.table.column("response").to_pylist(), self.table.column("status").to_pylist()
        return dict(zip(*names, strict=True))

    def statuses(self, responses: Sequence[int]) -> dict[int, str]:
        """What became of some responses; raises NothingToDecideError for one that is not here."""
        try:
            return {response: self._statuses[response] for response in responses}
        except KeyError:
            raise NothingToDecideError("There is no such answer in this edition.") from None


def read_judged(folder: Path) -> JudgedRows | None:
    """None where the edition was made before it was recorded what became of every response."""
    if f"{JUDGED}.parquet" not in read_manifest(folder)["files"]:
        return None
    responses = read_table(folder, "responses", OF_RESPONSES)
    judged = read_table(folder, JUDGED)
    frame = read_table(folder, "frame", OF_FRAME)
    order = _places(integers(judged, "response"), integers(responses, "response"))
    for name in ("status", "flags"):
        responses = responses.append_column(name, judged.column(name).take(pa.array(order)))
    for name, column in _of_frame(responses, frame).items():
        responses = responses.append_column(name, column)
    return JudgedRows(responses.sort_by([("answered_at", "ascending"), ("response", "ascending")]))


def _of_frame(responses: pa.Table, frame: pa.Table) -> dict[str, pa.Array]:
    """Partner and touchpoint of each response's transaction; empty outside the frame."""
    audience = {name: code for code, name in enumerate(("", "channel_partner", "end_user"))}
    keys = [
        integers(table, "transaction") * len(audience)
        + np.array([audience.get(name, 0) for name in table.column("audience").to_pylist()])
        for table in (frame, responses)
    ]
    found = pa.array(_places(*keys), mask=np.isin(keys[1], keys[0], invert=True))
    return {
        name: pc.fill_null(frame.column(name).take(found), "") for name in ("partner", "touchpoint")
    }


def _places(keys: Ints, wanted: Ints) -> Ints:
    """Where each wanted key stands among the keys; anywhere for one that does not."""
    if not len(keys):
        return np.zeros(len(wanted), dtype=np.int64)
    order = np.argsort(keys, kind="stable")
    place = np.minimum(np.searchsorted(keys[order], wanted), len(keys) - 1)
    return order[place]


def _by_value(row: Mapping[str, Any]) -> str:
    return str(row["values"])


def _row(row: Mapping[str, Any]) -> JudgedRow:
    served, answered = row["served_at"], row["answered_at"]
    return JudgedRow(
        response=row["response"],
        status=row["status"],
        flags=tuple(row["flags"] or ()),
        audience=row["audience"],
        partner=row["partner"],
        touchpoint=row["touchpoint"],
        device=row["device_class"] or "",
        answered_at=answered,
        seconds=None if served is None else (answered - served).total_seconds(),
        scores={key: row[key] for key in SCORES if row[key] is not None},
    )
