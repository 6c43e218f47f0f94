from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from core.config import Settings
from core.keys import KeyRing
from metrics.models import Edition
from tests.metrics.dashboards.factory import publish_programme
from tests.metrics.dashboards.pages import page_text
from tests.metrics.programmes import WEEK, SmallProgramme

ClientAs = Callable[[Role, str | None], FlaskClient]
PATH = "/editions/2026-W45/final/0/methods"
ITEMS = (
    "strategy", "sponsor", "instruments", "population", "sample", "modes", "dates", "sizes",
    "weighting", "processing", "limitations",
)  # fmt: skip


@pytest.fixture
def final(session: Session, keys: KeyRing, settings: Settings) -> Edition:
    programme = SmallProgramme(session, keys, settings)
    programme.set_up()
    programme.live_week(WEEK, size=200)
    return programme.close(WEEK, at=programme.fieldwork_over(WEEK))


def test_the_eleven_items_are_written_from_the_edition(client_as: ClientAs, final: Edition) -> None:
    house = client_as(Role.EXECUTIVE, None)

    text = page_text(house, PATH)

    for said in (
        "1 Data collection strategy",
        "Sponsored by the programme Small",
        "in 8 languages: ar, de, en, es, fr, hi, pt and zh.",
        "All 200 transactions of 2–8 November 2026 known to the business",
        "200 transactions are in the frame of end users.",
        "5 channel partners in 2 countries",
        "were drawn by Twofold, each with a recorded probability; ",
        "Answers received: ",
        "through a personal link.",
        "The field period of 7 days after 8 November 2026 is over.",
        "Margins of error of the network’s totals, end users: Recommendation (NPS) ±",
        "Response rates (AAPOR) RR1",
        "End users: raked to ",
        "No answer of this week was set aside.",
        f"SHA-256 {final.manifest_hash}",
        "11 Limitations",
    ):
        assert said in text


def test_the_same_statement_is_data(client_as: ClientAs, final: Edition) -> None:
    statement = client_as(Role.EXECUTIVE, None).get(f"{PATH}.json").get_json()

    assert statement["statement_version"] == 1
    assert tuple(item["key"] for item in statement["items"]) == ITEMS
    assert all(item["sentences"] for item in statement["items"])
    assert all(text[-1] == "." for item in statement["items"] for text in item["sentences"])


def test_what_the_files_do_not_say_is_said_to_be_unknown(
    client_as: ClientAs, session: Session, now: datetime
) -> None:
    publish_programme(session, now)

    text = page_text(client_as(Role.EXECUTIVE, None), PATH)

    assert "Which objectives the questions serve is not kept with this edition." in text
    assert "3 Measurement instruments The edition’s frozen files do not say this." in text
    assert "Nobody recorded which end users were asked: there is no response rate." in text


def test_an_edition_that_does_not_exist_has_none(client_as: ClientAs, final: Edition) -> None:
    house = client_as(Role.EXECUTIVE, None)

    paths = (PATH.replace("final", "flash"), PATH.replace("/0/", "/7/"), PATH.replace("45", "44"))

    assert [house.get(path).status_code for path in paths] == [404, 404, 404]


def test_a_channel_partner_does_not_see_it(client_as: ClientAs, final: Edition) -> None:
    partner = client_as(Role.CHANNEL_PARTNER, "nord")

    assert [partner.get(p).status_code for p in (PATH, f"{PATH}.json")] == [403, 403]
