from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from urllib.parse import parse_qsl, quote

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from access.models import Role
from access.visibility import Scope
from core.clock import Week
from core.database import writing
from metrics.bench.forms import Known, read_choice
from metrics.bench.queries import open_bench, read_bench
from metrics.integrity.signature import Signature
from metrics.models import Decision, Edition, Estimate
from metrics.notes.services import NoteContent, add_note
from tests.factories import make_programme
from tests.metrics.dashboards.factory import publish_edition, suppressed
from tests.metrics.dashboards.pages import page_text

ClientAs = Callable[[Role, str | None], FlaskClient]
NPS = "/bench?metric=nps&audience=end_user&place="
HOUSE = Scope(Role.EXECUTIVE, user_id=None, actor="test")


@pytest.fixture
def executive(client_as: ClientAs) -> FlaskClient:
    return client_as(Role.EXECUTIVE, None)


def test_the_bench_opens_with_the_headline_of_both_customers(
    published: list[Edition], executive: FlaskClient
) -> None:
    text = page_text(executive, "/bench")

    assert "Recommendation of channel partners and end users; Network" in text
    assert "Channel partner, Recommendation (NPS), Network, one week , 6 periods" in text
    assert "End-user recommendation stands at" in text


def test_every_figure_opens_its_label(published: list[Edition], executive: FlaskClient) -> None:
    page = executive.get(NPS + "country:Spain").get_data(as_text=True)

    labels = re.findall(r'class="grade grade-\w" href="(/label/[^"]+)"', page)

    assert len(set(labels)) == 6
    assert executive.get(labels[0].replace("&amp;", "&")).status_code == 200


def test_raw_and_the_other_columns_stand_beside_the_published_figure(
    published: list[Edition], session: Session, executive: FlaskClient
) -> None:
    with writing(session):
        session.execute(
            sa.update(Estimate).values(
                raw=11.3, base_value=12.4, n_eff=77.0, weakest="Heard unevenly."
            ).where(Estimate.level == "country", Estimate.value.is_not(None))
        )  # fmt: skip

    text = page_text(
        executive, NPS + "country:Spain&column=raw&column=base&column=n_eff&column=weakest"
        "&column=with_set_aside",
    )  # fmt: skip

    row = text[text.index("2026-W45") :]
    assert "Raw Base weights With what was set aside Effective n Weakest link" in text
    assert "11.3 12.4 as published 77 Heard unevenly." in row


def test_raw_is_drawn_as_a_second_mark_only_when_asked_for(
    published: list[Edition], executive: FlaskClient
) -> None:
    plain = executive.get(NPS + "network").get_data(as_text=True)
    with_raw = executive.get(NPS + "network&column=raw").get_data(as_text=True)

    assert 'class="raw u"' not in plain
    assert with_raw.count('class="raw u"') == 6


def test_one_scale_serves_all_places_of_a_metric(
    published: list[Edition], executive: FlaskClient
) -> None:
    page = executive.get(NPS + "network&place=country:Spain").get_data(as_text=True)

    charts = page.split('class="plot"')[1:]
    scales = [re.findall(r'class="end"[^>]*>([^<]+)<', chart) for chart in charts]

    assert len(scales) == 2
    assert scales[0] == scales[1]


def test_a_flash_is_marked_early_and_stands_only_when_asked_for(
    published: list[Edition], executive: FlaskClient
) -> None:
    assert "2026-W46" not in page_text(executive, NPS + "network")
    assert "2026-W46 early" in page_text(executive, NPS + "network&to=2026-W46")


def test_a_hidden_figure_says_why_and_leaves_a_gap(
    published: list[Edition], session: Session, executive: FlaskClient
) -> None:
    with writing(session):
        rows = session.scalars(
            sa.select(Estimate).where(
                Estimate.edition_id == published[2].id, Estimate.level == "network",
                Estimate.metric == "nps", Estimate.window == 1, Estimate.touchpoint_key == "",
            )
        )  # fmt: skip
        for row in rows:
            suppressed(row, "9 answers, fewer than 10")

    text = page_text(executive, NPS + "network")

    assert "2026-W42 Not shown: 9 answers, fewer than 10." in text
    assert "in 5 periods" in text


def test_a_held_figure_stands_in_the_table_and_not_on_the_line(
    published: list[Edition], session: Session, executive: FlaskClient
) -> None:
    with writing(session):
        session.execute(
            sa.update(Estimate)
            .values(decision=Decision.HOLD, grade="E", reason="A check failed")
            .where(Estimate.edition_id == published[2].id, Estimate.value.is_not(None))
        )

    text = page_text(executive, NPS + "network")

    assert "held: last known, of an earlier week" in text
    assert "in 5 periods" in text


def test_a_revision_takes_the_place_of_what_it_revises(
    published: list[Edition], session: Session, executive: FlaskClient
) -> None:
    publish_edition(session, Week(2026, 44), "final", revision=1)

    page = executive.get(NPS + "network").get_data(as_text=True)

    assert "/label/2026-W44/final/1/" in page
    assert "/label/2026-W44/final/0/" not in page


def test_a_metric_that_was_never_asked_says_so(
    published: list[Edition], session: Session, executive: FlaskClient
) -> None:
    with writing(session):
        session.execute(sa.delete(Estimate).where(Estimate.metric == "intent"))

    text = page_text(executive, "/bench?metric=intent&audience=end_user&place=network", status=404)

    assert "Repurchase intent was never asked in these weeks. Choose another metric." in text


def test_a_metric_asked_elsewhere_is_an_empty_state_in_words(
    published: list[Edition], executive: FlaskClient
) -> None:
    text = page_text(
        executive, "/bench?metric=csat&audience=end_user&place=network&touchpoint=sale"
    )

    assert "Not asked here, or nobody has answered, in these weeks." in text
    assert "Nobody was asked, or nobody has answered, here in these weeks." in text


MANGLED = (
    "metric=%00", "place=partner:../../etc", "window=99999999999999999999", "from=2026-W99",
    "to=0000-W01", "metric=nps&place=country:" + "x" * 500, "column=<script>", "view=999999",
    "view=abc", "touchpoint=sale%00",
)  # fmt: skip


@pytest.mark.parametrize("query", MANGLED)
def test_a_mangled_address_gets_the_form_again(
    published: list[Edition], executive: FlaskClient, query: str
) -> None:
    answer = executive.get(f"/bench?{query}")

    assert answer.status_code in (200, 400, 404)
    assert "Choose metrics, customers, places and weeks" in answer.get_data(as_text=True)
    assert executive.get(f"/bench/figure.json?{query}").status_code in (200, 400, 404)


def test_places_are_found_by_their_name_without_script(
    published: list[Edition], executive: FlaskClient
) -> None:
    page = executive.get("/bench?find=slask&look=1&metric=nps&audience=end_user&place=partner:harz")

    text = page.get_data(as_text=True)
    assert "Śląsk Powietrze" in text
    assert "Harz Anlagen" in text
    assert "Nordhaus" not in text


def test_an_empty_programme_says_what_comes_first(
    session: Session, now: datetime, executive: FlaskClient
) -> None:
    assert "No week has been published yet" in page_text(executive, "/bench")

    make_programme(session, now)

    assert "No week has been published yet" in page_text(executive, "/bench")
    assert executive.get("/bench/figure.json").status_code == 404


def test_a_channel_partner_does_not_get_to_the_bench(
    published: list[Edition], client_as: ClientAs
) -> None:
    partner = client_as(Role.CHANNEL_PARTNER, "harz")

    for path in ("/bench", "/bench/figure.json", "/bench/views/1", "/notes", "/targets"):
        assert partner.get(path).status_code == 403


def test_what_is_noted_stands_on_the_charts_of_its_place_and_of_all_within_it(
    published: list[Edition], session: Session, now: datetime, executive: FlaskClient
) -> None:
    signature = Signature("M. Osei", HOUSE, now)
    with writing(session):
        add_note(session, NoteContent(Week(2026, 43), "Strike <b>", "country", "Spain"), signature)

    assert "a 2026-W43: Strike <b>" in page_text(executive, NPS + "region:" + quote("Spain/Aragon"))
    assert "Spain; M. Osei" in page_text(executive, NPS + "country:Spain&window=4")
    assert "Strike" not in page_text(executive, NPS + "country:Germany")
    assert "Strike" not in page_text(executive, NPS + "network")
    assert "a 2026-W43: Strike <b>" in page_text(executive, "/level/country/Spain")


def test_what_is_read_does_not_grow_with_weeks_that_were_not_asked_for(
    published: list[Edition], session: Session, engine: Engine
) -> None:
    address = "metric=nps&audience=end_user&place=network&place=country:Spain&from=2026-W44"
    before = _statements(session, engine, address)
    for week in range(20, 30):
        publish_edition(session, Week(2026, week), "final")

    after = _statements(session, engine, address)

    assert after == before
    assert all("SCAN estimates" not in plan for plan in _plans(engine, after))


def _statements(session: Session, engine: Engine, address: str) -> list[tuple[str, object]]:
    seen: list[tuple[str, object]] = []

    def note(_conn: object, _cursor: object, text: str, values: object, *_rest: object) -> None:
        seen.append((text, values))

    opened = open_bench(session, HOUSE)
    assert opened is not None
    known = Known(opened.names, opened.newest, opened.latest)
    query = read_choice(MultiDict(parse_qsl(address)), known).query
    assert query is not None
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        read_bench(session, HOUSE, opened, query)
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    return [one for one in seen if "estimates" in one[0]]


def _plans(engine: Engine, statements: list[tuple[str, object]]) -> list[str]:
    if engine.dialect.name != "sqlite":
        return []
    with engine.connect() as connection:
        return [
            str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values).all())  # type: ignore[arg-type]
            for text, values in statements
        ]
