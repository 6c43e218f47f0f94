"""Sheets of several pages on a phone: with and without script, offline and on two devices."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from core.database import engine_options, prepare_engine, writing
from core.keys import load_keys
from feedback.models import Response
from surveys.links import invitation_path, open_link_path
from surveys.models import Invitation, Survey
from surveys.open_links.models import OpenLink
from surveys.questionnaires import QuestionShape, QuestionType
from surveys.questionnaires.shapes import Flow
from tests.feedback.answering.factory import TURNING, make_content, store_content
from tests.journeys.conftest import PHONE, Opener
from tests.journeys.installations import Installation

Check = Callable[[Page], None]
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


@pytest.fixture(scope="module")
def session(demo: Installation) -> Iterator[Session]:
    """The demo's own database, beside its server."""
    url = f"sqlite:///{demo.folder / 'twofold.sqlite'}"
    engine = sa.create_engine(url, **engine_options(url))
    prepare_engine(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture(scope="module")
def links(demo: Installation, session: Session) -> Links:
    """Personal links that nobody has used, each to a sheet of three pages; the last ones first."""
    now = datetime.now(UTC)
    content = make_content(*TURNING, texts=TEXTS, german=GERMAN)
    version_id = store_content(session, now, content)
    answered = sa.select(Response.invitation_id).where(Response.invitation_id.is_not(None))
    open_ones = sa.select(Invitation.id).where(
        Invitation.id.not_in(answered),
        Invitation.expires_at > now,
        Invitation.refused_at.is_(None),
        Invitation.revoked_at.is_(None),
    )
    ids = session.scalars(open_ones.order_by(Invitation.id.desc()).limit(20)).all()
    with writing(session):
        session.execute(
            sa.update(Invitation)
            .where(Invitation.id.in_(ids))
            .values(version_id=version_id, language="en")
        )
    keys = load_keys(demo.folder / "secret.key")
    return (f"{demo.url}{invitation_path(keys, invitation_id)}" for invitation_id in ids)


def _tap(page: Page, question: str, value: int | str) -> None:
    page.locator(f"label:has(input[name={question}][value='{value}'])").tap()


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).tap()


def _to_second_page(page: Page, link: str) -> None:
    page.goto(link)
    _tap(page, "recommend", 2)
    _press(page, "Next")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("textarea[name=story]")).to_be_visible()


def _finish(page: Page) -> None:
    _tap(page, "reason", "time")
    _press(page, "Next")
    _tap(page, "satisfaction", 2)
    _press(page, "Send my answers")
    expect(page).to_have_url(re.compile("/thanks"))


def test_a_sheet_of_three_pages_without_script_there_and_back(
    links: Links, plain_phone: Page
) -> None:
    _to_second_page(plain_phone, next(links))
    plain_phone.locator("textarea[name=story]").fill("He came late.")
    _press(plain_phone, "Back")
    expect(plain_phone.locator("input[type=radio][name=recommend][value='2']")).to_be_checked()
    _press(plain_phone, "Next")
    expect(plain_phone.locator("textarea[name=story]")).to_have_value("He came late.")

    _finish(plain_phone)

    expect(plain_phone.get_by_role("heading", level=1)).to_contain_text("Thank you")


def test_a_sheet_of_three_pages_with_script_is_the_same_and_accessible(
    links: Links, phone: Page, check: Check
) -> None:
    phone.goto(next(links))
    check(phone)
    _tap(phone, "recommend", 2)
    _press(phone, "Next")
    expect(phone.locator("textarea[name=story]")).to_be_visible()
    check(phone)
    _press(phone, "Next")
    expect(phone.get_by_role("alert")).to_be_visible()
    check(phone)

    _finish(phone)

    check(phone)


def test_the_browser_s_own_back_button_goes_a_page_back_with_everything_kept(
    links: Links, phone: Page
) -> None:
    _to_second_page(phone, next(links))
    phone.locator("textarea[name=story]").fill("He came late.")

    phone.go_back()
    expect(phone.locator("input[type=radio][name=recommend][value='2']")).to_be_checked()
    _press(phone, "Next")

    expect(phone.locator("textarea[name=story]")).to_have_value("He came late.")


def test_answers_wait_for_the_network_and_go_when_it_is_back(links: Links, phone: Page) -> None:
    _to_second_page(phone, next(links))
    _tap(phone, "reason", "price")
    phone.context.set_offline(True)

    _press(phone, "Next")
    expect(phone.get_by_role("status").filter(has_text="Waiting for the network")).to_be_visible()
    expect(phone.locator("input[type=radio][name=reason][value=price]")).to_be_checked()
    phone.context.set_offline(False)

    expect(phone.locator("input[name=satisfaction]").first).to_be_visible()
    _tap(phone, "satisfaction", 4)
    _press(phone, "Send my answers")
    expect(phone).to_have_url(re.compile("/thanks"))


def test_what_is_changed_while_waiting_for_the_network_is_sent_as_well(
    links: Links, phone: Page
) -> None:
    phone.goto(next(links))
    _tap(phone, "recommend", 2)
    phone.context.set_offline(True)
    _press(phone, "Next")
    expect(phone.get_by_role("status").filter(has_text="Waiting for the network")).to_be_visible()

    _tap(phone, "recommend", 10)
    phone.context.set_offline(False)

    expect(phone.locator("input[name=satisfaction]").first).to_be_visible()
    _press(phone, "Back")
    expect(phone.locator("input[type=radio][name=recommend][value='10']")).to_be_checked()


def test_a_page_from_somewhere_between_is_no_answer_and_nothing_is_lost(
    links: Links, phone: Page
) -> None:
    phone.goto(next(links))
    _tap(phone, "recommend", 2)
    between = "<html><body><center>502 Bad Gateway</center></body></html>"
    phone.route(
        "**/a/*",
        lambda route: route.fulfill(status=502, content_type="text/html", body=between),
        times=1,
    )

    _press(phone, "Next")
    expect(phone.get_by_role("status").filter(has_text="Waiting for the network")).to_be_visible()
    expect(phone.locator("input[type=radio][name=recommend][value='2']")).to_be_checked()
    phone.evaluate("dispatchEvent(new Event('online'))")

    expect(phone.locator("textarea[name=story]")).to_be_visible()


def test_the_browser_s_buttons_go_back_and_on_past_links_within_a_page(
    links: Links, phone: Page
) -> None:
    phone.goto(next(links))
    phone.get_by_role("link", name="Who sees what").tap()
    _tap(phone, "recommend", 2)
    _press(phone, "Next")
    expect(phone.locator("textarea[name=story]")).to_be_visible()

    phone.go_back()
    expect(phone.locator("input[type=radio][name=recommend][value='2']")).to_be_checked()
    phone.go_forward()

    expect(phone.locator("textarea[name=story]")).to_be_visible()


def test_a_question_may_be_called_as_parts_of_forms_and_pages_are(
    session: Session, demo: Installation, links: Links, phone: Page
) -> None:
    shapes = [
        QuestionShape(key, QuestionType.SHORT_TEXT)
        for key in ("action", "dataset", "kept", "net", "notice", "languages")
    ]
    content = make_content(*shapes, flow=Flow.ONE_BY_ONE, key="end_user.names")
    version_id = store_content(session, datetime.now(UTC), content)
    link = next(links)
    invitation_id = int(link.rpartition("/")[2].partition("-")[0])
    with writing(session):
        session.execute(
            sa.update(Invitation)
            .where(Invitation.id == invitation_id)
            .values(version_id=version_id)
        )
    phone.goto(link)

    for number, shape in enumerate(shapes, start=1):
        expect(phone.get_by_text(f"Page {number} of 6")).to_be_visible()
        phone.locator(f"input[type=text][name={shape.key}]").fill("here")
        _press(phone, "Next" if number < len(shapes) else "Send my answers")

    expect(phone).to_have_url(re.compile("/thanks"))


def test_a_sheet_goes_on_on_another_device(
    links: Links, phone: Page, open_context: Opener, check: Check
) -> None:
    link = next(links)
    _to_second_page(phone, link)
    phone.locator("textarea[name=story]").fill("Half a story")
    _press(phone, "Save and go on later")
    expect(phone.get_by_role("heading", name="Saved, but not sent yet.")).to_be_visible()
    check(phone)

    other = open_context(**PHONE).new_page()
    other.goto(link)

    expect(other.get_by_text("You began on")).to_be_visible()
    expect(other.locator("textarea[name=story]")).to_have_value("Half a story")
    check(other)
    _finish(other)


def test_what_was_typed_is_kept_without_pressing_anything(
    links: Links, phone: Page, open_context: Opener
) -> None:
    link = next(links)
    phone.goto(link)
    _tap(phone, "recommend", 7)
    with phone.expect_response(lambda response: response.status == 204):
        _tap(phone, "recommend", 8)

    other = open_context(**PHONE).new_page()
    other.goto(link)

    expect(other.locator("input[type=radio][name=recommend][value='8']")).to_be_checked()


def test_the_language_changes_in_the_middle_and_nothing_is_lost(links: Links, phone: Page) -> None:
    _to_second_page(phone, next(links))
    phone.locator("textarea[name=story]").fill("He came late.")

    _press(phone, "Deutsch")

    expect(phone.get_by_text("Was ist geschehen?")).to_be_visible()
    expect(phone.locator("textarea[name=story]")).to_have_value("He came late.")
    expect(phone.locator("html")).to_have_attribute("lang", "de")
    _press(phone, "Zurück")
    expect(phone.locator("input[type=radio][name=recommend][value='2']")).to_be_checked()


def test_two_tabs_of_one_link_are_one_response_and_the_second_says_so(
    links: Links, phone: Page
) -> None:
    link = next(links)
    other = phone.context.new_page()
    _to_second_page(phone, link)
    other.goto(link)
    _press(other, "Delete them and begin again")
    _tap(other, "recommend", 9)
    _press(other, "Next")
    _tap(other, "satisfaction", 5)
    _press(other, "Send my answers")
    expect(other).to_have_url(re.compile("/thanks"))

    _tap(phone, "reason", "price")
    _press(phone, "Next")

    expect(phone.get_by_role("heading", name="These answers were not saved.")).to_be_visible()


@pytest.fixture
def open_link(demo: Installation, session: Session) -> str:
    """An open link to what is asked at some touchpoint."""
    survey = session.scalars(sa.select(Survey).where(Survey.audience == "end_user")).first()
    assert survey is not None
    with writing(session):
        link = OpenLink(
            survey_id=survey.id,
            label="On the counter",
            language="en",
            created_at=datetime.now(UTC),
            created_by="manager@example.com",
        )
        session.add(link)
        session.flush()
    return f"{demo.url}{open_link_path(load_keys(demo.folder / 'secret.key'), link.id)}"


def _kept_in(page: Page) -> int:
    kept: int = page.evaluate("localStorage.length")
    return kept


def test_an_open_link_s_answers_stay_in_the_browser_until_they_are_sent_or_deleted(
    open_link: str, phone: Page, check: Check
) -> None:
    phone.goto(open_link)
    nothing_yet = _kept_in(phone)
    _tap(phone, "recommend", 8)
    expect(phone.get_by_role("button", name="Delete them here")).to_be_visible()
    check(phone)

    phone.goto(open_link)
    expect(phone.locator("main > :first-child")).to_contain_text("not sent yet")
    _press(phone, "Go on with them")
    expect(phone.locator("input[type=radio][name=recommend][value='8']")).to_be_checked()
    _tap(phone, "satisfaction", 4)
    _press(phone, "Delete them here")
    deleted = _kept_in(phone)
    _tap(phone, "satisfaction", 5)
    if phone.locator("input[name=effort]").count():
        _tap(phone, "effort", 6)
    _press(phone, "Send my answers")
    expect(phone).to_have_url(re.compile("/thanks"))

    assert (nothing_yet, deleted, _kept_in(phone)) == (0, 0, 0)
