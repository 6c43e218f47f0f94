from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.installations import Installation
from tests.journeys.pages import printed_page_count, sign_in

Check = Callable[[Page], None]
MANAGER = "ada@example.com"


@pytest.fixture
def manager(fresh: Installation, desktop: Page) -> Page:
    """Of a programme that was just set up."""
    fresh.twofold("set-up", "--name", "Customer voice", "--time-zone", "Europe/Berlin")
    fresh.twofold("user", "add", MANAGER, "--name", "Ada", "--role", "programme_manager")
    sign_in(desktop, fresh, MANAGER)
    return desktop


def test_a_link_is_made_answered_on_a_phone_without_script_and_counted(
    fresh: Installation, manager: Page, plain_phone: Page, check: Check
) -> None:
    manager.goto(f"{fresh.url}/surveys")
    manager.get_by_role("link", name="Open links and printed codes").click()
    check(manager)
    manager.get_by_role("link", name="New open links").click()
    check(manager)
    manager.get_by_label("Label").fill("On the box")
    manager.get_by_role("button", name="Make").click()
    check(manager)

    plain_phone.goto(manager.locator("code").first.text_content() or "")
    for question, value in (("recommend", 9), ("satisfaction", 4)):
        plain_phone.locator(f"label:has(input[name={question}][value='{value}'])").tap()
    plain_phone.get_by_role("main").get_by_role("button", name="Send").click()

    expect(plain_phone).to_have_url(re.compile("/thanks"))
    expect(plain_phone.get_by_role("heading", level=1)).to_contain_text("saved")
    manager.get_by_role("link", name="Open links", exact=True).click()
    check(manager)
    row = manager.get_by_role("row").filter(has_text="On the box")
    expect(row.get_by_role("cell").nth(4)).to_have_text("1")


def test_codes_of_every_partner_are_printed_one_on_a_page_or_eight_on_labels(
    fresh: Installation, manager: Page, tmp_path: Path, check: Check
) -> None:
    partners = tmp_path / "partners.csv"
    lines = (f"p{number};Partner {number};DE;North\n" for number in range(9))
    partners.write_text("key;name;country;region\n" + "".join(lines))
    fresh.twofold("import", "partners", partners)
    manager.goto(f"{fresh.url}/surveys/open-links/new")
    manager.get_by_label("One link for every channel partner").check()
    manager.get_by_role("button", name="Make").click()
    manager.get_by_role("link", name="Print the codes of all").click()
    check(manager)

    page_count = printed_page_count(manager)
    manager.get_by_role("link", name="Eight labels on a page").click()
    expect(manager).to_have_url(re.compile("layout=labels"))
    label_page_count = printed_page_count(manager)

    assert (page_count, label_page_count) == (9, 2)


def test_a_business_s_own_page_hands_its_language_on_by_a_script_that_it_may_leave_out(
    fresh: Installation, desktop: Page
) -> None:
    address = f"{fresh.url}/o/1-code"
    desktop.set_content(
        f'<html lang="de"><a data-twofold href="{address}?t=7">A</a>'
        f'<a data-twofold href="{address}?lang=es">B</a><a href="{address}">C</a>'
        f'<script src="{fresh.url}/embed.js"></script></html>'
    )

    for name, expected in (("A", "?t=7&lang=de"), ("B", "?lang=es"), ("C", "")):
        link = desktop.get_by_role("link", name=name)
        expect(link).to_have_attribute("href", f"{address}{expected}")
