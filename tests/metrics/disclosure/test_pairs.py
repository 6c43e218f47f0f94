"""A partner's product lines, beside its touchpoints, its region and the lines' own figures.

The attacker knows how many answered everywhere, so also what is empty, and every figure shown; any
hidden figure that some combination of the shown ones gives is found by linear algebra.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import product

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from customers.names.pairs import pair_key
from metrics.disclosure.protect import protect, unsafe_figures
from metrics.disclosure.rows import MIN_N, Place, Row, TableKey
from tests.metrics.frozen_weeks import reference

TABLE: TableKey = ("end_user", 13, "nps")
REFERENCE = reference({
    "north1": "DE/North", "north2": "DE/North", "south1": "DE/South", "south2": "DE/South",
    "coast1": "ES/Coast", "coast2": "ES/Coast",
})  # fmt: skip
PARTNERS = (*REFERENCE.place_of_partner,)
TOUCHPOINTS = ("sale", "delivery")
LINES = ("piston", "screw", "vacuum")

# partner, touchpoint, product line: how many answers
Cell = tuple[str, str, str]
Cells = Mapping[Cell, int]


def places_of(partner: str, touchpoint: str, line: str) -> Iterator[Place]:
    nodes = [("network", "")]
    if partner:
        nodes += [("partner", partner), ("region", REFERENCE.region_of(partner))]
        nodes.append(("country", REFERENCE.country_of(partner)))
    if line:
        nodes.append(("product_line", line))
    yield from ((*node, where) for node in nodes for where in ("", touchpoint))
    if partner and line:
        yield "partner_line", pair_key(partner, line), ""


def counts_of(cells: Cells) -> Counter[Place]:
    counts: Counter[Place] = Counter()
    for cell, count in cells.items():
        for place in places_of(*cell):
            counts[place] += count
    return counts


def rows_of(cells: Cells, hidden: Collection[Place] = ()) -> dict[Place, Row]:
    """`hidden` are figures that must not be known although they are of many."""
    return {
        place: Row(n, n >= MIN_N and place not in hidden, n < MIN_N or place in hidden)
        for place, n in counts_of(cells).items()
    }


class Attacker:
    """Knows which sums hold, and takes what they and the shown figures give."""

    def __init__(self, cells: Cells) -> None:
        self.at: dict[Place, int] = {}
        self.equations: list[dict[int, float]] = []
        for whole, part in SUMS:
            parts: dict[Place, set[Place]] = defaultdict(set)
            for cell in cells:
                parts[whole(cell)].add(part(cell))
            self.equations += [self._equation(total, found) for total, found in parts.items()]

    def _equation(self, total: Place, parts: Collection[Place]) -> dict[int, float]:
        found = {self._number(place): -1.0 for place in parts}
        return {**found, self._number(total): 1.0}

    def _number(self, place: Place) -> int:
        return self.at.setdefault(place, len(self.at))

    def worked_out(self, rows: Mapping[Place, Row]) -> list[Place]:
        """Secrets that no change of the hidden figures that keeps every sum could alter."""
        sums = np.zeros((len(self.equations), len(self.at)))
        for at, equation in enumerate(self.equations):
            sums[at, list(equation)] = list(equation.values())
        hidden = [p for p in self.at if p not in rows or not rows[p].is_shown]
        _, values, changes = np.linalg.svd(sums[:, [self.at[place] for place in hidden]])
        kernel = changes[int((values > 1e-9).sum()) :]
        is_fixed = ~(np.abs(kernel) > 1e-7).any(axis=0)
        return [
            place
            for place, fixed in zip(hidden, is_fixed.tolist(), strict=True)
            if fixed and place in rows and rows[place].is_secret
        ]


def _network(cell: Cell, where: str) -> Place:
    return ("network", "", where)


def _country(cell: Cell, where: str) -> Place:
    return ("country", REFERENCE.country_of(cell[0]), where)


def _region(cell: Cell, where: str) -> Place:
    return ("region", REFERENCE.region_of(cell[0]), where)


def _partner(cell: Cell, where: str) -> Place:
    return ("partner", cell[0], where)


def _line(cell: Cell, where: str) -> Place:
    return ("product_line", cell[2], where)


def _pair(cell: Cell) -> Place:
    return ("partner_line", pair_key(cell[0], cell[2]), "")


PlaceOf = Callable[[Cell], Place]


def _totals(place: Callable[[Cell, str], Place]) -> PlaceOf:
    return lambda cell: place(cell, "")


def _at_touchpoints(place: Callable[[Cell, str], Place]) -> PlaceOf:
    return lambda cell: place(cell, cell[1])


def _sums() -> Iterator[tuple[PlaceOf, PlaceOf]]:
    """Whole and part, by which the answers of both are found."""
    nested = ((_network, _country), (_country, _region), (_region, _partner), (_network, _line))
    for whole, part in nested:
        yield _totals(whole), _totals(part)
        yield _at_touchpoints(whole), _at_touchpoints(part)
    for total in (_network, _country, _region, _partner, _line):
        yield _totals(total), _at_touchpoints(total)
    yield _totals(_partner), _pair
    yield _totals(_line), _pair


SUMS = tuple(_sums())


def protected(cells: Cells, hidden: Collection[Place] = ()) -> dict[Place, Row]:
    return protect({TABLE: rows_of(cells, hidden)}, REFERENCE, ())[TABLE]


SELLERS = (*PARTNERS, "")
SOLD = (*LINES, "")
every_cell = tuple(product(SELLERS, TOUCHPOINTS, SOLD))
# Everybody sells something of everything: partners and lines do not fall apart.
dense = st.fixed_dictionaries(
    {cell: st.integers(1 if all(cell) else 0, 12) for cell in every_cell}
).map(lambda cells: {cell: n for cell, n in cells.items() if n})
large = st.fixed_dictionaries(
    {cell: st.sampled_from((2, 6, 11, 20)) for cell in every_cell if all(cell)}
)
# Every partner sells two lines at least, as in a ring: nothing falls apart, and much is empty.
ring = [
    (seller, where, SOLD[(at + step) % len(LINES)])
    for at, seller in enumerate(PARTNERS) for where in TOUCHPOINTS for step in (0, 1)
]  # fmt: skip
sparse = st.fixed_dictionaries(
    {cell: st.integers(1, 14) for cell in ring},
    optional={cell: st.integers(1, 14) for cell in every_cell if cell not in ring},
)
totals = st.sets(
    st.sampled_from([("partner", key, "") for key in PARTNERS])
    | st.sampled_from([("product_line", key, "") for key in LINES])
)


# Answers of no partner that all are of one line: nothing hides how many they are.
ONE_LINE_BESIDE: Cells = {
    ("north1", "sale", "piston"): 1, ("north1", "sale", "screw"): 1,
    ("north1", "delivery", "piston"): 1, ("north1", "delivery", "screw"): 1,
    ("north2", "sale", "screw"): 1, ("north2", "sale", "vacuum"): 7,
    ("north2", "delivery", "screw"): 1, ("north2", "delivery", "vacuum"): 3,
    ("south1", "sale", "vacuum"): 1, ("south1", "sale", "piston"): 1,
    ("south1", "delivery", "vacuum"): 9, ("south1", "delivery", "piston"): 1,
    ("south2", "sale", "piston"): 1, ("south2", "sale", "screw"): 1,
    ("south2", "delivery", "piston"): 1, ("south2", "delivery", "screw"): 1,
    ("coast1", "sale", "screw"): 1, ("coast1", "sale", "vacuum"): 1,
    ("coast1", "delivery", "screw"): 1, ("coast1", "delivery", "vacuum"): 7,
    ("coast2", "sale", "vacuum"): 1, ("coast2", "sale", "piston"): 3,
    ("coast2", "delivery", "vacuum"): 9, ("coast2", "delivery", "piston"): 7,
    ("", "delivery", "vacuum"): 2,
}  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(dense | large | sparse, totals)
@example(ONE_LINE_BESIDE, set())
def test_no_hidden_figure_follows_from_partners_by_product_lines(
    cells: Cells, hidden: set[Place]
) -> None:
    rows = protected(cells, hidden)

    assert Attacker(cells).worked_out(rows) == []
    assert list(unsafe_figures({TABLE: rows}, REFERENCE, ())) == []


@settings(deadline=None, max_examples=150)
@given(dense | large | sparse, totals)
def test_where_an_attacker_finds_something_the_audit_does(cells: Cells, hidden: set[Place]) -> None:
    rows = rows_of(cells, hidden)

    found = list(unsafe_figures({TABLE: rows}, REFERENCE, ()))

    assert found or not Attacker(cells).worked_out(rows)
