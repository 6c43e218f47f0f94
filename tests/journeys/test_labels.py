"""From a number to its label: by keyboard, on a phone, without script, on paper, in the dark."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.installations import Installation
from tests.journeys.pages import printed_page_count, sign_in

Check = Callable[[Page], None]
MOST_TABS = 60


def open_first_label(page: Page, demo: Installation) -> None:
    sign_in(page, demo, "executive@demo.example")
    page.goto(demo.url)
    page.locator("main .num a.grade").first.click()
    expect(page.get_by_role("heading", name="Integrity label")).to_be_visible()


def test_a_label_is_reached_by_keyboard_from_the_number_it_is_of(
    demo: Installation, desktop: Page, check: Check
) -> None:
    sign_in(desktop, demo, "executive@demo.example")
    desktop.goto(demo.url)
    value = desktop.locator("main .num:has(a.grade) .num-v").first.inner_text()

    for _ in range(MOST_TABS):
        desktop.keyboard.press("Tab")
        if desktop.evaluate("document.activeElement.matches('main .num a.grade')"):
            break
    desktop.keyboard.press("Enter")

    expect(desktop).to_have_url(re.compile("/label/"))
    expect(desktop.locator(".facts-label .num-v")).to_have_text(value)
    check(desktop)


def test_a_label_leads_to_the_methods_statement_of_its_edition(
    demo: Installation, desktop: Page, check: Check
) -> None:
    open_first_label(desktop, demo)

    desktop.get_by_role("link", name="Methods statement").click()

    expect(desktop.locator(".statement > li")).to_have_count(11)
    check(desktop)


@pytest.mark.parametrize("medium", [{"color_scheme": "dark"}, {"media": "print"}])
def test_a_label_reads_in_the_dark_and_on_paper(
    medium: dict[str, str], demo: Installation, phone: Page, check: Check
) -> None:
    open_first_label(phone, demo)

    phone.emulate_media(**medium)  # type: ignore[arg-type]

    check(phone)


@pytest.mark.parametrize(
    ("of", "page_count"), [("/end_user/", 1), ("/channel_partner/", 1), ("/gap/", 2)]
)
def test_a_label_prints_on_one_page_and_a_gaps_on_two(
    of: str, page_count: int, demo: Installation, desktop: Page
) -> None:
    sign_in(desktop, demo, "executive@demo.example")
    desktop.goto(demo.url)
    desktop.locator(f"main .num a.grade[href*='{of}']").first.click()
    expect(desktop.get_by_role("heading", name="Integrity label")).to_be_visible()

    assert printed_page_count(desktop) == page_count


def test_a_phone_without_script_shows_the_same_label(
    demo: Installation, plain_phone: Page, phone: Page
) -> None:
    texts = []

    for page in (plain_phone, phone):
        open_first_label(page, demo)
        texts.append(page.get_by_role("main").inner_text())

    assert texts[0] == texts[1]
