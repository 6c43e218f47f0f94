"""Editions, figures, changes, findings and labels, as the house's programs read them."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from metrics.models import Edition, Estimate, FindingRow, Gap
from tests.metrics.dashboards.factory import NEWEST_FINAL, publish_edition
from tests.programs import Program

FINAL = "/editions/2026-W45/final/0"


def ids(answer: Any) -> list[str]:
    return [row["id"] for row in answer.get_json()["data"]]


def test_editions_come_newest_first_with_the_way_to_what_is_in_them(
    house: Program, published: list[Edition]
) -> None:
    answer = house.get("/editions")

    assert ids(answer) == ["2026-W46/flash/0", "2026-W45/final/0", "2026-W44/final/0"]
    for url in answer.get_json()["data"][0]["links"].values():
        assert house.get(url).status_code == 200


def test_editions_can_be_asked_for_by_week_and_kind(
    house: Program, published: list[Edition]
) -> None:
    assert ids(house.get("/editions?kind=flash")) == ["2026-W46/flash/0"]
    assert ids(house.get("/editions?week=2026-W44")) == ["2026-W44/final/0"]
    assert ids(house.get("/editions?week=2031-W01")) == []


def test_an_empty_programme_has_an_empty_list(house: Program) -> None:
    assert house.get("/editions").get_json() == {
        "data": [], "links": {"self": "/api/v1/editions?limit=200", "next": None},
    }  # fmt: skip


def test_an_estimate_says_what_is_stored(
    house: Program, published: list[Edition], session: Session
) -> None:
    query = "audience=end_user&metric=nps&window=4&level=partner&node=ribera&touchpoint="

    [figure] = house.get(f"{FINAL}/estimates?{query}").get_json()["data"]

    row = session.scalars(
        sa.select(Estimate).where(
            Estimate.edition_id == published[1].id,
            Estimate.audience == "end_user",
            Estimate.metric == "nps",
            Estimate.window == 4,
            Estimate.node_key == "ribera",
            Estimate.touchpoint_key == "",
        )
    ).one()
    assert figure["id"] == "2026-W45/final/0/end_user/nps/4/partner?node=ribera"
    assert (figure["value"], figure["ci_low"], figure["ci_high"]) == (
        row.value, row.ci_low, row.ci_high,
    )  # fmt: skip
    assert (figure["n"], figure["grade"], figure["raw"]) == (row.n, row.grade, row.raw)
    assert (figure["first_week"], figure["last_week"]) == ("2026-W42", "2026-W45")


def test_a_hidden_figure_has_its_reason_and_no_number(
    house: Program, published: list[Edition]
) -> None:
    figures = list(house.walk(f"{FINAL}/estimates?limit=1000"))

    hidden = [figure for figure in figures if figure["decision"] == "suppress"]
    numbers = ("value", "se", "ci_low", "ci_high", "n", "n_eff", "accounts", "population", "raw")
    assert hidden
    assert all(figure["reason"] and figure["grade"] == "F" for figure in hidden)
    assert {figure[name] for figure in hidden for name in numbers} == {None}


def test_no_number_stands_without_interval_n_and_grade(
    house: Program, published: list[Edition]
) -> None:
    for part in ("estimates", "gaps"):
        for figure in house.walk(f"{FINAL}/{part}?limit=1000"):
            beside = [figure["ci_low"], figure["ci_high"], figure["n"], figure["grade"]]
            assert figure["value"] is None or None not in beside


def test_every_figure_leads_to_its_label(house: Program, published: list[Edition]) -> None:
    figures = [
        *house.walk(f"{FINAL}/estimates?audience=end_user&window=4&metric=csat"),
        *house.walk(f"{FINAL}/gaps?metric=nps"),
    ]

    labels = {figure["id"]: house.get(figure["links"]["label"]).get_json() for figure in figures}

    assert len(labels) == len(figures) > 10
    assert {f"/label/{name}" for name in labels} == {one["address"] for one in labels.values()}


def test_changes_name_the_edition_they_are_against(
    house: Program, published: list[Edition]
) -> None:
    changes = list(house.walk(f"{FINAL}/changes"))

    against = {one["against"].split("/end_user")[0] for one in changes if one["against"]}
    assert changes
    assert against <= {"2026-W44/final/0", *(one["against"] for one in changes if one["against"])}
    assert all(one["verdict"] for one in changes)


@pytest.mark.parametrize("part", ["gaps", "findings"])
def test_lists_hold_every_row_of_the_edition_and_no_other(
    house: Program, published: list[Edition], session: Session, part: str
) -> None:
    tables: dict[str, Any] = {"gaps": Gap, "findings": FindingRow}
    table = tables[part]
    stored = session.scalar(sa.select(sa.func.count()).where(table.edition_id == published[1].id))

    rows = list(house.walk(f"{FINAL}/{part}?limit=3"))

    assert len(rows) == len({row["id"] for row in rows}) == stored
    assert {row["edition"] for row in rows} == {"2026-W45/final/0"}


def test_walking_the_estimates_meets_every_one_exactly_once(
    house: Program, published: list[Edition], session: Session
) -> None:
    stored = session.scalar(
        sa.select(sa.func.count()).where(
            Estimate.edition_id == published[1].id,
            Estimate.audience.in_(("channel_partner", "end_user")),
        )
    )

    met = [figure["id"] for figure in house.walk(f"{FINAL}/estimates?limit=37")]

    assert len(met) == len(set(met)) == stored


def test_walking_the_editions_meets_each_once_while_others_are_published(
    house: Program, published: list[Edition], session: Session
) -> None:
    met: list[str] = []
    path = "/editions?limit=1"
    newer = [NEWEST_FINAL.shifted(2), NEWEST_FINAL.shifted(3), NEWEST_FINAL.shifted(4)]
    while path is not None:
        page = house.get(path).get_json()
        met += [row["id"] for row in page["data"]]
        if newer:
            publish_edition(session, newer.pop(0), "flash")
        path = page["links"]["next"]

    assert met == ["2026-W46/flash/0", "2026-W45/final/0", "2026-W44/final/0"]
    assert len(list(house.walk("/editions?limit=1"))) == 6


def test_a_link_to_the_next_page_keeps_the_filters(
    house: Program, published: list[Edition]
) -> None:
    figures = list(house.walk(f"{FINAL}/estimates?metric=nps&level=partner&limit=5"))

    assert len(figures) > 5
    assert {(one["metric"], one["level"]) for one in figures} == {("nps", "partner")}


NOT_THERE = (
    "/editions/2026-W45/final/1",
    "/editions/2026-W45/flash/0",
    "/editions/2026-W99/final/0",
    "/editions/x/y/0",
    "/editions/2026-W45/final/999999999999999999",
    "/editions/2026-W45/final/x",
    f"{FINAL}/labels/end_user/mood/4/partner?node=ribera",
    f"{FINAL}/labels/end_user/nps/5/network",
    f"{FINAL}/labels/end_user/nps/4/partner",
    f"{FINAL}/nothing",
    "/nothing",
)


def test_what_is_not_there_is_a_problem_and_not_a_page(
    house: Program, published: list[Edition]
) -> None:
    for path in NOT_THERE:
        answer = house.get(path)

        assert answer.status_code == 404, path
        assert answer.mimetype == "application/problem+json", path
        assert answer.get_json()["status"] == 404, path


MANGLED = (
    ("limit=0", "limit"),
    ("limit=1001", "limit"),
    ("limit=many", "limit"),
    ("limit=" + "9" * 5_000, "limit"),
    ("window=2", "window"),
    ("metric=mood", "metric"),
    ("audience=employee", "audience"),
    ("level=planet", "level"),
    ("partner=nordhaus", "partner"),
    ("cursor=", "cursor"),
    ("cursor=zzz", "cursor"),
    ("cursor=%FF%FE", "cursor"),
    ("cursor=WzFd", "cursor"),
    ("cursor=" + "W" * 100_000, "cursor"),
)


def test_a_mangled_question_is_refused_by_the_name_of_its_field(
    house: Program, published: list[Edition]
) -> None:
    for query, field in MANGLED:
        answer = house.get(f"{FINAL}/estimates?{query}")

        assert answer.status_code == 400, query[:80]
        assert [one["field"] for one in answer.get_json()["errors"]] == [field], query[:80]


def test_keys_of_any_script_and_control_characters_break_nothing(
    house: Program, published: list[Edition]
) -> None:
    for key in ("%00", "%F0%9F%98%80", "../..", "' OR 1=1 --", "%ED%A0%80"):
        answer = house.get(f"{FINAL}/estimates?node={key}")

        assert answer.status_code in (200, 400)
        assert answer.get_json().get("data", []) == []


@pytest.mark.parametrize("part", ["estimates", "gaps", "changes"])
def test_figures_of_a_replaced_edition_are_refused_with_where_the_newest_are(
    house: Program, published: list[Edition], session: Session, part: str
) -> None:
    tag = house.get(f"{FINAL}/{part}").headers["ETag"]
    publish_edition(session, NEWEST_FINAL, "final", revision=1)

    answers = [house.get(f"{FINAL}/{part}"), house.get(f"{FINAL}/{part}", **{"If-None-Match": tag})]

    assert [answer.status_code for answer in answers] == [404, 404]
    [where] = re.findall(r"/api/v1/\S+\d", answers[0].get_json()["detail"])
    assert "replaced by revision 1" in answers[0].get_json()["detail"]
    assert house.get(f"{where}/{part}").status_code == 200


def test_the_label_of_a_replaced_figure_is_refused_as_the_figure_is(
    house: Program, published: list[Edition], session: Session
) -> None:
    label = "labels/end_user/nps/4/network"
    before = house.get(f"{FINAL}/{label}").status_code
    publish_edition(session, NEWEST_FINAL, "final", revision=1)

    answer = house.get(f"{FINAL}/{label}")

    assert (before, answer.status_code) == (200, 404)
    [where] = re.findall(r"/api/v1/\S+\d", answer.get_json()["detail"])
    assert house.get(f"{where}/{label}").status_code == 200


def test_every_link_of_every_edition_answers(
    house: Program, published: list[Edition], session: Session
) -> None:
    tag = house.get(FINAL).headers["ETag"]
    publish_edition(session, NEWEST_FINAL, "final", revision=1)

    listed = house.get("/editions").get_json()["data"]
    old = house.get(FINAL, **{"If-None-Match": tag})

    assert old.get_json()["links"]["newest"] == "/api/v1/editions/2026-W45/final/1"
    assert old.get_json() in listed
    links = {link for edition in listed for link in edition["links"].values()}
    assert {house.get(link).status_code for link in links} == {200}


def test_a_replaced_edition_and_its_findings_still_answer(
    house: Program, published: list[Edition], session: Session
) -> None:
    publish_edition(session, NEWEST_FINAL, "final", revision=1)

    answers = [house.get(f"{FINAL}{part}") for part in ("", "/findings")]

    assert [answer.status_code for answer in answers] == [200, 200]
