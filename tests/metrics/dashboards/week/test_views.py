from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from core.clock import Week
from core.database import writing
from metrics.models import Edition, Estimate, FindingRow
from metrics.targets.models import Target
from tests.factories import make_programme
from tests.metrics.dashboards.factory import publish_edition, suppressed
from tests.metrics.dashboards.pages import page_text

ClientAs = Callable[[Role, str | None], FlaskClient]


@pytest.fixture
def executive(client_as: ClientAs) -> FlaskClient:
    return client_as(Role.EXECUTIVE, None)


def test_the_newest_final_leads_with_the_flash_beside_it_marked_early(
    published: list[Edition], executive: FlaskClient
) -> None:
    text = page_text(executive, "/")

    assert "Week 45, 2–8 November 2026 Final of 16 November 2026" in text
    assert "Early Flash of week 46, 74 % of the expected answers are in." in text


def test_the_page_says_who_is_worse_off_and_what_changed(
    published: list[Edition], executive: FlaskClient
) -> None:
    text = page_text(executive, "/")

    assert "Over 13 weeks end users are worse off than channel partners." in text
    assert "End users’ recommendation fell this week." in text
    assert "One change is real; in 7 comparisons no change can be detected" in text
    assert "Early: No detectable change from the last flash in 8 comparisons" in text


def test_both_customers_stand_side_by_side_against_their_targets(
    published: list[Edition], executive: FlaskClient
) -> None:
    text = page_text(executive, "/")

    assert "Recommendation: channel partner 53, interval 34–71, target 50; end user 37" in text
    assert "Targets: L. Brandt, M. Osei" in text
    assert "Gap: end user minus channel partner" in text


def test_every_touchpoint_country_and_certain_partner_has_its_place(
    published: list[Edition], executive: FlaskClient
) -> None:
    text = page_text(executive, "/")

    assert "No touchpoint is below its target for certain" in text
    assert "Germany" in text
    assert "1 of 12 has no figure of end users that can be shown." in text


def test_what_may_not_be_shown_says_why(published: list[Edition], executive: FlaskClient) -> None:
    text = page_text(executive, "/")

    assert "Wisła Serwis" in text
    assert "Fewer than 10 answers." in text


def test_findings_say_what_to_do(published: list[Edition], executive: FlaskClient) -> None:
    text = page_text(executive, "/")

    assert "Unusual pattern, please review" in text
    assert "To do: Ask the partner how contacts are written down." in text
    assert "Published all the same by M. Osei: heard the partner." in text
    assert "The figures behind it Value 0.14 Warns at 0.1 Fails at 0.25 Touchpoint 0.140312" in text


def test_six_families_have_a_mark_and_words_and_none_is_green_without_a_check(
    published: list[Edition], executive: FlaskClient
) -> None:
    text = page_text(executive, "/")

    assert "Sampling Warning 1 failed and 1 warning" in text
    assert "Response bias Not known 1 could not be made" in text
    assert "Analytics Passed 1 passed" in text
    for family in ("Link to the strategy", "Constructs", "Questionnaire"):
        assert f"{family} Nothing was checked no check" in text


def test_the_foot_states_base_filter_edition_and_method(
    published: list[Edition], executive: FlaskClient
) -> None:
    text = page_text(executive, "/")

    assert "1,196 transactions, 301 answers of week 45, 2026; 4 came too late for it" in text
    assert "2026-W45 final, revision 0, cut-off 16 November 2026; 00010000…" in text
    assert "Version 1.0" in text


def test_a_revision_replaces_the_final_it_corrects(
    published: list[Edition], executive: FlaskClient, session: Session
) -> None:
    publish_edition(session, Week(2026, 45), "final", revision=1)

    text = page_text(executive, "/")

    assert "Final, revision 1 of 16 November 2026" in text


def test_a_week_that_has_only_a_flash_is_marked_early(
    published: list[Edition], executive: FlaskClient
) -> None:
    text = page_text(executive, "/?week=2026-W46")

    assert "the final is not out yet" in text
    assert "Flash of 16 November 2026" in text


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/level/country/Spain", "Spain: below target for certain: end users in"),
        (
            "/level/region/Spain/Aragon",
            "Aragon: below target for certain: over 4 weeks end users in",
        ),
        ("/level/product_line/screw", "Screw: below target for certain: end users in"),
        ("/level/segment/public", "Public sector: below target for certain: end users in"),
        ("/touchpoint/repair_visit", "Repair visit: below target for certain: over 4 weeks"),
    ],
)
def test_every_level_has_the_same_layout(
    published: list[Edition], executive: FlaskClient, path: str, heading: str
) -> None:
    text = page_text(executive, path)

    assert heading in text
    for part in (
        "1 How are we doing",
        "2 What changed",
        "3 Where",
        "4 Why",
        "5 What to do",
        "6 How far",
    ):
        assert part in text


def test_all_partners_are_listed_by_name(published: list[Edition], executive: FlaskClient) -> None:
    text, _, _ranks = page_text(executive, "/partners").partition("The ranks that each may have")

    names = ["Aire Levante", "Druckluft Rehm", "Nordhaus", "Śląsk Powietrze", "Wisła Serwis"]
    places = [text.rindex(name) for name in names]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("week", "said"),
    [
        ("2026-W20", "No edition of 2026-W20 is published."),
        ("2031-W01", "No edition of 2031-W01 is published."),
        ("2026-W61", "the year 2026 has no week 61"),
        ("<script>", "is not a week"),
    ],
)
def test_a_week_that_is_not_published_offers_those_that_are(
    published: list[Edition], executive: FlaskClient, week: str, said: str
) -> None:
    text = page_text(executive, f"/?week={week}", status=404)

    assert said in text
    assert "2026-W45, 2–8 November 2026" in text


@pytest.mark.parametrize(
    "path", ["/level/country/Atlantis", "/level/galaxy/x", "/touchpoint/none", "/level/partner/x"]
)
def test_an_unknown_place_explains_itself(
    published: list[Edition], executive: FlaskClient, path: str
) -> None:
    answer = executive.get(path, follow_redirects=True)

    assert answer.status_code == 404
    assert "Nothing is published here" in answer.get_data(as_text=True)


def test_before_the_first_edition_the_page_says_what_comes(
    session: Session, now: datetime, executive: FlaskClient
) -> None:
    make_programme(session, now)

    assert "No week has been published yet" in page_text(executive, "/")


def test_without_a_programme_the_page_says_what_comes(executive: FlaskClient) -> None:
    assert "No week has been published yet" in page_text(executive, "/")


def test_a_week_in_which_everything_is_suppressed_is_a_page_in_words(
    published: list[Edition], executive: FlaskClient, session: Session
) -> None:
    rows = session.query(Estimate).filter_by(edition_id=published[1].id)
    for row in rows:
        suppressed(row, "4 answers, fewer than 10")
    session.commit()

    text = page_text(executive, "/")

    assert "Not shown: 4 answers, fewer than 10." in text
    assert "No channel partner’s end users can be shown in this period" in text


def test_where_recommendation_was_not_asked_places_are_drawn_by_satisfaction(
    published: list[Edition], executive: FlaskClient, session: Session
) -> None:
    session.query(Estimate).filter(Estimate.metric != "csat").delete()
    session.commit()

    network = page_text(executive, "/")

    assert "Satisfaction (% satisfied). " in network
    assert "End-user satisfaction stands at" in network
    assert "Germany" in network


def test_a_channel_partner_is_sent_to_its_own_page(
    published: list[Edition], client_as: ClientAs
) -> None:
    answer = client_as(Role.CHANNEL_PARTNER, "ribera").get("/")

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/partner"


def test_somebody_not_signed_in_is_sent_to_sign_in(client: FlaskClient) -> None:
    assert "/sign-in" in client.get("/").headers["Location"]


def test_a_trend_starts_anew_where_its_edition_says_so(
    published: list[Edition], executive: FlaskClient, session: Session
) -> None:
    with writing(session):
        session.add(
            FindingRow(
                edition_id=published[1].id, check_key="series_question", family="analytics",
                severity="caveat", state="warn", audience="end_user", window=0, level="network",
                node_key="", metric="nps", value=1.0, what="The question was worded anew.",
                what_to_do="", overridden="",
            )
        )  # fmt: skip

    page = executive.get("/?week=2026-W45").get_data(as_text=True)
    text = page_text(executive, "/?week=2026-W45")

    assert page.count('class="broken"') == 1
    assert "New series The question was worded anew." in text
    assert "New series. The question was worded anew. What stands below is not" in text


def test_a_week_is_read_against_the_target_of_its_time_and_the_trend_steps(
    published: list[Edition], executive: FlaskClient, session: Session, now: datetime
) -> None:
    with writing(session):
        session.add(
            Target(
                audience="end_user", metric="nps", value=30.0, owner="M. Osei", set_at=now,
                applies_from="2026-W45",
            )
        )  # fmt: skip

    before, after = (page_text(executive, f"/?week=2026-W{week}") for week in (44, 45))

    assert "target 45" in before
    assert "target 30" not in before
    assert "target 30" in after
    assert "Period to Value Interval Answers Grade Target then" in after
    assert re.search(r"why 30 W44 38 \S+ n\s220 Grade B , why 45", after)
