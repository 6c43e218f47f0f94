"""A figure is below its target for certain on every page and in every signal, or on none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from access.visibility import command_line_scope
from metrics.dashboards.opening import Opened, open_week
from metrics.dashboards.queries import AUDIENCES
from metrics.dashboards.week.parts import metric_blocks
from metrics.dashboards.week.places import NETWORK, Place
from metrics.dashboards.week.queries import WeekData, read_week
from metrics.dashboards.week.tables import place_lines, touchpoint_lines
from metrics.models import LISTS, Edition, Level
from metrics.signals.models import SignalKind
from metrics.signals.queries import read_facts
from metrics.signals.standing import standing

HOUSE = command_line_scope()
# whose page, and which customer
Cell = tuple[Place, str]


@pytest.fixture
def opened(session: Session, published: list[Edition]) -> Opened:
    found = open_week(session, HOUSE, "2026-W45")
    assert found is not None
    return found


def in_tables(whole: WeekData) -> Iterator[tuple[Cell, int]]:
    """What the network's page says of each place, where its leading window is shown."""
    lines = [
        (Place(level, line.key), line)
        for level in (Level.COUNTRY, *LISTS)
        for line in place_lines(whole, level)
    ]
    touchpoints = [Place(touchpoint_key=key) for key in whole.names.touchpoints]
    lines += zip(touchpoints, touchpoint_lines(whole), strict=True)
    for place, line in lines:
        for audience in AUDIENCES:
            reading = line.find(audience)
            if reading and reading.value is not None and reading.window == place.window:
                yield (place, audience), line.side(audience)


def is_below_on_its_page(session: Session, opened: Opened, cell: Cell) -> bool:
    """Whether a place's own page calls its total in the leading metric below target for certain."""
    place, audience = cell
    block = metric_blocks(read_week(session, HOUSE, opened, place))[0]
    against = next(one.against for one in block.cells if one.audience == audience)
    return against is not None and against.is_below and against.is_sure


def test_a_places_own_page_says_what_the_networks_table_says_of_it(
    session: Session, opened: Opened
) -> None:
    said = dict(in_tables(read_week(session, HOUSE, opened, NETWORK)))

    found = {cell: is_below_on_its_page(session, opened, cell) for cell in said}

    assert {cell for cell, side in said.items() if side < 0} == {
        cell for cell, is_below in found.items() if is_below
    }
    assert any(found.values())
    assert not all(found.values())


def test_signals_stand_for_the_places_that_the_tables_name(
    session: Session, published: list[Edition], opened: Opened
) -> None:
    said = dict(in_tables(read_week(session, HOUSE, opened, NETWORK)))
    edition = next(one for one in published if one.id == opened.choice.lead.id)

    facts = read_facts(session, HOUSE, edition)
    found = {
        (Place(about.level, about.node_key, about.touchpoint_key), about.audience)
        for about in standing(facts)
        if about.kind == SignalKind.TARGET and about.metric == facts.metric
    }

    assert found & said.keys() == {cell for cell, side in said.items() if side < 0}
