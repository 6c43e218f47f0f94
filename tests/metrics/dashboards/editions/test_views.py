from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from core.clock import Week
from core.database import writing
from metrics.dashboards.editions.pages import report_rows
from metrics.models import Edition, Estimate
from tests.metrics.dashboards.factory import publish_edition
from tests.metrics.dashboards.pages import page_text


@pytest.fixture
def executive(client_as: Callable[[Role, str | None], FlaskClient]) -> FlaskClient:
    return client_as(Role.EXECUTIVE, None)


def test_the_list_has_every_final_flash_and_revision(
    published: list[Edition], executive: FlaskClient, session: Session
) -> None:
    publish_edition(session, Week(2026, 44), "final", revision=1)

    text = page_text(executive, "/editions")

    assert text.index("2026-W46 Flash") < text.index("2026-W45 Final")
    assert "Final, revision 1 of 9 November 2026 A late file of answers" in text


def test_an_edition_shows_all_its_checks_weighing_and_ladder(
    published: list[Edition], executive: FlaskClient
) -> None:
    text = page_text(executive, "/editions/2026-W45/final/0")

    assert "Passed Analytics; both customers No answer came twice." in text
    assert "Failed Sampling; Ribera Aire, end users" in text
    assert "Largest weight 2.31" in text
    assert "220 answers of end users stand for 1,196 transactions" in text


@pytest.mark.parametrize(
    "path",
    ["/editions/2026-W45/final/7", "/editions/2026-W45/daily/0", "/editions/1999-W01/final/0"],
)
def test_an_edition_that_does_not_exist_says_so(
    published: list[Edition], executive: FlaskClient, path: str
) -> None:
    assert "There is no such edition." in page_text(executive, path, status=404)


def test_before_the_first_edition_the_list_says_what_comes(executive: FlaskClient) -> None:
    assert "No week has been published yet" in page_text(executive, "/editions")


def test_a_report_is_written_out_whatever_it_states() -> None:
    report = {
        "converged": True,
        "margins": {"region": 6},
        "merges": [],
        "deff": 1.1834,
        "cap": None,
    }

    assert report_rows(report) == [
        ("Converged", "yes"),
        ("Margins, region", "6"),
        ("Merges", "none"),
        ("Deff", "1.18"),
        ("Cap", "not known"),
    ]


def test_the_history_of_a_week_tells_what_a_revision_changed_and_not_what_was_before(
    published: list[Edition], executive: FlaskClient, session: Session
) -> None:
    revision = publish_edition(session, Week(2026, 45), "final", revision=1)
    with writing(session):
        rows = session.query(Estimate).filter_by(edition_id=revision.id, window=1, metric="nps")
        rows[0].value = 12.3456
        rows[1].grade = "C"

    text = page_text(executive, "/editions/2026-W45/final/1")

    assert "1 figure with another value and 1 figure with another grade" in text
    assert "A late file of answers" in text
    assert "the first of its kind" in text
    assert "12.3" not in text
