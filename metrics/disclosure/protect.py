"""Which further figures are hidden, so that no hidden one can be worked out from those shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from metrics.disclosure.cycles import Sums
from metrics.disclosure.rows import MIN_N, Figure, Place, Row, TableKey, Tables
from metrics.disclosure.tables import build_tables
from metrics.disclosure.weeks import EarlierShown, Weeks
from metrics.models import Level
from metrics.warehouse.frozen import Reference


def protect(
    tables: Tables, reference: Reference, earlier: Sequence[EarlierShown]
) -> dict[TableKey, dict[Place, Row]]:
    """The tables with further figures hidden, until neither sums nor weeks tell what is hidden.

    What is hidden once is not shown again, so that this comes to an end.
    """
    rows = {key: dict(table) for key, table in tables.items()}
    weeks = Weeks(rows, earlier)
    for key, place in weeks.in_the_way():
        if place in rows.get(key, {}):
            rows[key][place] = replace(rows[key][place], is_shown=False)
    anchored: dict[TableKey, set[Place]] = defaultdict(set)
    for key, place in weeks.anchored(rows):
        anchored[key].add(place)
    guards = {key: _Guard(table, reference, anchored[key]) for key, table in sorted(rows.items())}
    waiting = set(rows)
    while waiting:
        for key in sorted(waiting):
            rows[key] = guards[key].settled(rows[key])
        # What is a secret already cannot be hidden better: the audit says so if it is told.
        telling = [figure for figure in weeks.telling(rows) if not _row(rows, figure).is_secret]
        found = _first_places(telling)
        for key, place in found:
            rows[key][place] = _secret(rows[key][place])
            guards[key].hide(place)
        waiting = {key for key, _ in found}
    return rows


# Where places have the same answers, what the first of them leads with is kept.
FIRST = tuple(Level)


def _first_places(figures: Sequence[Figure]) -> list[Figure]:
    """Those of the first places only: what is hidden of them may settle the others."""
    ranks = [(FIRST.index(Level(level)), touchpoint != "") for _, (level, _, touchpoint) in figures]
    return [figure for figure, rank in zip(figures, ranks, strict=True) if rank == min(ranks)]


def _row(rows: Tables, figure: Figure) -> Row:
    key, place = figure
    return rows[key][place]


def _secret(row: Row) -> Row:
    return replace(row, is_shown=False, is_secret=True, follows=False)


class _Guard:
    """An audience's, window's and metric's figures in both of their tables of sums.

    The tables share the network's figures: what one hides, the other is judged with.
    """

    def __init__(
        self, rows: Mapping[Place, Row], reference: Reference, anchored: Collection[Place]
    ) -> None:
        self.tables = tuple(build_tables(rows, reference, anchored))
        self.at: dict[Place, list[tuple[Sums, int]]] = defaultdict(list)
        for table in self.tables:
            for at, place in enumerate(table.places):
                if place is not None:
                    self.at[place].append((table.sums, at))

    def hide(self, place: Place) -> None:
        for sums, at in self.at[place]:
            sums.hide(at)

    def settled(self, rows: Mapping[Place, Row]) -> dict[Place, Row]:
        """The rows with what these sums ask to hide, and with what follows from the others."""
        left = dict(rows)
        while found := self._hidden():
            for place in found:
                left[place] = _secret(left[place])
                self.hide(place)
        follows = {table.places[at] for table in self.tables for at in table.sums.following()}
        for place, row in left.items():
            if row.follows != (place in follows):
                left[place] = replace(row, follows=place in follows)
        return left

    def _hidden(self) -> set[Place]:
        hidden = {table.places[at] for table in self.tables for at in protect_sums(table.sums)}
        return {place for place in hidden if place is not None}


def protect_sums(sums: Sums) -> list[int]:
    """Hide the cheapest further figures until no secret follows; which they are."""
    found: list[int] = []
    while True:
        count = len(found)
        for node in sums.small_rests(MIN_N):
            while sums.is_small_rest(node, MIN_N):
                found.append(sums.smallest_shown_part(node))
                sums.hide(found[-1])
        for place in sums.exposed():
            for other in sums.cheapest_cover(place):
                found.append(other)
                sums.hide(other)
        if len(found) == count:
            return found


def unsafe_figures(
    tables: Tables, reference: Reference, earlier: Sequence[EarlierShown]
) -> Iterator[Figure]:
    """What is shown and may not be beside the rest, or is hidden and follows from it."""
    yield from sorted(Weeks(tables, earlier).telling(tables))
    for key, rows in sorted(tables.items()):
        for table in build_tables(rows, reference):
            at_risk = set(table.sums.exposed())
            for node in table.sums.small_rests(MIN_N):
                at_risk |= {place for place in table.sums.at[node] if table.sums.hidden[place]}
            for place in sorted(at_risk):
                yield key, table.places[place] or ("rest", "", "")
