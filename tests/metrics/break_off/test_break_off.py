from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from core.database import writing
from feedback.break_off.models import UnfinishedSheets
from feedback.models import Response
from metrics.break_off.pages import break_off_page
from metrics.break_off.services import break_off_of
from surveys.errors import UnknownVersionError
from surveys.models import Invitation, QuestionnaireVersion
from tests.factories import (
    make_end_user,
    make_invitation,
    make_programme,
    make_transaction,
    make_version,
)

SignIn = Callable[[Role, str | None], FlaskClient]


@pytest.fixture
def version_id(session: Session, now: datetime) -> int:
    make_programme(session, now)
    made = make_version(session, now)
    with writing(session):
        version = session.get_one(QuestionnaireVersion, made)
        version.structure = {**version.structure, "flow": "one_by_one"}
    return made


def _link(session: Session, now: datetime, version_id: int, key: str, **changes: Any) -> Invitation:
    contact = make_end_user(session, now, key)
    transaction = make_transaction(session, now, f"t-{key}", end_user_key=key)
    return make_invitation(session, now, transaction, contact, version_id, **changes)


def _response(
    link: Invitation | None, now: datetime, version_id: int, transaction_id: int
) -> Response:
    return Response(
        key=f"r{link.id}" if link else "imported",
        source="link" if link else "import",
        audience="end_user",
        invitation_id=link.id if link else None,
        transaction_id=transaction_id,
        version_id=version_id,
        sheet_hash="x",
        language="en",
        promise="confidential",
        answered_at=now,
        received_at=now,
        pages=[{"page": 1, "seconds": 4, "visits": 1}] if link else None,
    )


def _store(session: Session, now: datetime, version_id: int, sent: int, **left: int) -> None:
    """Sheets that were sent and `p2=3` for three that ended on page 2, all of closed links; and as
    noise one of an open link, an imported one, and one from before pages were kept."""
    closed = now - timedelta(days=1)
    links = [_link(session, now, version_id, f"u{n}", expires_at=closed) for n in range(sent + 1)]
    links.append(_link(session, now, version_id, "late"))
    about = make_transaction(session, now, "t1").id
    responses = [_response(link, now, version_id, about) for link in (*links, None)]
    responses[0].pages = None
    with writing(session):
        session.add_all(responses)
        session.add_all(
            UnfinishedSheets(
                version_id=version_id,
                page=int(page.removeprefix("p")),
                last_on=date(2026, 11, 11),
                sheet_count=count,
            )
            for page, count in left.items()
        )


def test_a_page_that_loses_three_times_the_usual_is_marked(
    session: Session, now: datetime, version_id: int
) -> None:
    _store(session, now, version_id, 8, p1=2, p2=2, p3=20, p4=1)

    page = break_off_page(break_off_of(session, version_id, now))

    assert [(line.reached, line.left) for line in page.lines] == [
        (33, 2),
        (31, 2),
        (29, 20),
        (9, 1),
    ]
    assert [line.page for line in page.lines if line.is_spike] == [3]
    assert page.lines[2].hazard == "69.0%"
    assert page.completion == "24%"
    assert page.too_few is None


def test_of_a_few_sheets_nothing_is_said_but_their_count(
    session: Session, now: datetime, version_id: int
) -> None:
    _store(session, now, version_id, 4, p2=25)

    page = break_off_page(break_off_of(session, version_id, now))

    assert page.too_few == (
        "29 begun so far: too few to say where people leave. From 30 on each page has its share."
    )
    assert {line.hazard for line in page.lines} == {""}
    assert page.completion is None


def test_a_version_that_does_not_exist_is_said_so(session: Session, now: datetime) -> None:
    with pytest.raises(UnknownVersionError, match="no questionnaire version 99"):
        break_off_of(session, 99, now)


def test_the_page_says_what_it_cannot_know(
    client_as: SignIn, session: Session, now: datetime, version_id: int
) -> None:
    _store(session, now, version_id, 4, p3=30)
    manager = client_as(Role.PROGRAMME_MANAGER, None)

    page = manager.get(f"/workshop/versions/{version_id}/break-off").text

    assert "34 begun, 4 sent, of links that have closed." in page
    assert "Of open links 0 are under way and 1 sent" in page
    assert "more than three times the usual page" in page
    assert "left no trace: opening a page writes nothing" in page
    assert manager.get("/workshop/versions/99/break-off").status_code == 404
