"""The column map: a small TOML file that says what another system's columns mean.

kind = "transactions"                  # what the map is for
empty = ["NULL"]                       # cells that mean "nothing"

[columns]                              # ours = theirs
key = "order_id"
date = "delivered"

[values.touchpoint]                    # theirs = ours
"Lieferung" = "delivery"

[defaults]                             # where there is no column, or its cell is empty
currency = "BRL"

[dates]
formats = ["%d/%m/%Y"]                 # strptime; without it ISO and day.month.year
time_zone = "America/Sao_Paulo"        # of times without a zone

[numbers]
decimal = ","

[file]
delimiter = ";"
encoding = "cp1252"
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from customers.imports.errors import ColumnMapError, closest

SECTIONS = ("kind", "empty", "columns", "values", "defaults", "dates", "numbers", "file")
LONGEST_MAP_BYTES = 256 * 1024
# Reading a dotted key costs the square of its parts.
LONGEST_LINE_BYTES = 1000


@dataclass(frozen=True)
class ColumnMap:
    """What a column map says; everything empty when there is none."""

    kind: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    empty: frozenset[str] = frozenset()
    date_formats: tuple[str, ...] = ()
    zone: ZoneInfo | None = None
    decimal: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    is_given: bool = False


NO_MAP = ColumnMap()


def read_column_map(data: bytes) -> ColumnMap:
    """Read a column map; raises ColumnMapError naming the entry that cannot be used."""
    document = _document(data)
    for name in document:
        if name not in SECTIONS:
            raise ColumnMapError(
                f"The column map has an entry {name!r} that means nothing"
                f"{closest(name, SECTIONS)}. Known entries: {', '.join(SECTIONS)}."
            )
    dates = _section(document, "dates", ("formats", "time_zone"))
    numbers = _section(document, "numbers", ("decimal",))
    file = _section(document, "file", ("delimiter", "encoding"))
    return ColumnMap(
        kind=_optional_text(document, "kind"),
        columns=_texts(document.get("columns", {}), "columns"),
        values=_value_maps(document.get("values", {})),
        defaults=_texts(document.get("defaults", {}), "defaults"),
        empty=frozenset(_text_list(document, "empty")),
        date_formats=tuple(map(_date_format, _text_list(dates, "formats"))),
        zone=_zone(_optional_text(dates, "time_zone")),
        decimal=_one_of(numbers, "decimal", (".", ",")),
        delimiter=_one_of(file, "delimiter", (",", ";", "\t", "|")),
        encoding=_optional_text(file, "encoding"),
        is_given=True,
    )


def _document(data: bytes) -> dict[str, Any]:
    if len(data) > LONGEST_MAP_BYTES:
        raise ColumnMapError("The column map is larger than 256 KB. Is it the data file?")
    if max(map(len, data.splitlines()), default=0) > LONGEST_LINE_BYTES:
        raise ColumnMapError(
            "The column map has a line of more than 1,000 bytes. Is it the data file? Break a "
            "longer list into several lines."
        )
    try:
        return tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError:
        raise ColumnMapError("The column map is not UTF-8 text. Save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise ColumnMapError(
            f'The column map is not valid TOML: {error}. A line looks like: key = "order_id"'
        ) from None
    except (RecursionError, ValueError):
        raise ColumnMapError(
            "The column map holds brackets within brackets or a number that nobody can read. "
            'A line looks like: key = "order_id"'
        ) from None


def _section(document: Mapping[str, Any], name: str, known: tuple[str, ...]) -> dict[str, Any]:
    section = _mapping(document.get(name, {}), name)
    for entry in section:
        if entry not in known:
            raise ColumnMapError(
                f"[{name}] of the column map has an entry {entry!r} that means nothing"
                f"{closest(entry, known)}. Known there: {', '.join(known)}."
            )
    return section


def _mapping(value: object, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ColumnMapError(f"{name} of the column map must be a section: write [{name}].")
    return value


def _texts(value: object, name: str) -> dict[str, str]:
    return {key: as_text(entry, f"{name}.{key}") for key, entry in _mapping(value, name).items()}


def _value_maps(value: object) -> dict[str, dict[str, str]]:
    """Their words are matched without regard to case and outer spaces."""
    return {
        name: {
            theirs.strip().casefold(): ours
            for theirs, ours in _texts(section, f"values.{name}").items()
        }
        for name, section in _mapping(value, "values").items()
    }


SIMPLE: dict[type, Callable[[Any], str]] = {
    str: lambda value: value,
    bool: lambda value: "true" if value else "false",
    int: str,
    float: str,
}


def as_text(value: object, name: str) -> str:
    """A TOML value as it would stand in a cell."""
    write = SIMPLE.get(type(value))
    if write is None:
        raise ColumnMapError(
            f"{name} of the column map must be a text, a number, true or false. "
            "Put dates and names in quotation marks."
        )
    return write(value)


def _optional_text(section: Mapping[str, Any], name: str) -> str | None:
    value = section.get(name)
    return None if value is None else as_text(value, name)


def _text_list(section: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = section.get(name, [])
    if not isinstance(value, list):
        raise ColumnMapError(f'{name} of the column map must be a list, as ["…", "…"].')
    return tuple(as_text(entry, name) for entry in value)


SOME_DAY = datetime(2001, 12, 31, tzinfo=UTC)


def _date_format(written: str) -> str:
    try:
        read = datetime.strptime(SOME_DAY.strftime(written), written)  # noqa: DTZ007 - only its day
    except ValueError:
        read = None
    if read is None or read.date() != SOME_DAY.date():
        raise ColumnMapError(
            f"dates.formats of the column map has {written!r}, which is no full date. Write it as "
            "%d/%m/%Y, with %H:%M where there is a time."
        )
    return written


def _one_of(section: Mapping[str, Any], name: str, known: tuple[str, ...]) -> str | None:
    value = section.get(name)
    if value is not None and value not in known:
        raise ColumnMapError(
            f"{name} of the column map is {value!r}. Use one of: {', '.join(map(repr, known))}."
        )
    return value


def _zone(name: str | None) -> ZoneInfo | None:
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ColumnMapError(
            f"dates.time_zone of the column map is {name!r}. Write it as in America/Sao_Paulo."
        ) from None
