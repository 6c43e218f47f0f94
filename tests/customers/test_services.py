from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.database import writing
from customers.errors import (
    NoProgrammeError,
    NoSuchContactError,
    ProgrammeExistsError,
    UnusableProgrammeError,
)
from customers.models import Node, Touchpoint
from customers.services import create_programme, opt_out, require_programme
from tests.factories import make_end_user, make_programme


def test_a_programme_starts_with_its_network_and_eight_touchpoints(
    session: Session, now: datetime
) -> None:
    programme = make_programme(session, now, name="Voice")

    touchpoints = session.execute(
        sa.select(Touchpoint.key, Touchpoint.is_service).order_by(Touchpoint.position)
    ).all()
    assert require_programme(session) is programme
    assert session.scalars(sa.select(Node.name)).all() == ["Voice"]
    assert len(touchpoints) == 8
    assert {key for key, is_service in touchpoints if is_service} == {
        "spare_parts",
        "call_centre",
        "repair_visit",
        "commissioning",
    }


def test_there_is_one_programme_for_each_installation(session: Session, now: datetime) -> None:
    make_programme(session, now)

    with pytest.raises(ProgrammeExistsError, match="TWOFOLD_DATA"), writing(session):
        create_programme(session, name="Second", time_zone="Europe/Berlin", now=now)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"name": "  "}, "needs a name", id="no name"),
        pytest.param({"time_zone": "Berlin"}, "not a time zone", id="no zone"),
        pytest.param({"time_zone": "../etc/passwd"}, "not a time zone", id="a path"),
        pytest.param({"field_period_days": 0}, "field period of 0 days", id="no period"),
        pytest.param({"field_period_days": 61}, "1 to 60 days", id="too long"),
    ],
)
def test_what_cannot_be_used_is_named(
    session: Session, now: datetime, changes: dict[str, object], words: str
) -> None:
    with pytest.raises(UnusableProgrammeError, match=words):
        make_programme(session, now, **changes)


def test_without_a_programme_it_is_said_what_to_run(session: Session) -> None:
    with pytest.raises(NoProgrammeError, match="twofold set-up"):
        require_programme(session)


def test_opting_out_twice_keeps_the_first_time(session: Session, now: datetime) -> None:
    make_programme(session, now)
    contact = make_end_user(session, now, "u1")

    for at in (now, now + timedelta(days=1)):
        with writing(session):
            opt_out(session, contact.id, at)

    assert contact.opted_out_at == now


def test_opting_out_somebody_who_is_not_there_is_refused(session: Session, now: datetime) -> None:
    with pytest.raises(NoSuchContactError), writing(session):
        opt_out(session, 4711, now)
