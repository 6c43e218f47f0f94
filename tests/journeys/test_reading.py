from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.installations import Installation
from tests.journeys.pages import sign_in

Check = Callable[[Page], None]


@pytest.mark.parametrize("kind", ["desktop", "phone"])
def test_an_executive_reads_the_week_and_goes_down_to_a_partner(
    kind: str, request: pytest.FixtureRequest, demo: Installation, check: Check
) -> None:
    page: Page = request.getfixturevalue(kind)
    sign_in(page, demo, "executive@demo.example")

    page.goto(demo.url)
    for customer in ("end users", "channel partners"):
        expect(page.get_by_role("main")).to_contain_text(re.compile(customer, re.IGNORECASE))
    check(page)
    page.get_by_role("link", name="All channel partners").click()
    check(page)
    page.locator("main a[href*='/partner/']").first.click()

    expect(page).to_have_url(re.compile("/partner/"))
    check(page)


def test_every_value_of_the_week_stands_beside_its_interval_its_n_and_its_grade(
    demo: Installation, desktop: Page
) -> None:
    sign_in(desktop, demo, "executive@demo.example")

    desktop.goto(demo.url)

    texts = desktop.locator("main .num").all_text_contents()
    whole = re.compile(r"\d.*\[.+\].*Grade\s*[A-E].*(\bn\s\d|\d pairs)")
    bare = [text for text in texts if not whole.search(text)]

    assert len(texts) > 20
    assert bare == []


@pytest.mark.parametrize("kind", ["desktop", "phone"])
def test_a_partner_reads_its_own_week_and_no_other_partners(
    kind: str, request: pytest.FixtureRequest, demo: Installation, check: Check
) -> None:
    page: Page = request.getfixturevalue(kind)
    sign_in(page, demo, "partner@demo.example")

    page.goto(demo.url)
    expect(page).to_have_url(re.compile("/partner"))
    check(page)
    foreign, missing = (page.goto(f"{demo.url}/partner/{key}") for key in ("DE01", "nowhere"))

    assert foreign is not None
    assert missing is not None
    assert foreign.status == missing.status == 404


def test_a_phone_without_script_shows_the_same_week(
    demo: Installation, plain_phone: Page, phone: Page
) -> None:
    texts = []

    for page in (plain_phone, phone):
        sign_in(page, demo, "executive@demo.example")
        page.goto(demo.url)
        texts.append(page.get_by_role("main").inner_text())

    # Exploring needs script, and offers itself only where there is one.
    assert texts[0].split() == texts[1].replace("Explore this chart", "").split()


def test_the_page_prints_and_reads_in_the_dark(
    demo: Installation, desktop: Page, check: Check
) -> None:
    sign_in(desktop, demo, "executive@demo.example")

    for medium in ({"color_scheme": "dark"}, {"media": "print"}):
        desktop.emulate_media(**medium)  # type: ignore[arg-type]
        desktop.goto(demo.url)
        check(desktop)
