"""What to do, on the pages of the week."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from access.visibility import Scope
from customers.names.queries import read_names
from metrics.dashboards.opening import open_week
from metrics.dashboards.week.places import NETWORK, Place
from metrics.signals.models import Signal
from metrics.signals.pages import SignalsPart
from metrics.signals.part import open_signals
from metrics.signals.wording import Reader, to_do_text
from tests.metrics.dashboards.pages import page_text
from tests.metrics.signals.finals import (
    PARTNER,
    WEEK,
    ZONE,
    Finals,
    change,
    chart,
    figure,
    hidden_risk,
    review,
)

HOUSE = Scope(Role.EXECUTIVE)
NEXT = WEEK.shifted(1)

ClientAs = Callable[[Role, str | None], FlaskClient]


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

    assert found.title == (
        "2\N{NO-BREAK SPACE}signals stood in week 40, each told as of the last week in which it "
        "stood"
    )
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


def test_the_houses_view_of_a_partner_has_the_signals_about_it_and_the_partner_none(
    signals: list[Signal], client_as: ClientAs, session: Session
) -> None:
    session.commit()
    house = client_as(Role.EXECUTIVE, None)

    own, other = (page_text(house, f"/partner/{key}") for key in ("ribera", "nordhaus"))
    seen = page_text(client_as(Role.CHANNEL_PARTNER, "ribera"), "/partner")

    about = [one.id for one in signals if one.node_key == "ribera"]
    page = house.get("/partner/ribera").get_data(as_text=True)
    assert about
    assert [one for one in about if f'href="/signals/{one}"' not in page] == []
    assert [
        one.id for one in signals if one.id not in about and f'/signals/{one.id}"' in page
    ] == []
    assert "Signals about this partner" in own
    assert "No signal is open here" in other
    assert "Signals about" not in seen
    assert "Pattern to review" not in seen


def test_what_no_longer_shows_says_what_is_true_now_with_its_figure(
    finals: Finals, executive: FlaskClient
) -> None:
    finals.publish(WEEK, figure("end_user", 38.0, 44.0))
    finals.publish(NEXT, figure("end_user", 41.0, 47.0))

    text = page_text(executive, "/")

    now = "Now, week 41, 2026: below the target, but not for certain. End user 41 interval [35–47]"
    assert "Opened in week 40, 2026; in the newest final it no longer shows" in text
    assert "signal is open, overdue, no longer shown by the newest final" in text
    assert text.count(now) == 2
    assert "4 below target 45, uncertain" in text


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ({"value": 50.0, "high": 56.0}, "the target is reached"),
        ({"value": 38.0, "high": 44.0, "decision": "hold"}, "what holds is not known"),
    ],
    ids=["reached", "held"],
)
def test_what_is_true_now_is_told_by_the_figure_of_now(
    finals: Finals, session: Session, now: datetime, after: dict[str, Any], said: str
) -> None:
    finals.publish(WEEK, figure("end_user", 38.0, 44.0))
    finals.publish(NEXT, figure("end_user", **after))

    [line] = part(session, now).items

    assert line.present_text.startswith(f"Now, week 41, 2026: {said}")


def test_a_hidden_risk_of_another_week_says_its_weeks_and_what_became_of_it(
    finals: Finals, session: Session, now: datetime
) -> None:
    finals.publish(WEEK, *hidden_risk())
    finals.publish(
        NEXT, figure("channel_partner", 40.0, 60.0, **PARTNER),
        figure("end_user", 40.0, 52.0, **PARTNER),
    )  # fmt: skip

    [line] = part(session, now).items

    assert line.text.endswith("its end users were below theirs for certain in weeks 37–40, 2026")
    assert line.present_text == (
        "Now, weeks 38–41, 2026: no hidden risk, the partner does not reach its own target"
    )
    assert [one.figure.value for one in line.present] == ["40", "40"]


def test_what_still_stands_and_what_happened_in_one_week_have_no_now(
    finals: Finals, session: Session, now: datetime
) -> None:
    finals.publish(WEEK, change("down", metric="csat"))
    finals.publish(
        NEXT, figure("end_user", 38.0, 44.0), figure("end_user", 0.8, 0.9, metric="csat")
    )

    assert [line.present_text for line in part(session, now).items] == ["", ""]


def test_the_owner_of_a_target_is_told_to_decide_and_others_to_agree_with_the_owner(
    finals: Finals, session: Session, now: datetime
) -> None:
    finals.publish(WEEK, figure("end_user", 38.0, 44.0))
    [signal] = finals.signals()
    reader = Reader(read_names(session, HOUSE), ZONE, now.date(), str(WEEK), 7)
    signal.owner_id = 7

    assert to_do_text(signal, reader).startswith("You own this: decide")
    assert to_do_text(signal, replace(reader, user_id=8)).startswith("Agree with the owner")
