"""A programme's editions week after week, and who puts the windows of the last together."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from customers.names.pairs import pair_key
from metrics.disclosure.earlier import EarlierShown
from metrics.disclosure.protect import protect
from metrics.disclosure.rows import MIN_N, Place, Row, TableKey
from tests.metrics.disclosure.attack import worked_out
from tests.metrics.disclosure.test_weeks import WINDOWS, Tables, written
from tests.metrics.frozen_weeks import reference

REFERENCE = reference({"north1": "DE/North", "north2": "DE/North", "north3": "DE/North"})
PARTNERS = (*REFERENCE.place_of_partner,)
TOUCHPOINTS = ("sale", "repair_visit")
LINES = ("piston", "screw", "vacuum")
SEGMENTS = ("public", "small")

# partner, touchpoint, product line, segment
Cell = tuple[str, str, str, str]
# By week, how many answers of each kind came; none are left out.
Weekly = Sequence[Mapping[Cell, int]]


def places_of(cell: Cell) -> Iterator[Place]:
    """Every figure that such answers count in; those of no segment in none of a segment."""
    partner, touchpoint, line, segment = cell
    nodes = [("network", ""), ("country", "DE"), ("region", "DE/North"), ("partner", partner)]
    nodes += [("product_line", line)] + ([("segment", segment)] if segment else [])
    yield from ((*node, where) for node in nodes for where in ("", touchpoint))
    yield "partner_line", pair_key(partner, line), ""


def counts_of(weekly: Weekly) -> Counter[Place]:
    counts: Counter[Place] = Counter()
    for week in weekly:
        for cell, count in week.items():
            for place in places_of(cell):
                counts[place] += count
    return counts


def row_of(place: Place, window: int, n: int) -> Row | None:
    """Of a partner's product lines there are thirteen weeks, and a count of each week."""
    if place[0] != "partner_line" or window == 13:
        return Row(n, n >= MIN_N, n < MIN_N)
    return Row(n, is_shown=False, is_secret=False, is_figure=False) if window == 1 else None


def tables_of(weekly: Weekly) -> Tables:
    found: Tables = {}
    for window in WINDOWS:
        rows = {place: row_of(place, window, n) for place, n in counts_of(weekly[-window:]).items()}
        key: TableKey = ("end_user", window, "nps")
        found[key] = {place: row for place, row in rows.items() if row}
    return found


def published(weekly: Weekly, *, segments_since: int = 0) -> tuple[Tables, list[EarlierShown]]:
    """The last edition and those that it looked at; before `segments_since` none had segments."""
    editions: list[Tables] = []
    earlier: list[EarlierShown] = []
    for week in range(1, len(weekly) + 1):
        earlier = [
            EarlierShown(
                back,
                written(editions[-back]),
                frozenset({"segment"} if week - back <= segments_since else ()),
            )
            for back in range(min(12, len(editions)), 0, -1)
        ]
        editions.append(protect(tables_of(weekly[:week]), REFERENCE, earlier))
    return editions[-1], earlier


def made(seed: int, weeks: int, *, lines: bool = True, since: Mapping[str, int]) -> Weekly:
    """A random programme; `since` says in which week a partner or the segments began."""
    draw = random.Random(seed)
    kinds = LINES if lines else LINES[:1]
    cells = [
        (partner, touchpoint, line, segment)
        for partner in PARTNERS
        for touchpoint in TOUCHPOINTS
        for line in kinds
        for segment in (SEGMENTS if not lines else SEGMENTS[:1])
    ]
    rate = {cell: draw.choice([0, 0.5, 1, 3, 6]) for cell in cells}
    found: list[Mapping[Cell, int]] = []
    for week in range(weeks):
        counts: Counter[Cell] = Counter()
        for partner, touchpoint, line, segment in cells:
            n = int(rate[partner, touchpoint, line, segment] * draw.choice([1, 1, 2]))
            n += draw.random() < rate[partner, touchpoint, line, segment] % 1
            if week >= since.get(partner, 0):
                known = segment if week >= since.get("segments", 0) else ""
                counts[partner, touchpoint, line, known] += n
        found.append(+counts)
    return found


def recovered(weekly: Weekly, tables: Tables) -> list[tuple[int, Place]]:
    """Secrets of four and of thirteen weeks that those shown of both give together.

    Who reads the page knows what is empty in the last four weeks and in those before; he does not
    know which touchpoints a partner's lines are sold at.
    """
    parts = {4: weekly[-4:], 9: weekly[-13:-4]}
    members: dict[tuple[int, Place], set[tuple[int, Cell]]] = {}
    for part, weeks in parts.items():
        there = counts_of(weeks)
        for cell in _imagined(weekly):
            if all(there[place] for place in places_of(cell)):
                for place in places_of(cell):
                    members.setdefault((13, place), set()).add((part, cell))
                    if part == 4:
                        members.setdefault((4, place), set()).add((part, cell))
    figures = {
        (window, place): row
        for (_, window, _), rows in tables.items()
        for place, row in rows.items()
        if window in (4, 13)
    }
    shown = {name: members[name] for name, row in figures.items() if row.is_shown}
    secret = {name: members[name] for name, row in figures.items() if row.is_secret}
    return worked_out(shown, secret)


def _imagined(weekly: Weekly) -> Iterator[Cell]:
    segments = {cell[3] for week in weekly for cell in week}
    for partner in PARTNERS:
        for touchpoint in TOUCHPOINTS:
            for line in LINES:
                for segment in sorted(segments):
                    yield partner, touchpoint, line, segment
