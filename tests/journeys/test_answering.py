from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.installations import Installation

Check = Callable[[Page], None]
SEND = "Send my answers"


@pytest.fixture(scope="session")
def links(demo: Installation) -> Iterator[str]:
    """Personal links of end users that nobody has used; each test takes the next."""
    listed = demo.twofold("links", "--limit", 400)
    return iter(re.findall(r"^end_user .*\n\s+(\S+)", listed, re.MULTILINE))


def _tap(page: Page, question: str, value: int) -> None:
    page.locator(f"label:has(input[name={question}][value='{value}'])").tap()


def _answer_all(page: Page) -> None:
    _tap(page, "recommend", 9)
    _tap(page, "satisfaction", 4)
    if page.locator("input[name=effort]").count():
        _tap(page, "effort", 6)


def test_a_customer_answers_on_a_phone_without_script(
    links: Iterator[str], plain_phone: Page
) -> None:
    plain_phone.goto(f"{next(links)}?lang=en")
    _answer_all(plain_phone)
    plain_phone.locator("textarea").fill("The engineer was kind. 👍\nThe invoice was not.")

    plain_phone.get_by_role("button", name=SEND).click()

    expect(plain_phone).to_have_url(re.compile("/thanks"))
    expect(plain_phone.get_by_role("heading", level=1)).to_contain_text("hank")
    expect(plain_phone.get_by_text("engineer")).to_have_count(0)


def test_a_missing_answer_is_named_and_what_was_given_is_kept(
    links: Iterator[str], phone: Page, check: Check
) -> None:
    phone.goto(f"{next(links)}?lang=en")
    check(phone)
    _tap(phone, "recommend", 3)
    phone.locator("textarea").fill("Still waiting.")

    phone.get_by_role("button", name=SEND).click()

    expect(phone.get_by_role("alert")).to_be_visible()
    expect(phone.locator("input[name=recommend][value='3']")).to_be_checked()
    expect(phone.locator("textarea")).to_have_value("Still waiting.")
    check(phone)
    _answer_all(phone)
    phone.get_by_role("button", name=SEND).click()
    expect(phone).to_have_url(re.compile("/thanks"))
    check(phone)


def test_the_keyboard_alone_is_enough(links: Iterator[str], desktop: Page) -> None:
    desktop.goto(f"{next(links)}?lang=en")

    for question in ("recommend", "satisfaction", "effort"):
        first = desktop.locator(f"input[name={question}]").first
        if first.count():
            first.focus()
            desktop.keyboard.press("Space")
    desktop.get_by_role("button", name=SEND).focus()
    desktop.keyboard.press("Enter")

    expect(desktop).to_have_url(re.compile("/thanks"))


def test_a_second_sheet_on_a_used_link_is_not_stored_and_says_so(
    links: Iterator[str], phone: Page
) -> None:
    link = f"{next(links)}?lang=en"
    other = phone.context.new_page()
    phone.goto(link)
    other.goto(link)
    _answer_all(phone)
    phone.get_by_role("button", name=SEND).click()
    expect(phone).to_have_url(re.compile("/thanks"))
    _answer_all(other)
    _tap(other, "recommend", 0)

    with other.expect_response(lambda response: response.request.method == "POST") as sent:
        other.get_by_role("button", name=SEND).click()

    assert sent.value.status == 409


def test_nobody_is_asked_again_after_saying_so_by_a_button(
    links: Iterator[str], phone: Page, check: Check
) -> None:
    link = next(links)
    phone.goto(f"{link}?lang=en")
    phone.locator("a[href*=unsubscribe]").first.click()
    check(phone)

    phone.get_by_role("main").get_by_role("button").click()
    check(phone)
    response = phone.goto(link)

    assert response is not None
    assert response.status == 410


def test_a_link_with_one_letter_changed_leads_nowhere(links: Iterator[str], phone: Page) -> None:
    link = next(links)

    response = phone.goto(link[:-1] + ("A" if link[-1] != "A" else "B"))

    assert response is not None
    assert response.status == 404
