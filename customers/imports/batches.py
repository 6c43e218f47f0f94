"""A batch that a program sends: the rows of an import as JSON objects, all of them or none.

The same fields, readers and checks as a file's; what a row does not name, it does not change.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Generic
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from access.visibility import Scope
from core.errors import BatchRefusedError, FieldFault
from customers.imports.cells import Rules
from customers.imports.column_maps import ColumnMap
from customers.imports.errors import CellError, closest
from customers.imports.kinds import Field, ImportKind, Note, Row
from customers.imports.services import Origin, close_import, open_import, rules_of
from customers.rows import StoreCounts
from customers.services import require_programme

# Numbers of JSON are written with a point, whatever the country.
POINT = ColumnMap(decimal=".")


@dataclass(frozen=True)
class BatchPlan(Generic[Row]):
    """The rows that can be stored, by the fields they state, and what storing them would do."""

    by_stated: Mapping[frozenset[str], Sequence[Row]]
    counts: StoreCounts
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class _Read(Generic[Row]):
    number: int
    row: Row
    stated: frozenset[str]


def plan_batch(
    session: Session, kind: ImportKind[Row], rows: Sequence[Mapping[str, Any]], now: datetime
) -> BatchPlan[Row]:
    """Read the rows and compare them with what is stored; nothing is written.

    Raises BatchRefusedError naming every row and field that cannot be stored, NoProgrammeError.
    """
    rules = rules_of(ZoneInfo(require_programme(session).time_zone), POINT, now)
    fields = {field.name: field for field in kind.fields(session)}
    faults: list[FieldFault] = []
    read: dict[str, _Read[Row]] = {}
    for number, given in enumerate(rows, 1):
        _read_row(kind, number, given, fields, rules, read, faults)
    review = kind.review(session, [one.row for one in read.values()])
    for key, problem in review.problems.items():
        reason = problem.reason.rstrip(".")
        faults.append(FieldFault(reason, problem.column or "", read[key].number, key))
    if faults:
        raise _refused(faults, len(rows))
    by_stated = _by_stated(read.values())
    counts = _sum(kind.compare(session, same, stated) for stated, same in by_stated.items())
    return BatchPlan(by_stated, counts, review.notes)


def carry_out_batch(
    session: Session,
    kind: ImportKind[Row],
    plan: BatchPlan[Row],
    origin: Origin,
    scope: Scope,
    now: datetime,
) -> StoreCounts:
    """Store the plan's rows inside the caller's write transaction."""
    entry = open_import(session, origin, scope, now)
    counts = _sum(
        kind.store(session, rows, now, stated, entry.id) for stated, rows in plan.by_stated.items()
    )
    close_import(session, entry, counts, 0, scope)
    return counts


def _read_row(
    kind: ImportKind[Row],
    number: int,
    given: Mapping[str, Any],
    fields: Mapping[str, Field],
    rules: Rules,
    read: dict[str, _Read[Row]],
    faults: list[FieldFault],
) -> None:
    """Add the row to those read, or what is wrong with it to the faults."""
    values: dict[str, Any] = {}
    found = [*_unknown(given, fields), *_read_values(given, fields, rules, values)]
    key = values.get("key") or ""
    if key in read:
        found.append(("key", f"stands in row {read[key].number} already"))
    if not found:
        try:
            row = kind.build(key, values)
            stated = (name for field in given for name in fields[field].row_fields)
            read[key] = _Read(number, row, frozenset(stated) - {"key"})
        except CellError as error:
            found.append(("", str(error)))
    faults += [FieldFault(reason, name, number, key) for name, reason in found]


def _unknown(given: Mapping[str, Any], fields: Mapping[str, Field]) -> Iterator[tuple[str, str]]:
    for name in given:
        if name not in fields:
            yield name[:80], f"is not known here{closest(name[:80], fields)}"


def _read_values(
    given: Mapping[str, Any], fields: Mapping[str, Field], rules: Rules, values: dict[str, Any]
) -> Iterator[tuple[str, str]]:
    """Fill in the values, and yield what cannot be read."""
    for name, field in fields.items():
        is_required = field.is_required or name == "key"
        try:
            text = _as_cell(given.get(name))
            text = text if field.is_verbatim else text.strip()
            values[name] = field.read(text, rules) if text.strip() else None
        except CellError as error:
            yield name, str(error)
            continue
        if values[name] is None and is_required:
            yield name, "is empty, and must be there"


def _as_cell(value: object) -> str:
    """A value of JSON as it would stand in a cell; nothing for null."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and math.isfinite(value):
        return f"{Decimal(repr(value)):f}"
    if isinstance(value, (str, int)):
        return str(value)
    raise CellError("must be a text, a number, true, false or null")


def _by_stated(read: Any) -> dict[frozenset[str], list[Any]]:
    grouped: dict[frozenset[str], list[Any]] = defaultdict(list)
    for one in read:
        grouped[one.stated].append(one.row)
    return dict(grouped)


def _sum(parts: Iterator[StoreCounts]) -> StoreCounts:
    listed = list(parts)
    return StoreCounts(
        new=sum(part.new for part in listed),
        changed=sum(part.changed for part in listed),
        unchanged=sum(part.unchanged for part in listed),
    )


def _refused(faults: Sequence[FieldFault], row_count: int) -> BatchRefusedError:
    ordered = sorted(faults, key=lambda fault: fault.row)
    wrong = len({fault.row for fault in ordered})
    return BatchRefusedError(
        f"{wrong:,} of {row_count:,} rows cannot be stored, so none was. Correct them and send the "
        "whole batch again.",
        ordered,
    )
