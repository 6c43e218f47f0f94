"""An executive's minute on Monday: from the week's page to what is done about it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.installations import Installation
from tests.journeys.pages import sign_in, tab_to

Look = Callable[[Page], None]


@pytest.fixture
def executive(demo: Installation, desktop: Page) -> Page:
    sign_in(desktop, demo, "executive@demo.example")
    desktop.goto(demo.url)
    return desktop


def test_the_page_answers_in_its_order_on_every_screen_and_on_paper(
    executive: Page, look_everywhere: Look
) -> None:
    parts = executive.get_by_role("main").get_by_role("heading", level=2).all_inner_texts()

    assert [text[0] for text in parts] == ["T", "1", "2", "3", "4", "5", "6"]
    look_everywhere(executive)


def test_what_must_be_acted_on_leads_to_its_week_its_place_and_two_weeks_compared(
    executive: Page, look_everywhere: Look
) -> None:
    executive.locator("main ul.todo a[href^='/signals/']").first.click()
    expect(executive.get_by_role("heading", name="What is known")).to_be_visible()
    look_everywhere(executive)

    executive.get_by_role("link", name="The figures and charts of that week").click()
    executive.locator("main table.matrix a[href*='/level/']").first.click()
    expect(executive).to_have_url(re.compile("/level/"))
    look_everywhere(executive)

    executive.get_by_role("link", name="Compare two weeks").click()
    executive.get_by_role("button", name="Compare").click()
    expect(executive.get_by_role("main")).to_contain_text("Real?")
    look_everywhere(executive)


def test_an_editions_history_is_read_and_its_page_taken_as_a_pdf(
    demo: Installation, executive: Page, look_everywhere: Look
) -> None:
    executive.goto(f"{demo.url}/editions")
    look_everywhere(executive)
    executive.get_by_role("link", name=re.compile("^Final")).first.click()
    expect(executive.get_by_role("heading", name="2 History of the week")).to_be_visible()
    look_everywhere(executive)

    executive.get_by_role("link", name="The week’s page").click()
    address = executive.get_by_role("link", name="This page as a PDF").get_attribute("href")
    assert address is not None
    paper = executive.request.get(f"{demo.url}{address}")

    assert paper.headers["content-type"] == "application/pdf"
    assert paper.body().startswith(b"%PDF-")


def test_a_signal_that_was_nobodys_gets_an_owner_a_plan_and_a_day(
    demo: Installation, executive: Page
) -> None:
    executive.goto(f"{demo.url}/signals?owner=nobody")
    executive.locator("main ul.todo a[href^='/signals/']").first.click()
    executive.get_by_role("button", name="Take it").click()
    expect(executive.get_by_role("main")).to_contain_text("Ilse Voss")
    executive.get_by_label("Note", exact=True).fill("I speak with the country's head this week.")
    executive.get_by_role("button", name="Keep the plan").click()

    main = executive.get_by_role("main")
    expect(main).to_contain_text("I speak with the country's head this week.")
    expect(executive.get_by_role("button", name="Take it")).to_have_count(0)


def test_by_keyboard_alone_from_the_number_to_its_label_and_to_another_week(
    demo: Installation, executive: Page
) -> None:
    tab_to(executive, "a[href^='/compare']")
    executive.keyboard.press("Enter")
    expect(executive).to_have_url(re.compile("/compare"))
    tab_to(executive, "main form button")
    executive.keyboard.press("Enter")
    expect(executive).to_have_url(re.compile(r"/compare\?"))

    tab_to(executive, "main a.grade")
    executive.keyboard.press("Enter")

    expect(executive.get_by_role("heading", name="Integrity label")).to_be_visible()


def test_without_script_a_signal_is_planned_and_weeks_are_compared(
    demo: Installation, plain_phone: Page
) -> None:
    sign_in(plain_phone, demo, "executive@demo.example")
    plain_phone.goto(f"{demo.url}/signals?owner=mine&state=all")
    plain_phone.locator("main ul.todo a[href^='/signals/']").last.click()
    expect(plain_phone.get_by_role("main")).to_contain_text("What was done")

    plain_phone.goto(f"{demo.url}/compare")
    plain_phone.get_by_role("button", name="Compare").click()

    expect(plain_phone.get_by_role("main")).to_contain_text("Real?")
