"""What may be said of two weeks: over a break nothing, and what the edition said as it said it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from core.database import writing
from metrics.models import Change, Edition, Estimate, FindingRow
from tests.metrics.dashboards.pages import page_text

ClientAs = Callable[[Role, str | None], FlaskClient]


@pytest.fixture
def executive(client_as: ClientAs) -> FlaskClient:
    return client_as(Role.EXECUTIVE, None)


def _break(
    session: Session, edition: Edition, key: str, touchpoints: str = "", **changes: str
) -> None:
    place = {"audience": "", "level": "network", "node_key": "", "metric": "nps", **changes}
    with writing(session):
        session.add(
            FindingRow(
                edition_id=edition.id, check_key=key, family="analytics", severity="caveat",
                state="warn", window=0, value=1.0, warn=None, fail=None,
                what=f"From {edition.week} the series is another: {key} changed.", what_to_do="",
                evidence={"touchpoints": touchpoints}, overridden="", **place,
            )
        )  # fmt: skip


def _fall(session: Session, earlier: Edition) -> None:
    """End users' recommendation stood far higher before, in every place."""
    with writing(session):
        for row in session.query(Estimate).filter_by(
            edition_id=earlier.id, audience="end_user", window=1, metric="nps"
        ):
            row.value, row.ci_low, row.ci_high = 80.0, 75.0, 85.0


PAIR = "/compare?week=2026-W45&against=2026-W44"


def test_over_a_break_nothing_is_called_and_the_reason_stands_before_the_figures(
    published: list[Edition], executive: FlaskClient, session: Session
) -> None:
    _fall(session, published[0])
    before = page_text(executive, PAIR)
    _break(session, published[1], "series_question", touchpoints="delivery")

    text = page_text(executive, PAIR)

    assert "end-user recommendation is lower" in before
    assert "a series starts anew between the two weeks" in text
    assert "Lower" not in text
    assert text.index("series_question changed") < text.index("n 220")
    assert "Not compared The series starts anew in 2026-W45; see above." in text


BREAKS: tuple[tuple[str, dict[str, str], str, str], ...] = (
    ("another metric's question goes on", {"metric": "csat"}, "", "is lower"),
    ("another customer's question goes on", {"audience": "channel_partner"}, "", "is lower"),
    ("a place's own change leaves the network", {"level": "country", "node_key": "Spain"}, "",
     "is lower"),
    ("a touchpoint that is asked as before", {}, "&touchpoint=repair_visit", "is lower"),
    ("the touchpoint that was reworded", {}, "&touchpoint=delivery", "starts anew"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "query", "said"), [row[1:] for row in BREAKS], ids=[row[0] for row in BREAKS]
)
def test_a_break_ends_what_it_concerns_and_nothing_else(
    published: list[Edition], executive: FlaskClient, session: Session,
    changes: dict[str, str], query: str, said: str,
) -> None:  # fmt: skip
    _fall(session, published[0])
    _break(session, published[1], "series_question", touchpoints="delivery", **changes)

    assert said in page_text(executive, PAIR + query).split("What changed in between")[0]


def test_what_only_wants_care_is_said_first_and_tested_all_the_same(
    published: list[Edition], executive: FlaskClient, session: Session
) -> None:
    _fall(session, published[0])
    _break(session, published[1], "series_plan", metric="")

    text = page_text(executive, PAIR)

    assert (
        "to be read with care, since something changed in between: in week 45, 2026, end-user"
        in text
    )
    assert text.index("series_plan changed") < text.index("Lower")


def test_a_newer_method_is_a_break_by_itself(
    published: list[Edition], executive: FlaskClient, session: Session
) -> None:
    _fall(session, published[0])
    with writing(session):
        published[0].method_version = "0.9"

    text = page_text(executive, PAIR)

    assert "The method is version 1.0, and was 0.9 in 2026-W44" in text
    assert "Lower" not in text


def _published_change(session: Session, later: Edition, earlier: Edition) -> Change:
    return (
        session.query(Change)
        .filter_by(edition_id=later.id, audience="end_user", metric="nps", against_edition_id=None)
        .one()
    )


def test_what_the_edition_says_of_exactly_this_pair_stands(
    published: list[Edition], executive: FlaskClient, session: Session
) -> None:
    before = page_text(executive, PAIR)
    with writing(session):
        change = _published_change(session, published[1], published[0])
        change.against_edition_id = published[0].id

    text = page_text(executive, PAIR)

    assert "cannot be told apart in any figure" in before
    assert "as the edition says" not in before
    assert "end-user recommendation is lower" in text
    assert "−9.4" in text
    assert "Lower (as the edition says)" in text


def test_a_pair_that_the_edition_refused_to_compare_is_not_compared_here(
    published: list[Edition], executive: FlaskClient, session: Session
) -> None:
    _fall(session, published[0])
    with writing(session):
        change = _published_change(session, published[1], published[0])
        change.against_edition_id = published[0].id
        change.difference = change.ci_low = change.ci_high = change.q = change.p = None
        change.verdict, change.reason = "no_comparison", "The earlier figure was not shown."

    text = page_text(executive, PAIR)

    assert "Not compared (as the edition says) The earlier figure was not shown." in text
    assert "Lower" not in text


def test_few_accounts_make_a_difference_less_certain(
    published: list[Edition], executive: FlaskClient, session: Session
) -> None:
    with writing(session):
        for edition, value, reach in ((published[0], 60.0, 0.5), (published[1], 20.0, 26.0)):
            row = session.query(Estimate).filter_by(
                edition_id=edition.id, audience="end_user", window=1, level="network",
                node_key="", touchpoint_key="", metric="nps",
            ).one()  # fmt: skip
            row.value, row.ci_low, row.ci_high = value, value - reach, value + reach
    many = page_text(executive, PAIR)
    with writing(session):
        session.query(Estimate).filter_by(metric="nps", audience="end_user").update({"accounts": 3})

    few = page_text(executive, PAIR)

    assert "end-user recommendation is lower" in many
    assert "cannot be told apart in any figure" in few
