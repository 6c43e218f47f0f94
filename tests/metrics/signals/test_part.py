"""What to do, on the pages of the week."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from access.models import Role
from access.visibility import Scope
from metrics.dashboards.opening import open_week
from metrics.dashboards.week.places import NETWORK, Place
from metrics.signals.pages import SignalsPart
from metrics.signals.part import open_signals
from tests.metrics.signals.finals import WEEK, Finals, change, chart, hidden_risk, review

HOUSE = Scope(Role.EXECUTIVE)
NEXT = WEEK.shifted(1)


def part(
    session: Session, now: datetime, place: Place = NETWORK, week: str | None = None
) -> SignalsPart:
    opened = open_week(session, HOUSE, week)
    assert opened is not None
    found = open_signals(session, HOUSE, opened, place, now)
    assert found is not None
    return found


def test_seven_are_shown_and_the_others_are_counted_with_a_way_there(
    finals: Finals, session: Session, now: datetime
) -> None:
    finals.publish(WEEK, *(review(f"p{number}") for number in range(9)))

    found = part(session, now)

    assert found.title == "9\N{NO-BREAK SPACE}signals are open, 9 of them overdue"
    assert len(found.items) == 7
    assert (found.more, found.more_url) == ("And 2 more", "/signals")


def test_the_whole_network_comes_before_places_and_what_to_mend_before_what_to_learn(
    finals: Finals, session: Session, now: datetime
) -> None:
    finals.publish(WEEK, review(), chart("above"), change("down", metric="csat"))

    found = part(session, now)

    assert [item.kind for item in found.items] == [
        "Real change",
        "Control chart",
        "Pattern to review",
    ]


@pytest.mark.parametrize(
    ("place", "count"),
    [
        (Place("country", "Spain"), 3),
        (Place("region", "Spain/Castile"), 1),
        (Place("country", "Germany"), 0),
        (Place(touchpoint_key="repair_visit"), 1),
    ],
    ids=["a country", "a region", "another country", "a touchpoint"],
)
def test_a_place_has_its_own_and_those_within_it(
    finals: Finals, session: Session, now: datetime, place: Place, count: int
) -> None:
    finals.publish(
        WEEK, review(), *hidden_risk("duero"), chart("below", level="country", node_key="Spain"),
        chart("below", touchpoint_key="repair_visit"), change("down", metric="csat"),
    )  # fmt: skip

    found = part(session, now, place)

    assert len(found.items) == count
    assert (found.title == "No signal is open here") is (count == 0)


def test_an_older_week_shows_what_stood_in_it(
    finals: Finals, session: Session, now: datetime
) -> None:
    finals.publish(WEEK, change("down"), chart("below"))
    finals.publish(NEXT, chart("below"), change("up", metric="csat"))

    found = part(session, now, week=str(WEEK))

    assert found.title == "2\N{NO-BREAK SPACE}signals stood in week 40"
    assert found.more_url == "/signals?state=all"


def test_where_nothing_stood_that_is_said(finals: Finals, session: Session, now: datetime) -> None:
    finals.publish(WEEK)
    finals.publish(NEXT, chart("below"))

    assert part(session, now, week=str(WEEK)).title == "No signal stood in week 40"


def test_a_channel_partner_has_none(finals: Finals, session: Session, now: datetime) -> None:
    finals.publish(WEEK, review())
    opened = open_week(session, HOUSE, None)
    assert opened is not None

    scope = Scope(Role.CHANNEL_PARTNER, partner_key="ribera")

    assert open_signals(session, scope, opened, NETWORK, now) is None
