"""A sheet of three pages behind personal links of the demo, and what a respondent does with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from core.database import engine_options, prepare_engine, writing
from core.keys import load_keys
from feedback.models import Response
from surveys.links import invitation_path
from surveys.models import Invitation
from tests.feedback.answering.factory import TURNING, make_content, store_content
from tests.journeys.installations import Installation

Links = Iterator[str]

TEXTS = {
    "title": "How was your repair?",
    "intro": "It helps us to do better next time.",
    "recommend.text": "How likely are you to recommend us?",
    "recommend.low": "not at all likely",
    "recommend.high": "extremely likely",
    "reason.text": "What was the main reason?",
    "reason.option.price": "The price",
    "reason.option.time": "The time it took",
    "story.text": "What happened?",
    "satisfaction.text": "How satisfied are you with the visit of {partner}?",
    "satisfaction.option.1": "Very dissatisfied",
    "satisfaction.option.2": "Dissatisfied",
    "satisfaction.option.3": "Neither",
    "satisfaction.option.4": "Satisfied",
    "satisfaction.option.5": "Very satisfied",
    "comment.text": "Anything else?",
}
GERMAN = {
    "title": "Wie war Ihre Reparatur?",
    "story.text": "Was ist geschehen?",
    "comment.text": "Noch etwas?",
}


@pytest.fixture(scope="session")
def demo_session(demo: Installation) -> Iterator[Session]:
    """The demo's own database, beside its server."""
    url = f"sqlite:///{demo.folder / 'twofold.sqlite'}"
    engine = sa.create_engine(url, **engine_options(url))
    prepare_engine(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture(scope="session")
def links(demo: Installation, demo_session: Session) -> Links:
    """Personal links that nobody has used, each to a sheet of three pages; the last ones first."""
    now = datetime.now(UTC)
    content = make_content(*TURNING, texts=TEXTS, german=GERMAN)
    version_id = store_content(demo_session, now, content)
    answered = sa.select(Response.invitation_id).where(Response.invitation_id.is_not(None))
    open_ones = sa.select(Invitation.id).where(
        Invitation.id.not_in(answered),
        Invitation.expires_at > now,
        Invitation.refused_at.is_(None),
        Invitation.revoked_at.is_(None),
    )
    ids = demo_session.scalars(open_ones.order_by(Invitation.id.desc()).limit(20)).all()
    with writing(demo_session):
        demo_session.execute(
            sa.update(Invitation)
            .where(Invitation.id.in_(ids))
            .values(version_id=version_id, language="en")
        )
    keys = load_keys(demo.folder / "secret.key")
    return (f"{demo.url}{invitation_path(keys, invitation_id)}" for invitation_id in ids)


def tap(page: Page, question: str, value: int | str) -> None:
    page.locator(f"label:has(input[name={question}][value='{value}'])").tap()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).tap()


def to_second_page(page: Page, link: str) -> None:
    page.goto(link)
    tap(page, "recommend", 2)
    press(page, "Next")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("textarea[name=story]")).to_be_visible()


def finish(page: Page) -> None:
    tap(page, "reason", "time")
    press(page, "Next")
    tap(page, "satisfaction", 2)
    press(page, "Send my answers")
    expect(page).to_have_url(re.compile("/thanks"))
