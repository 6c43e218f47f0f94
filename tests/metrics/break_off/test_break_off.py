from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

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
from surveys.models import QuestionnaireVersion
from tests.factories import make_programme, make_transaction, make_version

SignIn = Callable[[Role, str | None], FlaskClient]


@pytest.fixture
def version_id(session: Session, now: datetime) -> int:
    make_programme(session, now)
    made = make_version(session, now)
    with writing(session):
        version = session.get_one(QuestionnaireVersion, made)
        version.structure = {**version.structure, "flow": "one_by_one"}
    return made


def _store(session: Session, now: datetime, version_id: int, sent: int, **left: int) -> None:
    """Sheets that were sent, and `p2=3` for three that ended on page 2."""
    transaction = make_transaction(session, now, "t1")
    with writing(session):
        session.add_all(
            Response(
                key=f"r{number}",
                source=source,
                audience="end_user",
                transaction_id=transaction.id,
                version_id=version_id,
                sheet_hash="x",
                language="en",
                promise="confidential",
                answered_at=now,
                received_at=now,
                pages=pages,
            )
            for number, (source, pages) in enumerate(
                # Noise: imported, and from before pages were kept.
                [("link", [{"page": 1, "seconds": 4, "visits": 1}])] * sent
                + [("import", None), ("link", None)]
            )
        )
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
    _store(session, now, version_id, 70, p1=4, p2=4, p3=20, p4=2)

    page = break_off_page(break_off_of(session, version_id))

    assert [(line.reached, line.left) for line in page.lines] == [
        (100, 4),
        (96, 4),
        (92, 20),
        (72, 2),
    ]
    assert [line.page for line in page.lines if line.is_spike] == [3]
    assert page.lines[2].hazard == "21.7%"
    assert page.completion == "70%"
    assert page.too_few is None


def test_of_a_few_sheets_nothing_is_said_but_their_count(
    session: Session, now: datetime, version_id: int
) -> None:
    _store(session, now, version_id, 20, p2=9)

    page = break_off_page(break_off_of(session, version_id))

    assert page.too_few == (
        "29 begun so far: too few to say where people leave. From 30 on each page has its share."
    )
    assert {line.hazard for line in page.lines} == {""}
    assert page.completion is None


def test_a_version_that_does_not_exist_is_said_so(session: Session) -> None:
    with pytest.raises(UnknownVersionError, match="no questionnaire version 99"):
        break_off_of(session, 99)


def test_the_page_says_what_it_cannot_know(
    client_as: SignIn, session: Session, now: datetime, version_id: int
) -> None:
    _store(session, now, version_id, 70, p3=20)
    manager = client_as(Role.PROGRAMME_MANAGER, None)

    page = manager.get(f"/workshop/versions/{version_id}/break-off").text

    assert "90 begun, 70 sent." in page
    assert "more than three times the usual page" in page
    assert "left no trace: opening a page writes nothing" in page
    assert manager.get("/workshop/versions/99/break-off").status_code == 404
