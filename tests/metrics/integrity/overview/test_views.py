from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from core.clock import Week
from core.database import writing
from metrics.models import Edition, Estimate, FindingRow
from metrics.tallies import EstimateTally, store_tallies
from tests.metrics.dashboards.factory import publish_edition
from tests.metrics.dashboards.pages import page_text


@pytest.fixture
def executive(client_as: Callable[[Role, str | None], FlaskClient]) -> FlaskClient:
    return client_as(Role.EXECUTIVE, None)


def edit(session: Session, edition: Edition, check: str, /, **changes: object) -> None:
    """What a check of an edition found, otherwise than the factory has it."""
    with writing(session):
        row = session.query(FindingRow).filter_by(edition_id=edition.id, check_key=check).one()
        for name, value in changes.items():
            setattr(row, name, value)


def test_the_newest_edition_opens_be_it_only_a_flash(
    published: list[Edition], executive: FlaskClient
) -> None:
    text = page_text(executive, "/integrity")

    assert "Week 46, 2026: of six families 2 warn, 1 passed and 3 were not checked" in text
    assert "This is the first flash: there is nothing to compare it with." in text


def test_a_week_opens_its_final_and_says_what_it_is_compared_with(
    published: list[Edition], executive: FlaskClient
) -> None:
    text = page_text(executive, "/integrity?week=2026-W45")

    assert "Week 45, 2026" in text
    assert "Compared with the final of week 44, 2026." in text
    assert "Nothing got worse since the last edition of its kind." in text


def test_what_got_worse_is_told_with_both_figures_and_the_limit(
    published: list[Edition], executive: FlaskClient, session: Session
) -> None:
    edit(session, published[0], "psi_before", state="pass", value=0.05)
    edit(session, published[1], "psi_before", state="warn", value=0.14)

    text = page_text(executive, "/integrity/2026-W45/final/0")

    assert "Sampling worsened: balance before weighting (PSI) 0.05 → 0.14, now above 0.10." in text


def test_each_family_has_this_edition_the_one_before_and_the_last_ones(
    published: list[Edition], executive: FlaskClient, session: Session
) -> None:
    edit(session, published[0], "duplicates", state="fail", severity="block")

    answer = executive.get("/integrity/2026-W45/final/0").get_data(as_text=True)

    assert 'aria-label="Analytics: W44: Failed; W45: Passed"' in answer
    assert 'aria-label="Constructs: W44: Nothing was checked; W45: Nothing was checked"' in answer


def test_headline_figures_show_how_far_every_doubt_would_move_them(
    published: list[Edition], executive: FlaskClient, session: Session
) -> None:
    with writing(session):
        row = (
            session.query(Estimate)
            .filter_by(
                edition_id=published[1].id, audience="end_user", window=13, level="network",
                touchpoint_key="", metric="nps",
            )
            .one()
        )  # fmt: skip
        assert row.value is not None
        row.raw, row.with_set_aside, row.without_flagged = row.value - 4, row.value + 1, None
        row.ci_low, row.ci_high = row.value - 10, row.value + 10

    text = page_text(executive, "/integrity/2026-W45/final/0")

    assert "Weighting moved it by" in text
    assert "+4.0, 0.4 of the margin of error" in text
    assert "+1.0, 0.1 of the margin of error" in text


def test_grades_are_counted_by_level_beside_the_edition_before(
    published: list[Edition], executive: FlaskClient, session: Session
) -> None:
    with writing(session):
        session.query(Estimate).filter_by(edition_id=published[1].id, level="country").update(
            {"grade": "A", "decision": "publish"}
        )
        session.execute(sa.delete(EstimateTally).filter_by(edition_id=published[1].id))
        store_tallies(session, published[1].id)

    text = page_text(executive, "/integrity/2026-W45/final/0")

    assert "Countries 72 (0) 0 (72) – – – –" in text
    assert "Fewer than 10 answers. not shown" in text


def test_a_partner_under_review_is_named_with_the_way_to_its_page(
    published: list[Edition], executive: FlaskClient, session: Session
) -> None:
    edit(session, published[1], "contact_present", check_key="partner_selection", value=0.002)

    answer = executive.get("/integrity/2026-W45/final/0").get_data(as_text=True)

    assert 'href="/integrity/partners/ribera">Ribera Aire</a>' in answer
    assert "Published all the same by M. Osei: heard the partner." in answer


def test_another_revision_of_the_week_is_one_link_away(
    published: list[Edition], executive: FlaskClient, session: Session
) -> None:
    publish_edition(session, Week(2026, 45), "final", revision=1)

    first = executive.get("/integrity/2026-W45/final/0").get_data(as_text=True)

    assert 'href="/integrity/2026-W45/final/1"' in first
    assert "Final, revision 1" in page_text(executive, "/integrity?week=2026-W45")


@pytest.mark.parametrize(
    "path",
    ["/integrity/2026-W45/final/9", "/integrity/2026-W45/daily/0", "/integrity/nonsense/final/0",
     "/integrity/worklist/2026-W45/final/9", "/integrity?week=2020-W01", "/integrity?week=x"],
)  # fmt: skip
def test_an_edition_that_is_not_there_says_so(
    published: list[Edition], executive: FlaskClient, path: str
) -> None:
    page_text(executive, path, status=404)


def test_before_the_first_edition_the_page_says_what_comes(executive: FlaskClient) -> None:
    for path in ("/integrity", "/integrity/worklist"):
        assert "No week has been published yet" in page_text(executive, path)


def test_a_channel_partner_does_not_see_the_network_s_checks(
    published: list[Edition], client_as: Callable[[Role, str | None], FlaskClient]
) -> None:
    partner = client_as(Role.CHANNEL_PARTNER, "ribera")

    for path in ("/integrity", "/integrity/2026-W45/final/0", "/integrity/worklist"):
        assert partner.get(path).status_code == 403
