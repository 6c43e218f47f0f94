"""A phone with a bad network, and the browser's own buttons: nothing that was typed is lost."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Opener
from tests.journeys.courses import Links, press, tap, to_second_page


def test_answers_wait_for_the_network_and_go_when_it_is_back(links: Links, phone: Page) -> None:
    to_second_page(phone, next(links))
    tap(phone, "reason", "price")
    phone.context.set_offline(True)

    press(phone, "Next")
    expect(phone.get_by_role("status").filter(has_text="Waiting for the network")).to_be_visible()
    expect(phone.locator("input[type=radio][name=reason][value=price]")).to_be_checked()
    phone.context.set_offline(False)

    expect(phone.locator("input[name=satisfaction]").first).to_be_visible()
    tap(phone, "satisfaction", 4)
    press(phone, "Send my answers")
    expect(phone).to_have_url(re.compile("/thanks"))


def test_what_is_changed_while_waiting_for_the_network_is_sent_as_well(
    links: Links, phone: Page
) -> None:
    phone.goto(next(links))
    tap(phone, "recommend", 2)
    phone.context.set_offline(True)
    press(phone, "Next")
    expect(phone.get_by_role("status").filter(has_text="Waiting for the network")).to_be_visible()

    tap(phone, "recommend", 10)
    phone.context.set_offline(False)

    expect(phone.locator("input[name=satisfaction]").first).to_be_visible()
    press(phone, "Back")
    expect(phone.locator("input[type=radio][name=recommend][value='10']")).to_be_checked()


def test_a_page_from_somewhere_between_is_no_answer_and_nothing_is_lost(
    links: Links, phone: Page
) -> None:
    phone.goto(next(links))
    tap(phone, "recommend", 2)
    between = "<html><body><center>502 Bad Gateway</center></body></html>"
    phone.route(
        "**/a/*",
        lambda route: route.fulfill(status=502, content_type="text/html", body=between),
        times=1,
    )

    press(phone, "Next")
    expect(phone.get_by_role("status").filter(has_text="Waiting for the network")).to_be_visible()
    expect(phone.locator("input[type=radio][name=recommend][value='2']")).to_be_checked()
    phone.evaluate("dispatchEvent(new Event('online'))")

    expect(phone.locator("textarea[name=story]")).to_be_visible()


def test_the_browser_s_own_back_button_goes_a_page_back_with_everything_kept(
    links: Links, phone: Page
) -> None:
    to_second_page(phone, next(links))
    phone.locator("textarea[name=story]").fill("He came late.")

    phone.go_back()
    expect(phone.locator("input[type=radio][name=recommend][value='2']")).to_be_checked()
    press(phone, "Next")

    expect(phone.locator("textarea[name=story]")).to_have_value("He came late.")


def test_the_browser_s_buttons_go_back_and_on_past_links_within_a_page(
    links: Links, phone: Page
) -> None:
    phone.goto(next(links))
    phone.get_by_role("link", name="Who sees what").tap()
    tap(phone, "recommend", 2)
    press(phone, "Next")
    expect(phone.locator("textarea[name=story]")).to_be_visible()

    phone.go_back()
    expect(phone.locator("input[type=radio][name=recommend][value='2']")).to_be_checked()
    phone.go_forward()

    expect(phone.locator("textarea[name=story]")).to_be_visible()


def test_what_was_typed_is_kept_without_pressing_anything(
    links: Links, phone: Page, open_context: Opener
) -> None:
    link = next(links)
    phone.goto(link)
    tap(phone, "recommend", 7)
    with phone.expect_response(lambda response: response.status == 204):
        tap(phone, "recommend", 8)

    other = open_context(**PHONE).new_page()
    other.goto(link)

    expect(other.locator("input[type=radio][name=recommend][value='8']")).to_be_checked()
