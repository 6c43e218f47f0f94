"""The sets of invite tables that R was asked about (tests/reference/selection.R)."""

from __future__ import annotations

from stats.selection import InviteTable
from tests.stats.reference import table

SETS = table("selection_sets.csv")
_TABLES = table("selection_tables.csv")


def tables_of(row: dict[str, str]) -> list[InviteTable]:
    """The invite tables of one set."""
    return [
        InviteTable(*(int(float(t[name])) for name in ("a", "n1", "c", "n0")))
        for t in _TABLES
        if t["set"] == row["set"]
    ]
