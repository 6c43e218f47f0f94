from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.models import AuditEntry
from access.visibility import command_line_scope
from core.database import writing
from customers.models import ProductLine
from surveys.errors import (
    OpenLinkError,
    RevokedOpenLinkError,
    UnknownOpenLinkError,
    UnknownSurveyError,
)
from surveys.models import Promise, Survey
from surveys.open_links.models import OpenLink
from surveys.open_links.queries import LinkFilter, find_links
from surveys.open_links.services import (
    ForWhom,
    LinkOrder,
    MadeLinks,
    close_links,
    make_links,
    revoke_link,
    set_closing,
)
from surveys.open_links.states import LinkState, state_of
from tests.factories import make_partner, make_product_line, make_programme
from tests.surveys.open_links.factory import make_open_link, make_survey

SCOPE = command_line_scope()
TODAY = date(2026, 11, 16)


@pytest.fixture
def survey(session: Session, now: datetime) -> Survey:
    make_programme(session, now)
    return make_survey(session, now)


def ordered(session: Session, now: datetime, order: LinkOrder) -> MadeLinks:
    with writing(session):
        return make_links(session, SCOPE, order, now)


def every_partner(survey: Survey, **changes: object) -> LinkOrder:
    return LinkOrder(survey_id=survey.id, for_whom=ForWhom.EVERY_PARTNER, **changes)  # type: ignore[arg-type]


def test_a_link_is_made_open_and_on_record(session: Session, now: datetime, survey: Survey) -> None:
    made = ordered(session, now, LinkOrder(survey_id=survey.id, label=" on the box "))

    (link,) = made.links
    assert (link.label, link.language, link.promise) == ("on the box", "en", "confidential")
    assert state_of(link, now) is LinkState.OPEN
    assert session.scalars(sa.select(AuditEntry.deed)).all() == ["make open links"]


def test_every_partner_gets_a_link_and_a_second_time_only_the_new_ones(
    session: Session, now: datetime, survey: Survey
) -> None:
    first, second = (make_partner(session, now, key) for key in ("nordhaus", "suedhaus"))
    before = ordered(session, now, every_partner(survey))
    third = make_partner(session, now, "westhaus")

    after = ordered(session, now, every_partner(survey))

    assert {link.partner_id for link in before.links} == {first.id, second.id}
    assert [link.partner_id for link in after.links] == [third.id]
    assert after.left_out_count == 2


@pytest.mark.parametrize("difference", ["product line", "closed", "revoked", "survey"])
def test_a_partner_s_link_of_another_kind_stands_in_nobody_s_way(
    session: Session, now: datetime, survey: Survey, difference: str
) -> None:
    make_partner(session, now, "nordhaus")
    make_product_line(session, now, "pumps")
    other = make_survey(session, now, "sale")
    (link,) = ordered(session, now, every_partner(survey)).links
    line_id = session.scalars(sa.select(ProductLine.id)).one()
    with writing(session):
        if difference == "closed":
            close_links(session, SCOPE, [link.id], now)
        if difference == "revoked":
            revoke_link(session, SCOPE, link.id, now)

    made = ordered(
        session,
        now,
        every_partner(
            other if difference == "survey" else survey,
            product_line_id=line_id if difference == "product line" else None,
        ),
    )

    assert (len(made.links), made.left_out_count) == (1, 0)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"language": "xx"}, "not there in 'xx'"),
        ({"product_line_id": 99}, "no such product line"),
        ({"label": "x" * 121}, "label is too long"),
        ({"for_whom": ForWhom.ONE_PARTNER}, "Choose the channel partner"),
        ({"for_whom": ForWhom.ONE_PARTNER, "partner_id": 1}, "Choose the channel partner"),
        ({"for_whom": ForWhom.EVERY_PARTNER}, "Import partners first"),
        ({"closes_on": TODAY - timedelta(days=1)}, "lies in the past"),
        ({"closes_on": date(9999, 12, 31)}, "too far ahead"),
        ({"promise": Promise.ANONYMOUS, "takes_references": True}, "is not anonymous"),
        ({"promise": Promise.ATTRIBUTED}, "Nobody knows the name"),
    ],
)
def test_what_cannot_be_made_says_what_to_change_and_makes_nothing(
    session: Session, now: datetime, survey: Survey, changes: dict[str, object], words: str
) -> None:
    with pytest.raises(OpenLinkError, match=words):
        ordered(session, now, LinkOrder(survey_id=survey.id, **changes))  # type: ignore[arg-type]

    assert session.scalars(sa.select(OpenLink)).all() == []


def test_a_link_of_no_survey_is_not_made(session: Session, now: datetime, survey: Survey) -> None:
    with pytest.raises(UnknownSurveyError):
        ordered(session, now, LinkOrder(survey_id=survey.id + 1))


def test_a_link_closes_at_the_end_of_its_last_day_where_the_programme_is(
    session: Session, now: datetime, survey: Survey
) -> None:
    link = make_open_link(session, now, survey, closes_on=TODAY)

    midnight = datetime(2026, 11, 16, 23, 0, tzinfo=UTC)  # in Berlin
    assert link.closes_at == midnight
    assert state_of(link, midnight - timedelta(microseconds=1)) is LinkState.OPEN
    assert state_of(link, midnight) is LinkState.CLOSED


def test_a_closed_link_can_be_opened_again(session: Session, now: datetime, survey: Survey) -> None:
    link, other = (make_open_link(session, now, survey) for _ in range(2))
    with writing(session):
        closed_count = close_links(session, SCOPE, [link.id, link.id, 99], now)

    with writing(session):
        set_closing(session, SCOPE, link.id, None, now)

    assert closed_count == 1
    assert state_of(link, now) is state_of(other, now) is LinkState.OPEN


def test_what_was_closed_already_keeps_its_moment(
    session: Session, now: datetime, survey: Survey
) -> None:
    link = make_open_link(session, now, survey)
    with writing(session):
        close_links(session, SCOPE, [link.id], now)

    with writing(session):
        count = close_links(session, SCOPE, [link.id], now + timedelta(days=1))

    assert count == 0
    assert link.closes_at == now


def test_a_revoked_link_stays_revoked(session: Session, now: datetime, survey: Survey) -> None:
    link = make_open_link(session, now, survey)
    with writing(session):
        revoke_link(session, SCOPE, link.id, now)
        revoke_link(session, SCOPE, link.id, now + timedelta(days=1))

    with pytest.raises(RevokedOpenLinkError), writing(session):
        set_closing(session, SCOPE, link.id, None, now)

    assert link.revoked_at == now
    assert session.scalars(sa.select(AuditEntry.deed)).all().count("revoke open link") == 1


def test_a_link_that_is_not_there_is_neither_revoked_nor_closed(
    session: Session, now: datetime, survey: Survey
) -> None:
    with pytest.raises(UnknownOpenLinkError), writing(session):
        revoke_link(session, SCOPE, 99, now)
    with pytest.raises(UnknownOpenLinkError), writing(session):
        set_closing(session, SCOPE, 99, None, now)


def test_links_are_found_by_survey_state_and_words(
    session: Session, now: datetime, survey: Survey
) -> None:
    partner = make_partner(session, now, "nordhaus", name="Nordhaus & Söhne 100%")
    about_partner = make_open_link(session, now, survey, partner_id=partner.id)
    labelled = make_open_link(session, now, survey, label="Box 100")
    closed = make_open_link(session, now, make_survey(session, now, "sale"))
    with writing(session):
        close_links(session, SCOPE, [closed.id], now)

    def found(**wanted: object) -> list[int]:
        links = find_links(session, LinkFilter(**wanted), now, limit=9)  # type: ignore[arg-type]
        assert links.count == len(links.shown)
        return [link.id for link in links.shown]

    assert sorted(found()) == [about_partner.id, labelled.id, closed.id]
    assert found(survey_id=closed.survey_id) == found(state=LinkState.CLOSED) == [closed.id]
    assert found(state=LinkState.REVOKED) == []
    assert found(words="NORDH") == found(words="100%") == [about_partner.id]
    assert found(words="box") == [labelled.id]


def test_a_list_is_shown_in_pages(session: Session, now: datetime, survey: Survey) -> None:
    for key in ("anna", "bert", "cora"):
        make_partner(session, now, key)
    ordered(session, now, every_partner(survey))

    found = find_links(session, LinkFilter(), now, limit=1, offset=1)

    assert [link.partner.name for link in found.shown if link.partner] == ["Bert"]
    assert found.count == 3
