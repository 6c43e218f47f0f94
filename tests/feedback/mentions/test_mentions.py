"""Mentions: taken in once, never changed, read by the house page by page."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from access.models import Role
from feedback.mentions.models import Mention
from tests.factories import make_partner, make_programme
from tests.programs import Program, make_program

POST = {
    "key": "forum-1",
    "source": "forum",
    "written_at": "2026-11-12T08:00:00Z",
    "text": "Wunderbar\nund leise",
    "url": "https://forum.example/1",
    "language": "de",
    "touchpoint": "repair_visit",
    "partner": "nordhaus",
}
BARE = {"key": "x", "source": "forum", "written_at": "2026-11-12", "text": "."}


@pytest.fixture
def ears(app: Flask, session: Session, now: datetime) -> Program:
    make_programme(session, now)
    make_partner(session, now, "nordhaus")
    return make_program(app, session, Role.PROGRAMME_MANAGER, None, now)


def send(program: Program, *rows: Mapping[str, Any]) -> Any:
    return program.post("/mentions", {"mentions": rows})


def count(session: Session) -> int:
    session.rollback()
    return session.scalar(sa.select(sa.func.count(Mention.id))) or 0


def test_a_mention_comes_back_as_it_was_sent(ears: Program, now: datetime) -> None:
    send(ears, POST)

    [mention] = ears.get("/mentions").get_json()["data"]

    assert mention == {
        **POST,
        "written_at": "2026-11-12T08:00:00+00:00",
        "received_at": now.isoformat(),
    }


def test_what_is_not_known_of_a_mention_is_null(ears: Program) -> None:
    send(ears, BARE)

    [mention] = ears.get("/mentions").get_json()["data"]

    assert {name for name, value in mention.items() if value is None} == {
        "url", "language", "touchpoint", "partner",
    }  # fmt: skip


def test_sent_twice_it_is_once_and_another_text_is_refused(ears: Program, session: Session) -> None:
    send(ears, POST)

    again = send(ears, POST)
    other = send(ears, {**POST, "text": "Schrecklich"})

    assert again.get_json()["unchanged"] == 1
    assert other.status_code == 422
    assert "mentions are never changed" in other.get_json()["errors"][0]["reason"]
    assert count(session) == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"touchpoint": "tea_party"}, "touchpoint"),
        ({"partner": "nirgendhaus"}, "partner"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "https://"}, "url"),
        ({"url": "http://[::"}, "url"),
        ({"url": "https://a b.example"}, "url"),
        ({"url": "https://a.example/" + "x" * 2_000}, "url"),
        ({"text": "   "}, "text"),
        ({"text": "a\u0000b"}, "text"),
        ({"text": "x" * 20_001}, "text"),
        ({"text": None}, "text"),
        ({"written_at": "2031-01-01"}, "written_at"),
        ({"source": ""}, "source"),
        ({"language": "klingon!"}, "language"),
        ({"stars": 5}, "stars"),
    ],
)
def test_what_does_not_fit_is_named_and_nothing_is_stored(
    ears: Program, session: Session, change: Mapping[str, Any], field: str
) -> None:
    answer = send(ears, BARE, {**POST, **change})

    errors = answer.get_json()["errors"]
    assert answer.status_code == 422
    assert [(one["row"], one["field"], one["key"]) for one in errors] == [(2, field, "forum-1")]
    assert count(session) == 0


def test_pages_hold_every_mention_once_while_others_come_in(ears: Program) -> None:
    send(ears, *({**BARE, "key": f"old-{number}"} for number in range(7)))

    keys = []
    path = "/mentions?limit=2"
    while path is not None:
        page = ears.get(path).get_json()
        keys += [mention["key"] for mention in page["data"]]
        send(ears, {**BARE, "key": f"new-{len(keys)}"})
        path = page["links"]["next"]

    assert keys == [f"old-{number}" for number in reversed(range(7))]


def test_filters_narrow_the_list_and_hold_on_the_next_page(ears: Program) -> None:
    send(ears, POST, {**POST, "key": "forum-2"}, BARE, {**BARE, "key": "y", "source": "shop"})

    of_partner = ears.walk("/mentions?partner=nordhaus&limit=1")
    of_shop = ears.walk("/mentions?source=shop")
    of_nobody = ears.walk("/mentions?touchpoint=sale")

    assert [mention["key"] for mention in of_partner] == ["forum-2", "forum-1"]
    assert [mention["key"] for mention in of_shop] == ["y"]
    assert list(of_nobody) == []


def test_a_channel_partner_reads_none(
    app: Flask, session: Session, now: datetime, ears: Program
) -> None:
    send(ears, POST)

    answer = make_program(app, session, Role.CHANNEL_PARTNER, "nordhaus", now).get("/mentions")

    assert answer.status_code == 403
    assert "Wunderbar" not in answer.text


def test_the_same_mention_from_several_sides_at_once_is_stored_once(
    ears: Program, app: Flask, session: Session
) -> None:
    together, answers = threading.Barrier(4), []

    def deliver() -> None:
        own = Program(app.test_client(), ears.code)
        together.wait()
        answers.append(send(own, POST))

    threads = [threading.Thread(target=deliver) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [answer.status_code for answer in answers] == [200] * 4
    assert sum(answer.get_json()["new"] for answer in answers) == 1
    assert count(session) == 1


def test_the_table_itself_refuses_a_second_of_one_key(
    ears: Program, session: Session, now: datetime
) -> None:
    send(ears, POST)
    session.add(Mention(key="forum-1", source="x", written_at=now, received_at=now, text="other"))

    with pytest.raises(IntegrityError):
        session.flush()
