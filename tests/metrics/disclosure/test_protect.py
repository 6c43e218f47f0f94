"""No hidden figure can be worked out from those shown, whatever is added and subtracted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.disclosure.protect import protect, unsafe_figures
from metrics.disclosure.rows import MIN_N, Place, Row, TableKey
from tests.metrics.disclosure.attack import worked_out
from tests.metrics.frozen_weeks import reference

TABLE: TableKey = ("end_user", 1, "nps")
REFERENCE = reference({
    "north1": "DE/North", "north2": "DE/North", "north3": "DE/North", "south1": "DE/South",
    "coast1": "ES/Coast", "spain": "ES", "loose": "",
})  # fmt: skip
PARTNERS = (*REFERENCE.place_of_partner, "*joint")
TOUCHPOINTS = ("sale", "delivery", "repair_visit")
LINES = ("piston", "screw", "")
SEGMENTS = ("public", "small", "")

# partner, touchpoint, product line, segment: how many answers
Cell = tuple[str, str, str, str]
Cells = Mapping[Cell, int]


def places_of(partner: str, touchpoint: str, line: str, segment: str) -> list[Place]:
    """Every figure that answers count in."""
    nodes = [("network", "")]
    if partner != "*joint":
        nodes.append(("partner", partner))
        nodes += [("country", REFERENCE.country_of(partner))]
        nodes += [("region", REFERENCE.region_of(partner))]
    nodes += [("product_line", line), ("segment", segment)]
    known = [node for node in nodes if node[0] == "network" or node[1]]
    return [(*node, where) for node in known for where in ("", touchpoint)]


def rows_of(cells: Cells) -> dict[Place, Row]:
    counts: Counter[Place] = Counter()
    for cell, count in cells.items():
        for place in places_of(*cell):
            counts[place] += count
    return {place: Row(n, n >= MIN_N, n < MIN_N) for place, n in counts.items() if n}


def members_of(cells: Cells) -> dict[Place, set[Cell]]:
    """Groups of answers behind each figure, as an attacker who knows nothing of lines by partner.

    Every partner may sell every line to every segment: what is known to be empty is a partner, a
    line or a segment at a touchpoint.
    """
    found: dict[Place, set[Cell]] = defaultdict(set)
    for where in TOUCHPOINTS:
        here = [cell for cell, n in cells.items() if n and cell[1] == where]
        partners, lines, segments = ({cell[at] for cell in here} for at in (0, 2, 3))
        for partner, line, segment in product(partners, lines, segments):
            cell = (partner, where, line, segment)
            for place in places_of(*cell):
                found[place].add(cell)
    return found


def protected(cells: Cells) -> dict[Place, Row]:
    return protect({TABLE: rows_of(cells)}, REFERENCE, ())[TABLE]


def recovered(cells: Cells, rows: Mapping[Place, Row]) -> list[Place]:
    members = members_of(cells)
    shown = {place: members[place] for place, row in rows.items() if row.is_shown}
    secret = {place: members[place] for place, row in rows.items() if row.is_secret}
    return worked_out(shown, secret)


counts = st.dictionaries(
    st.tuples(
        st.sampled_from(PARTNERS),
        st.sampled_from(TOUCHPOINTS),
        st.sampled_from(LINES),
        st.sampled_from(SEGMENTS),
    ),
    st.integers(1, 25),
    min_size=1,
    max_size=40,
)


@settings(deadline=None, max_examples=300)
@given(counts)
def test_nothing_hidden_follows_from_what_is_shown(cells: Cells) -> None:
    rows = protected(cells)

    assert recovered(cells, rows) == []
    assert list(unsafe_figures({TABLE: rows}, REFERENCE, ())) == []


@settings(deadline=None, max_examples=300)
@given(counts)
def test_where_an_attacker_finds_something_the_audit_does(cells: Cells) -> None:
    rows = rows_of(cells)

    found = list(unsafe_figures({TABLE: rows}, REFERENCE, ()))

    assert found or not recovered(cells, rows)


def test_one_small_touchpoint_hides_the_next_smallest() -> None:
    cells = {("north1", "sale", "piston", ""): 4, ("north1", "delivery", "piston", ""): 30}
    cells |= {("north1", "repair_visit", "piston", ""): 12}

    rows = protected(cells)

    assert not rows["partner", "north1", "sale"].is_shown
    assert not rows["partner", "north1", "repair_visit"].is_shown
    assert rows["partner", "north1", "delivery"].is_shown


def test_figures_that_tell_nothing_stay_shown() -> None:
    cells = {(partner, where, "piston", ""): 20 for partner in PARTNERS for where in TOUCHPOINTS}

    rows = protected(cells)

    assert all(row.is_shown for row in rows.values())


def test_many_small_cells_hide_each_other_and_need_no_further() -> None:
    cells = {("north1", where, "piston", ""): 8 for where in TOUCHPOINTS}
    cells |= {("north2", where, "piston", ""): 8 for where in TOUCHPOINTS}

    rows = protected(cells)

    assert {place for place, row in rows.items() if row.is_secret} == {
        ("partner", partner, where) for partner in ("north1", "north2") for where in TOUCHPOINTS
    }


def test_answers_about_several_partners_are_of_no_place_and_hide_none() -> None:
    cells = {("north1", "sale", "piston", ""): 40, ("coast1", "sale", "piston", ""): 30}
    cells |= {("*joint", "sale", "piston", ""): 4}

    rows = protected(cells)

    assert rows["network", "", ""].is_shown
    assert rows["country", "DE", ""].is_shown
    assert rows["country", "ES", ""].is_shown


@pytest.mark.parametrize("n", [3, 9])
def test_the_rest_of_a_total_is_never_of_fewer_than_ten(n: int) -> None:
    cells = {("north1", where, "piston", ""): 30 for where in TOUCHPOINTS[:2]}
    cells |= {("north2", where, "piston", ""): n for where in TOUCHPOINTS[:2]}

    rows = protected(cells)

    assert not rows["partner", "north2", ""].is_shown or n * 2 >= MIN_N
    assert recovered(cells, rows) == []
