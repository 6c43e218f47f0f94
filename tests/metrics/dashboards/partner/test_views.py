from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from access.models import Role
from core.database import writing
from metrics.comparison.models import PeerBenchmark
from metrics.models import Decision, Edition, Estimate, FindingRow, Gap
from tests.factories import make_partner, make_programme
from tests.metrics.dashboards.factory import PARTNERS, suppressed
from tests.metrics.dashboards.pages import page_text

ClientAs = Callable[[Role, str | None], FlaskClient]


@pytest.fixture
def ribera(client_as: ClientAs) -> FlaskClient:
    return client_as(Role.CHANNEL_PARTNER, "ribera")


def test_a_partner_sees_its_own_two_scores_and_the_network_rounded(
    published: list[Edition], ribera: FlaskClient
) -> None:
    text = page_text(ribera, "/partner")

    assert "Weeks 42–45, 2026" in text
    assert "Your end users" in text
    assert "You, about Test programme: nothing is above or below its target for certain." in text
    assert "Network, rounded 35" in text
    assert "n 100 or more" in text
    assert "end users recommend less, for certain, where there was a complaint or a return" in text


def test_the_first_visit_explains_the_page_in_three_sentences(
    published: list[Edition], ribera: FlaskClient
) -> None:
    text = page_text(ribera, "/partner")

    first = text[text.index("After each transaction") : text.index("Got it")]
    assert len(re.findall(r"\.\s", first)) == 3
    assert "both answers stand side by side here." in first
    assert "other channel partners see nothing of it" in first


def test_what_was_read_is_remembered_for_that_person_alone_and_by_post_alone(
    published: list[Edition], client_as: ClientAs
) -> None:
    ribera, odra = (client_as(Role.CHANNEL_PARTNER, key) for key in ("ribera", "sprężarki"))
    before = "Got it" in page_text(ribera, "/partner")

    answers = [ribera.post("/partner/explained", data={"next": "/partner"}) for _ in range(2)]

    assert before
    assert [(one.status_code, one.location) for one in answers] == [(302, "/partner")] * 2
    text = page_text(ribera, "/partner")
    assert "Got it" not in text
    assert "What this page is After each transaction" in text
    assert "Got it" in page_text(odra, "/partner")
    assert ribera.get("/partner/explained").status_code == 404


def test_after_reading_nobody_is_led_to_another_site(
    published: list[Edition], ribera: FlaskClient
) -> None:
    answer = ribera.post("/partner/explained", data={"next": "https://elsewhere.example/"})

    assert answer.location == "/"


def test_a_partner_sees_where_it_stands_and_no_other_partners_benchmark(
    published: list[Edition], ribera: FlaskClient, session: Session
) -> None:
    with writing(session):
        for row in session.scalars(sa.select(PeerBenchmark)).all():
            if row.node_key != "ribera":
                row.partner_band = "canary"

    text = page_text(ribera, "/partner")

    assert "Recommendation: you are most likely in" in text
    assert "Middle half of 10 – 19 other partners:" in text
    assert "the next comes with the final of week 49" in text
    assert "canary" not in text


def test_the_network_can_be_looked_up_of_compared_weeks_only(
    published: list[Edition], ribera: FlaskClient
) -> None:
    label = "/label/2026-W{}/final/0/end_user/nps/4/network"

    assert [ribera.get(label.format(week)).status_code for week in (44, 45)] == [404, 200]
    assert "no such week has been published yet" in page_text(ribera, "/partner?week=2026-W44")


def test_nothing_waits_and_the_next_dates_are_named(
    published: list[Edition], ribera: FlaskClient
) -> None:
    text = page_text(ribera, "/partner")

    assert "Final of week 46 from 23 November 2026" in text


def test_a_partner_of_whom_nearly_nothing_was_heard_reads_reasons_once_and_what_to_do(
    published: list[Edition], ribera: FlaskClient, session: Session
) -> None:
    with writing(session):
        for row in session.query(Estimate).filter_by(level="partner", node_key="ribera"):
            suppressed(row, "6 answers, fewer than 10.")

    text = page_text(ribera, "/partner")

    part = text[text.index("1 Your two scores") : text.index("4 How much of your business")]
    assert "Not enough was heard yet in these four weeks" in part
    assert part.count("6 answers, fewer than 10.") == 2
    assert part.count("Fewer than 10 answers.") == 2
    assert "The others, where your own figure is not shown" in part
    assert "To be heard more" in text


def test_a_partner_learns_no_other_name_and_no_volume_of_the_network(
    published: list[Edition], ribera: FlaskClient
) -> None:
    text = page_text(ribera, "/partner")

    assert [name for name in PARTNERS if name in text] == ["Ribera Aire"]
    assert "1,196" not in text
    assert "301 answers" not in text


def test_a_partner_sees_finals_only(published: list[Edition], ribera: FlaskClient) -> None:
    text = page_text(ribera, "/partner")

    assert "2026-W46" not in text
    assert "flash" not in text.lower()
    assert "No edition of 2026-W46" in page_text(ribera, "/partner?week=2026-W46", status=404)


@pytest.mark.parametrize("key", ["odra", "nordhaus", "nobody-at-all", "../ribera"])
def test_a_foreign_partner_answers_exactly_like_a_missing_one(
    published: list[Edition], ribera: FlaskClient, key: str
) -> None:
    foreign = ribera.get(f"/partner/{key}")
    missing = ribera.get("/partner/there-is-none")

    assert foreign.status_code == missing.status_code == 404
    assert _without_tokens(foreign) == _without_tokens(missing)


def _without_tokens(response: TestResponse) -> str:
    """The page but for its forms' tokens, which carry the second they were made in."""
    return re.sub(r'name="csrf_token" value="[^"]+"', "", response.get_data(as_text=True))


@pytest.mark.parametrize(
    "path", ["/partners", "/editions", "/editions/2026-W45/final/0", "/level/country/Spain",
             "/touchpoint/sale"]
)  # fmt: skip
def test_the_pages_of_the_house_are_closed_to_partners(
    published: list[Edition], ribera: FlaskClient, path: str
) -> None:
    assert ribera.get(path).status_code == 403


def test_the_house_sees_the_same_page_and_the_signals_about_the_partner(
    published: list[Edition], ribera: FlaskClient, client_as: ClientAs
) -> None:
    own = page_text(ribera, "/partner/ribera")
    house = page_text(client_as(Role.EXECUTIVE, None), "/partner/ribera")

    before, after = own[own.index("1 Your two scores") :].split("7 How far to trust it")
    added = house[house.index(before) + len(before) : house.index(after)]
    assert "The page as Ribera Aire reads it: “you” is the channel partner." in house
    assert ("Got it" in own, "Got it" in house) == (True, False)
    assert added.startswith("Signals about this partner")
    assert added.endswith("7 How far to trust it")


def test_the_ladder_says_how_much_of_the_business_was_heard(
    published: list[Edition], ribera: FlaskClient
) -> None:
    text = page_text(ribera, "/partner")

    assert "110 answers of end users stand for 598 transactions" in text
    assert "40 no further: asked too recently" in text


def test_a_partner_that_could_subtract_itself_sees_no_network(
    published: list[Edition], client_as: ClientAs
) -> None:
    text = page_text(client_as(Role.CHANNEL_PARTNER, "nordhaus"), "/partner")

    assert "Network not shown: there are fewer than five other channel partners" in text


def test_too_few_answers_are_a_reason_and_no_score(
    published: list[Edition], ribera: FlaskClient, session: Session
) -> None:
    rows = session.query(Estimate).filter_by(level="partner", node_key="ribera")
    for row in rows:
        suppressed(row, "6 answers, too few for a figure: 4 gave 9–10, 1 gave 7–8, 1 gave 0–6")
    session.commit()

    text = page_text(ribera, "/partner")

    assert "Your end users: nothing can be shown yet; part 1 says why." in text
    assert "not shown. 6 answers, too few for a figure: 4 gave 9–10" in text


def test_a_partner_reads_neither_what_the_house_is_to_do_nor_who_decided(
    published: list[Edition], ribera: FlaskClient
) -> None:
    text = page_text(ribera, "/partner")

    assert "contacts are missing for 38 % of the transactions" in text.lower()
    assert "Published all the same by a named person." in text
    assert not [said for said in ("To do:", "Ask the partner", "Osei: heard") if said in text]


SECRET = "Customers answer unevenly (6 % of all): least in Mazovia."


@pytest.fixture
def held(published: list[Edition], session: Session) -> str:
    """The edition before the flash failed a check of the whole network, which holds everything."""
    final = published[1].id
    with writing(session):
        session.add(
            FindingRow(
                edition_id=final, check_key="propensity_cv", family="sampling", severity="block",
                state="fail", audience="end_user", window=0, level="network", node_key="",
                what=SECRET, what_to_do="", evidence={}, overridden="",
            )
        )  # fmt: skip
        figures = sa.and_(Estimate.edition_id == final, Estimate.value.is_not(None))
        for row in session.scalars(sa.select(Estimate).where(figures)).all():
            row.decision, row.grade, row.weakest = Decision.HOLD, "E", SECRET
            row.reason = f"Held: the last final, of 2026-W44, is shown. {SECRET}"
        for gap in session.scalars(sa.select(Gap).where(Gap.edition_id == final)).all():
            gap.value = gap.se = gap.ci_low = gap.ci_high = None
            gap.decision, gap.grade = Decision.SUPPRESS, "F"
            gap.reason = gap.weakest = f"End users: {SECRET}"
    return "A check of the whole network failed."


def test_what_a_check_of_the_whole_network_said_is_not_a_partners_to_read(
    held: str, ribera: FlaskClient
) -> None:
    own = "/label/2026-W45/final/0/end_user/nps/4/partner.json?node=ribera"
    gap = "/label/2026-W45/final/0/gap/nps/4/partner.json?node=ribera"

    told = [page_text(ribera, "/partner"), *(str(ribera.get(url).get_json()) for url in (own, gap))]

    assert [held in text for text in told] == [True, True, True]
    assert [text for text in told if SECRET[:-1] in text] == []


def test_why_the_network_is_not_shown_does_not_count_it(
    published: list[Edition], ribera: FlaskClient, session: Session
) -> None:
    network = sa.select(Estimate).where(Estimate.level == "network", Estimate.window == 4)
    with writing(session):
        for row in session.scalars(network).all():
            suppressed(row, "9 answers, fewer than 10.")

    text = page_text(ribera, "/partner")

    assert "Network not shown: its figure of this week is held or may not be shown." in text
    assert "Network not shown: 9 answers" not in text


def test_before_the_first_final_a_partner_is_told_so(
    session: Session, now: datetime, ribera: FlaskClient
) -> None:
    make_programme(session, now)
    make_partner(session, now, "ribera")

    assert "No week has been published yet" in page_text(ribera, "/partner")
