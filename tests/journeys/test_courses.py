"""Sheets of several pages on a phone: with and without script, and on two devices."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from core.database import writing
from core.keys import load_keys
from surveys.links import open_link_path
from surveys.models import Invitation, Survey
from surveys.open_links.models import OpenLink
from surveys.questionnaires import QuestionShape, QuestionType
from surveys.questionnaires.shapes import Flow
from tests.feedback.answering.factory import make_content, store_content
from tests.journeys.conftest import PHONE, Opener
from tests.journeys.courses import Links, finish, press, tap, to_second_page
from tests.journeys.installations import Installation

Check = Callable[[Page], None]


def test_a_sheet_of_three_pages_without_script_there_and_back(
    links: Links, plain_phone: Page
) -> None:
    to_second_page(plain_phone, next(links))
    plain_phone.locator("textarea[name=story]").fill("He came late.")
    press(plain_phone, "Back")
    expect(plain_phone.locator("input[type=radio][name=recommend][value='2']")).to_be_checked()
    press(plain_phone, "Next")
    expect(plain_phone.locator("textarea[name=story]")).to_have_value("He came late.")

    finish(plain_phone)

    expect(plain_phone.get_by_role("heading", level=1)).to_contain_text("Thank you")


def test_a_sheet_of_three_pages_with_script_is_the_same_and_accessible(
    links: Links, phone: Page, check: Check
) -> None:
    phone.goto(next(links))
    check(phone)
    tap(phone, "recommend", 2)
    press(phone, "Next")
    expect(phone.locator("textarea[name=story]")).to_be_visible()
    check(phone)
    press(phone, "Next")
    expect(phone.get_by_role("alert")).to_be_visible()
    check(phone)

    finish(phone)

    check(phone)


def test_a_question_may_be_called_as_parts_of_forms_and_pages_are(
    demo_session: Session, demo: Installation, links: Links, phone: Page
) -> None:
    shapes = [
        QuestionShape(key, QuestionType.SHORT_TEXT)
        for key in ("action", "dataset", "kept", "net", "notice", "languages")
    ]
    content = make_content(*shapes, flow=Flow.ONE_BY_ONE, key="end_user.names")
    version_id = store_content(demo_session, datetime.now(UTC), content)
    link = next(links)
    invitation_id = int(link.rpartition("/")[2].partition("-")[0])
    with writing(demo_session):
        demo_session.execute(
            sa.update(Invitation)
            .where(Invitation.id == invitation_id)
            .values(version_id=version_id)
        )
    phone.goto(link)

    for number, shape in enumerate(shapes, start=1):
        expect(phone.get_by_text(f"Page {number} of 6")).to_be_visible()
        phone.locator(f"input[type=text][name={shape.key}]").fill("here")
        press(phone, "Next" if number < len(shapes) else "Send my answers")

    expect(phone).to_have_url(re.compile("/thanks"))


def test_a_sheet_goes_on_on_another_device(
    links: Links, phone: Page, open_context: Opener, check: Check
) -> None:
    link = next(links)
    to_second_page(phone, link)
    phone.locator("textarea[name=story]").fill("Half a story")
    press(phone, "Save and go on later")
    expect(phone.get_by_role("heading", name="Saved, but not sent yet.")).to_be_visible()
    check(phone)

    other = open_context(**PHONE).new_page()
    other.goto(link)

    expect(other.get_by_text("You began on")).to_be_visible()
    expect(other.locator("textarea[name=story]")).to_have_value("Half a story")
    check(other)
    finish(other)


def test_the_language_changes_in_the_middle_and_nothing_is_lost(links: Links, phone: Page) -> None:
    to_second_page(phone, next(links))
    phone.locator("textarea[name=story]").fill("He came late.")

    press(phone, "Deutsch")

    expect(phone.get_by_text("Was ist geschehen?")).to_be_visible()
    expect(phone.locator("textarea[name=story]")).to_have_value("He came late.")
    expect(phone.locator("html")).to_have_attribute("lang", "de")
    press(phone, "Zurück")
    expect(phone.locator("input[type=radio][name=recommend][value='2']")).to_be_checked()


def test_two_tabs_of_one_link_are_one_response_and_the_second_says_so(
    links: Links, phone: Page
) -> None:
    link = next(links)
    other = phone.context.new_page()
    to_second_page(phone, link)
    other.goto(link)
    press(other, "Delete them and begin again")
    tap(other, "recommend", 9)
    press(other, "Next")
    tap(other, "satisfaction", 5)
    press(other, "Send my answers")
    expect(other).to_have_url(re.compile("/thanks"))

    tap(phone, "reason", "price")
    press(phone, "Next")

    expect(phone.get_by_role("heading", name="These answers were not saved.")).to_be_visible()


@pytest.fixture
def open_link(demo: Installation, demo_session: Session) -> str:
    """An open link to what is asked at some touchpoint."""
    survey = demo_session.scalars(sa.select(Survey).where(Survey.audience == "end_user")).first()
    assert survey is not None
    with writing(demo_session):
        link = OpenLink(
            survey_id=survey.id,
            label="On the counter",
            language="en",
            created_at=datetime.now(UTC),
            created_by="manager@example.com",
        )
        demo_session.add(link)
        demo_session.flush()
    return f"{demo.url}{open_link_path(load_keys(demo.folder / 'secret.key'), link.id)}"


def _kept_in(page: Page) -> int:
    kept: int = page.evaluate("localStorage.length")
    return kept


def test_an_open_link_s_answers_stay_in_the_browser_until_they_are_sent_or_deleted(
    open_link: str, phone: Page, check: Check
) -> None:
    phone.goto(open_link)
    nothing_yet = _kept_in(phone)
    tap(phone, "recommend", 8)
    expect(phone.get_by_role("button", name="Delete them here")).to_be_visible()
    check(phone)

    phone.goto(open_link)
    expect(phone.locator("main > :first-child")).to_contain_text("not sent yet")
    press(phone, "Go on with them")
    expect(phone.locator("input[type=radio][name=recommend][value='8']")).to_be_checked()
    tap(phone, "satisfaction", 4)
    press(phone, "Delete them here")
    deleted = _kept_in(phone)
    tap(phone, "satisfaction", 5)
    if phone.locator("input[name=effort]").count():
        tap(phone, "effort", 6)
    press(phone, "Send my answers")
    expect(phone).to_have_url(re.compile("/thanks"))

    assert (nothing_yet, deleted, _kept_in(phone)) == (0, 0, 0)
