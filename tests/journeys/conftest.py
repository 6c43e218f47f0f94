"""What a journey may ask for: an installation that answers, and browsers of several kinds.

Every page a journey opens is held to the same rules when the journey ends: no script error, no
refused resource, no request to another host; `check` adds accessibility and width.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from tests.journeys.courses import demo_session, links
from tests.journeys.installations import Installation, serving
from tests.journeys.pages import complaints

__all__ = ["demo_session", "links"]

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
STEP_TIMEOUT_MS = 15_000
WIDTHS = (360, 768, 1440)
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
PHONE = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("TWOFOLD_CHROMIUM") or next(
        filter(None, map(shutil.which, CHROMIUM_NAMES)), None
    )
    # Chromium's sandbox refuses to run as root; what it opens here is our own loopback server.
    arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The demo programme with five published weeks and an open one."""
    with serving(tmp_path_factory.mktemp("demo")) as installation:
        installation.twofold("demo", "load", "--weeks", 6)
        yield installation


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Installation]:
    """An installation that nobody has touched yet."""
    with serving(tmp_path / "fresh") as installation:
        yield installation


Opener = Callable[..., BrowserContext]


@pytest.fixture
def open_context(browser: Browser) -> Iterator[Opener]:
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def open_one(**options: object) -> BrowserContext:
        context = browser.new_context(**options)  # type: ignore[arg-type]
        context.set_default_timeout(STEP_TIMEOUT_MS)
        context.on("console", lambda message: _note_console(message.type, message.text, troubles))
        context.on("weberror", lambda error: troubles.append(str(error.error)))
        context.on("request", lambda request: _note_foreign(request, troubles))
        contexts.append(context)
        return context

    yield open_one
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture
def desktop(open_context: Opener) -> Page:
    return open_context(**DESKTOP).new_page()


@pytest.fixture
def phone(open_context: Opener) -> Page:
    return open_context(**PHONE).new_page()


@pytest.fixture
def plain_phone(open_context: Opener) -> Page:
    """A phone whose browser runs no script; so `check`, which is one, cannot look at its pages."""
    return open_context(**PHONE, java_script_enabled=False).new_page()


@pytest.fixture
def check() -> Callable[[Page], None]:
    """Fails with every accessibility violation of the page, and when it scrolls sideways."""

    def examine(page: Page) -> None:
        assert complaints(page) == []

    return examine


@pytest.fixture
def look_everywhere(check: Callable[[Page], None]) -> Callable[[Page], None]:
    """The same rules at three widths, in the dark and on paper; leaves a desktop in daylight."""

    def look(page: Page) -> None:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            check(page)
        page.emulate_media(color_scheme="dark")
        check(page)
        page.emulate_media(color_scheme="light", media="print")
        check(page)
        page.emulate_media(media="screen")

    return look


def _note_console(kind: str, text: str, troubles: list[str]) -> None:
    # An answer of 4xx or 5xx, or no network, is a step of some journeys; Chromium reports an error.
    is_step = "status of" in text or "INTERNET_DISCONNECTED" in text
    if kind == "error" and not is_step:
        troubles.append(text)


def _note_foreign(request: Request, troubles: list[str]) -> None:
    if not request.url.startswith(("http://127.0.0.1:", "data:", "about:")):
        troubles.append(f"reached for {request.url}")
