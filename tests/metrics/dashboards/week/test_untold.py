from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from core.database import writing
from metrics.models import Edition
from tests.metrics.dashboards.pages import page_text

ClientAs = Callable[[Role, str | None], FlaskClient]
UNTOLD = (
    ("end_user", "event", "", "late", "It befell fewer than 30 of those who answered."),
    ("channel_partner", "rating", "delivery,sale", "", "Fewer than 30 sheets."),
)


def test_what_cannot_be_said_to_go_with_recommendation_says_why(
    published: list[Edition], client_as: ClientAs, session: Session
) -> None:
    names = ("audience", "kind", "touchpoints", "name", "reason")
    with writing(session):
        rows = [dict(zip(names, row, strict=True)) for row in UNTOLD]
        published[1].summary = {**published[1].summary, "untold_drivers": rows}
    executive = client_as(Role.EXECUTIVE, None)

    network, country = (
        page_text(executive, f"{path}?week=2026-W45") for path in ("/", "/level/country/Spain")
    )

    assert "End-user, It was late: not told. It befell fewer than 30" in network
    assert "Channel-partner, ratings, Delivery and Sale: not told. Fewer than 30 sheets." in network
    assert "not told" not in country
