from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.installations import Installation
from tests.journeys.pages import sign_in

Check = Callable[[Page], None]
SPAIN = "/bench?metric=nps&audience=end_user&audience=channel_partner&place=country:Spain&window=4"


def choose(page: Page) -> None:
    page.get_by_text("Choose metrics, customers, places and weeks").click()


@pytest.mark.parametrize("kind", ["desktop", "phone"])
def test_an_analyst_picks_saves_shares_and_the_executive_opens_it(
    kind: str, request: pytest.FixtureRequest, demo: Installation, check: Check
) -> None:
    page: Page = request.getfixturevalue(kind)
    sign_in(page, demo, "manager@demo.example")

    page.goto(f"{demo.url}/bench")
    check(page)
    choose(page)
    page.get_by_label("Find a place").fill("Spain")
    page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_label("Spain", exact=True).check()
    page.get_by_label("Network", exact=True).uncheck()
    page.get_by_role("checkbox", name=re.compile("^Raw")).check()
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Spain")
    check(page)

    page.get_by_role("link", name="Save this view").click()
    check(page)
    page.get_by_label("Name").fill(f"Spain on a {kind}")
    page.get_by_label("Everybody of the house may open it").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Spain on a {kind}")

    sign_in(page, demo, "executive@demo.example")
    page.goto(f"{demo.url}/bench")
    page.get_by_text("Saved views").click()
    page.get_by_role("link", name=f"Spain on a {kind}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Spain on a {kind}")
    check(page)


def test_a_manager_notes_a_week_and_takes_it_back(
    demo: Installation, desktop: Page, check: Check
) -> None:
    sign_in(desktop, demo, "manager@demo.example")
    desktop.goto(demo.url)
    week = desktop.locator("#week").input_value()

    desktop.goto(f"{demo.url}/notes/new")
    check(desktop)
    desktop.get_by_label("Week", exact=True).fill(week)
    desktop.get_by_label("What happened").fill("Strike at the port")
    desktop.get_by_role("button", name="Note it").click()
    check(desktop)

    for path in ("/bench", "/"):
        desktop.goto(f"{demo.url}{path}")
        expect(desktop.locator(".noted-list").first).to_contain_text(f"{week}: Strike at the port")
        check(desktop)
    desktop.goto(f"{demo.url}/notes")
    desktop.get_by_role("button", name="Remove").click()
    expect(desktop.get_by_role("main")).to_contain_text("Nothing is noted yet.")
    desktop.get_by_role("button", name="Put back").click()
    expect(desktop.get_by_role("main")).to_contain_text("Strike at the port")
    desktop.get_by_role("button", name="Remove").first.click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_chart_is_explored_by_keyboard_without_a_word_from_the_content_policy(
    scheme: str, demo: Installation, desktop: Page, check: Check
) -> None:
    desktop.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    sign_in(desktop, demo, "executive@demo.example")
    asked: list[str] = []
    desktop.on("request", lambda request: asked.append(request.url))

    desktop.goto(f"{demo.url}{SPAIN}&column=raw")
    assert [url for url in asked if "/explore/" in url or "figure.json" in url] == []
    button = desktop.get_by_role("button", name="Explore this chart")
    button.focus()
    desktop.keyboard.press("Enter")
    expect(desktop.get_by_role("button", name="Close the exploring")).to_be_focused()

    expect(desktop.locator("[data-figure] .scatterlayer path.js-line").first).to_be_attached()
    expect(desktop.locator(".explore [role=status]")).to_contain_text("Drawn.")
    desktop.keyboard.press("Enter")
    expect(desktop.locator("[data-figure]")).to_be_hidden()
    check(desktop)


def test_the_weeks_own_trends_can_be_explored(demo: Installation, desktop: Page) -> None:
    sign_in(desktop, demo, "executive@demo.example")

    desktop.goto(demo.url)
    desktop.get_by_role("button", name="Explore this chart").click()

    expect(desktop.locator("[data-figure] .scatterlayer path.js-line").first).to_be_attached()
    desktop.get_by_role("link", name="These trends on the bench").click()
    expect(desktop).to_have_url(re.compile("/bench"))


def test_without_script_the_bench_is_the_same_and_offers_no_dead_button(
    demo: Installation, plain_phone: Page
) -> None:
    sign_in(plain_phone, demo, "executive@demo.example")

    plain_phone.goto(f"{demo.url}{SPAIN}")

    expect(plain_phone.get_by_role("button", name="Explore this chart")).to_be_hidden()
    expect(plain_phone.locator("details.series table").last).to_be_visible()
    choose(plain_phone)
    plain_phone.get_by_label("From week").fill("2026-W99")
    plain_phone.get_by_role("button", name="Show", exact=True).click()
    expect(plain_phone.get_by_role("alert")).to_contain_text("has no week 99")


def test_a_manager_sets_a_target_and_the_house_reads_whose_it_is(
    demo: Installation, desktop: Page, check: Check
) -> None:
    sign_in(desktop, demo, "manager@demo.example")

    desktop.goto(f"{demo.url}/targets/set?metric=nps&audience=end_user&place=country:Spain")
    check(desktop)
    desktop.get_by_label("Target", exact=True).fill("41")
    desktop.get_by_label("Owner").select_option(index=1)
    desktop.get_by_role("button", name="Set it").click()

    expect(desktop.get_by_role("region", name="Targets in force")).to_contain_text("41")
    check(desktop)
