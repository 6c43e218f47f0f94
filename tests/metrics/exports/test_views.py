from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import AuditEntry, Role
from core.clock import Week
from core.database import writing
from metrics.exports.editions.tables import EDITION_TABLES
from metrics.exports.formats import Format
from metrics.models import Edition, Estimate
from tests.metrics.dashboards.factory import partner_key, publish_edition, suppressed
from tests.metrics.dashboards.pages import page_text

ClientAs = Callable[..., FlaskClient]
FINAL = "/exports/2026-W45/final/0"
MINE = "/exports/partner/2026-W45"


@pytest.fixture
def executive(client_as: ClientAs) -> FlaskClient:
    return client_as(Role.EXECUTIVE)


def rows_of(client: FlaskClient, path: str) -> list[dict[str, Any]]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found: list[dict[str, Any]] = answer.get_json()["rows"]
    return found


def test_every_figure_of_an_edition_leaves_with_its_interval_n_grade_and_label(
    published: list[Edition], executive: FlaskClient, session: Session
) -> None:
    count = session.scalar(sa.select(sa.func.count()).where(Estimate.edition_id == published[1].id))

    rows = rows_of(executive, f"{FINAL}/estimates.json")

    assert len(rows) == count
    shown = [row for row in rows if row["value"] is not None]
    assert {None} not in [{row[name] for row in shown} for name in ("ci_low", "n", "grade")]
    paths = {row["label_url"].removeprefix("http://localhost") for row in rows[:3]}
    assert {executive.get(path).status_code for path in paths} == {200}


def test_a_figure_that_may_not_be_shown_leaves_as_its_reason_alone(
    published: list[Edition], executive: FlaskClient, session: Session
) -> None:
    with writing(session):
        for row in session.scalars(sa.select(Estimate).where(Estimate.node_key == "ribera")).all():
            suppressed(row, "9 answers, fewer than 10.")
            row.base_value = row.with_set_aside = row.without_flagged = 12.5

    rows = rows_of(executive, f"{FINAL}/estimates.json?level=partner&node=ribera")

    told = {name for row in rows for name, value in row.items() if value not in (None, "")}
    assert {row["decision"] for row in rows} == {"suppress"}
    assert {"reason", "grade", "label_url"} <= told
    assert not told & {"value", "raw", "base_value", "with_set_aside", "without_flagged", "se",
                       "ci_low", "ci_high", "n", "n_eff", "accounts", "population"}  # fmt: skip


@pytest.mark.parametrize("table", EDITION_TABLES)
def test_every_table_of_an_edition_can_be_taken(
    published: list[Edition], executive: FlaskClient, table: str
) -> None:
    answer = executive.get(f"{FINAL}/{table}.csv")

    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"), newline="")))
    assert answer.status_code == 200
    assert rows[0][:3] == ["week", "kind", "revision"]
    assert len({len(row) for row in rows}) == 1


def test_the_same_table_in_other_formats_has_the_same_rows(
    published: list[Edition], executive: FlaskClient
) -> None:
    count = len(rows_of(executive, f"{FINAL}/gaps.json"))

    book = openpyxl.load_workbook(io.BytesIO(executive.get(f"{FINAL}/gaps.xlsx").data))
    table = pq.read_table(io.BytesIO(executive.get(f"{FINAL}/gaps.parquet").data))

    assert book.worksheets[0].max_row == count + 1
    assert table.num_rows == count
    said = list(book["Method and codebook"].iter_rows(values_only=True))
    assert ("Edition", "2026-W45 final, revision 0") in [row[:2] for row in said]


def test_a_place_can_be_taken_alone(published: list[Edition], executive: FlaskClient) -> None:
    rows = rows_of(executive, f"{FINAL}/estimates.json?level=partner&node=wisła")

    assert {row["node_key"] for row in rows} == {partner_key("Wisła Serwis")}


def test_figures_that_a_revision_replaced_stay_in_the_audit(
    published: list[Edition], executive: FlaskClient, session: Session
) -> None:
    publish_edition(session, Week(2026, 45), "final", 1)

    said = page_text(executive, f"{FINAL}/estimates.csv", status=404)
    page = executive.get("/editions/2026-W45/final/0").get_data(as_text=True)

    assert "This edition was replaced by revision 1." in said
    assert executive.get(f"{FINAL}/findings.csv").status_code == 200
    assert executive.get("/exports/2026-W45/final/1/estimates.csv").status_code == 200
    assert f"{FINAL}/findings.csv" in page
    assert f"{FINAL}/estimates.csv" not in page


def test_what_is_chosen_on_the_bench_can_be_taken(
    published: list[Edition], executive: FlaskClient
) -> None:
    page = executive.get("/bench").get_data(as_text=True)

    rows = rows_of(executive, "/bench/figures.json")

    assert 'href="/bench/figures.json?' in page
    assert rows
    assert executive.get(rows[0]["label_url"].removeprefix("http://localhost")).status_code == 200
    assert executive.get("/bench?table=x&ending=y&endpoint=z").status_code < 500
    wrong = page_text(executive, "/bench/figures.json?metric=planets", status=400)
    assert "This could not be read" in wrong


def test_the_list_of_editions_has_every_kind_and_revision(
    published: list[Edition], executive: FlaskClient
) -> None:
    rows = rows_of(executive, "/exports/editions.json")

    assert [(row["week"], row["kind"]) for row in rows] == [
        ("2026-W46", "flash"), ("2026-W45", "final"), ("2026-W44", "final"),
    ]  # fmt: skip


def test_a_file_is_named_told_apart_and_never_kept(
    published: list[Edition], executive: FlaskClient
) -> None:
    answer = executive.get(f"{FINAL}/changes.json", headers={"Accept-Encoding": "gzip"})

    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=twofold-changes-2026-W45-final-0.json"
    )
    assert int(answer.headers["Content-Length"]) == len(answer.get_data())
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (f"{FINAL}/estimates.xls", "A table can be taken as one of: csv, zip, xlsx"),
        (f"{FINAL}/answers.csv", "There is no table 'answers'. There are: estimates, gaps"),
        (f"{FINAL}/estimates.csv?level=planet", "There is no level 'planet'"),
        ("/exports/2026-W45/final/7/estimates.csv", "There is no such edition"),
        ("/exports/2031-W01/final/0/estimates.csv", "There is no such edition"),
        ("/exports/nonsense/final/0/estimates.csv", "There is no such edition"),
        ("/exports/answers.csv", "There is no list 'answers'. There is: editions."),
        ("/exports?week=2031-W01", "No edition of 2031-W01 is published"),
        ("/exports/partner/2026-W45/figures.csv", "There is no such channel partner"),
        ("/exports/partner/2026-W45/figures.csv?partner=x", "There is no such channel partner"),
        ("/exports/partner/2026-W46/figures.csv?partner=nordhaus", "No edition of 2026-W46"),
        ("/exports/partner/never/figures.csv?partner=nordhaus", "Write it as 2018-W20"),
    ],
)
def test_what_cannot_be_taken_says_so_and_what_can(
    published: list[Edition], executive: FlaskClient, path: str, said: str
) -> None:
    assert said in page_text(executive, path, status=404)


def test_the_page_of_exports_offers_each_table_in_each_format(
    published: list[Edition], executive: FlaskClient
) -> None:
    page = executive.get("/exports?week=2026-W45").get_data(as_text=True)

    for table in EDITION_TABLES:
        for one in Format:
            assert f'href="{FINAL}/{table}.{one}"' in page
    assert "Only those who run the programme can take the answers" in page


def test_every_page_with_a_table_offers_it(
    published: list[Edition], executive: FlaskClient
) -> None:
    offered = {
        "/": f"{FINAL}/estimates.xlsx",
        "/partners": f"{FINAL}/estimates.xlsx?level=partner",
        "/editions": "/exports/editions.xlsx",
        "/editions/2026-W45/final/0": f"{FINAL}/findings.xlsx",
        "/partner/nordhaus": f"{MINE}/figures.xlsx?partner=nordhaus",
    }

    for path, url in offered.items():
        assert f'href="{url}"' in executive.get(path).get_data(as_text=True), path


def test_before_anything_is_published_the_page_says_so(executive: FlaskClient) -> None:
    assert "No week has been published yet" in page_text(executive, "/exports")


def test_taking_a_table_writes_nothing(
    published: list[Edition], executive: FlaskClient, session: Session
) -> None:
    count = sa.select(sa.func.count()).select_from(AuditEntry)
    before = session.scalar(count)

    executive.get(f"{FINAL}/estimates.csv")

    session.expire_all()
    assert session.scalar(count) == before
