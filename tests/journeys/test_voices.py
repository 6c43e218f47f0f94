"""A comment is cleared and read; a program is given a token and asks."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.installations import Installation
from tests.journeys.pages import sign_in

Look = Callable[[Page], None]
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "api.md"


@pytest.mark.parametrize("kind", ["desktop", "plain_phone"])
def test_a_manager_clears_a_comment_and_an_executive_reads_comments(
    kind: str, request: pytest.FixtureRequest, demo: Installation, look_everywhere: Look
) -> None:
    page: Page = request.getfixturevalue(kind)
    sign_in(page, demo, "manager@demo.example")
    page.goto(f"{demo.url}/voices")
    if kind == "desktop":
        look_everywhere(page)
    before = waiting(page)
    written = page.locator("li.card blockquote").first.inner_text()
    page.get_by_role("button", name="Clear as written").first.click()
    expect(page.get_by_role("status").first).to_contain_text(written.split("\n")[0])
    assert waiting(page) == before - 1

    sign_in(page, demo, "executive@demo.example")
    page.goto(f"{demo.url}/voices/read")
    expect(page.get_by_role("main").locator("blockquote").first).to_be_visible()
    if kind == "desktop":
        look_everywhere(page)
    assert page.goto(f"{demo.url}/voices").status == 403  # type: ignore[union-attr]


def waiting(page: Page) -> int:
    found = re.search(r"([\d,]+)\scomments?\swaiting", page.get_by_role("main").inner_text())
    assert found
    return int(found[1].replace(",", ""))


def test_a_token_is_made_asks_and_is_revoked(
    demo: Installation, desktop: Page, look_everywhere: Look
) -> None:
    sign_in(desktop, demo, "executive@demo.example")
    desktop.goto(f"{demo.url}/account/tokens")
    look_everywhere(desktop)
    desktop.get_by_label("What it is for").fill("Monday report")
    desktop.get_by_role("checkbox").first.check()
    desktop.get_by_role("button", name="Make the token").click()
    code = desktop.get_by_role("status").locator("code").inner_text()
    look_everywhere(desktop)

    listed = ask(demo, "/api/v1/editions?limit=2", code)
    ten_lines = run_the_ten_lines(demo, code)
    desktop.goto(f"{demo.url}/account/tokens")
    desktop.get_by_role("button", name="Revoke").first.click()

    assert len(listed["data"]) == 2
    assert [line.split()[0] for line in ten_lines] == ["channel_partner", "end_user"]
    with pytest.raises(urllib.error.HTTPError, match="401"):
        ask(demo, "/api/v1/editions", code)


def ask(demo: Installation, path: str, code: str) -> dict[str, list[object]]:
    asked = urllib.request.Request(f"{demo.url}{path}", headers={"Authorization": f"Bearer {code}"})
    with urllib.request.urlopen(asked, timeout=10) as answer:
        found: dict[str, list[object]] = json.load(answer)
        return found


def run_the_ten_lines(demo: Installation, code: str) -> list[str]:
    """The example of the documentation, as it stands there."""
    [lines] = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    environment = {**demo.environment, "TWOFOLD_URL": demo.url, "TWOFOLD_TOKEN": code}
    done = subprocess.run(
        [sys.executable, "-c", lines], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()
