"""An analyst asks why: raw against adjusted, a chart, a note, a view for others, a workbook."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

from tests.journeys.installations import Installation
from tests.journeys.pages import sign_in, tab_to

Look = Callable[[Page], None]
RAW = "/bench?metric=nps&audience=end_user&audience=channel_partner&place=network&column=raw"


def test_raw_stands_beside_adjusted_and_is_taken_away_as_a_workbook(
    demo: Installation, desktop: Page, look_everywhere: Look
) -> None:
    sign_in(desktop, demo, "manager@demo.example")
    desktop.goto(f"{demo.url}{RAW}")
    expect(desktop.get_by_role("columnheader", name="Raw").first).to_be_visible()
    look_everywhere(desktop)
    first = desktop.locator("details.series tbody tr").first
    shown = first.locator(".num-v").inner_text()

    desktop.get_by_text("Download these figures").click()
    with desktop.expect_download() as download:
        desktop.get_by_role("link", name=re.compile("^Excel")).click()

    book = openpyxl.load_workbook(BytesIO(Path(download.value.path()).read_bytes()))
    [names, *rows] = book.worksheets[0].iter_rows(values_only=True)
    values = [row[names.index("value")] for row in rows]
    assert shown.replace("−", "-") in {f"{value:.0f}" for value in values if value is not None}
    assert "raw" in names
    assert len(book.sheetnames) > 1


def test_a_chart_is_explored_by_click_a_week_noted_and_the_view_shared(
    demo: Installation, desktop: Page, look_everywhere: Look
) -> None:
    sign_in(desktop, demo, "manager@demo.example")
    desktop.goto(f"{demo.url}{RAW}")
    desktop.get_by_role("button", name="Explore this chart").click()
    expect(desktop.locator("[data-figure] .scatterlayer path.js-line").first).to_be_attached()

    desktop.get_by_role("link", name="Note something about a week").click()
    look_everywhere(desktop)
    desktop.get_by_label("Week", exact=True).fill("2026-W44")
    desktop.get_by_label("What happened").fill("New price list")
    desktop.get_by_role("button", name="Note it").click()
    desktop.goto(f"{demo.url}{RAW}")
    expect(desktop.get_by_role("main")).to_contain_text("New price list")

    desktop.get_by_role("link", name="Save this view").click()
    look_everywhere(desktop)
    desktop.get_by_label("Name").fill("Raw against adjusted")
    desktop.get_by_label("Everybody of the house may open it").check()
    desktop.get_by_role("button", name="Save", exact=True).click()
    sign_in(desktop, demo, "executive@demo.example")
    desktop.goto(f"{demo.url}/bench")
    desktop.get_by_text("Saved views").click()
    desktop.get_by_role("link", name="Raw against adjusted").click()

    expect(desktop.get_by_role("heading", level=1)).to_have_text("Raw against adjusted")


def test_by_keyboard_alone_something_else_is_drawn(demo: Installation, desktop: Page) -> None:
    sign_in(desktop, demo, "executive@demo.example")
    desktop.goto(f"{demo.url}/bench")

    tab_to(desktop, "details.chooser-sheet > summary")
    desktop.keyboard.press("Enter")
    tab_to(desktop, "input[name=metric][value=csat]")
    desktop.keyboard.press("Space")
    tab_to(desktop, "button.main")
    desktop.keyboard.press("Enter")

    expect(desktop).to_have_url(re.compile("metric=nps.*metric=csat"))
    expect(desktop.get_by_role("main")).to_contain_text("Satisfaction")


def test_without_script_a_view_is_saved_a_week_noted_and_a_target_set(
    demo: Installation, plain_phone: Page
) -> None:
    page = plain_phone
    sign_in(page, demo, "manager@demo.example")
    page.goto(f"{demo.url}{RAW}")
    page.get_by_role("link", name="Save this view").click()
    page.get_by_label("Name").fill("Made without script")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Made without script")

    page.goto(f"{demo.url}/notes/new")
    page.get_by_label("Week", exact=True).fill("2026-W43")
    page.get_by_label("What happened").fill("Fair in town")
    page.get_by_role("button", name="Note it").click()
    expect(page.get_by_role("main")).to_contain_text("Fair in town")

    page.goto(f"{demo.url}/targets/set?metric=csat&audience=end_user&place=country:Germany")
    page.get_by_label("Target", exact=True).fill("83")
    page.get_by_label("Owner").select_option(index=1)
    page.get_by_role("button", name="Set it").click()
    expect(page.get_by_role("region", name="Targets in force")).to_contain_text("83")
