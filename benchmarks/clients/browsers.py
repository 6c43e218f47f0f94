"""A phone's browser on a slow line: what a page weighs, and when it shows something."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, CDPSession, sync_playwright

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "is_mobile": True}
LATENCY_MS = 400
BYTES_PER_SECOND = 400_000 / 8
CPU_SLOWER = 4
SLOW_LINE = {
    "offline": False,
    "latency": LATENCY_MS,
    "downloadThroughput": BYTES_PER_SECOND,
    "uploadThroughput": BYTES_PER_SECOND,
}
LONGEST_MS = 120_000
FIRST_PAINT = """() => new Promise(found => new PerformanceObserver(list => {
    for (const { name, startTime } of list.getEntries())
        if (name === "first-contentful-paint") found(startTime);
}).observe({ type: "paint", buffered: true }))"""
# Two frames after the question is in the page, it has been painted.
SHOWN = """async selector => {
    while (!document.querySelector(selector)) await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame); await new Promise(requestAnimationFrame);
    return performance.now();
}"""


@dataclass(frozen=True)
class Visit:
    """One cold load: bytes with their headers, and seconds from the start of the navigation."""

    byte_count: int
    request_count: int
    first_paint_seconds: float
    question_shown_seconds: float


class Traffic:
    """What goes over a page's line from now on; an address that holds its data is no request."""

    def __init__(self, line: CDPSession) -> None:
        self.byte_count = 0
        self.request_count = 0
        line.send("Network.enable")
        line.send("Network.setCacheDisabled", {"cacheDisabled": True})
        line.on("Network.loadingFinished", self._count_bytes)
        line.on("Network.requestWillBeSent", self._count_request)

    def _count_bytes(self, event: dict[str, Any]) -> None:
        self.byte_count += int(event["encodedDataLength"])

    def _count_request(self, event: dict[str, Any]) -> None:
        self.request_count += not event["request"]["url"].startswith("data:")


@contextmanager
def browser() -> Iterator[Browser | None]:
    """Chromium, or None where none is installed."""
    path = os.environ.get("TWOFOLD_CHROMIUM") or next(
        filter(None, map(shutil.which, CHROMIUM_NAMES)), None
    )
    if path is None:
        yield None
        return
    arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=arguments)
        yield opened
        opened.close()


def visit(opened: Browser, url: str, question: str) -> Visit:
    """Load a page with nothing in the cache; `question` selects the first control of the sheet."""
    context = opened.new_context(**PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("about:blank")
    line = context.new_cdp_session(page)
    traffic = Traffic(line)
    line.send("Network.emulateNetworkConditions", SLOW_LINE)
    line.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWER})
    page.goto(url, wait_until="commit", timeout=LONGEST_MS)
    shown_ms = page.evaluate(SHOWN, question)
    page.wait_for_load_state("load", timeout=LONGEST_MS)
    paint_ms = page.evaluate(FIRST_PAINT)
    context.close()
    return Visit(traffic.byte_count, traffic.request_count, paint_ms / 1000, shown_ms / 1000)
