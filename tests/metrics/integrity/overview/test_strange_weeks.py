"""Bad input, end to end: every page of a strange week says what came of it, and none is green."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from core.clock import Week
from core.config import Settings
from core.database import writing
from core.keys import KeyRing
from metrics.integrity.models import ThresholdChange
from metrics.models import Edition, Estimate
from tests.metrics.dashboards.pages import page_text, text_of
from tests.metrics.frozen_weeks import WEEK, MadeWeek, reference
from tests.metrics.programmes import SmallProgramme
from tests.metrics.published_weeks import PublishedWeeks, edition_paths, walk
from tests.metrics.random_weeks import random_week

FAMILIES = (
    "Link to the strategy", "Constructs", "Sampling", "Questionnaire", "Response bias",
    "Analytics",
)  # fmt: skip


@pytest.fixture
def manager(client_as: Callable[[Role, str | None], FlaskClient]) -> FlaskClient:
    return client_as(Role.PROGRAMME_MANAGER, None)


@pytest.fixture
def weeks(session: Session, settings: Settings) -> PublishedWeeks:
    return PublishedWeeks(session, settings)


def silent(made: MadeWeek, count: int = 40) -> MadeWeek:
    for _ in range(count):
        made.transaction()
    return made


def no_response() -> MadeWeek:
    return silent(MadeWeek())


def one_response() -> MadeWeek:
    made = silent(MadeWeek())
    made.transaction(answers={"recommend": 9})
    return made


def one_partner() -> MadeWeek:
    made = MadeWeek(reference=reference({"north1": "DE/North"}))
    for number in range(40):
        made.transaction(answers={"recommend": number % 11, "satisfaction": 1 + number % 5})
    return made


def all_alike() -> MadeWeek:
    made = silent(MadeWeek())
    for _ in range(40):
        made.transaction(answers={"recommend": 9, "satisfaction": 5, "repurchase": 10})
    return made


def no_end_users() -> MadeWeek:
    made = MadeWeek()
    for number in range(60):
        made.transaction(
            audience="channel_partner",
            partner=("north1", "south1", "coast1")[number % 3],
            account=90 + number % 24,
            answers={"recommend": number % 11},
        )
    return made


def a_region_nobody_bought_in() -> MadeWeek:
    """Partners of Coast stand in the tree and have neither transaction nor target."""
    made = MadeWeek()
    for number in range(60):
        made.transaction(
            partner=("north1", "south1")[number % 2], answers={"recommend": number % 11}
        )
    return made


STRANGE = {
    "no response": (no_response, "Nobody has answered in this period."),
    "one response": (one_response, "1 answer, fewer than 10."),
    "one partner": (one_partner, "40 answers of end users stand for 40 transactions"),
    "all alike": (all_alike, "No interval can be given: all answers agree"),
    "no end users": (no_end_users, "60 answers of channel partners stand for 60 transactions"),
    "an empty region": (a_region_nobody_bought_in, "60 answers of end users stand for"),
}


@pytest.mark.parametrize("name", STRANGE)
def test_every_page_of_a_strange_week_states_what_came_of_it(
    weeks: PublishedWeeks, manager: FlaskClient, name: str
) -> None:
    make, outcome = STRANGE[name]
    edition = weeks.publish(make())

    texts = walk(manager, edition_paths(edition))

    assert outcome in text_of(texts[f"/?week={edition.week}"])
    assert_no_family_is_green_without_a_check(texts, edition)


def assert_no_family_is_green_without_a_check(texts: dict[str, str], edition: Edition) -> None:
    """On the overview and on the week's page: passed only beside a count of what passed."""
    overview = f"/integrity/{edition.week}/{edition.kind}/{edition.revision}"
    for path in (overview, f"/?week={edition.week}"):
        text = text_of(texts[path])
        for family in FAMILIES:
            found = re.search(rf"{family} (Passed .*?\d+ passed|Failed|Warning|Not known|"
                              rf"Nothing|Does not apply)", text)  # fmt: skip
            assert found, f"{path}: {family} has no state in words"


def test_a_week_without_a_response_has_nothing_green_that_needs_answers(
    weeks: PublishedWeeks, manager: FlaskClient
) -> None:
    edition = weeks.publish(no_response())

    text = text_of(walk(manager, edition_paths(edition))[f"/?week={edition.week}"])

    for family in ("Constructs", "Response bias"):
        assert f"{family} Passed" not in text


def test_the_first_edition_after_one_of_an_older_method_says_so(
    weeks: PublishedWeeks, manager: FlaskClient
) -> None:
    older = weeks.publish(replace_week(random_week(seed=3, size=200), 44), is_of_method_1_2=True)
    newer = weeks.publish(random_week(seed=4, size=200))

    old_texts = walk(manager, edition_paths(older))
    texts = walk(manager, edition_paths(newer))

    text = text_of(texts["/integrity/2026-W45/final/0"])
    assert "That was made by method 1.2, this by" in text
    assert_no_family_is_green_without_a_check(texts, newer)
    assert "Constructs Nothing was checked" in text_of(old_texts["/integrity/2026-W44/final/0"])
    verified = text_of(old_texts["/editions/2026-W44/final/0/verify"])
    assert "Made with method version 1.2" in verified
    assert "were compared, and are unchanged" in verified


def test_a_figure_changed_behind_an_edition_of_an_older_method_is_found(
    session: Session, weeks: PublishedWeeks, manager: FlaskClient
) -> None:
    older = weeks.publish(random_week(seed=3, size=60), is_of_method_1_2=True)
    with writing(session):
        session.execute(sa.update(Estimate).where(Estimate.n > 0).values(n=Estimate.n + 1))

    text = page_text(manager, f"/editions/{older.week}/final/0/verify")

    assert "figures shown to readers: estimates[0].n" in text
    assert "are unchanged" not in text


def replace_week(made: MadeWeek, number: int) -> MadeWeek:
    return replace(made, week=Week(2026, number))


MEANINGLESS = (
    ("careless", 7.0, 9.0, "are not between 0 and 1"),
    ("psi_before", 0.3, 0.1, "are the wrong way round"),
    ("no_such_check", 0.1, 0.2, "There is no check “no_such_check”"),
    ("undeliverable", float("inf"), 1.0, "are not between 0 and 1"),
)


def test_settings_that_mean_nothing_are_not_used_and_said_on_every_page(
    session: Session, keys: KeyRing, settings: Settings, manager: FlaskClient
) -> None:
    programme = SmallProgramme(session, keys, settings)
    programme.set_up()
    programme.live_week(WEEK)
    with writing(session):
        session.add_all(
            ThresholdChange(
                check_key=check_key, warn=warn, fail=fail, reason="typed by hand",
                applies_from=str(WEEK), changed_by="somebody",
                changed_at=programme.monday_after(WEEK),
            )
            for check_key, warn, fail, _ in MEANINGLESS
        )  # fmt: skip
    edition = programme.close(WEEK, programme.fieldwork_over(WEEK))

    texts = walk(manager, edition_paths(edition))

    final = f"{WEEK}/final/0"
    for path in (f"/?week={WEEK}", f"/editions/{final}", f"/integrity/worklist/{final}"):
        text = text_of(texts[path])
        missing = [words for _, _, _, words in MEANINGLESS if words not in text]
        assert missing == [], path
        assert text.count("are not between 0 and 1") >= 2
    assert "Analytics Passed" not in text_of(texts[f"/integrity/{WEEK}/final/0"])
