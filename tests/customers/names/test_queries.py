from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from access.models import Role
from access.visibility import Scope, command_line_scope
from customers.names.queries import alphabetical, read_names
from customers.rows import PartnerRow
from customers.services import store_partners
from tests.factories import make_programme


@pytest.fixture(autouse=True)
def network(session: Session, now: datetime) -> None:
    make_programme(session, now)
    rows = [
        PartnerRow("odra", "Sprężarki Odra", "Poland", "Silesia", None),
        PartnerRow("slask", "Śląsk Powietrze", "Poland", "Silesia", None),
        PartnerRow("ribera", "Ribera Aire", "Spain", "Aragon", None),
    ]
    store_partners(session, rows, now)
    session.commit()


def test_places_are_found_below_a_country_at_any_depth(session: Session) -> None:
    names = read_names(session, command_line_scope())

    below = names.within("partner", ("country", "Poland"))

    assert [place.key for place in below] == ["slask", "odra"]
    assert [place.key for place in names.within("region", ("country", "Spain"))] == ["Spain/Aragon"]


def test_what_has_no_name_is_called_by_its_key(session: Session) -> None:
    names = read_names(session, command_line_scope())

    assert names.place("partner", "ribera") == "Ribera Aire"
    assert names.place("partner", "gone") == "gone"


def test_touchpoints_keep_their_order(session: Session) -> None:
    names = read_names(session, command_line_scope())

    assert list(names.touchpoints)[:2] == ["sale", "delivery"]


def test_a_channel_partner_learns_no_other_partners_name(session: Session) -> None:
    names = read_names(session, Scope(Role.CHANNEL_PARTNER, partner_key="ribera"))

    assert list(names.places) == [("partner", "ribera")]


def test_letters_with_marks_stand_beside_those_without() -> None:
    assert sorted(["Wisła", "Śląsk", "Élan", "Odra"], key=alphabetical) == [
        "Élan", "Odra", "Śląsk", "Wisła",
    ]  # fmt: skip
