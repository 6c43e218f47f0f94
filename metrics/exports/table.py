"""A table that leaves the house: typed columns, rows, and what stands beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

Value = str | int | float | bool | date | datetime | None


class ColumnKind(StrEnum):
    """What a column holds; a share is 0..1 and shown as per cent, a time has its zone."""

    TEXT = "text"
    CATEGORY = "category"
    INTEGER = "integer"
    DECIMAL = "decimal"
    SHARE = "share"
    BOOLEAN = "boolean"
    DAY = "day"
    TIME = "time"


@dataclass(frozen=True)
class Column:
    """One column. `name` is for machines, `label` and `about` are for people.

    `categories` gives the words of each code of a category, `missing` those of its codes that mean
    that there is no answer.
    """

    name: str
    label: str
    kind: ColumnKind = ColumnKind.TEXT
    unit: str = ""
    about: str = ""
    categories: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class ExportTable:
    """What is written. `notes` are facts that a reader of the file needs: edition, base, filter,
    method. A value that may not be shown is None, and a column of the table says why.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[tuple[str, str], ...] = ()
