"""Every type of question in a browser: by touch, by keyboard, with errors, filled, at 320 px."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from core.config import load_settings
from core.database import writing
from core.keys import load_keys
from surveys.links import invitation_path
from surveys.models import QuestionnaireVersion
from surveys.questionnaires.services import store_version
from surveys.questionnaires.shapes import QuestionShape
from tests.databases import make_engine
from tests.factories import (
    make_end_user,
    make_invitation,
    make_partner,
    make_programme,
    make_transaction,
)
from tests.feedback.gallery import OPTIONAL, REQUIRED, gallery
from tests.journeys.installations import Installation, serving

Check = Callable[[Page], None]

NARROWEST = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}


@pytest.fixture(scope="module")
def links(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """Makes personal links to a sheet of these questions, each a new person's."""
    with serving(tmp_path_factory.mktemp("gallery")) as installation:
        engine = make_engine(load_settings(installation.environment).database_url)
        with Session(engine, expire_on_commit=False) as session:
            made = _Links(installation, session)
            yield made.make
        engine.dispose()


class _Links:
    def __init__(self, installation: Installation, session: Session) -> None:
        self._installation, self._session = installation, session
        self._now = datetime.now(UTC)
        self._count = 0
        make_programme(session, self._now)
        make_partner(session, self._now, "nordhaus")

    def make(self, shapes: tuple[QuestionShape, ...]) -> str:
        self._count += 1
        key = f"person{self._count}"
        with writing(self._session):
            stored = store_version(self._session, gallery(shapes), self._now)
            version_id = self._session.scalars(
                sa.select(QuestionnaireVersion.id).where(
                    QuestionnaireVersion.number == stored.number
                )
            ).one()
        person = make_end_user(self._session, self._now, key)
        transaction = make_transaction(
            self._session, self._now, key, partner_key="nordhaus", end_user_key=key
        )
        invitation = make_invitation(
            self._session,
            self._now,
            transaction,
            person,
            version_id,
            expires_at=self._now + timedelta(days=3),
        )
        keys = load_keys(load_settings(self._installation.environment).key_path)
        return f"{self._installation.url}{invitation_path(keys, invitation.id)}"


def _go_on(page: Page) -> None:
    """Press the main button and wait for what comes after it."""
    _mark(page)
    page.locator("button[name=_go][value=next], button[name=_go][value=send]").click()
    _wait_for_next(page)


def _mark(page: Page) -> None:
    page.locator("form#sheet").evaluate("form => { form.dataset.seen = 'yes'; }")


def _wait_for_next(page: Page) -> None:
    expect(page.locator("form#sheet[data-seen]")).to_have_count(0)
    page.wait_for_load_state()


TAPPED = ", ".join(f"[value='{value}']" for value in ("4", "skill", "app", "no", "given"))
WRITTEN = {"years": "3,5", "since": "2024-02-29", "town": "Łódź", "comment": "Kind."}


def _fill(page: Page) -> None:
    """Answer whatever the page asks, as somebody with a thumb does."""
    for label in page.locator(f"label.pick:has(input:is({TAPPED}))").all():
        if not label.locator("input").is_checked():
            label.click()
    for place, option in enumerate(("advice", "speed"), start=1):
        for ranked in page.locator(f"select[name='first.{option}']").all():
            ranked.select_option(str(place))
    for name, text in WRITTEN.items():
        for field in page.locator(f"[name={name}]:not([type=hidden])").all():
            field.fill(text)


@pytest.mark.parametrize("shapes", [REQUIRED, OPTIONAL], ids=["required", "with a way out"])
def test_every_type_is_accessible_fresh_with_errors_and_filled(
    links: Callable[..., str],
    open_context: Callable[..., Any],
    check: Check,
    shapes: tuple[QuestionShape, ...],
) -> None:
    page = open_context(**NARROWEST, forced_colors="active").new_page()
    page.goto(links(shapes))

    while page.locator("form#sheet").count():
        check(page)
        if (
            shapes is REQUIRED
            and page.locator("form#sheet [aria-required], form#sheet select").count()
        ):
            _go_on(page)
            expect(page.get_by_role("alert")).to_be_visible()
            check(page)
        _fill(page)
        check(page)
        _go_on(page)

    expect(page).to_have_url(re.compile("/thanks"))


def test_every_type_looks_right_on_a_desk_in_the_dark(
    links: Callable[..., str], open_context: Callable[..., Any], check: Check
) -> None:
    page = open_context(viewport={"width": 1280, "height": 900}, color_scheme="dark").new_page()
    page.goto(links(REQUIRED))

    while page.locator("form#sheet").count():
        check(page)
        _fill(page)
        check(page)
        _go_on(page)

    expect(page).to_have_url(re.compile("/thanks"))


def test_every_type_is_answered_by_keyboard_alone(links: Callable[..., str], desktop: Page) -> None:
    desktop.goto(links(REQUIRED))

    while desktop.locator("form#sheet").count():
        _answer_by_keyboard(desktop)

    expect(desktop).to_have_url(re.compile("/thanks"))


# The kind of the focused control, and whether nothing is chosen yet under its name.
FOCUSED = """(({type, name}) => [
    type || '', !document.querySelector(`[name="${name}"]:checked`)
])(document.activeElement)"""


def _answer_by_keyboard(page: Page) -> None:
    """From the top of the page to its button, with Tab, Space, digits and Enter only."""
    page.locator("h1").evaluate("heading => { heading.tabIndex = -1; heading.focus(); }")
    address, places = page.url, iter("12")
    for _ in range(60):
        page.keyboard.press("Tab")
        kind, is_open = page.evaluate(FOCUSED)
        if kind == "submit":
            _mark(page)
            page.keyboard.press("Enter")
            _wait_for_next(page)
            return
        if kind in {"radio", "checkbox"} and is_open:
            page.keyboard.press("Space")
        elif kind == "select-one":
            page.keyboard.press(next(places, "Home"))
        elif kind == "date":
            page.keyboard.type("02292024")
        elif kind in {"text", "textarea"}:
            page.keyboard.type("12")
    raise AssertionError(f"the button of {address} cannot be reached")


def test_screen_readers_hear_what_each_control_is(links: Callable[..., str], desktop: Page) -> None:
    desktop.goto(links(REQUIRED))
    heard = []

    while desktop.locator("form#sheet").count():
        heard.append(desktop.locator("form#sheet").aria_snapshot())
        _fill(desktop)
        _go_on(desktop)

    everything = "\n".join(heard)
    for said in (
        'radiogroup "1. How likely are you to recommend us to a colleague?"',
        'radio "10"',
        'radio "Very dissatisfied"',
        'checkbox "None of these"',
        'combobox "Advice on maintenance"',
        'radiogroup "The speed of the repair"',
        'textbox "10. For how many years',
        'checkbox "15. You may call me about my answers."',
    ):
        assert said in everything, everything
