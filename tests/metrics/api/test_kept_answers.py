"""Answers a program has already are not sent again, and never to another reader."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from access.models import Role
from core.database import writing
from customers.models import Node
from metrics.models import Edition
from tests.metrics.dashboards.factory import NEWEST_FINAL, publish_edition
from tests.programs import Program, make_program

FINAL = "/editions/2026-W45/final/0"
PATHS = (
    "/editions",
    FINAL,
    f"{FINAL}/estimates?metric=nps",
    f"{FINAL}/gaps",
    f"{FINAL}/changes",
    f"{FINAL}/charts",
    f"{FINAL}/standings",
    f"{FINAL}/drivers",
    f"{FINAL}/distributions",
    f"{FINAL}/findings",
    f"{FINAL}/labels/end_user/nps/4/network",
    "/mentions",
)


def test_what_the_program_has_is_not_sent_again(house: Program, published: list[Edition]) -> None:
    for path in PATHS:
        first = house.get(path)

        again = house.get(path, **{"If-None-Match": first.headers["ETag"]})
        other = house.get(path, **{"If-None-Match": '"something else"'})

        assert (first.status_code, again.status_code, other.status_code) == (200, 304, 200), path
        assert (again.data, other.data) == (b"", first.data), path
        assert again.headers["ETag"] == first.headers["ETag"], path
        assert first.headers["Cache-Control"] == "private, no-cache", path
        assert "Authorization" in first.headers["Vary"], path


def test_a_compressed_answer_is_known_again_too(house: Program, published: list[Edition]) -> None:
    first = house.get(f"{FINAL}/estimates", **{"Accept-Encoding": "gzip"})

    again = house.get(f"{FINAL}/estimates", **{"If-None-Match": first.headers["ETag"]})

    assert first.headers["Content-Encoding"] == "gzip"
    assert again.status_code == 304


def test_another_question_or_reader_has_another_tag(
    house: Program, published: list[Edition], program_of: Callable[[str], Program]
) -> None:
    own, other = program_of("ribera"), program_of("lindner")
    paths = (f"{FINAL}/estimates", f"{FINAL}/estimates?metric=nps")

    tags = [who.get(path).headers["ETag"] for who in (house, own, other) for path in paths]

    assert len(set(tags)) == 6


def test_a_tag_gives_nobody_what_they_may_not_see(
    house: Program, published: list[Edition], program_of: Callable[[str], Program]
) -> None:
    flash = "/editions/2026-W46/flash/0"
    tag = house.get(flash).headers["ETag"]

    answer = program_of("ribera").get(flash, **{"If-None-Match": tag})

    assert answer.status_code == 404


def test_a_new_edition_changes_the_list(
    house: Program, published: list[Edition], session: Session
) -> None:
    tag = house.get("/editions").headers["ETag"]

    publish_edition(session, NEWEST_FINAL.shifted(2), "flash")

    assert house.get("/editions", **{"If-None-Match": tag}).status_code == 200


def test_the_same_reader_with_another_token_has_the_same_tag(
    house: Program, published: list[Edition], app: Flask, session: Session, now: datetime
) -> None:
    second = make_program(app, session, Role.EXECUTIVE, None, now)

    assert house.get(FINAL).headers["ETag"] == second.get(FINAL).headers["ETag"]


def test_a_label_is_sent_again_when_a_place_is_renamed(
    house: Program, published: list[Edition], session: Session
) -> None:
    path = f"{FINAL}/labels/end_user/nps/4/partner?node=ribera"
    tag = house.get(path).headers["ETag"]
    with writing(session):
        session.execute(sa.update(Node).where(Node.key == "ribera").values(name="Ribera Nueva"))

    again = house.get(path, **{"If-None-Match": tag})

    assert again.status_code == 200
    assert again.get_json()["figure"]["place"] == "Ribera Nueva"
