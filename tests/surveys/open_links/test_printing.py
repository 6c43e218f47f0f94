"""Open links in print: pages, labels, and the code as a file."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from core.database import writing
from core.keys import KeyRing
from customers.models import Node, Programme
from surveys.links import open_link_path
from surveys.models import QuestionnaireText, Survey
from surveys.open_links.models import OpenLink
from tests.surveys.open_links.factory import make_open_link

LIST = "/surveys/open-links"


def test_chosen_links_are_printed_in_their_language_with_their_address(
    manager: FlaskClient, session: Session, now: datetime, survey: Survey, partner: Node,
    keys: KeyRing,
) -> None:  # fmt: skip
    first = make_open_link(session, now, survey, partner_id=partner.id)
    make_open_link(session, now, survey, label="not chosen")

    page = manager.post(
        f"{LIST}/selection", data={"id": [first.id], "deed": "print"}, follow_redirects=True
    )
    labels = manager.get(f"{LIST}/print?id={first.id}&layout=labels").text

    assert page.text.count("<article") == labels.count("<article") == 1
    assert f"http://localhost{open_link_path(keys, first.id)}</bdi>" in page.text
    assert "How was your delivery?" in page.text
    assert "Nordhaus &amp; Söhne" in page.text
    assert 'class="codes on-page"' in page.text
    assert 'class="codes on-labels"' in labels


def test_a_printed_title_says_every_name_once_and_words_for_those_nobody_knows(
    manager: FlaskClient, session: Session, now: datetime, survey: Survey, partner: Node
) -> None:
    title = "{programme}: {touchpoint}, {partner}, {product_line}, {date}"
    with writing(session):
        session.execute(sa.update(Programme).values(name="{partner} & Co"))
        session.execute(
            sa.update(QuestionnaireText)
            .where(QuestionnaireText.text_key == "title")
            .values(text=title)
        )
    make_open_link(session, now, survey)
    make_open_link(session, now, survey, partner_id=partner.id)

    page = manager.get(f"{LIST}/print").text

    of_nobody = "{partner} &amp; Co: Delivery, your channel partner, your product, that day"
    of_partner = "{partner} &amp; Co: Delivery, Nordhaus &amp; Söhne, your product, that day"
    assert of_nobody in page
    assert of_partner in page


def test_all_of_a_list_are_printed_but_for_those_that_take_no_answers(
    manager: FlaskClient, session: Session, now: datetime, survey: Survey
) -> None:
    for _ in range(3):
        make_open_link(session, now, survey)
    with writing(session):
        session.execute(sa.update(OpenLink).where(OpenLink.id == 1).values(revoked_at=now))

    page = manager.get(f"{LIST}/print?survey={survey.id}").text

    assert page.count("<article") == 2
    assert "1\xa0link left out: closed or revoked." in page


def test_the_code_is_handed_out_as_a_file(
    manager: FlaskClient, session: Session, now: datetime, survey: Survey
) -> None:
    link = make_open_link(session, now, survey)

    file = manager.get(f"{LIST}/{link.id}/code.svg")

    assert file.mimetype == "image/svg+xml"
    assert file.headers["Content-Disposition"] == f'attachment; filename="open-link-{link.id}.svg"'
    assert file.data.startswith(b"<?xml")
