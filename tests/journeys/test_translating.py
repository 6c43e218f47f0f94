"""A questionnaire of other software becomes a draft and is translated, in the browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESKTOP, PHONE, Opener
from tests.journeys.installations import Installation
from tests.journeys.pages import sign_in

Check = Callable[[Page], None]
FIXTURES = Path(__file__).parents[1] / "surveys" / "questionnaires" / "formats" / "fixtures"
MANAGER = "ada@example.com"
TITLE = {"ar": "مطالبة الضمان", "fr": "Votre garantie"}
WINDOWS = {
    "wide, into Arabic": (DESKTOP, "ar"),
    "on a phone, into French": (PHONE, "fr"),
}


@pytest.mark.parametrize(("window", "language"), WINDOWS.values(), ids=WINDOWS)
def test_a_manager_imports_a_questionnaire_and_translates_it(
    fresh: Installation,
    open_context: Opener,
    check: Check,
    window: dict[str, object],
    language: str,
) -> None:
    fresh.twofold("set-up", "--name", "Customer voice", "--time-zone", "Europe/Berlin")
    fresh.twofold("user", "add", MANAGER, "--name", "Ada", "--role", "programme_manager")
    page = open_context(**window).new_page()
    sign_in(page, fresh, MANAGER)

    _import(page, fresh, check)
    page.get_by_role("link", name="Translations").click()
    check(page)
    page.get_by_label("Language code").fill(language)
    page.get_by_role("button", name="Translate").click()
    page.get_by_label("Title of the questionnaire in").fill(TITLE[language])
    check(page)
    page.get_by_role("main").get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_text("1 saved.")).to_be_visible()
    expect(page.get_by_label("Title of the questionnaire in")).to_have_value(TITLE[language])


def _import(page: Page, installation: Installation, check: Check) -> None:
    page.goto(f"{installation.url}/workshop")
    page.get_by_role("link", name="Import one").click()
    check(page)
    page.get_by_label("File").set_input_files(FIXTURES / "warranty.surveyjs.json")
    page.get_by_label("Name of the questionnaire").fill("end_user.warranty")
    page.get_by_role("button", name="Show what it would be").click()
    expect(page.get_by_text("Signatures cannot be given")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Make it a draft").click()
