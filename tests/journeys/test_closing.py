from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.installations import Installation
from tests.journeys.pages import sign_in

Check = Callable[[Page], None]


def test_a_manager_closes_the_open_week_and_an_executive_reads_its_flash(
    demo: Installation, open_context: Callable[..., object], desktop: Page, check: Check
) -> None:
    sign_in(desktop, demo, "manager@demo.example")
    desktop.goto(f"{demo.url}/weeks")
    check(desktop)

    with desktop.expect_navigation(timeout=60_000):
        publish = desktop.get_by_role("main").get_by_role("button", name="flash").first
        publish.click(timeout=60_000)  # it waits for the page that follows
    check(desktop)

    sign_in(desktop, demo, "executive@demo.example")
    desktop.goto(demo.url)
    expect(desktop.get_by_role("main")).to_contain_text(re.compile("flash|early", re.IGNORECASE))
    check(desktop)


def test_every_edition_verifies_and_one_changed_byte_is_found(demo: Installation) -> None:
    assert "fails" not in demo.twofold("verify", "--all")
    frozen = max((demo.folder / "weeks").rglob("*.parquet"))
    original = frozen.read_bytes()
    frozen.chmod(0o600)
    frozen.write_bytes(original[:-1] + bytes([original[-1] ^ 1]))

    failed = demo.run("verify", "--all")

    assert failed.returncode == 1
    assert _week_of(frozen) in failed.stdout + failed.stderr
    frozen.write_bytes(original)


def _week_of(path: Path) -> str:
    found = re.search(r"\d{4}-W\d{2}", str(path))
    assert found
    return found.group()
