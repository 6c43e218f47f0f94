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


def figures_to_hide(
    tables: Tables, reference: Reference, earlier: Sequence[EarlierShown]
) -> frozenset[Figure]:
    """Hide in time and in tables by turns until neither asks for more; nothing is shown again."""
    rows = {key: dict(table) for key, table in tables.items()}
    hidden: set[Figure] = set()
    waiting = set(rows)
    while True:
        found = set(windows_to_hide(rows, earlier))
        _hide(rows, found)
        waiting |= {key for key, _ in found}
        further = {
            (key, place)
            for key in sorted(waiting)
            for place in _hidden_in_table(rows[key], reference)
        }
        hidden |= found | further
        if not further:
            return frozenset(hidden)
        _hide(rows, further)
        waiting = set()


def _hide(rows: Mapping[TableKey, dict[Place, Row]], found: set[Figure]) -> None:
    for key, place in found:
        rows[key][place] = replace(rows[key][place], is_shown=False, is_secret=True)


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
                left[place] = replace(left[place], is_shown=False, is_secret=True)
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
    yield from windows_to_hide(tables, earlier)
    for key, rows in sorted(tables.items()):
        for table in build_tables(rows, reference):
            at_risk = set(table.sums.exposed())
            for node in table.sums.small_rests(MIN_N):
                at_risk |= {place for place in table.sums.at[node] if table.sums.hidden[place]}
            for place in sorted(at_risk):
                yield key, table.places[place] or ("rest", "", "")
