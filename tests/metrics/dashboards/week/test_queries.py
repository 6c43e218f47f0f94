from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from access.visibility import command_line_scope
from metrics.dashboards.opening import Opened, open_week
from metrics.dashboards.week.places import NETWORK, Place
from metrics.dashboards.week.queries import WeekData, read_partners, read_week
from metrics.models import Edition
from tests.metrics.dashboards.factory import PARTNERS

HOUSE = command_line_scope()


@pytest.fixture
def opened(session: Session, published: list[Edition]) -> Opened:
    found = open_week(session, HOUSE, None)
    assert found is not None
    return found


def _partners(data: WeekData) -> set[str]:
    return {row.node_key for row in data.rows if row.level == "partner"}


@pytest.mark.parametrize("place", [Place("country", "Spain"), Place("region", "Spain/Aragon")])
def test_a_place_reads_the_figures_of_its_own_partners_alone(
    session: Session, opened: Opened, place: Place
) -> None:
    data = read_week(session, HOUSE, opened, place)

    within = {known.key for known in opened.names.within("partner", (place.level, place.node_key))}
    assert 0 < len(within) < len(PARTNERS)
    assert _partners(data) == within


def test_the_list_of_partners_reads_their_totals_and_nothing_else(
    session: Session, opened: Opened
) -> None:
    data = read_partners(session, HOUSE, opened)

    whole = read_week(session, HOUSE, opened, NETWORK)
    assert len(_partners(data)) == len(PARTNERS)
    assert set(data.rows) == {row for row in whole.rows if row.level == "partner"}
