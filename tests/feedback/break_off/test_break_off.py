from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from core.database import writing
from core.keys import KeyRing
from feedback.break_off.models import UnfinishedSheets
from feedback.break_off.queries import read_sheet_ends
from feedback.break_off.services import farthest_page
from feedback.drafts.services import sweep_drafts
from feedback.models import SheetDraft
from surveys.links import invitation_path
from surveys.models import Invitation, QuestionnaireVersion
from tests.factories import (
    make_end_user,
    make_invitation,
    make_programme,
    make_transaction,
    make_version,
)
from tests.feedback.browsing import Respondent, press

LATER = timedelta(days=30)


@pytest.fixture
def version_id(session: Session, now: datetime) -> int:
    """A version that asks its four questions one by one."""
    make_programme(session, now)
    made = make_version(session, now)
    with writing(session):
        version = session.get_one(QuestionnaireVersion, made)
        version.structure = {**version.structure, "flow": "one_by_one"}
    return made


def _draft(session: Session, now: datetime, version_id: int, key: str, page: int) -> Invitation:
    invitation = _invited(session, now, version_id, key)
    looks = "_".join(f"{number}-3e8-1" for number in range(1, page + 1))
    content = {"key": key, "served_at": 0, "page": 1, "values": {}, "looks": looks}
    with writing(session):
        session.add(
            SheetDraft(
                invitation_id=invitation.id,
                version_id=version_id,
                language="en",
                content=content,
                saved_at=now,
            )
        )
    return invitation


def test_swept_drafts_leave_a_count_by_the_farthest_page_and_nothing_else(
    session: Session, now: datetime, version_id: int
) -> None:
    for key, page in (("u1", 2), ("u2", 2), ("u3", 4)):
        _draft(session, now, version_id, key, page)

    gone = sweep_drafts(session, now + LATER)

    assert gone == 3
    rows = session.execute(
        sa.select(UnfinishedSheets.page, UnfinishedSheets.sheet_count, UnfinishedSheets.last_on)
    ).all()
    assert sorted(rows) == [(2, 2, now.date()), (4, 1, now.date())]


def test_later_sweeps_add_to_the_count_and_count_nothing_twice(
    session: Session, now: datetime, version_id: int
) -> None:
    for key in ("u1", "u2"):
        _draft(session, now, version_id, key, 2)
        sweep_drafts(session, now + LATER)
        sweep_drafts(session, now + LATER)

    assert session.scalars(sa.select(UnfinishedSheets.sheet_count)).all() == [2]


def test_a_draft_whose_link_is_open_is_under_way_and_not_left(
    session: Session, now: datetime, version_id: int
) -> None:
    _draft(session, now, version_id, "u1", 2)
    sweep_drafts(session, now)

    ends = read_sheet_ends(session, session.get_one(QuestionnaireVersion, version_id), now)

    assert ends.open_count == 1
    assert ends.reached == (0, 0, 0, 0, 0)


def test_who_left_on_a_page_got_to_all_before_it(
    session: Session, now: datetime, version_id: int
) -> None:
    left = {1: 1, 3: 2, 5: 4}  # the fifth is the closing page, which asks nothing
    with writing(session):
        session.add_all(
            UnfinishedSheets(
                version_id=version_id, page=page, last_on=date(2026, 11, 11), sheet_count=count
            )
            for page, count in left.items()
        )

    ends = read_sheet_ends(session, session.get_one(QuestionnaireVersion, version_id), now)

    assert ends.pages == (("recommend",), ("satisfaction",), ("reason",), ("comment",))
    assert ends.reached == (7, 6, 6, 4, 0)


@pytest.mark.parametrize(
    ("page", "looks", "farthest"),
    [
        pytest.param(2, "1-3e8-1_2-0-1", 2, id="where one is"),
        pytest.param(1, "1-3e8-2_2-x-1_3-0-1", 3, id="gone back"),
        pytest.param(1, "", 1, id="nothing known"),
    ],
)
def test_the_farthest_page_counts_also_after_going_back(
    page: int, looks: str, farthest: int
) -> None:
    assert farthest_page({"page": page, "looks": looks}) == farthest


def test_sheets_are_counted_through_the_real_pages_once_their_links_have_closed(
    client: FlaskClient, keys: KeyRing, session: Session, now: datetime, version_id: int
) -> None:
    people = [_invited(session, now, version_id, key) for key in ("sends", "leaves", "early")]
    sends, leaves, early = (Respondent(client, invitation_path(keys, p.id)) for p in people)
    with writing(session):
        people[2].expires_at = now + 2 * LATER
    for respondent in (sends, early):
        _send_all(respondent)
    second = press(client, leaves.open(), "next", {"recommend": "3"})
    third = press(client, second, "next", {"satisfaction": "2"})
    press(client, third, "back")  # to the second page, having seen the third
    sweep_drafts(session, now + LATER)

    version = session.get_one(QuestionnaireVersion, version_id)
    ends = read_sheet_ends(session, version, now + LATER)
    before = read_sheet_ends(session, version, now)

    assert ends.reached == (2, 2, 2, 1, 1)
    assert (ends.sent_count, ends.early_count, ends.open_count) == (1, 1, 0)
    assert (before.sent_count, before.early_count) == (0, 2)


def _invited(session: Session, now: datetime, version_id: int, key: str) -> Invitation:
    contact = make_end_user(session, now, key)
    transaction = make_transaction(session, now, f"t-{key}", end_user_key=key)
    return make_invitation(session, now, transaction, contact, version_id)


def _send_all(respondent: Respondent) -> None:
    page = respondent.open()
    for answers in ({"recommend": "9"}, {"satisfaction": "4"}, {"reason": "price"}):
        page = press(respondent.client, page, "next", answers)
    assert press(respondent.client, page, "send").status_code == 303
