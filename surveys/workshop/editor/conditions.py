"""Conditions as rows of a form: subject, operator, value. What is nested is written as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from surveys.errors import ConditionError
from surveys.questionnaires.conditions import (
    AllOf,
    AnyOf,
    Condition,
    Operator,
    Test,
    read_condition,
    write_condition,
)
from surveys.questionnaires.shapes import Skip

FACT_PREFIX = "fact:"


class Joining(StrEnum):
    """How the rows of a condition belong together, or that it is written out."""

    ALWAYS = "always"
    ALL = "all"
    ANY = "any"
    WRITTEN = "written"


WRITTEN_WORDS = "Only if what is written out below holds"


@dataclass(frozen=True)
class TestRow:
    """One row as typed; `target` only where it says where to go on."""

    subject: str = ""
    operator: str = Operator.IS.value
    value: str = ""
    target: str = ""

    __test__ = False  # no test case for pytest

    @property
    def is_blank(self) -> bool:
        return not self.subject


@dataclass(frozen=True)
class ConditionEntry:
    """A condition as it stands in the form."""

    joining: Joining = Joining.ALWAYS
    rows: tuple[TestRow, ...] = ()
    written: str = ""


@dataclass(frozen=True)
class SkipsEntry:
    """Where to go on, as it stands in the form; `written` instead of rows where one is nested."""

    rows: tuple[TestRow, ...] = ()
    written: str = ""


def present_condition(condition: Condition | None) -> ConditionEntry:
    match condition:
        case None:
            return ConditionEntry()
        case Test():
            return ConditionEntry(Joining.ALL, (_row(condition),))
        case AllOf(parts) | AnyOf(parts) if all(isinstance(part, Test) for part in parts):
            joining = Joining.ALL if isinstance(condition, AllOf) else Joining.ANY
            rows = tuple(_row(part) for part in parts if isinstance(part, Test))
            return ConditionEntry(joining, rows)
        case _:
            return ConditionEntry(Joining.WRITTEN, (), _json(write_condition(condition)))


def present_skips(skips: Sequence[Skip]) -> SkipsEntry:
    if all(isinstance(skip.when, Test) for skip in skips):
        return SkipsEntry(
            tuple(_row(skip.when, skip.to) for skip in skips if isinstance(skip.when, Test))
        )
    plain = [{"if": write_condition(skip.when), "to": skip.to} for skip in skips]
    return SkipsEntry((), _json(plain))


def build_condition(entry: ConditionEntry) -> Condition | None:
    """Raises ConditionError for a row or a text that cannot be read."""
    if entry.joining is Joining.WRITTEN:
        return read_condition(_parsed(entry.written)) if entry.written.strip() else None
    if entry.written.strip():
        raise ConditionError(
            f"Choose “{WRITTEN_WORDS}”, or empty the box in which the condition is written out."
        )
    parts = tuple(_read_row(row) for row in entry.rows if not row.is_blank)
    if entry.joining is Joining.ALWAYS or not parts:
        return None
    if len(parts) == 1:
        return parts[0]
    return AllOf(parts) if entry.joining is Joining.ALL else AnyOf(parts)


def build_skips(entry: SkipsEntry) -> tuple[Skip, ...]:
    """Raises ConditionError for a row or a text that cannot be read."""
    if entry.written.strip():
        return tuple(_written_skips(_parsed(entry.written)))
    return tuple(_skip(row) for row in entry.rows if not row.is_blank)


def _row(test: Test, target: str = "") -> TestRow:
    subject = f"{FACT_PREFIX}{test.name}" if test.is_fact else test.name
    return TestRow(subject, test.operator.value, ", ".join(test.values), target)


def _read_row(row: TestRow) -> Condition:
    is_fact = row.subject.startswith(FACT_PREFIX)
    raw: dict[str, Any] = {
        "fact" if is_fact else "question": row.subject.removeprefix(FACT_PREFIX),
        "is": row.operator,
    }
    if row.operator in (Operator.ONE_OF, Operator.NONE_OF):
        raw["value"] = [part.strip() for part in row.value.split(",") if part.strip()]
    elif row.operator not in (Operator.ANSWERED, Operator.NOT_ANSWERED):
        raw["value"] = row.value.strip()
    return read_condition(raw)


def _skip(row: TestRow) -> Skip:
    if not row.target:
        raise ConditionError("Say with which question to go on, or choose the end.")
    return Skip(_read_row(row), row.target)


def _written_skips(raw: Any) -> Iterator[Skip]:
    if not isinstance(raw, list):
        raise ConditionError('Write a list, as [{"if": {…}, "to": "comment"}].')
    for each in raw:
        if (
            not isinstance(each, dict)
            or set(each) != {"if", "to"}
            or not isinstance(each["to"], str)
        ):
            raise ConditionError('Each entry is written as {"if": {…}, "to": "comment"}.')
        yield Skip(read_condition(each["if"]), each["to"])


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConditionError(f"This is not valid JSON: {error}.") from None


def _json(raw: Any) -> str:
    return json.dumps(raw, ensure_ascii=False, indent=2)
