"""Which further figures are hidden, so that no hidden one can be worked out from those shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from metrics.disclosure.cycles import Sums
from metrics.disclosure.earlier import EarlierShown
from metrics.disclosure.pairs import build_pairs, open_totals
from metrics.disclosure.rows import MIN_N, Figure, Place, Row, TableKey, Tables
from metrics.disclosure.strands import Subject
from metrics.disclosure.tables import build_tables
from metrics.disclosure.weeks import Weeks
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
    for subject in weeks.subjects:
        own = {key: rows[key] for key in rows if (key[0], key[2]) == subject}
        rows |= _Subject(subject, weeks, own, reference).protected()
    return rows


class _Subject:
    """The windows of an audience's metric, which share answers with each other and nothing else."""

    def __init__(
        self,
        subject: Subject,
        weeks: Weeks,
        rows: Mapping[TableKey, dict[Place, Row]],
        reference: Reference,
    ) -> None:
        self.subject, self.weeks = subject, weeks
        self.rows = dict(sorted(rows.items()))
        self.guards = {key: _Guard(rows, reference) for key, rows in self.rows.items()}

    def protected(self) -> dict[TableKey, dict[Place, Row]]:
        while True:
            self._settle()
            found = _first_places(self._telling())
            if not found:
                return self.rows
            for key, place in found:
                self.rows[key][place] = _secret(self.rows[key][place])
                self.guards[key].hide(place)

    def _telling(self) -> list[Figure]:
        """What is a secret already cannot be hidden better: the audit says so if it is told."""
        telling = self.weeks.telling(self.rows, self.subject)
        return [(key, place) for key, place in telling if not self.rows[key][place].is_secret]

    def _settle(self) -> None:
        """Hide what the sums ask for and say what follows, until sums and windows agree on that.

        What follows in one window's sums is known in another's where no week is between; it is
        found anew after each further hiding, from what is shown alone, so that no two figures each
        follow from the other only.
        """
        before: dict[TableKey, dict[Place, Row]] = {}
        self.rows = {key: _unfollowed(rows) for key, rows in self.rows.items()}
        while before != self.rows:
            before = dict(self.rows)
            anchored = self.weeks.anchored(self.rows, self.subject)
            count = sum(guard.hidden_count for guard in self.guards.values())
            for key, guard in self.guards.items():
                if guard.anchored != anchored[key]:
                    guard.take(self.rows[key], anchored[key])
                self.rows[key] = guard.settled(self.rows[key])
            if count < sum(guard.hidden_count for guard in self.guards.values()):
                self.rows = {key: _unfollowed(rows) for key, rows in self.rows.items()}


def _unfollowed(rows: Mapping[Place, Row]) -> dict[Place, Row]:
    return {
        place: replace(row, follows=False) if row.follows else row for place, row in rows.items()
    }


# Where places have the same answers, what the first of them leads with is kept.
FIRST = tuple(Level)


def _first_places(figures: Sequence[Figure]) -> list[Figure]:
    """Those of the first places only: what is hidden of them may settle the others."""
    ranks = [(FIRST.index(Level(level)), touchpoint != "") for _, (level, _, touchpoint) in figures]
    first = min(ranks, default=None)
    return [figure for figure, rank in zip(figures, ranks, strict=True) if rank == first]


def _secret(row: Row) -> Row:
    return replace(row, is_shown=False, is_secret=True, follows=False)


class _Guard:
    """An audience's, window's and metric's figures in all of their tables of sums.

    The tables share the network's figures: what one hides, the others are judged with. Partners by
    product lines share the totals of both.
    """

    def __init__(self, rows: Mapping[Place, Row], reference: Reference) -> None:
        figures = {place: row for place, row in rows.items() if row.is_figure}
        self.anchored: Collection[Place] | None = None
        self.hidden_count = 0
        # What follows since nothing was hidden any more; None where that is to be found anew.
        self._follows: set[Place | None] | None = None
        self.tables = tuple(build_tables(figures, reference))
        self.pairs = build_pairs(figures)
        self.at: dict[Place, list[tuple[Sums, int]]] = defaultdict(list)
        for table in self.tables:
            for at, place in enumerate(table.places):
                if place is not None:
                    self.at[place].append((table.sums, at))

    def take(self, rows: Mapping[Place, Row], anchored: Collection[Place]) -> None:
        """Begin anew with what is hidden by now, and with what other windows tell."""
        self.anchored, self._follows = anchored, None
        for table in self.tables:
            table.take(rows, anchored)
        if self.pairs:
            self.pairs.take(rows, anchored)

    def hide(self, place: Place) -> None:
        self.hidden_count += 1
        self._follows = None
        for sums, at in self.at[place]:
            sums.hide(at)
        if self.pairs:
            self.pairs.hide(place)

    def settled(self, rows: Mapping[Place, Row]) -> dict[Place, Row]:
        """The rows with what these sums ask to hide, and with what follows, now or before."""
        left = dict(rows)
        if self._follows is None:
            self._hide_further(left)
            self._follows = self._found_to_follow(left)
        for place in self._follows:
            if place is not None:
                left[place] = replace(left[place], follows=True)
        return left

    def _hide_further(self, left: dict[Place, Row]) -> None:
        while found := self._hidden() or self._hidden_by_pairs(left):
            for place in found:
                left[place] = _secret(left[place])
                self.hide(place)

    def _found_to_follow(self, left: Mapping[Place, Row]) -> set[Place | None]:
        follows = self._following()
        if self.pairs:
            follows |= self.pairs.following(self._open_totals(left, follows))
        return follows

    def _hidden(self) -> set[Place]:
        hidden = {table.places[at] for table in self.tables for at in protect_sums(table.sums)}
        return {place for place in hidden if place is not None}

    def _hidden_by_pairs(self, left: dict[Place, Row]) -> set[Place]:
        """Secrets that partners by product lines ask for; the rest is only taken off the page."""
        if not self.pairs:
            return set()
        asked = self.pairs.asked(self._open_totals(left, self._following()))
        for place in asked.beside - asked.secret:
            self.hidden_count += 1
            left[place] = replace(left[place], is_shown=False)
        return asked.secret | asked.totals

    def _open_totals(
        self, rows: Mapping[Place, Row], following: Collection[Place | None]
    ) -> set[Place]:
        return open_totals(rows, following, self.anchored or ())

    def _following(self) -> set[Place | None]:
        return {table.places[at] for table in self.tables for at in table.sums.following()}


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
    weeks = Weeks(tables, earlier)
    for subject in weeks.subjects:
        yield from sorted(weeks.telling(tables, subject))
        for key, anchored in weeks.anchored(tables, subject).items():
            for place in _at_risk(tables.get(key, {}), reference, anchored):
                yield key, place


def _at_risk(
    rows: Mapping[Place, Row], reference: Reference, anchored: Collection[Place]
) -> Iterator[Place]:
    figures = {place: row for place, row in rows.items() if row.is_figure}
    following: set[Place | None] = set()
    for table in build_tables(figures, reference):
        table.take(figures, anchored)
        at_risk = set(table.sums.exposed())
        following |= {table.places[place] for place in table.sums.following()}
        for node in table.sums.small_rests(MIN_N):
            at_risk |= {place for place in table.sums.at[node] if table.sums.hidden[place]}
        for place in sorted(at_risk):
            yield table.places[place] or ("rest", "", "")
    if pairs := build_pairs(figures):
        pairs.take(figures, anchored)
        yield from sorted(pairs.at_risk(open_totals(figures, following, anchored)))
