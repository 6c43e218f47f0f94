from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from core.database import writing
from metrics.models import Decision, Edition, Estimate
from tests.metrics.dashboards.pages import text_of

ClientAs = Callable[[Role, str | None], FlaskClient]
NPS = "/bench?metric=nps&audience=end_user&place="


@pytest.fixture
def executive(client_as: ClientAs) -> FlaskClient:
    return client_as(Role.EXECUTIVE, None)


def test_the_figure_to_explore_has_the_same_values_as_the_table(
    published: list[Edition], executive: FlaskClient
) -> None:
    address = NPS.removeprefix("/bench") + "country:Spain"
    table = text_of(executive.get(f"/bench{address}").get_data(as_text=True))

    figure = executive.get(f"/bench/figure.json{address}").get_json()

    line = next(trace for trace in figure["data"] if trace.get("customdata"))
    assert line["x"] == [f"2026-W{week}" for week in range(40, 46)]
    assert line["line"]["color"] == "--user"
    for week, told in zip(line["x"], line["customdata"], strict=True):
        assert f"{week} {told[0]} interval {told[1]} Grade {told[3]}" in table


def test_a_figure_that_may_not_be_shown_does_not_reach_the_browser(
    published: list[Edition], session: Session, executive: FlaskClient
) -> None:
    with writing(session):
        session.execute(
            sa.update(Estimate)
            .values(decision=Decision.HOLD, value=77.7, raw=66.6)
            .where(Estimate.edition_id == published[2].id, Estimate.value.is_not(None))
        )

    text = executive.get(f"/bench/figure.json{NPS.removeprefix('/bench')}network&column=raw").text

    assert "77.7" not in text
    assert "66.6" not in text
