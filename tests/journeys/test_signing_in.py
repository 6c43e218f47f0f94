from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.installations import Installation, find_link

Check = Callable[[Page], None]

PASSWORD = "a long sentence of five words"


def test_a_link_signs_in_once_and_by_its_button_only(
    fresh: Installation, desktop: Page, check: Check
) -> None:
    link = find_link(
        fresh.twofold(
            *("user", "add", "ada@example.com", "--name", "Ada", "--role", "administrator")
        )
    )

    desktop.goto(link)
    desktop.goto(link)
    check(desktop)
    desktop.get_by_role("main").get_by_role("button", name="Sign in").click()

    expect(desktop.get_by_role("button", name="Sign out")).to_be_visible()
    response = desktop.context.new_page().goto(link)
    assert response is not None
    assert response.status in (404, 410)


def test_a_person_chooses_a_password_signs_out_and_comes_back_with_it(
    fresh: Installation, desktop: Page, check: Check
) -> None:
    fresh.twofold("user", "add", "ada@example.com", "--name", "Ada", "--role", "executive")
    desktop.goto(fresh.sign_in_link("ada@example.com"))
    desktop.get_by_role("main").get_by_role("button", name="Sign in").click()

    desktop.goto(f"{fresh.url}/account")
    check(desktop)
    desktop.get_by_label("New password", exact=True).fill(PASSWORD)
    desktop.get_by_label("once more").fill(PASSWORD)
    desktop.get_by_role("button", name="password").click()
    desktop.get_by_role("button", name="Sign out").click()
    check(desktop)
    desktop.get_by_label("E-mail").fill("ada@example.com")
    desktop.get_by_label("Password").fill(PASSWORD)
    desktop.get_by_role("main").get_by_role("button", name="Sign in").click()

    expect(desktop.get_by_role("button", name="Sign out")).to_be_visible()


def test_a_wrong_password_says_so_without_telling_whether_the_person_exists(
    fresh: Installation, phone: Page, check: Check
) -> None:
    fresh.twofold("user", "add", "ada@example.com", "--name", "Ada", "--role", "executive")
    texts = []

    for email in ("ada@example.com", "nobody@example.com"):
        phone.goto(f"{fresh.url}/sign-in")
        phone.get_by_label("E-mail").fill(email)
        phone.get_by_label("Password").fill("wrong")
        phone.get_by_role("main").get_by_role("button", name="Sign in").click()
        check(phone)
        texts.append(phone.get_by_role("main").inner_text())

    assert texts[0] == texts[1]
