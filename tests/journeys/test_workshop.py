from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESKTOP, PHONE, Opener
from tests.journeys.installations import Installation
from tests.journeys.pages import sign_in

Check = Callable[[Page], None]
MANAGER, ADMINISTRATOR = "ada@example.com", "ben@example.com"


@pytest.fixture
def programme(fresh: Installation) -> Installation:
    """A programme with the ready-made questionnaires and two people who may change them."""
    fresh.twofold("set-up", "--name", "Customer voice", "--time-zone", "Europe/Berlin")
    fresh.twofold("user", "add", MANAGER, "--name", "Ada", "--role", "programme_manager")
    fresh.twofold("user", "add", ADMINISTRATOR, "--name", "Ben", "--role", "administrator")
    return fresh


def _begin(page: Page, programme: Installation, key: str, start: str) -> None:
    page.goto(f"{programme.url}/workshop/new")
    page.get_by_label("What it asks about").select_option(key)
    page.get_by_label("Begin with").select_option(start)
    page.get_by_role("button", name="Begin to write").click()


def _add(page: Page, kind: str, key: str, text: str) -> None:
    if page.locator("#add[open]").count() == 0:
        page.locator("#add > summary").click()
    page.locator(f"input[name=type][value={kind}]").check()
    page.get_by_label("Its name in files").fill(key)
    page.get_by_role("button", name="Add the question").click()
    page.get_by_label("The question").fill(text)
    with page.expect_event("load"):
        page.get_by_role("main").get_by_role("button", name="Save", exact=True).last.click()


def _to_the_list(page: Page) -> None:
    with page.expect_event("load"):
        page.get_by_role("link", name="All questions").click()


def _build(page: Page, programme: Installation) -> None:
    """From nothing to the field: NPS, and a text that only those who score low are asked."""
    _begin(page, programme, "end_user.sale", "empty")
    page.get_by_label("Title").fill("Your purchase")
    page.get_by_label("Introduction").fill("One minute about your purchase.")
    # Until the next page is there, "Add a question" is the last one's, open or not.
    with page.expect_event("load"):
        page.get_by_role("main").get_by_role("button", name="Save", exact=True).click()
    question = "How likely are you to recommend us to somebody you know?"
    _add(page, "recommendation", "recommend", question)
    _to_the_list(page)
    _add(page, "text", "why", "What should we do better?")
    page.get_by_label("What is looked at, row 1", exact=True).first.select_option("recommend")
    page.get_by_label("How, row 1", exact=True).first.select_option("at_most")
    page.get_by_label("Value, row 1", exact=True).first.fill("6")
    page.get_by_role("main").get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_text("Now: if recommend is at most 6.")).to_be_visible()
    _to_the_list(page)
    page.get_by_role("link", name="Publish …").click()


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without script"])
def test_a_questionnaire_is_built_from_nothing_and_goes_into_the_field(
    programme: Installation, open_context: Opener, check: Check, has_script: bool
) -> None:
    page = open_context(
        **(DESKTOP if has_script else PHONE), java_script_enabled=has_script
    ).new_page()
    sign_in(page, programme, MANAGER)

    _build(page, programme)
    if has_script:
        check(page)
    page.get_by_role("button", name="Publish version 2").click()

    main = page.get_by_role("main")
    expect(main).to_contain_text("Version 2 of end_user.sale is published.")
    expect(main).to_contain_text("asked at")
    if has_script:
        check(page)


def test_what_is_typed_is_saved_by_itself_and_can_be_undone(
    programme: Installation, desktop: Page, check: Check
) -> None:
    sign_in(desktop, programme, MANAGER)
    _begin(desktop, programme, "end_user.delivery", "ready:end_user.delivery")
    desktop.locator(".card h3 a").first.click()
    was = desktop.get_by_label("The question").input_value()

    desktop.get_by_label("The question").fill("How great was our award-winning delivery?")
    expect(desktop.get_by_text("Saved ")).to_be_visible()
    expect(desktop.locator("#beside mark").first).to_be_visible()
    check(desktop)
    _to_the_list(desktop)
    desktop.get_by_role("button", name="Undo: question").click()

    expect(desktop.get_by_role("status").first).to_contain_text("Undone: question")
    expect(desktop.locator(".card h3 a").first).to_have_text(was)
    check(desktop)


def test_questions_are_moved_by_keyboard(programme: Installation, desktop: Page) -> None:
    sign_in(desktop, programme, MANAGER)
    _begin(desktop, programme, "end_user.delivery", "ready:end_user.delivery")
    first = desktop.locator(".card h3 a").first.inner_text()
    desktop.locator(".card h3 a").first.focus()

    desktop.keyboard.press("Alt+ArrowDown")

    expect(desktop.locator(".card h3 a").nth(1)).to_have_text(first)
    desktop.wait_for_load_state("load")
    assert desktop.evaluate("document.activeElement.textContent") == first


def test_of_two_who_write_the_same_question_the_second_sees_both_wordings(
    programme: Installation, open_context: Opener, check: Check
) -> None:
    ada, ben = (open_context(**DESKTOP).new_page() for _ in range(2))
    sign_in(ada, programme, MANAGER)
    sign_in(ben, programme, ADMINISTRATOR)
    _begin(ada, programme, "end_user.delivery", "ready:end_user.delivery")
    ada.locator(".card h3 a").first.click()
    ben.goto(ada.url)

    ada.get_by_label("The question").fill("What do you think of us?")
    expect(ada.get_by_text("Saved ")).to_be_visible()
    ben.get_by_label("The question").fill("What do you say of us?")
    expect(ben.get_by_text("somebody else changed this")).to_be_visible()
    ben.get_by_role("main").get_by_role("button", name="Save", exact=True).last.click()

    expect(ben.get_by_role("heading", name="Somebody else was faster")).to_be_visible()
    check(ben)
    ben.get_by_role("button", name="Save mine instead").click()
    expect(ben.get_by_label("The question")).to_have_value("What do you say of us?")
