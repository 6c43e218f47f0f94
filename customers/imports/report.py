"""What an import would do, or did."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Generic

from customers.imports.kinds import Note, Problem, Row
from customers.rows import StoreCounts

LISTED_ROWS = 20
LISTED_PER_REASON = 3
THE_ROW = "the row"


@dataclass(frozen=True)
class Rejection:
    """A row left out: its physical line, every reason, and its cells as they stood."""

    line: int
    problems: tuple[Problem, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True)
class RejectedColumn:
    """How many rows a column was the first reason for."""

    column: str
    row_count: int


@dataclass(frozen=True)
class RejectedLine:
    """One reason as the report lists it; `column` says "the row" where it is no single cell."""

    line: int
    column: str
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
    rejected_lines: tuple[RejectedLine, ...]
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
                "rejected_lines": tuple(RejectedLine(**r) for r in stored["rejected_lines"]),
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
    counted = Counter(rejection.problems[0].column or THE_ROW for rejection in rejections)
    return tuple(RejectedColumn(column, count) for column, count in counted.most_common())


def rejected_lines(rejections: Sequence[Rejection]) -> tuple[RejectedLine, ...]:
    """The first rejected rows of each reason; the file of rejected rows has them all."""
    seen: Counter[tuple[Problem, ...]] = Counter()
    listed: list[Rejection] = []
    for rejection in rejections:
        seen[rejection.problems] += 1
        if seen[rejection.problems] <= LISTED_PER_REASON and len(listed) < LISTED_ROWS:
            listed.append(rejection)
    return tuple(
        RejectedLine(rejection.line, problem.column or THE_ROW, problem.reason)
        for rejection in listed
        for problem in rejection.problems
    )
