from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from feedback.wording import worded_languages, wording_of
from tests.journeys.installations import Installation

Check = Callable[[Page], None]

ARABIC = wording_of("ar")
NARROW = {"width": 320, "height": 640}


@pytest.fixture(scope="module")
def links(demo: Installation) -> Iterator[str]:
    """Personal links of end users that nobody has used, the newest first."""
    listed = demo.twofold("links", "--limit", 400)
    return iter(re.findall(r"^end_user .*\n\s+(\S+)", listed, re.MULTILINE)[::-1])


def _tap(page: Page, question: str, value: int) -> None:
    page.locator(f"label:has(input[name={question}][value='{value}'])").tap()


def _left_edge(page: Page, score: int) -> float:
    box = page.locator(f"input[name=recommend][value='{score}']").bounding_box()
    assert box is not None
    return box["x"]


def test_a_customer_answers_in_arabic_from_right_to_left(
    links: Iterator[str], phone: Page, check: Check
) -> None:
    phone.goto(f"{next(links)}?lang=ar")
    expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    assert _left_edge(phone, 0) > _left_edge(phone, 1)
    _tap(phone, "recommend", 9)

    phone.get_by_role("button", name=ARABIC.send).click()

    expect(phone.get_by_role("alert")).to_contain_text(ARABIC.problems_heading)
    expect(phone.locator("input[name=recommend][value='9']")).to_be_checked()
    check(phone)
    _tap(phone, "satisfaction", 4)
    if phone.locator("input[name=effort]").count():
        _tap(phone, "effort", 6)
    phone.get_by_role("button", name=ARABIC.send).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(ARABIC.thanks.heading)
    check(phone)


def test_every_language_fits_a_narrow_phone_and_keeps_the_answers(
    links: Iterator[str], phone: Page, check: Check
) -> None:
    phone.set_viewport_size(NARROW)  # type: ignore[arg-type]
    phone.goto(f"{next(links)}?lang=en")
    _tap(phone, "recommend", 7)

    for language in worded_languages():
        shown = phone.locator(f"nav button[lang={language}]")
        if shown.count():
            shown.click()
        expect(phone.locator("html")).to_have_attribute("lang", language)
        expect(phone.locator("input[name=recommend][value='7']")).to_be_checked()
        check(phone)
