"""A channel partner's own product lines, on its page, in its label and its export."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from core.database import writing
from customers.names.pairs import pair_key
from metrics.models import Edition, Estimate, Level
from tests.factories import make_partner
from tests.metrics.dashboards.factory import suppressed
from tests.metrics.dashboards.pages import page_text

ClientAs = Callable[[Role, str | None], FlaskClient]
LABEL = "/label/2026-W45/final/0/end_user/nps/13/partner_line?node={}"


@pytest.fixture
def ribera(client_as: ClientAs) -> FlaskClient:
    return client_as(Role.CHANNEL_PARTNER, "ribera")


def lines_of(session: Session, partner: str) -> list[Estimate]:
    wanted = Estimate.node_key.in_([pair_key(partner, line) for line in ("piston", "screw")])
    return list(
        session.scalars(sa.select(Estimate).where(Estimate.level == Level.PARTNER_LINE, wanted))
    )


@pytest.mark.parametrize("role", [(Role.CHANNEL_PARTNER, "ribera"), (Role.EXECUTIVE, None)])
def test_both_customers_stand_beside_each_product_line(
    published: list[Edition], client_as: ClientAs, role: tuple[Role, str | None]
) -> None:
    text = page_text(client_as(*role), "/partner/ribera" if role[1] is None else "/partner")

    part = text[text.index("3 Where, and since when") :]
    assert "Product line" in part
    assert part.index("Piston") < part.index("Screw")


def test_a_line_that_may_not_be_shown_says_why(
    published: list[Edition], ribera: FlaskClient, session: Session
) -> None:
    with writing(session):
        for row in lines_of(session, "ribera"):
            if row.node_key.endswith("screw"):
                suppressed(row, f"{row.n} answers, fewer than 10.")

    text = page_text(ribera, "/partner")

    assert "Screw" in text[: text.index("Fewer than 10 answers")]


def test_a_partner_sees_no_line_of_another_whose_key_only_begins_alike(
    published: list[Edition], client_as: ClientAs, session: Session, now: datetime
) -> None:
    for key in ("RIBERA", "ribera/piston"):
        make_partner(session, now, key)

    for key in ("RIBERA", "ribera/piston", "nordhaus"):
        client = client_as(Role.CHANNEL_PARTNER, key)
        assert client.get(LABEL.format("ribera/piston")).status_code == 404


def test_the_label_of_a_line_is_its_partners_and_leads_back_to_its_page(
    published: list[Edition], ribera: FlaskClient
) -> None:
    answer = ribera.get(LABEL.format("ribera/piston"))

    assert answer.status_code == 200
    assert "Piston" in answer.text
    assert "/partner/ribera?week=2026-W45" in answer.text


def test_the_table_of_own_figures_names_the_product_line(
    published: list[Edition], ribera: FlaskClient
) -> None:
    rows = ribera.get("/exports/partner/2026-W45/figures.json").get_json()["rows"]

    named = {row["product_line"] for row in rows if row["window"] == 13 and not row["touchpoint"]}
    assert named == {"Piston", "Screw"}
