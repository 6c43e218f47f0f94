from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from metrics.dashboards.voices.pages import read_url
from metrics.dashboards.voices.rules import VoiceCut
from metrics.models import Edition, Level
from tests.factories import make_programme
from tests.metrics.dashboards.pages import page_text
from tests.voices import make_voice

ClientAs = Callable[[Role, str | None], FlaskClient]


@pytest.fixture
def executive(client_as: ClientAs) -> FlaskClient:
    return client_as(Role.EXECUTIVE, None)


@pytest.fixture
def ribera(client_as: ClientAs) -> FlaskClient:
    return client_as(Role.CHANNEL_PARTNER, "ribera")


def test_the_house_reads_all_cleared_comments_beside_their_figure(
    session: Session, now: datetime, published: list[Edition], executive: FlaskClient
) -> None:
    make_voice(session, now, "Slow, but kind.", is_cleared=True, recommend=7)
    make_voice(session, now, "Waiting.")

    text = page_text(executive, "/voices/read")

    assert "What end users wrote: the whole network" in text
    assert "Recommendation (NPS)" in text
    assert "n 220" in text
    assert "1 of 2 comments, week 45, 2026, cleared; in random order." in text
    assert "Slow, but kind. Recommends 7–8" in text
    assert "Waiting." not in text


def test_the_page_is_paged(
    session: Session, now: datetime, published: list[Edition], executive: FlaskClient
) -> None:
    for number in range(26):
        make_voice(session, now, f"Comment {number}.", is_cleared=True)

    first, second = (page_text(executive, f"/voices/read?page={page}") for page in (1, 2))

    assert first.count("Comment ") == 25
    assert second.count("Comment ") == 1
    assert "26 to 26 of 26 comments" in second


def test_the_address_of_a_cut_leads_to_its_page(
    session: Session, now: datetime, published: list[Edition], executive: FlaskClient
) -> None:
    make_voice(session, now, "In Aragon.", is_cleared=True)
    make_voice(session, now, "In Silesia.", is_cleared=True, region_key="Poland/Silesia")

    cut = VoiceCut("end_user", 4, Level.REGION, "Spain/Aragon")
    text = page_text(executive, read_url("2026-W45", cut))

    assert "What end users wrote: Aragon" in text
    assert "In Aragon." in text
    assert "In Silesia." not in text


NOWHERE = (
    "place=country:Atlantis", "place=planet:Mars", "place=network:x", "place=", "window=2",
    "window=x", "touchpoint=moon", "audience=employee", "audience=", "metric=luck",
    "week=2019-W01", "week=soon",
)  # fmt: skip


def test_an_address_that_leads_nowhere_is_explained(
    published: list[Edition], executive: FlaskClient
) -> None:
    answers = {query: executive.get(f"/voices/read?{query}") for query in NOWHERE}

    assert {query: answer.status_code for query, answer in answers.items()} == dict.fromkeys(
        NOWHERE, 404
    )
    assert all('class="lead"' in answer.get_data(as_text=True) for answer in answers.values())


def test_a_strange_page_number_is_the_first_page(
    published: list[Edition], executive: FlaskClient
) -> None:
    assert executive.get("/voices/read?page=-3").status_code == 200
    assert executive.get("/voices/read?page=99999999999999999999").status_code == 200


def test_before_the_first_edition_the_page_says_so(
    session: Session, now: datetime, executive: FlaskClient
) -> None:
    make_programme(session, now)

    assert "No week has been published yet" in page_text(executive, "/voices/read")


def test_a_figure_that_may_not_be_shown_says_why_it_has_no_comments(
    published: list[Edition], executive: FlaskClient
) -> None:
    text = page_text(executive, "/voices/read?place=partner:wisła")

    assert "Comments stand only beside a figure that is shown" in text


def test_the_page_of_the_house_is_closed_to_partners(
    published: list[Edition], ribera: FlaskClient
) -> None:
    assert ribera.get("/voices/read").status_code == 403


def test_a_partners_page_shows_what_its_end_users_wrote(
    session: Session, now: datetime, published: list[Edition], ribera: FlaskClient
) -> None:
    make_voice(session, now, "Ann was kind.", shown="[…] was kind.", recommend=7)

    text = page_text(ribera, "/partner")

    assert "What your end users wrote" in text
    assert "[…] was kind. Recommends 7–8" in text
    assert "Ann" not in text
    assert "1 of 1 comment, weeks 42–45, 2026: all that are cleared." in text


def test_the_house_reads_a_partners_page_with_the_partners_eyes(
    session: Session,
    now: datetime,
    published: list[Edition],
    ribera: FlaskClient,
    executive: FlaskClient,
) -> None:
    make_voice(session, now, "Attributed.", is_cleared=True, promise="attributed")
    make_voice(session, now, "Anonymous.", is_cleared=True, promise="anonymous")

    own, house = (page_text(client, "/partner/ribera") for client in (ribera, executive))

    assert "Attributed." in own
    assert "Anonymous." not in house
    assert between(own) == between(house)


def between(text: str) -> str:
    """The part of the comments."""
    start = text.index("What your end users wrote")
    return text[start : text.index("6 What needs your answer", start)]


CANARIES = {
    "ANOTHERS-CLEARED": {"partner_key": "odra", "is_cleared": True},
    "ANOTHERS-WAITING": {"partner_key": "odra"},
    "ANOTHERS-PEOPLE": {"partner_key": "odra", "audience": "channel_partner", "is_cleared": True},
    "OWN-PEOPLE": {"audience": "channel_partner", "is_cleared": True},
    "OWN-ANONYMOUS": {"promise": "anonymous", "is_cleared": True},
    "OWN-WAITING": {},
    "OWN-STRUCK": {"shown": "[…]!"},
    "OWN-SET-ASIDE": {"is_cleared": True, "is_used": False},
    "OWN-NEXT-PERIOD": {"is_cleared": True, "week": "2026-W46"},
}
PATHS = (
    "/", "/partner", "/partner/ribera", "/partner/odra", "/partner?week=2026-W44", "/partners",
    "/voices", "/voices?state=all&partner=odra", "/voices/read",
    "/voices/read?place=partner:odra", "/voices/read?place=partner:ribera", "/review",
    "/integrity/rows", "/touchpoint/repair_visit", "/level/country/Spain",
)  # fmt: skip


def test_no_page_of_a_partner_holds_words_that_are_not_its_to_read(
    session: Session, now: datetime, published: list[Edition], ribera: FlaskClient
) -> None:
    for canary, facts in CANARIES.items():
        make_voice(session, now, f"{canary}!", **facts)  # type: ignore[arg-type] # columns by name
    make_voice(session, now, "MINE", is_cleared=True)

    pages = [ribera.get(path, follow_redirects=True).get_data(as_text=True) for path in PATHS]

    assert [canary for canary in CANARIES for page in pages if canary in page] == []
    assert any("MINE" in page for page in pages)


@pytest.mark.parametrize("path", ["/voices/read", "/partner/ribera"])
def test_a_comment_is_text_in_its_own_language_and_direction_and_never_markup(
    session: Session, now: datetime, published: list[Edition], executive: FlaskClient, path: str
) -> None:
    arabic = ("خدمة ممتازة " * 400)[:4_000].strip()
    make_voice(session, now, arabic, is_cleared=True, language="ar")
    make_voice(session, now, "<script>alert(1)</script>", is_cleared=True)

    page = executive.get(path).get_data(as_text=True)

    assert f'lang="ar" dir="auto">{arabic}</blockquote>' in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
