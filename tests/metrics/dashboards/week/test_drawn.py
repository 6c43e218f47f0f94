"""A remembered page of the week is never out of date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from core.database import writing
from core.remembering import EXTENSION, Remembered
from customers.models import Node, Programme, Touchpoint
from metrics.models import Edition
from metrics.notes.models import WeekNote
from metrics.targets.models import Target
from tests.metrics.dashboards.factory import NEWEST_FINAL, publish_edition
from tests.metrics.dashboards.pages import page_text

ClientAs = Callable[[Role], FlaskClient]
PATHS = ("/", "/?week=2026-W44", "/touchpoint/repair_visit", "/level/country/Spain")


@pytest.fixture
def kept(app: Flask) -> Remembered:
    """This application remembers, as outside of tests."""
    app.extensions[EXTENSION] = kept = Remembered(8)
    return kept


@pytest.fixture
def executive(client_as: ClientAs) -> FlaskClient:
    return client_as(Role.EXECUTIVE)


def fresh(app: Flask, client: FlaskClient, path: str) -> str:
    """What the page says where nothing is remembered."""
    before, app.extensions[EXTENSION] = app.extensions[EXTENSION], Remembered(0)
    text = page_text(client, path)
    app.extensions[EXTENSION] = before
    return text


def test_each_place_and_week_is_drawn_once_and_stays_itself(
    app: Flask, kept: Remembered, published: list[Edition], executive: FlaskClient
) -> None:
    first = [page_text(executive, path) for path in PATHS]
    again = [page_text(executive, path) for path in PATHS]

    assert len(kept) == len(PATHS)
    assert again == first == [fresh(app, executive, path) for path in PATHS]
    assert len(set(first)) == len(PATHS)


def _rename(table: type[Node | Touchpoint | Programme]) -> Callable[[Session, datetime], None]:
    def change(session: Session, now: datetime) -> None:
        with writing(session):
            session.execute(sa.update(table).values(name="Łódź & Sons"))

    return change


def _set_target(session: Session, now: datetime) -> None:
    with writing(session):
        session.add(
            Target(
                audience="end_user", metric="nps", value=61.0, owner="Łódź", set_at=now,
                applies_from="2026-W45",
            )
        )  # fmt: skip


def _change_owner(session: Session, now: datetime) -> None:
    with writing(session):
        session.execute(sa.update(Target).values(owner="Łódź"))


def _note(session: Session, now: datetime) -> None:
    with writing(session):
        session.add(WeekNote(week="2026-W44", text="Łódź", author="Mar Osei", created_at=now))


def _publish_revision(session: Session, now: datetime) -> None:
    publish_edition(session, NEWEST_FINAL, "final", revision=1)


CHANGES = {
    "a place's name": _rename(Node),
    "a touchpoint's name": _rename(Touchpoint),
    "the programme's name": _rename(Programme),
    "a target": _set_target,
    "a target's owner": _change_owner,
    "a note": _note,
    "a revision": _publish_revision,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_people_change_shows_at_once(
    change: Callable[[Session, datetime], None],
    app: Flask,
    kept: Remembered,
    published: list[Edition],
    executive: FlaskClient,
    session: Session,
    now: datetime,
) -> None:
    path = "/?week=2026-W45"
    before = page_text(executive, path)
    change(session, now)

    after = page_text(executive, path)

    assert after != before
    assert after == fresh(app, executive, path)


def test_roles_do_not_share_what_is_remembered(
    kept: Remembered, published: list[Edition], client_as: ClientAs
) -> None:
    for role in (Role.EXECUTIVE, Role.PROGRAMME_MANAGER, Role.EXECUTIVE):
        client_as(role).get("/")

    assert len(kept) == 2
