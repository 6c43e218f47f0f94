"""From records to rows: read the cells, and keep what cannot be read with its reasons."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic

from customers.imports.columns import Layout
from customers.imports.errors import CellError
from customers.imports.kinds import ImportKind, Problem, Progress, Row
from customers.imports.reading import Record, Table
from customers.imports.report import Rejection

PROGRESS_EVERY = 1_000


@dataclass(frozen=True)
class NumberedRow(Generic[Row]):
    record: Record
    row: Row


@dataclass(frozen=True)
class Parsed(Generic[Row]):
    rows: tuple[NumberedRow[Row], ...]
    rejections: tuple[Rejection, ...]


def parse_records(
    kind: ImportKind[Row],
    layout: Layout,
    table: Table,
    empty: frozenset[str],
    progress: Progress | None = None,
) -> Parsed[Row]:
    """Read every record; a row with any problem is rejected with all of its problems."""
    rows: list[NumberedRow[Row]] = []
    rejections: list[Rejection] = []
    seen: Counter[str] = Counter()
    line = 1
    for count, record in enumerate(table.records(), 1):
        values, problems = _read_cells(record, layout, empty)
        if not problems:
            try:
                key = values.get("key") or _content_key(kind, values, seen)
                rows.append(NumberedRow(record, kind.build(key, values)))
            except CellError as error:
                problems.append(Problem(None, str(error)))
        if problems:
            rejections.append(Rejection(record.line, tuple(problems), record.cells))
        if progress is not None and count % PROGRESS_EVERY == 0:
            progress(record.line - line)
            line = record.line
    return Parsed(*_without_repeated(rows, rejections, layout))


def _read_cells(
    record: Record, layout: Layout, empty: frozenset[str]
) -> tuple[dict[str, Any], list[Problem]]:
    if len(record.cells) != layout.width:
        return {}, [
            Problem(
                None,
                f"has {len(record.cells)} cells where the header has {layout.width}. Put texts "
                "with the delimiter in them in quotation marks",
            )
        ]
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for column in layout.columns:
        field = column.field
        cell = "" if column.position is None else record.cells[column.position]
        stripped = cell.strip()
        if not stripped or stripped in empty:
            value = column.default
        else:
            try:
                value = column.read(cell if field.is_verbatim else stripped)
            except CellError as error:
                problems.append(Problem(column.name, str(error)))
                continue
        if value is None and field.is_required:
            problems.append(Problem(column.name, "is empty, and must be there"))
        values[field.name] = value
    if layout.has_key and values.get("key") is None and not problems:
        problems.append(Problem("key", "is empty, and must be there"))
    return values, problems


def _content_key(kind: ImportKind[Any], values: Mapping[str, Any], seen: Counter[str]) -> str:
    """A key from the row's content and its place among equal rows of the file.

    The same file twice gives the same keys. The price: a row that is corrected later becomes
    another one, and the report says so.
    """
    content = "\x1f".join(f"{name}={values[name]!r}" for name in sorted(values))
    digest = hashlib.sha256(f"{kind.key}\x1e{content}".encode()).hexdigest()[:32]
    seen[digest] += 1
    return f"content:{digest}:{seen[digest]}"


def _without_repeated(
    rows: Sequence[NumberedRow[Row]], rejections: Sequence[Rejection], layout: Layout
) -> tuple[tuple[NumberedRow[Row], ...], tuple[Rejection, ...]]:
    """Of rows with one key, the first stays where all are equal; else none, since nobody knows."""
    counted = Counter(numbered.row.key for numbered in rows)
    repeated: dict[str, list[NumberedRow[Row]]] = {}
    for numbered in rows:
        if counted[numbered.row.key] > 1:
            repeated.setdefault(numbered.row.key, []).append(numbered)
    left_out = [
        rejection for same in repeated.values() for rejection in _refuse_repeats(same, layout)
    ]
    lines = {rejection.line for rejection in left_out}
    kept = tuple(numbered for numbered in rows if numbered.record.line not in lines)
    everything = sorted([*rejections, *left_out], key=lambda rejection: rejection.line)
    return kept, tuple(everything)


def _refuse_repeats(same: Sequence[NumberedRow[Row]], layout: Layout) -> Iterator[Rejection]:
    first, *others = same
    if all(other.row == first.row for other in others):
        reason = f"repeats line {first.record.line}, which is imported"
        refused: Sequence[NumberedRow[Row]] = others
    else:
        lines = ", ".join(str(numbered.record.line) for numbered in same[:5])
        reason = (
            f"{first.row.key!r} stands on lines {lines} with different content. Keep the one that "
            "holds"
        )
        refused = same
    problem = layout.in_file_words(Problem("key", reason))
    for numbered in refused:
        yield Rejection(numbered.record.line, (problem,), numbered.record.cells)
