"""A channel partner's first visit: what the page is, how they do, and what they are asked."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.installations import Installation
from tests.journeys.pages import sign_in, tab_to

Look = Callable[[Page], None]
KEY = "ES02"


@pytest.fixture
def newcomer(demo: Installation, request: pytest.FixtureRequest) -> str:
    """Somebody at a partner who has never been here."""
    email = f"{re.sub('[^a-z]', '', request.node.name)[-40:]}@partner.example"
    demo.twofold(
        "user", "add", email, "--name", "Nuria", "--role", "channel_partner", "--partner", KEY
    )
    return email


def test_the_first_visit_explains_itself_and_reads_on_every_screen(
    demo: Installation, newcomer: str, desktop: Page, look_everywhere: Look
) -> None:
    sign_in(desktop, demo, newcomer)
    desktop.goto(demo.url)
    expect(desktop).to_have_url(re.compile("/partner"))
    expect(desktop.get_by_role("region", name="What this page is")).to_be_visible()
    look_everywhere(desktop)

    desktop.get_by_role("button", name="Got it").click()

    expect(desktop.get_by_role("button", name="Got it")).to_have_count(0)
    main = desktop.get_by_role("main")
    expect(main.get_by_role("heading", level=2)).to_have_count(7)
    # The others are compared every fourth week; whatever is not compared says why.
    expect(main.locator("section", has=desktop.locator("#others"))).to_contain_text(
        re.compile("every fourth week|Middle half of|the next comes with")
    )
    expect(main.locator("section", has=desktop.locator("#heard"))).to_contain_text("To be heard")
    look_everywhere(desktop)


def test_a_partner_looks_behind_a_number_and_stops_its_letters(
    demo: Installation, newcomer: str, desktop: Page, look_everywhere: Look
) -> None:
    sign_in(desktop, demo, newcomer)
    desktop.goto(f"{demo.url}/partner")
    desktop.locator("main a.grade").first.click()
    expect(desktop.get_by_role("heading", name="Integrity label")).to_be_visible()
    look_everywhere(desktop)

    desktop.goto(f"{demo.url}/account/letters")
    look_everywhere(desktop)
    final = desktop.get_by_label("The final, every week")
    expect(final).to_be_checked()
    final.uncheck()
    desktop.get_by_role("button", name="Save").click()

    expect(desktop.get_by_role("status").first).to_contain_text("Your letters are chosen")
    expect(final).not_to_be_checked()
    assert desktop.goto(f"{demo.url}/bench").status == 403  # type: ignore[union-attr]
    look_everywhere(desktop)


def test_by_keyboard_alone_a_partner_says_got_it_and_opens_a_label(
    demo: Installation, newcomer: str, desktop: Page
) -> None:
    sign_in(desktop, demo, newcomer)
    desktop.goto(f"{demo.url}/partner")

    tab_to(desktop, "form[action='/partner/explained'] button")
    desktop.keyboard.press("Enter")
    expect(desktop.get_by_role("button", name="Got it")).to_have_count(0)
    tab_to(desktop, "main a.grade")
    desktop.keyboard.press("Enter")

    expect(desktop.get_by_role("heading", name="Integrity label")).to_be_visible()


def test_without_script_the_page_says_the_same_and_its_forms_work(
    demo: Installation, newcomer: str, plain_phone: Page, phone: Page
) -> None:
    texts = []
    for page in (phone, plain_phone):
        sign_in(page, demo, newcomer)
        page.goto(f"{demo.url}/partner")
        texts.append(page.get_by_role("main").inner_text())

    assert texts[0] == texts[1]
    plain_phone.get_by_role("button", name="Got it").click()
    expect(plain_phone.get_by_role("button", name="Got it")).to_have_count(0)
    plain_phone.goto(f"{demo.url}/account/letters")
    plain_phone.get_by_label("With the page attached as a PDF").uncheck()
    plain_phone.get_by_role("button", name="Save").click()
    expect(plain_phone.get_by_label("With the page attached as a PDF")).not_to_be_checked()
