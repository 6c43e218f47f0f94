"""A manager writes the strategy down, takes a question for it, and sees what is covered."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.installations import Installation
from tests.journeys.pages import sign_in

Check = Callable[[Page], None]
MANAGER = "manager@example.com"


def test_an_objective_is_added_and_the_coverage_says_that_nothing_measures_it(
    fresh: Installation, phone: Page, check: Check
) -> None:
    fresh.twofold("set-up", "--name", "Nordhaus", "--time-zone", "Europe/Berlin")
    fresh.twofold("user", "add", MANAGER, "--name", "Mar", "--role", "programme_manager")
    sign_in(phone, fresh, MANAGER)

    phone.goto(f"{fresh.url}/strategy/objectives/add")
    check(phone)
    phone.get_by_label("Objective").fill("Partners who stay")
    phone.get_by_label("Weight").fill("100")
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_role("main")).to_contain_text("“Partners who stay” is saved.")
    check(phone)
    phone.get_by_role("link", name="Coverage").click()

    expect(phone.get_by_role("main")).to_contain_text("50% of the strategy by weight")
    expect(phone.get_by_role("main")).to_contain_text("No question serves “Partners who stay”.")
    check(phone)


def test_a_question_of_the_library_comes_into_the_draft_that_was_begun_for_it(
    fresh: Installation, desktop: Page, check: Check
) -> None:
    fresh.twofold("set-up", "--name", "Nordhaus", "--time-zone", "Europe/Berlin")
    fresh.twofold("user", "add", MANAGER, "--name", "Mar", "--role", "programme_manager")
    sign_in(desktop, fresh, MANAGER)
    desktop.goto(f"{fresh.url}/library/ready/end_user.repair_visit")
    check(desktop)
    desktop.get_by_role("link", name="Start a draft with it").click()
    desktop.get_by_role("main").get_by_role("button", name="Begin to write").click()

    desktop.goto(f"{fresh.url}/library?q=courtesy")
    check(desktop)
    desktop.get_by_role("link", name="Courtesy").click()
    check(desktop)
    desktop.get_by_role("button", name="Take it into the draft").click()

    expect(desktop.get_by_role("main")).to_contain_text("“Courtesy” is the last question")
    expect(desktop.get_by_role("main")).to_contain_text(
        "How was the manner of the person who came?"
    )
