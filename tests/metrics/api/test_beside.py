"""What stands beside figures, for programs: to the house, and none to partners."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from metrics.comparison.models import ChartPoint, Distribution, DriverRow, Standing
from metrics.models import Edition
from tests.metrics.dashboards.factory import NEWEST_FINAL, publish_edition
from tests.programs import Program

FINAL = "/editions/2026-W45/final/0"
LISTS: dict[str, Any] = {
    "charts": ChartPoint,
    "standings": Standing,
    "drivers": DriverRow,
    "distributions": Distribution,
}


@pytest.mark.parametrize("part", LISTS)
def test_every_row_of_an_edition_is_met_once_page_by_page(
    house: Program, published: list[Edition], session: Session, part: str
) -> None:
    rows = list(house.walk(f"{FINAL}/{part}?limit=3"))

    table = LISTS[part]
    count = session.scalar(
        sa.select(sa.func.count()).select_from(table).where(table.edition_id == published[1].id)
    )
    assert len(rows) == count
    assert len({row["id"] for row in rows}) == len(rows)
    assert {row["edition"] for row in rows} == {"2026-W45/final/0"}


@pytest.mark.parametrize("part", ["charts", "standings", "distributions"])
def test_no_number_without_n_grade_and_label_of_its_figure(
    house: Program, published: list[Edition], part: str
) -> None:
    rows = list(house.walk(f"{FINAL}/{part}"))

    assert rows
    assert [row for row in rows if not (row["n"] and row["grade"] and row["label_url"])] == []
    assert house.get(rows[0]["links"]["label"]).status_code == 200


FILTERS = {
    "charts?touchpoint=repair_visit": {"touchpoint": "repair_visit"},
    "standings?node=ribera&audience=end_user": {"node": "ribera", "audience": "end_user"},
    "drivers?driver=event": {"kind": "event"},
    "distributions?level=network&audience=end_user": {"level": "network", "audience": "end_user"},
}


@pytest.mark.parametrize("asked", FILTERS)
def test_filters_narrow_a_list(house: Program, published: list[Edition], asked: str) -> None:
    rows, wanted = list(house.walk(f"{FINAL}/{asked}")), FILTERS[asked]

    everything = list(house.walk(f"{FINAL}/{asked.partition('?')[0]}"))
    assert 0 < len(rows) < len(everything)
    assert [row for row in rows if any(row[name] != key for name, key in wanted.items())] == []


@pytest.mark.parametrize("part", LISTS)
def test_none_of_it_is_open_to_a_channel_partner(
    program_of: Callable[[str], Program], published: list[Edition], part: str
) -> None:
    ribera = program_of("ribera")

    assert ribera.get(f"{FINAL}/{part}").status_code == 403
    assert part not in ribera.get(FINAL).get_json()["links"]


@pytest.mark.parametrize("part", LISTS)
def test_of_a_replaced_edition_none_of_it_is_told(
    house: Program, published: list[Edition], session: Session, part: str
) -> None:
    publish_edition(session, NEWEST_FINAL, "final", revision=1)

    answers = [house.get(f"{FINAL}/{part}"), house.get(f"/editions/2026-W45/final/1/{part}")]

    assert [answer.status_code for answer in answers] == [404, 200]
    assert "replaced by revision 1" in answers[0].get_json()["detail"]
