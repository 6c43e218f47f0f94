"""What journeys do on any page."""

from __future__ import annotations

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.installations import Installation

WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def sign_in(page: Page, installation: Installation, email: str) -> None:
    """By a one-time link: opening it changes nothing, its button does."""
    page.goto(installation.sign_in_link(email))
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def complaints(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA, and whether the page scrolls sideways."""
    page.wait_for_load_state()
    results = Axe().run(page, options={"runOnly": WCAG_22_AA, "resultTypes": ["violations"]})
    found = [
        f"{violation['id']}: {violation['help']} ({node['target']})"
        for violation in results.response["violations"]
        for node in violation["nodes"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append(f"scrolls sideways at {page.viewport_size}")
    return found


def printed_page_count(page: Page) -> int:
    """A4 sheets of the whole page: a click returns when the next page begins, not when it ends."""
    page.wait_for_load_state()
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page\b", paper))


def tab_to(page: Page, selector: str, most: int = 150) -> None:
    """Press Tab until what has the focus is what the selector names."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{most} times Tab did not reach {selector} on {page.url}")
