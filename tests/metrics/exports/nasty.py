"""A table of everything that files trip over."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from metrics.exports.formats import Format, write
from metrics.exports.table import Column, ColumnKind, ExportTable, Value

TEXTS: tuple[str | None, ...] = (
    "=HYPERLINK(\"http://evil.example\",\"look\")", "+1", "-1+1", "@SUM(A1)", "\tx", "\rx", "\nx",
    "＝1", "'quoted", "''twice", 'say "hello", twice', "one\r\ntwo", "🙂 🇪🇸", "مرحبا بالعالم",
    "压缩机坏了", "", None, "1", "0012", "1e5", "TRUE", "2026-11-16", " padded ", "https://a.example",
    "_x0041_", "Z\N{COMBINING ACUTE ACCENT}", "mailto:a@b.example",
)  # fmt: skip
NUMBERS: tuple[float | None, ...] = (-5.5, -0.0, 0.1, 1e-9, 1e22, None, float("nan"), float("inf"))
TIMES = (
    datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 0, 59, 59, 123456, tzinfo=UTC),
    None,
)
DAYS = (date(2026, 11, 16), date(1899, 12, 31), date(2400, 2, 29), None)
GRADES = ("A", "F", "not in the codebook", None)
SCORES = (0, 10, 97, None)
BIG = (10**20 + 1, 3, None)
LONG_NAME = "a" * 300
COLUMNS = (
    Column("text", "What was said, in \"full\"", about="As given."),
    Column("number", "A number", ColumnKind.DECIMAL, unit="points"),
    Column("share", "A share", ColumnKind.SHARE),
    Column("count", "Whole", ColumnKind.INTEGER),
    Column("big", "A key of many digits", ColumnKind.INTEGER),
    Column("yes", "Is it so", ColumnKind.BOOLEAN),
    Column("day", "Day", ColumnKind.DAY),
    Column("answered_at", "Answered", ColumnKind.TIME),
    Column("grade", "Grade", ColumnKind.CATEGORY, categories={"A": "no warning", "F": "not shown"}),
    Column("quality.speed", "How fast – صحيح", ColumnKind.INTEGER,
           categories={"0": "not at all", "10": "very", "97": "not applicable"}, missing=("97",)),
    Column("all", "A word that SPSS keeps for itself"),
    Column("ALL", "The same in capitals"),
    Column("=cmd", "A name that looks like a formula"),
    Column(LONG_NAME, "L" * 300),
)  # fmt: skip


def nasty_table(row_count: int = len(TEXTS)) -> ExportTable:
    """A row for each text; the other columns run through their own values."""
    return ExportTable(
        "nasty-2026-W45/../x",
        "Nasty: [everything] / at * once? " + "x" * 40,
        COLUMNS,
        tuple(_row(place) for place in range(row_count)),
        (("Edition", "2026-W45 final, revision 0"), ("Formula", "=1+1"), ("Long", "ü" * 500)),
    )


def _row(place: int) -> tuple[Value, ...]:
    return (
        TEXTS[place % len(TEXTS)],
        NUMBERS[place % len(NUMBERS)],
        (0.125, None)[place % 2],
        (-3, 0, None)[place % 3],
        BIG[place % len(BIG)],
        (True, False, None)[place % 3],
        DAYS[place % len(DAYS)],
        TIMES[place % len(TIMES)],
        GRADES[place % len(GRADES)],
        SCORES[place % len(SCORES)],
        "x",
        "y",
        None,
        "z" * 300,
    )


def expected(name: str) -> list[Value]:
    """A column as every format should give it back: what is no number is missing, −0 is 0."""
    place = [column.name for column in COLUMNS].index(name)
    values = [row[place] for row in nasty_table().rows]
    if name == "number":
        return [v + 0.0 if isinstance(v, float) and abs(v) < 1e300 else None for v in values]
    if name == "big":
        return [None if v is None else str(v) for v in values]
    return values


def content(table: ExportTable, wanted: Format) -> bytes:
    with write(table, wanted).content as file:
        return file.read()


def saved(table: ExportTable, wanted: Format, folder: Path) -> Path:
    path = folder / f"table.{wanted}"
    path.write_bytes(content(table, wanted))
    return path
