from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.installations import Installation, find_link

Check = Callable[[Page], None]

PARTNERS = "key;name;country;region\nnord;Nordhaus GmbH;DE;North\nsud;Süd & Söhne;DE;South\n"
TRANSACTIONS = """key;touchpoint;date;partner;amount;currency
t1;delivery;2026-11-09;nord;120,50;EUR
t2;delivery;2026-11-10;nowhere;80,00;EUR
t3;teleport;2026-11-10;sud;80,00;EUR
t4;delivery;never;sud;80,00;EUR
"""

MAP = 'kind = "transactions"\n\n[numbers]\ndecimal = ","\n'


def _upload(page: Page, kind: str, path: Path, column_map: Path | None = None) -> None:
    page.get_by_label("holds").or_(page.get_by_role("combobox").first).first.select_option(kind)
    page.locator("input[type=file]").first.set_input_files(path)
    if column_map:
        page.locator("input[type=file]").nth(1).set_input_files(column_map)
    page.get_by_role("button", name="Show what it would do").click()


def test_a_manager_sets_up_the_programme_and_imports_what_is_right_in_a_file(
    fresh: Installation, desktop: Page, tmp_path: Path, check: Check
) -> None:
    user = ("ada@example.com", "--name", "Ada", "--role", "programme_manager")
    link = find_link(fresh.twofold("user", "add", *user))
    desktop.goto(link)
    desktop.get_by_role("main").get_by_role("button", name="Sign in").click()

    desktop.goto(f"{fresh.url}/imports")
    check(desktop)
    desktop.get_by_label("Name").fill("Nordhaus customer voice")
    desktop.get_by_label("Time zone").fill("Europe/Berlin")
    desktop.get_by_role("button", name="Set up").click()

    partners, transactions, column_map = (
        tmp_path / name for name in ("partners.csv", "transactions.csv", "map.toml")
    )
    column_map.write_text(MAP)
    partners.write_text(PARTNERS, encoding="cp1252")
    transactions.write_text(TRANSACTIONS)
    desktop.goto(f"{fresh.url}/imports")
    check(desktop)
    _upload(desktop, "partners", partners)
    check(desktop)
    expect(desktop.get_by_role("main")).to_contain_text("2")
    desktop.get_by_role("main").get_by_role("button", name="Import").click()

    desktop.goto(f"{fresh.url}/imports")
    _upload(desktop, "transactions", transactions, column_map)
    check(desktop)
    main = desktop.get_by_role("main")
    expect(main).to_contain_text("teleport")
    with desktop.expect_download() as download:
        desktop.get_by_text("Download the rejected rows").click()
    assert "t4" in Path(download.value.path()).read_text()
    main.get_by_role("button", name="leave out 2").click()
    check(desktop)

    desktop.goto(f"{fresh.url}/imports")
    _upload(desktop, "transactions", transactions, column_map)
    expect(desktop.get_by_role("main")).to_contain_text("Unchanged")
    expect(desktop.locator("dl, table").first).to_contain_text("2")


def test_a_file_that_cannot_be_read_is_refused_in_words_and_writes_nothing(
    fresh: Installation, desktop: Page, tmp_path: Path, check: Check
) -> None:
    fresh.twofold("set-up", "--name", "Customer voice", "--time-zone", "Europe/Berlin")
    user = ("ada@example.com", "--name", "Ada", "--role", "administrator")
    desktop.goto(find_link(fresh.twofold("user", "add", *user)))
    desktop.get_by_role("main").get_by_role("button", name="Sign in").click()
    path = tmp_path / "strange.csv"
    path.write_text("colour,shape\nred,round\n")

    desktop.goto(f"{fresh.url}/imports")
    _upload(desktop, "partners", path)

    expect(desktop.get_by_role("alert")).to_contain_text("key")
    check(desktop)
