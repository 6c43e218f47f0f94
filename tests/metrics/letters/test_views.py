from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import AuditEntry, Role
from core.keys import KeyRing
from metrics.letters.links import stop_path
from metrics.letters.models import LetterChoice
from metrics.models import Edition
from tests.metrics.letters.desks import PostOffice

ClientAs = Callable[..., FlaskClient]


def _choices(session: Session) -> list[tuple[int, bool, bool, bool]]:
    session.rollback()
    rows = session.scalars(sa.select(LetterChoice))
    return [(row.user_id, row.wants_final, row.wants_flash, row.wants_pdf) for row in rows]


def test_opening_the_stopping_link_writes_nothing_however_often(
    office: PostOffice, session: Session, client: FlaskClient, keys: KeyRing
) -> None:
    path = stop_path(keys, office.users["head@example.com"].id)

    pages = [client.get(path), client.head(path), client.get(path)]

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert "Stop the weekly letters?" in pages[0].get_data(as_text=True)
    assert _choices(session) == []


def test_the_mail_programs_post_stops_the_letters_without_session_or_form_token(
    app: Flask, office: PostOffice, session: Session, client: FlaskClient, published: list[Edition]
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    office.queue(published[1])
    office.send()
    letter = next(one for one in office.received() if "head@" in str(one["To"]))

    answers = [client.post(_path(letter), data={"List-Unsubscribe": "One-Click"}) for _ in "12"]

    head = office.users["head@example.com"].id
    assert [answer.status_code for answer in answers] == [200, 200]
    assert "You get no more weekly letters" in answers[0].get_data(as_text=True)
    assert _choices(session) == [(head, False, False, False)]
    assert len(session.scalars(sa.select(AuditEntry)).all()) == 1


def _path(letter: EmailMessage) -> str:
    return str(letter["List-Unsubscribe"]).strip("<> \r\n").removeprefix("http://localhost")


def test_a_link_that_is_not_ours_is_not_known_and_stops_nothing(
    office: PostOffice, session: Session, client: FlaskClient, keys: KeyRing
) -> None:
    head = office.users["head@example.com"].id
    right = stop_path(keys, head)
    wrong = [
        right[:-1] + ("A" if right[-1] != "A" else "B"),
        "/letters/stop/1-x",
        stop_path(keys, 987_654),
        right.replace(f"/{head}-", "/4-"),
        right.replace("-", ""),
    ]

    answers = [client.post(path) for path in wrong]

    assert [answer.status_code for answer in answers] == [404] * len(wrong)
    assert "This link is not known" in answers[0].get_data(as_text=True)
    assert _choices(session) == []


def test_the_stopping_page_carries_no_menu_and_leaks_its_code_to_nobody(
    office: PostOffice, client: FlaskClient, keys: KeyRing
) -> None:
    page = client.get(stop_path(keys, office.users["head@example.com"].id))

    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "<nav" not in page.get_data(as_text=True)


def test_a_person_chooses_their_letters_and_finds_the_choice_again(
    session: Session, client_as: ClientAs
) -> None:
    client = client_as(Role.PROGRAMME_MANAGER, None)
    before = client.get("/account/letters").get_data(as_text=True)

    answer = client.post("/account/letters", data={"wants_flash": "y", "wants_pdf": "y"})

    after = client.get("/account/letters").get_data(as_text=True)
    assert answer.status_code == 302
    assert before.count("checked") == 0
    assert after.count("checked") == 2
    assert [choice[1:] for choice in _choices(session)] == [(False, True, True)]


def test_an_executive_finds_the_final_chosen_and_a_partner_is_offered_no_flash(
    client_as: ClientAs,
) -> None:
    executive = client_as(Role.EXECUTIVE, None).get("/account/letters").get_data(as_text=True)
    partner = client_as(Role.CHANNEL_PARTNER, "ribera").get("/account/letters")

    assert executive.count("checked") == 1
    assert "wants_flash" in executive
    assert "wants_flash" not in partner.get_data(as_text=True)


def test_ones_own_account_leads_to_the_letters(client_as: ClientAs) -> None:
    page = client_as(Role.CHANNEL_PARTNER, "ribera").get("/account").get_data(as_text=True)

    assert '<a href="/account/letters">Weekly letters</a>' in page
