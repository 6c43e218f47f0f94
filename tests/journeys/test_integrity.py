from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from access.models import Role
from core.config import load_settings
from core.database import writing
from metrics.models import FindingRow
from tests.databases import make_engine
from tests.factories import make_user
from tests.journeys.installations import Installation, serving
from tests.journeys.pages import sign_in
from tests.metrics.dashboards.factory import publish_programme

Check = Callable[[Page], None]
MANAGER = "manager@integrity.example"
NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Fourteen finals and a flash, with a partner under review and a check that got worse."""
    with serving(tmp_path_factory.mktemp("integrity")) as installation:
        url = load_settings({"TWOFOLD_DATA": str(installation.folder)}).database_url
        engine = make_engine(url)
        with Session(engine, expire_on_commit=False) as session:
            editions = publish_programme(session, NOW, final_count=14)
            with writing(session):
                for edition in editions[:-2]:
                    _set(session, edition.id, "psi_before", state="pass", value=0.05)
                for edition in editions[-2:]:
                    _set(session, edition.id, "contact_present", check_key="partner_selection")
            make_user(session, NOW, Role.PROGRAMME_MANAGER, email=MANAGER)
        engine.dispose()
        yield installation


def _set(session: Session, edition_id: int, check: str, /, **changes: object) -> None:
    session.execute(
        sa.update(FindingRow)
        .where(FindingRow.edition_id == edition_id, FindingRow.check_key == check)
        .values(**changes)
    )


def by_keyboard(page: Page, role: str, name: str | re.Pattern[str]) -> None:
    """Tab to it, as somebody without a mouse would, and press Enter."""
    wanted = page.get_by_role(role, name=name).first  # type: ignore[arg-type]
    for _ in range(120):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{name!r} cannot be reached by keyboard")


def test_a_manager_goes_from_the_overview_to_a_finding_and_takes_it_by_keyboard(
    house: Installation, desktop: Page, check: Check
) -> None:
    sign_in(desktop, house, MANAGER)
    desktop.goto(f"{house.url}/integrity?week=2026-W45")
    expect(desktop.get_by_role("main")).to_contain_text("Sampling worsened")
    check(desktop)

    by_keyboard(desktop, "link", "3 findings need a person")
    expect(desktop).to_have_url(re.compile("/integrity/worklist/"))
    check(desktop)
    by_keyboard(desktop, "link", re.compile("Open.*Ribera Aire"))
    expect(desktop).to_have_url(re.compile("/integrity/findings/"))
    check(desktop)
    desktop.get_by_label("Who takes it").focus()
    desktop.keyboard.type("M. Osei")
    desktop.keyboard.press("Enter")

    expect(desktop.get_by_role("main")).to_contain_text("Taken by M. Osei")
    check(desktop)


@pytest.mark.parametrize("path", ["/integrity?week=2026-W45", "/integrity/worklist?week=2026-W45"])
def test_overview_and_work_list_fit_a_phone_the_dark_and_paper(
    house: Installation, phone: Page, desktop: Page, check: Check, path: str
) -> None:
    sign_in(phone, house, MANAGER)
    phone.goto(house.url + path)
    check(phone)
    phone.set_viewport_size({"width": 320, "height": 700})
    check(phone)

    sign_in(desktop, house, MANAGER)
    for medium in ({"color_scheme": "dark"}, {"media": "print"}):
        desktop.emulate_media(**medium)  # type: ignore[arg-type]
        desktop.goto(house.url + path)
        check(desktop)


def test_a_phone_without_script_shows_the_same_and_takes_a_note(
    house: Installation, plain_phone: Page, phone: Page
) -> None:
    texts = []
    for page in (plain_phone, phone):
        sign_in(page, house, MANAGER)
        page.goto(f"{house.url}/integrity?week=2026-W45")
        texts.append(page.get_by_role("main").inner_text())
    assert texts[0] == texts[1]

    plain_phone.goto(f"{house.url}/integrity/worklist?week=2026-W45&family=response_bias")
    plain_phone.get_by_role("link", name=re.compile("Open.*both customers")).click()
    plain_phone.get_by_label("Settled").check()
    plain_phone.get_by_label("Note", exact=True).fill("The invitations were imported.")
    plain_phone.get_by_role("button", name="Note it").click()

    expect(plain_phone.get_by_role("main")).to_contain_text("The invitations were imported.")
