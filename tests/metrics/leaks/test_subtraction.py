"""Two partners put together all that they are told, over months and by every filter.

What is told of the others comes by pages, letters, files and programs; they all tell the same, of
the same weeks, and from it no other partner's figure is known closer than the stated rounding.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import pairwise

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from access.visibility import Scope
from core.clock import Week
from metrics.comparison.benchmarks import EVERY, STEPS, has_benchmarks
from metrics.dashboards.partner.benchmark import BANDS
from metrics.dashboards.queries import read_shelf
from metrics.letters.compose import compose
from metrics.letters.text import set_text
from metrics.models import Metric
from tests.metrics.dashboards.factory import publish_programme
from tests.metrics.dashboards.pages import page_text
from tests.metrics.leaks.telling import (
    Told,
    from_exports,
    from_programs,
    hidden_of,
    known_limits,
    numbers_in,
    queries,
    recompute_totals,
)
from tests.programs import make_code

ClientAs = Callable[[Role, str | None], FlaskClient]
WEEKS = 17
# Numbers of a letter that are no figures: its years.
DATES = {"2026"}
SCALES = {"nps": (-100.0, 100.0), "csat": (0.0, 1.0), "effort": (1.0, 7.0), "intent": (0.0, 1.0)}


@pytest.fixture
def year(session: Session, now: datetime) -> list[str]:
    """Seventeen finals of twelve partners, oldest first; the network is its partners' mean."""
    editions = publish_programme(session, now, WEEKS, with_flash=False)
    recompute_totals(session, editions)
    return [edition.week for edition in editions]


@pytest.fixture
def reader(client_as: ClientAs, session: Session, now: datetime) -> Callable[[str], FlaskClient]:
    def make(key: str) -> FlaskClient:
        client = client_as(Role.CHANNEL_PARTNER, key)
        code = make_code(session, Role.CHANNEL_PARTNER, key, now)
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {code}"
        return client

    return make


Reader = Callable[[str], FlaskClient]


def test_files_and_programs_tell_the_same_and_of_every_fourth_week_alone(
    year: list[str], reader: Reader
) -> None:
    for key in ("ribera", "lindner"):
        client = reader(key)
        exported = from_exports(client, year)
        asked = from_programs(client, year)

        told = {at: one.network for at, one in exported.items() if one.network[0] is not None}
        assert asked == told
        weeks = sorted({Week.parse(week) for week, _, _ in exported})
        assert weeks == [Week.parse(week) for week in year if has_benchmarks(Week.parse(week))]
        assert {(b.monday - a.monday).days // 7 for a, b in pairwise(weeks)} == {EVERY}
        assert len(weeks) == 5


def test_no_filter_tells_a_program_more_than_the_whole_list(
    year: list[str], reader: Reader
) -> None:
    client = reader("ribera")
    newest = year[-4:]
    whole = from_programs(client, newest)

    for query in queries():
        assert from_programs(client, newest, query).items() <= whole.items(), query


def test_pages_and_letters_say_no_number_that_the_files_do_not(
    year: list[str], reader: Reader, session: Session, now: datetime
) -> None:
    client, scope = reader("ribera"), Scope(Role.CHANNEL_PARTNER, "ribera")
    lines = {line.week: line for line in read_shelf(session, scope)}

    for week in year[-4:]:
        page = page_text(client, f"/partner?week={week}")
        letter = compose(session, scope, lines[week], "http://localhost", now)
        text = set_text(letter, stop_url="", choices_url="")
        assert numbers_in(text) - numbers_in(page) <= DATES | set(week.split("-W"))


@pytest.mark.parametrize("metric", list(Metric))
def test_two_who_tell_each_other_everything_know_no_third_closer_than_the_rounding(
    year: list[str], reader: Reader, session: Session, metric: Metric
) -> None:
    pages = [from_exports(reader(key), year[-4:]) for key in ("ribera", "lindner")]
    [week] = [week for week in year[-4:] if has_benchmarks(Week.parse(week))]

    readers = [page[week, "end_user", metric] for page in pages]
    hidden = hidden_of(session, week, "end_user", metric, "ribera", "lindner")
    low, high = known_limits(readers, len(hidden), STEPS[metric], SCALES[metric])

    assert high - low > STEPS[metric]
    assert low <= hidden[0]
    assert high >= hidden[-1]


def test_over_months_in_which_nothing_moves_they_know_no_more(
    year: list[str], reader: Reader, session: Session
) -> None:
    """As if a partner had the same figure in every one of the weeks compared."""
    pages = [from_exports(reader(key), year) for key in ("ribera", "lindner")]
    compared = [week for week in year if has_benchmarks(Week.parse(week))]

    ends = []
    for week in compared:
        readers = [page[week, "end_user", "nps"] for page in pages]
        hidden = hidden_of(session, week, "end_user", "nps", "ribera", "lindner")
        ends.append(known_limits(readers, len(hidden), STEPS[Metric.NPS], SCALES["nps"]))

    assert min(high for _, high in ends) - max(low for low, _ in ends) > STEPS[Metric.NPS]


def test_how_many_answered_elsewhere_is_a_band(year: list[str], reader: Reader) -> None:
    told = from_exports(reader("ribera"), year)

    bands = {one.network[3] for one in told.values()} - {None}
    assert bands
    assert bands <= {words for _, words in BANDS}


def test_the_attack_succeeds_where_the_network_is_told_exactly() -> None:
    """With one hidden partner and nothing rounded its figure follows."""
    readers = [
        Told(network=(35.0,), quartiles=(45.0, 50.0, 55.0), own=20.0),
        Told(network=(35.0,), quartiles=(25.0, 30.0, 35.0), own=60.0),
    ]

    with pytest.raises(ValueError, match="min"):
        known_limits(readers, 1, 1e-6, SCALES["nps"])
    # Quartiles of (x, 60) and (x, 20) with x = 40, and their mean.
    readers = [
        Told(network=(40.0,), quartiles=(45.0, 50.0, 55.0), own=20.0),
        Told(network=(40.0,), quartiles=(25.0, 30.0, 35.0), own=60.0),
    ]
    assert known_limits(readers, 1, 1e-6, SCALES["nps"]) == pytest.approx((40.0, 40.0), abs=1e-3)
