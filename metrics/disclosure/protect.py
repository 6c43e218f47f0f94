"""Which further figures are hidden, so that no hidden one can be worked out from those shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from metrics.disclosure.cycles import Sums
from metrics.disclosure.rows import MIN_N, Place, Row, TableKey, Tables
from metrics.disclosure.tables import build_tables
from metrics.disclosure.weeks import EarlierShown, windows_to_hide
from metrics.warehouse.frozen import Reference

Figure = tuple[TableKey, Place]


def protect(
    tables: Tables, reference: Reference, earlier: Sequence[EarlierShown]
) -> dict[TableKey, dict[Place, Row]]:
    """The tables with further figures hidden, until neither sums nor weeks tell what is hidden.

    What is hidden once is not shown again, so that this comes to an end.
    """
    rows = {key: dict(table) for key, table in tables.items()}
    waiting = set(rows)
    while True:
        for key in sorted(waiting):
            rows[key] = _protected_table(rows[key], reference)
        windows = windows_to_hide(rows, earlier)
        # What is a secret already cannot be hidden better: the audit says so if it is told.
        tell = {(key, place) for key, place in windows.tell if not rows[key][place].is_secret}
        for key, place in windows.make_way:
            rows[key][place] = replace(rows[key][place], is_shown=False)
        for key, place in tell:
            rows[key][place] = _secret(rows[key][place])
        waiting = {key for key, _ in tell | windows.make_way}
        if not waiting:
            return rows


def _secret(row: Row) -> Row:
    return replace(row, is_shown=False, is_secret=True, follows=False)


def _protected_table(rows: Mapping[Place, Row], reference: Reference) -> dict[Place, Row]:
    """Both tables of sums share the network's figures: what one hides, the other is judged with."""
    left = dict(rows)
    for place in _hidden_in_table(rows, reference):
        left[place] = _secret(left[place])
    follows = {
        table.places[at] for table in build_tables(left, reference) for at in table.sums.following()
    }
    return {
        place: replace(row, follows=place in follows and not row.is_shown)
        for place, row in left.items()
    }


def _hidden_in_table(rows: Mapping[Place, Row], reference: Reference) -> set[Place]:
    """Both tables share the network's figures: what one hides, the other is looked at with."""
    left = dict(rows)
    hidden: set[Place] = set()
    while True:
        found: set[Place] = set()
        for table in build_tables(left, reference):
            before = list(table.sums.hidden)
            protect_sums(table.sums)
            found |= {
                place
                for place, was, now in zip(table.places, before, table.sums.hidden, strict=True)
                if now and not was and place is not None
            }
            for place in found:
                left[place] = _secret(left[place])
        if not found:
            return hidden
        hidden |= found


def protect_sums(sums: Sums) -> None:
    """Hide the cheapest further figures until no secret follows."""
    while True:
        count = sum(sums.hidden)
        while (node := next(sums.small_rests(MIN_N), None)) is not None:
            sums.hide(sums.smallest_shown_part(node))
        for place in sums.exposed():
            for other in sums.cheapest_cover(place):
                sums.hide(other)
        if sum(sums.hidden) == count:
            return


def unsafe_figures(
    tables: Tables, reference: Reference, earlier: Sequence[EarlierShown]
) -> Iterator[Figure]:
    """What is shown and may not be beside the rest, or is hidden and follows from it."""
    yield from sorted(windows_to_hide(tables, earlier).tell)
    for key, rows in sorted(tables.items()):
        for table in build_tables(rows, reference):
            at_risk = set(table.sums.exposed())
            for node in table.sums.small_rests(MIN_N):
                at_risk |= {place for place in table.sums.at[node] if table.sums.hidden[place]}
            for place in sorted(at_risk):
                yield key, table.places[place] or ("rest", "", "")
