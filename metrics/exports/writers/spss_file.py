"""An SPSS file: variable and value labels, missing values, measurement levels.

pyreadstat asks for a pandas or polars frame; it reads it through narwhals' stable interface and
takes nothing from it that one over Arrow lacks, once days and times are numbers. So the Arrow frame
says it is polars', and neither library has to be installed. A test reads back what was written.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from textwrap import wrap
from typing import Any, BinaryIO

import narwhals.stable.v2 as nw
import pyarrow as pa

from metrics.exports.errors import MissingExtraError
from metrics.exports.table import Column, ColumnKind, Value
from metrics.exports.writers.arrow import Turn, record_batches
from metrics.exports.written import WrittenTable, cut

LONGEST_NAME, LONGEST_LABEL, LONGEST_VALUE_LABEL = 64, 255, 120
LONGEST_FILE_LABEL, LONGEST_TEXT, NOTE_WIDTH = 64, 32_767, 80
MOST_MISSING = 3
EPOCH = datetime(1582, 10, 14, tzinfo=UTC)
FIRST_DAY = EPOCH.date()
DAY_SECONDS = 86_400
RESERVED = frozenset(
    ("all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with")
)
TEXTS = (ColumnKind.TEXT, ColumnKind.CATEGORY)
MEASURES: Mapping[ColumnKind, str] = {
    ColumnKind.TEXT: "nominal", ColumnKind.CATEGORY: "nominal", ColumnKind.BOOLEAN: "nominal",
}  # fmt: skip
FORMATS: Mapping[ColumnKind, str] = {
    ColumnKind.INTEGER: "F16.0",
    ColumnKind.DECIMAL: "F16.4",
    ColumnKind.SHARE: "F8.4",
    ColumnKind.BOOLEAN: "F1.0",
    ColumnKind.DAY: "SDATE10",
    ColumnKind.TIME: "DATETIME20",
}
NO_OR_YES = {0: "no", 1: "yes"}


def write_spss(table: WrittenTable, file: BinaryIO) -> None:
    """Raises MissingExtraError where pyreadstat is not installed."""
    try:
        import pyreadstat  # an extra
    except ImportError:
        raise MissingExtraError(
            "SPSS files need the extra “spss”, which is not installed here. An administrator "
            "installs it with: pip install 'twofold[spss]' (see docs/operations.md). Until then, "
            "CSV with codebook has the same."
        ) from None
    names = spss_names(table.columns)
    columns = dict(zip(names, table.columns, strict=True))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "table.sav")
        pyreadstat.write_sav(
            _frame(table, names),
            path,
            file_label=cut(table.table.title, LONGEST_FILE_LABEL),
            column_labels=[cut(_label(column), LONGEST_LABEL) for column in table.columns],
            note=list(_note_lines(table, names)),
            row_compress=True,
            variable_value_labels=dict(_value_labels(columns)),
            missing_ranges={name: found for name, c in columns.items() if (found := _missing(c))},
            variable_measure={name: _measure(column) for name, column in columns.items()},
            variable_format={
                name: FORMATS[column.kind]
                for name, column in columns.items()
                if column.kind in FORMATS
            },
        )
        with path.open("rb") as made:
            shutil.copyfileobj(made, file)


class ArrowFrame(nw.DataFrame[Any]):
    """A frame over Arrow that is taken for one of polars."""

    implementation = nw.Implementation.POLARS


def _frame(table: WrittenTable, names: Sequence[str]) -> ArrowFrame:
    types = [pa.string() if column.kind in TEXTS else pa.float64() for column in table.columns]
    schema = pa.schema(list(zip(names, types, strict=True)))
    turns = [TURNS[column.kind] for column in table.columns]
    whole = pa.Table.from_batches(record_batches(table, schema, turns), schema)
    frame = nw.from_native(whole, eager_only=True)
    frame.__class__ = ArrowFrame
    assert isinstance(frame, ArrowFrame)
    return frame


def spss_names(columns: Sequence[Column]) -> list[str]:
    """Names that SPSS takes: letters first, 64 bytes, no reserved word, each once in any case."""
    taken: set[str] = set()
    names = []
    for column in columns:
        name = _unique(_plain_name(column), taken)
        taken.add(name.casefold())
        names.append(name)
    return names


def _plain_name(column: Column) -> str:
    name = re.sub(r"[^\w.]", "_", column.name)
    if column.kind is ColumnKind.TIME and not name.casefold().endswith("utc"):
        name += "_utc"
    if not name[:1].isalpha() or name.casefold() in RESERVED:
        name = f"v_{name}"
    return cut(name, LONGEST_NAME).rstrip("._")


def _unique(name: str, taken: set[str]) -> str:
    candidate, number = name, 1
    while candidate.casefold() in taken:
        number += 1
        candidate = cut(name, LONGEST_NAME - len(f"_{number}")) + f"_{number}"
    return candidate


def _label(column: Column) -> str:
    unit = f" [{column.unit}]" if column.unit else ""
    return f"{column.label} (UTC){unit}" if column.kind is ColumnKind.TIME else column.label + unit


def _note_lines(table: WrittenTable, names: Sequence[str]) -> Iterator[str]:
    notes = [f"{about}: {note}" for about, note in table.notes]
    for name, column in zip(names, table.columns, strict=True):
        if name != column.name:
            notes.append(f"Variable {name}: the column {column.name} of the other formats")
    for note in notes:
        # In bytes no line may be longer, and a sign has up to four.
        yield from (line for part in wrap(note, NOTE_WIDTH) for line in _in_bytes(part))


def _in_bytes(text: str) -> Iterator[str]:
    while text:
        line = cut(text, NOTE_WIDTH)
        yield line
        text = text[len(line) :]


def _value_labels(columns: Mapping[str, Column]) -> Iterator[tuple[str, dict[Any, str]]]:
    for name, column in columns.items():
        if column.kind is ColumnKind.BOOLEAN:
            yield name, dict(NO_OR_YES)
        elif column.categories:
            codes = column.categories.items()
            yield (
                name,
                {_code(column, code): cut(text, LONGEST_VALUE_LABEL) for code, text in codes},
            )


def _code(column: Column, code: str) -> str | float:
    return code if column.kind in TEXTS else float(code)


def _missing(column: Column) -> list[Any]:
    """Of text, SPSS declares no value of more than eight bytes missing."""
    fitting = [
        code for code in column.missing if column.kind not in TEXTS or len(code.encode()) <= 8
    ]
    return [_code(column, code) for code in fitting[:MOST_MISSING]]


def _measure(column: Column) -> str:
    if column.kind is ColumnKind.INTEGER and column.categories:
        return "ordinal"
    return MEASURES.get(column.kind, "scale")


def _text(value: Value) -> str:
    return cut(str(value), LONGEST_TEXT)


def _number(value: Value) -> float:
    assert isinstance(value, int | float)
    return float(value)


def _day(value: Value) -> float:
    assert isinstance(value, date)
    return float((value - FIRST_DAY).days * DAY_SECONDS)


def _time(value: Value) -> float:
    assert isinstance(value, datetime)
    return (value - EPOCH).total_seconds()


TURNS: Mapping[ColumnKind, Turn] = {
    ColumnKind.TEXT: _text,
    ColumnKind.CATEGORY: _text,
    ColumnKind.INTEGER: _number,
    ColumnKind.DECIMAL: _number,
    ColumnKind.SHARE: _number,
    ColumnKind.BOOLEAN: _number,
    ColumnKind.DAY: _day,
    ColumnKind.TIME: _time,
}
