"""The marketplace of examples/olist: imported by its column maps, closed, read and verified.

Orders of the same shape as the real files, which stay outside of the repository.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from examples.olist.raw import read_weeks
from examples.olist.walk import close, walk
from tests.journeys.installations import Installation, serving
from tests.journeys.pages import sign_in

Look = Callable[[Page], None]
ORDERS = Path(__file__).resolve().parents[1] / "fixtures" / "olist_like"
VERIFIED = re.compile("verifies|same|agree", re.IGNORECASE)
READER = ("reader@example.com", "--name", "Rita", "--role", "executive")


@pytest.fixture(scope="module")
def marketplace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Joined, set up, imported and closed by the commands of the example."""
    folder = tmp_path_factory.mktemp("marketplace")
    close(walk(ORDERS, folder, read_weeks(ORDERS), lambda text: None))
    with serving(folder / "data") as installation:
        installation.twofold("user", "add", *READER)
        yield installation


@pytest.fixture
def reader(marketplace: Installation, desktop: Page) -> Page:
    sign_in(desktop, marketplace, READER[0])
    desktop.goto(marketplace.url)
    return desktop


def test_imported_weeks_are_read_like_any_other(
    marketplace: Installation, reader: Page, look_everywhere: Look
) -> None:
    main = reader.get_by_role("main")

    expect(reader.locator("#week")).to_have_value(re.compile("^2018-W"))
    expect(main).to_contain_text(re.compile("end users", re.IGNORECASE))
    look_everywhere(reader)
    reader.locator("main a.grade").first.click()
    expect(reader.get_by_role("heading", name="Integrity label")).to_be_visible()
    look_everywhere(reader)
    reader.goto(f"{marketplace.url}/bench")
    look_everywhere(reader)


def test_whoever_was_not_asked_is_said_and_the_edition_verifies(
    marketplace: Installation, reader: Page, look_everywhere: Look
) -> None:
    reader.goto(f"{marketplace.url}/editions")
    reader.get_by_role("link", name=re.compile("^Final")).first.click()
    look_everywhere(reader)

    reader.get_by_role("link", name="Verify this edition").click(timeout=60_000)

    expect(reader.get_by_role("main")).to_contain_text(VERIFIED)
    assert "fails" not in marketplace.twofold("verify", "--all")


def test_without_a_partners_audience_the_pages_say_so(
    marketplace: Installation, reader: Page
) -> None:
    texts = reader.get_by_role("main").inner_text()

    assert "channel partner" in texts.lower()
    assert "Traceback" not in texts
    answer = reader.goto(f"{marketplace.url}/?week=2030-W01")
    assert answer is not None
    assert answer.status == 404
