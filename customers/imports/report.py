"""What an import would do, or did."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Generic

from customers.imports.kinds import Note, Problem, Row
from customers.rows import StoreCounts


@dataclass(frozen=True)
class Rejection:
    """A row left out: its physical line, every reason, and its cells as they stood."""

    line: int
    problems: tuple[Problem, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True)
class RejectedColumn:
    """How often a column was the reason, with the first case."""

    column: str
    row_count: int
    line: int
    reason: str


@dataclass(frozen=True)
class ImportReport:
    """The report a person sees; `is_done` tells a deed from a preview."""

    kind: str
    title: str
    file_name: str
    row_count: int
    counts: StoreCounts
    rejected_count: int
    rejected_columns: tuple[RejectedColumn, ...]
    notes: tuple[Note, ...]
    unread_columns: tuple[str, ...]
    reading: str
    is_done: bool = False

    @property
    def accepted_count(self) -> int:
        return self.row_count - self.rejected_count

    @property
    def changes_nothing(self) -> bool:
        return not (self.counts.new or self.counts.changed)

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> ImportReport:
        stored: dict[str, Any] = json.loads(text)
        return cls(
            **{
                **stored,
                "counts": StoreCounts(**stored["counts"]),
                "rejected_columns": tuple(RejectedColumn(**c) for c in stored["rejected_columns"]),
                "notes": tuple(Note(**note) for note in stored["notes"]),
                "unread_columns": tuple(stored["unread_columns"]),
            }
        )


@dataclass(frozen=True)
class ImportPlan(Generic[Row]):
    """The rows that can be stored, those that cannot, and the report of both."""

    rows: tuple[Row, ...]
    stated: frozenset[str]
    rejections: tuple[Rejection, ...]
    header: tuple[str, ...]
    file_hash: str
    report: ImportReport


def rejected_columns(rejections: Sequence[Rejection]) -> tuple[RejectedColumn, ...]:
    """Rejections by the column that was the first reason, most frequent first."""
    first: dict[str, Rejection] = {}
    counts: dict[str, int] = {}
    for rejection in rejections:
        column = rejection.problems[0].column or "the row"
        first.setdefault(column, rejection)
        counts[column] = counts.get(column, 0) + 1
    return tuple(
        RejectedColumn(column, counts[column], example.line, example.problems[0].reason)
        for column, example in sorted(first.items(), key=lambda item: -counts[item[0]])
    )
