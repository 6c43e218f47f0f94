from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from core.database import writing
from customers.models import Account
from feedback.voices.models import Voice
from tests.factories import make_end_user, make_partner, make_partner_contact, make_programme
from tests.metrics.dashboards.pages import page_text, text_of
from tests.voices import make_voice

ClientAs = Callable[[Role, str | None], FlaskClient]


@pytest.fixture
def manager(session: Session, now: datetime, client_as: ClientAs) -> FlaskClient:
    make_programme(session, now)
    make_partner(session, now, "ribera", name="Ribera Aire")
    return client_as(Role.PROGRAMME_MANAGER, None)


def _page(client: FlaskClient, path: str = "/voices") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_the_page_lists_what_waits_with_everything_that_helps_to_decide(
    session: Session, now: datetime, manager: FlaskClient
) -> None:
    make_voice(session, now, "Slow, but kind.", recommend=7)
    make_voice(session, now, "Cleared before.", is_cleared=True)

    text = page_text(manager, "/voices")

    assert "Repair visit, Ribera Aire, week 45, 2026; recommends 7" in text
    assert "promised: confidential: shown without names; in English" in text
    assert "Slow, but kind." in text
    assert "Cleared before." not in text
    assert "1 comment waiting." in text


def test_before_any_comment_the_page_says_where_they_come_from(manager: FlaskClient) -> None:
    text = page_text(manager, "/voices")

    assert "No comment has been taken up yet" in text
    assert "twofold voices collect" in text


def test_a_choice_that_nothing_fits_offers_the_next_step(
    session: Session, now: datetime, manager: FlaskClient
) -> None:
    make_voice(session, now, "Kind.")

    text = page_text(manager, "/voices?week=no-week&state=strange&page=minus")

    assert "No such comment" in text
    assert "Show all comments" in text


def test_what_looks_like_a_persons_data_is_marked_also_names_that_only_the_lists_know(
    session: Session, now: datetime, manager: FlaskClient
) -> None:
    user = make_end_user(session, now, "u1", name="Eva Schmidt")
    with writing(session):
        user.account = Account(key="odra", name="Odra Pneumatyka")
    make_partner_contact(session, now, "c1", "ribera", name="Jordi Puig")
    make_voice(session, now, "Ask Schmidt of Odra or Puig, ann@x.example.", end_user_id=user.id)

    page = _page(manager)

    assert re.findall(r'<mark title="([^"]+)">([^<]+)</mark>', page) == [
        ("a name", "Schmidt"), ("a name", "Odra"), ("a name", "Puig"),
        ("an e-mail address", "ann@x.example"),
    ]  # fmt: skip
    assert "Look twice:</b> a name, an e-mail address." in page


def test_of_an_anonymous_comment_neither_place_nor_score_is_shown(
    session: Session, now: datetime, manager: FlaskClient
) -> None:
    make_voice(session, now, "Kind.", promise="anonymous", recommend=3)
    make_voice(session, now, "Rude.", partner_key="ribera", recommend=2)

    whole = text_of(_page(manager, "/voices?state=all"))
    of_partner = text_of(_page(manager, "/voices?partner=ribera"))

    anonymous = whole[: whole.index("Kind.")].rpartition("End user")[2]
    assert "Ribera" not in anonymous
    assert "recommends 0–6" in anonymous
    assert "Rude." in of_partner
    assert "Kind." not in of_partner


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        ({"touchpoint_key": "sale"}, "touchpoint=sale"),
        ({"week": "2026-W44"}, "week=2026-W44"),
        ({"audience": "channel_partner"}, "audience=channel_partner"),
        ({"partner_key": "odra"}, "partner=odra"),
        ({"language": "ar"}, "language=ar"),
        ({"recommend": 2}, "group=detractor"),
    ],
)
def test_the_list_is_narrowed_by_everything_a_comment_has(
    session: Session, now: datetime, manager: FlaskClient, choice: dict[str, str], found: str
) -> None:
    make_voice(session, now, "This one.", **choice)  # type: ignore[arg-type] # columns by name
    make_voice(session, now, "Not that.")

    text = page_text(manager, f"/voices?{found}")

    assert "This one." in text
    assert "Not that." not in text


def test_newest_weeks_come_first_and_pages_follow_each_other(
    session: Session, now: datetime, manager: FlaskClient
) -> None:
    for number in range(27):
        make_voice(session, now, f"Old {number}.", week="2026-W43")
    make_voice(session, now, "Newest.")

    first, second = _page(manager), _page(manager, "/voices?page=2")
    beyond = _page(manager, "/voices?page=999")

    assert first.index("Newest.") < first.index("Old ")
    assert "1 to 25 of 28" in text_of(first)
    assert "26 to 28 of 28" in text_of(second)
    assert "26 to 28 of 28" in text_of(beyond)
    assert "page=2" in first


def _decide(client: FlaskClient, voice: Voice, **form: str) -> str:
    answer = client.post(f"/voices/{voice.id}?state=waiting", data=form)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return answer.headers["Location"]


def test_a_comment_is_cleared_and_the_next_one_is_ready(
    session: Session, now: datetime, manager: FlaskClient
) -> None:
    voice = make_voice(session, now, "First.", lot=1)
    following = make_voice(session, now, "Second.", lot=2)

    onward = _decide(manager, voice, deed="clear")
    page = _page(manager, onward)

    session.refresh(voice)
    assert (voice.state, voice.shown_text, voice.decided_by) == (
        "cleared", "First.", "Programme_Manager",
    )  # fmt: skip
    assert f"at={following.id}" in onward
    assert page.count("autofocus") == 1
    assert "The last one:" in text_of(page)


def test_the_last_decision_can_be_taken_back_from_the_next_page(
    session: Session, now: datetime, manager: FlaskClient
) -> None:
    voice = make_voice(session, now, "Only.")

    onward = _decide(manager, voice, deed="keep_back", reason="a name")
    assert "Not shown by Programme_Manager, 16 November 2026" in text_of(_page(manager, onward))
    _decide(manager, voice, deed="reopen")

    session.refresh(voice)
    assert voice.state == "waiting"


def test_a_comment_is_cleared_without_what_is_marked(
    session: Session, now: datetime, manager: FlaskClient
) -> None:
    voice = make_voice(session, now, "Mr Hale (hale@x.example) was kind.")

    _decide(manager, voice, deed="clear_struck")

    session.refresh(voice)
    assert voice.shown_text == "[…] ([…]) was kind."


def test_a_rewritten_comment_is_refused_in_words_with_what_was_typed(
    session: Session, now: datetime, manager: FlaskClient
) -> None:
    voice = make_voice(session, now, "Bad.")

    answer = manager.post(f"/voices/{voice.id}", data={"deed": "clear_own", "shown": "Good."})

    assert answer.status_code == 400
    assert "This is not what was written." in text_of(answer.get_data(as_text=True))
    assert ">\nGood.</textarea>" in answer.get_data(as_text=True)
    session.refresh(voice)
    assert voice.state == "waiting"


def test_a_line_break_at_the_beginning_survives_the_browsers_field(
    session: Session, now: datetime, manager: FlaskClient
) -> None:
    voice = make_voice(session, now, "One\nTwo Ann\nThree")

    _decide(manager, voice, deed="clear_own", shown="One\r\nTwo […]\r\nThree")

    session.refresh(voice)
    assert voice.shown_text == "One\nTwo […]\nThree"


@pytest.mark.parametrize("form", [{}, {"deed": "praise"}, {"deed": ""}])
def test_a_mangled_decision_is_refused(
    session: Session, now: datetime, manager: FlaskClient, form: dict[str, str]
) -> None:
    voice = make_voice(session, now, "Kind.")

    answer = manager.post(f"/voices/{voice.id}", data=form)

    assert answer.status_code == 400
    assert "press one of its buttons" in text_of(answer.get_data(as_text=True))


def test_two_managers_at_one_comment_do_not_overwrite_each_other(
    session: Session, now: datetime, manager: FlaskClient
) -> None:
    voice = make_voice(session, now, "Kind.", is_cleared=True)

    answer = manager.post(f"/voices/{voice.id}", data={"deed": "keep_back", "reason": "a name"})

    assert answer.status_code == 409
    assert "M. Osei decided about this comment meanwhile" in answer.get_data(as_text=True)


def test_an_unknown_comment_answers_404(manager: FlaskClient) -> None:
    assert manager.post("/voices/4711", data={"deed": "clear"}).status_code == 404


@pytest.mark.parametrize(
    ("role", "partner"), [(Role.EXECUTIVE, None), (Role.CHANNEL_PARTNER, "ribera")]
)
def test_what_is_not_cleared_is_closed_to_other_roles(
    session: Session,
    now: datetime,
    manager: FlaskClient,
    client_as: ClientAs,
    role: Role,
    partner: str | None,
) -> None:
    voice = make_voice(session, now, "Kind.")
    client = client_as(role, partner)

    assert client.get("/voices").status_code == 403
    assert client.post(f"/voices/{voice.id}", data={"deed": "clear"}).status_code == 403


def test_a_comment_is_text_and_never_markup(
    session: Session, now: datetime, manager: FlaskClient
) -> None:
    make_voice(session, now, "<script>alert(1)</script></textarea><b>x</b> ann@x.example\"'")

    page = _page(manager)

    assert "<script>alert" not in page
    assert "</textarea><b>" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_right_to_left_comment_of_4000_characters_is_shown_whole(
    session: Session, now: datetime, manager: FlaskClient
) -> None:
    text = ("خدمة ممتازة " * 400)[:4_000].strip()
    make_voice(session, now, text, language="ar")

    page = _page(manager)

    assert f'lang="ar" dir="auto">{text}</blockquote>' in page
    assert "in العربية" in text_of(page)


def test_looking_at_the_page_writes_nothing(
    session: Session, now: datetime, manager: FlaskClient
) -> None:
    voice = make_voice(session, now, "Kind.")

    _page(manager, f"/voices?done={voice.id}&at={voice.id}")

    states = session.execute(sa.select(Voice.state, Voice.decided_at)).all()
    assert [tuple(row) for row in states] == [("waiting", None)]
