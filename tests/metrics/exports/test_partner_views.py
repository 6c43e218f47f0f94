from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from core.database import writing
from metrics.exports.partner.tables import PARTNER_TABLES
from metrics.models import Edition, Estimate, FindingRow
from tests.metrics.dashboards.factory import PARTNERS, partner_key, publish_programme
from tests.metrics.dashboards.pages import page_text

ClientAs = Callable[..., FlaskClient]
FINAL = "/exports/2026-W45/final/0"
MINE = "/exports/partner/2026-W45"


@pytest.fixture
def executive(client_as: ClientAs) -> FlaskClient:
    return client_as(Role.EXECUTIVE)


@pytest.fixture
def ribera(client_as: ClientAs) -> FlaskClient:
    return client_as(Role.CHANNEL_PARTNER, "ribera")


def rows_of(client: FlaskClient, path: str) -> list[dict[str, Any]]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found: list[dict[str, Any]] = answer.get_json()["rows"]
    return found


def test_a_partner_takes_what_its_page_shows(published: list[Edition], ribera: FlaskClient) -> None:
    rows = rows_of(ribera, f"{MINE}/figures.json")
    totals = [row for row in rows if not row["touchpoint"] and not row["product_line"]]

    assert {row["window"] for row in totals} == {4}
    parts = [row for row in rows if row not in totals]
    assert {row["window"] for row in parts} == {13}
    assert {bool(row["product_line"]) for row in parts} == {True, False}
    nps = next(r for r in totals if (r["audience"], r["metric"]) == ("end_user", "nps"))
    assert ribera.get(nps["label_url"].removeprefix("http://localhost")).status_code == 200


def test_a_partner_takes_the_others_as_rounded_as_its_page_has_them(
    published: list[Edition], ribera: FlaskClient
) -> None:
    rows = rows_of(ribera, f"{MINE}/peers.json")

    nps = next(r for r in rows if (r["audience"], r["metric"]) == ("end_user", "nps"))
    text = page_text(ribera, "/partner?week=2026-W45")
    assert f"{nps['others_low']:.0f} to {nps['others_high']:.0f}" in text
    assert {nps[name] % 5 for name in ("network_value", "network_low", "network_high")} == {0}
    assert nps["network_n"] == "100 or more"
    assert nps["not_compared"] is None


def test_a_partner_that_could_subtract_itself_takes_nothing_of_the_others(
    published: list[Edition], client_as: ClientAs
) -> None:
    rows = rows_of(client_as(Role.CHANNEL_PARTNER, "nordhaus"), f"{MINE}/peers.json")
    own = [row for row in rows if row["audience"] == "channel_partner"]

    told = {name for row in own for name, v in row.items() if v is not None}
    assert own
    assert not [name for name in told if name.startswith(("others_", "network_", "quarter_"))]
    assert "fewer than five other channel partners" in own[0]["not_compared"]


@pytest.mark.parametrize("table", PARTNER_TABLES)
@pytest.mark.parametrize("ending", ["json", "csv"])
def test_no_file_of_a_partner_has_anything_of_another(
    published: list[Edition], ribera: FlaskClient, session: Session, table: str, ending: str
) -> None:
    own = sa.or_(Estimate.node_key == "ribera", Estimate.node_key.startswith("ribera/"))
    others = sa.and_(sa.not_(own), Estimate.value.is_not(None))
    with writing(session):  # the made programme has figures that are alike by chance
        moved = {"value": Estimate.value + 0.000123, "raw": Estimate.raw + 0.000123}
        session.execute(sa.update(Estimate).where(others).values(moved))
    exact = session.scalars(sa.select(Estimate.value).where(others)).all()

    text = ribera.get(f"{MINE}/{table}.{ending}").get_data().decode("utf-8-sig")

    names = [name for name in PARTNERS if name != "Ribera Aire"]
    assert [name for name in names if name in text or f'"{partner_key(name)}"' in text] == []
    assert [value for value in exact if repr(value) in text] == []
    assert "1,196" not in text
    assert "Osei" not in text


@pytest.mark.parametrize("table", PARTNER_TABLES)
def test_the_house_takes_the_same_of_a_partner(
    published: list[Edition], executive: FlaskClient, ribera: FlaskClient, table: str
) -> None:
    own = rows_of(ribera, f"{MINE}/{table}.json")

    assert own
    assert rows_of(executive, f"{MINE}/{table}.json?partner=ribera") == own


def test_somebody_elses_partner_answers_exactly_like_one_that_is_missing(
    published: list[Edition], ribera: FlaskClient
) -> None:
    foreign = ribera.get(f"{MINE}/figures.csv?partner=nordhaus")
    missing = ribera.get(f"{MINE}/figures.csv?partner=nobody")

    assert foreign.status_code == missing.status_code == 404
    texts = [
        page_text(ribera, f"{MINE}/figures.csv?partner={key}", 404) for key in ("nordhaus", "no")
    ]
    assert texts[0] == texts[1]


def test_a_partner_takes_nothing_of_a_flash(published: list[Edition], ribera: FlaskClient) -> None:
    path = "/exports/partner/2026-W46/figures.csv"

    assert "No edition of 2026-W46 is published" in page_text(ribera, path, status=404)


@pytest.mark.parametrize(
    "path", ["/exports", "/exports/editions.csv", f"{FINAL}/estimates.csv", f"{FINAL}/ladder.json"]
)
def test_what_the_house_takes_is_closed_to_partners(
    published: list[Edition], ribera: FlaskClient, path: str
) -> None:
    assert ribera.get(path).status_code == 403
    assert ribera.post(f"{FINAL}/responses", data={"ending": "csv"}).status_code == 403


def test_a_break_stands_with_the_week_that_starts_the_series_anew(
    ribera: FlaskClient, session: Session, now: datetime
) -> None:
    finals = publish_programme(session, now, final_count=5, with_flash=False)
    with writing(session):
        session.add(
            FindingRow(
                edition_id=finals[-1].id, check_key="series_question", family="analytics",
                severity="caveat", state="warn", audience="end_user", window=0, level="network",
                node_key="", metric="nps", value=1.0, what="The question was worded anew.",
                what_to_do="", overridden="",
            )
        )  # fmt: skip

    rows = rows_of(ribera, f"{MINE}/trend.json")

    assert {(row["week"], row["audience"]): row["new_series"] for row in rows} == {
        ("2026-W41", "end_user"): None,
        ("2026-W41", "channel_partner"): None,
        ("2026-W45", "end_user"): "The question was worded anew.",
        ("2026-W45", "channel_partner"): None,
    }
