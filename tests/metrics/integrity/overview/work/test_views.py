from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from core.database import writing
from metrics.integrity.models import FindingNote
from metrics.models import Edition, FindingRow
from tests.metrics.dashboards.factory import PARTNERS, partner_key
from tests.metrics.dashboards.pages import page_text

ClientAs = Callable[[Role, str | None], FlaskClient]
LIST = "/integrity/worklist/2026-W45/final/0"


@pytest.fixture
def manager(client_as: ClientAs) -> FlaskClient:
    return client_as(Role.PROGRAMME_MANAGER, None)


def finding(session: Session, edition: Edition, check: str = "contact_present") -> int:
    found = session.scalar(
        sa.select(FindingRow.id).where(
            FindingRow.edition_id == edition.id, FindingRow.check_key == check
        )
    )
    assert found is not None
    return found


def take(client: FlaskClient, finding_id: int, **fields: str) -> tuple[int, str]:
    form = {"state": "taken", "owner": "M. Osei", "due_on": "2026-11-10", "note": "", **fields}
    answer = client.post(f"/integrity/findings/{finding_id}", data=form)
    return answer.status_code, answer.get_data(as_text=True)


def test_the_list_says_what_to_do_where_and_in_what_state(
    published: list[Edition], manager: FlaskClient
) -> None:
    text = page_text(manager, LIST)

    assert "3 findings need a person" in text
    assert "Balance before weighting (PSI) Sampling; warns; 1 finding" in text
    assert "Failed Ribera Aire, end users" in text
    assert "To do: Ask the partner how contacts are written down." in text


def test_who_takes_a_finding_until_when_stands_on_the_list_and_is_late_after_it(
    published: list[Edition], manager: FlaskClient, session: Session
) -> None:
    status, _ = take(manager, finding(session, published[1]))

    text = page_text(manager, LIST)

    assert status == 302
    assert "Taken by M. Osei" in text
    assert "By 10 November 2026, overdue" in text
    assert "Of 3 findings, 1 is taken and 1 is overdue." in text


def test_what_is_settled_leaves_the_list_and_is_found_by_the_filter(
    published: list[Edition], manager: FlaskClient, session: Session
) -> None:
    take(manager, finding(session, published[1]), state="settled", note="Heard the partner.")

    assert "Ribera Aire" not in page_text(manager, LIST)
    assert "Settled by M. Osei" in page_text(manager, f"{LIST}?state=settled")
    assert "Ribera Aire" in page_text(manager, f"{LIST}?state=all&owner=osei")
    assert "Nothing here" in page_text(manager, f"{LIST}?state=all&owner=nobody")


@pytest.mark.parametrize("query", ["state=x", "family=x", "check=%00", "owner=%F0%9F%92%A9"])
def test_a_filter_that_means_nothing_breaks_nothing(
    published: list[Edition], manager: FlaskClient, query: str
) -> None:
    page_text(manager, f"{LIST}?{query}")


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"owner": ""}, "Say who takes it"),
        ({"due_on": "tomorrow"}, "Write the day as 2026-11-30."),
        ({"state": "thrown away"}, "Not a valid choice."),
        ({"state": "settled"}, "how it was settled"),
        ({"note": "x" * 401}, "Field cannot be longer than 400 characters."),
    ],
)
def test_a_note_that_cannot_be_kept_says_why_and_loses_nothing(
    published: list[Edition], manager: FlaskClient, session: Session,
    fields: dict[str, str], problem: str,
) -> None:  # fmt: skip
    note = fields.get("note", "We asked")

    status, text = take(manager, finding(session, published[1]), **{"note": note, **fields})

    assert status == 400
    assert problem in text
    assert note in text
    assert session.scalar(sa.select(sa.func.count(FindingNote.id))) == 0


def test_a_finding_shows_its_figures_and_its_notes_newest_first(
    published: list[Edition], manager: FlaskClient, session: Session
) -> None:
    one = finding(session, published[1])
    take(manager, one, note="first word")
    take(manager, one, note="second word")

    text = page_text(manager, f"/integrity/findings/{one}")

    assert "The figures behind it Value 0.14" in text
    assert text.index("second word") < text.index("first word")


def test_an_executive_looks_and_does_not_write(
    published: list[Edition], client_as: ClientAs, session: Session
) -> None:
    executive, one = client_as(Role.EXECUTIVE, None), finding(session, published[1])

    text = page_text(executive, f"/integrity/findings/{one}")

    assert "Note what becomes of it" not in text
    assert take(executive, one)[0] == 403
    assert client_as(Role.CHANNEL_PARTNER, "ribera").get(LIST).status_code == 403


def test_a_note_without_its_token_is_refused(
    app: Flask, published: list[Edition], manager: FlaskClient, session: Session
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True

    assert take(manager, finding(session, published[1]))[0] == 400
    assert session.scalar(sa.select(sa.func.count(FindingNote.id))) == 0


def test_a_finding_that_is_not_there_is_missing(
    published: list[Edition], manager: FlaskClient
) -> None:
    assert manager.get("/integrity/findings/987654321").status_code == 404
    assert take(manager, 987_654_321)[0] == 404


def test_four_hundred_findings_of_one_check_are_ten_lines_and_a_number(
    published: list[Edition], manager: FlaskClient, session: Session
) -> None:
    one = session.get_one(FindingRow, finding(session, published[1]))
    facts = {c.key: getattr(one, c.key) for c in sa.inspect(FindingRow).column_attrs}
    keys = [partner_key(name) for name in PARTNERS if partner_key(name) != "ribera"]
    keys += [f"p{number}" for number in range(400 - len(keys))]
    with writing(session):
        session.add_all(FindingRow(**(facts | {"id": None, "node_key": key})) for key in keys)

    short = manager.get(LIST).get_data(as_text=True)
    long = manager.get(f"{LIST}?check=contact_present").get_data(as_text=True)

    assert short.count("Ask the partner how contacts") == 10
    assert "And 391 more" in short
    assert f'href="{LIST}?check=contact_present"' in short
    assert long.count("Ask the partner how contacts") == 401
