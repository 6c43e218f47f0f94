"""What rows would change: computed from what is stored, without writing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from customers.errors import DuplicateKeysError
from customers.rows import KeyedRow, StoreCounts

Row = TypeVar("Row", bound=KeyedRow)


@dataclass(frozen=True)
class Comparison(Generic[Row]):
    """Rows to add, rows to change (as they are to be), and how many stay as they are."""

    new: tuple[Row, ...]
    changed: tuple[Row, ...]
    unchanged_count: int

    @property
    def counts(self) -> StoreCounts:
        return StoreCounts(len(self.new), len(self.changed), self.unchanged_count)


def compare(
    rows: Sequence[Row],
    stored: Mapping[str, Row],
    stated: Collection[str] | None = None,
) -> Comparison[Row]:
    """Compare rows with the stored ones of the same keys.

    `stated` names the fields that the source speaks of: the others keep their stored value. None
    means all fields. Raises DuplicateKeysError when a key stands twice.
    """
    refuse_duplicates(rows)
    new: list[Row] = []
    changed: list[Row] = []
    for row in rows:
        known = stored.get(row.key)
        if known is None:
            new.append(row)
            continue
        wanted = row if stated is None else _merged(known, row, stated)
        if wanted != known:
            changed.append(wanted)
    return Comparison(tuple(new), tuple(changed), len(rows) - len(new) - len(changed))


def refuse_duplicates(rows: Sequence[KeyedRow]) -> None:
    if len({row.key for row in rows}) < len(rows):
        counted = Counter(row.key for row in rows)
        raise DuplicateKeysError(key for key, count in counted.items() if count > 1)


def _merged(known: Row, row: Row, stated: Collection[str]) -> Row:
    return replace(known, **{name: getattr(row, name) for name in stated})
