"""A figure that is held is an earlier week's: told in words, drawn nowhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from metrics.models import Edition, Estimate
from tests.metrics.dashboards.pages import page_text


@pytest.fixture
def executive(client_as: Callable[[Role, str | None], FlaskClient]) -> FlaskClient:
    return client_as(Role.EXECUTIVE, None)


def test_a_held_figure_shows_the_earlier_one_and_says_so(
    published: list[Edition], executive: FlaskClient, session: Session
) -> None:
    row = session.query(Estimate).filter_by(
        edition_id=published[1].id, level="network", window=1, touchpoint_key="", metric="csat",
        audience="end_user",
    ).one()  # fmt: skip
    row.decision, row.grade = "hold", "E"
    row.reason = "Held: the last final, of 2026-W44, is shown. Frame incomplete."
    session.commit()

    text = page_text(executive, "/")

    assert "held: unknown since 2026-W45, last known of 2026-W44" in text
    assert "; end user held: unknown, not drawn" in text
    assert "Held: the last final, of 2026-W44, is shown. Frame incomplete." in text
