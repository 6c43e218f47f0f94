from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.models import AuditEntry, Role, User
from access.visibility import command_line_scope
from core.clock import Week
from core.database import writing
from metrics.dashboards.queries import read_targets
from metrics.errors import DecisionRefusedError
from metrics.integrity.signature import Signature
from metrics.models import Edition
from metrics.targets.services import TargetWanted, set_target, targets_of
from tests.factories import make_user

NOW_IN = Week(2026, 47)


@pytest.fixture
def signature(now: datetime) -> Signature:
    return Signature("M. Osei", command_line_scope(), now)


@pytest.fixture
def owner(session: Session, now: datetime) -> User:
    return make_user(session, now, Role.EXECUTIVE)


@pytest.fixture
def wanted(owner: User) -> TargetWanted:
    return TargetWanted("end_user", "nps", "network", "", 48.0, owner, "Grow", Week(2026, 46))


def value_in(session: Session, week: str, level: str = "network") -> float | None:
    found = [
        row.value
        for row in read_targets(session, week)
        if (row.audience, row.metric, row.level) == ("end_user", "nps", level)
    ]
    return found[0] if found else None


def test_a_new_target_holds_from_its_week_and_earlier_weeks_keep_theirs(
    published: list[Edition], session: Session, signature: Signature, wanted: TargetWanted
) -> None:
    with writing(session):
        set_target(session, wanted, signature, NOW_IN)

    assert value_in(session, "2026-W45") == 45.0
    assert value_in(session, "2026-W46") == 48.0
    assert [row.value for row in targets_of(session, wanted.key)] == [45.0, 48.0]
    entry = session.scalars(sa.select(AuditEntry).where(AuditEntry.deed == "set target")).one()
    assert entry.detail == "48 from 2026-W46, owner Executive"


def test_the_same_week_again_corrects_it(
    published: list[Edition], session: Session, signature: Signature, wanted: TargetWanted
) -> None:
    for value in (48.0, 49.0):
        with writing(session):
            set_target(session, replace(wanted, value=value), signature, NOW_IN)

    assert [row.value for row in targets_of(session, wanted.key)] == [45.0, 49.0]


def test_an_ended_target_is_none_from_then_on_and_can_begin_again(
    published: list[Edition], session: Session, signature: Signature, wanted: TargetWanted
) -> None:
    with writing(session):
        set_target(session, replace(wanted, value=None, owner=None), signature, NOW_IN)
    with writing(session):
        again = replace(wanted, value=50.0, applies_from=Week(2026, 50))
        set_target(session, again, signature, NOW_IN)

    assert [value_in(session, f"2026-W{week}") for week in (45, 46, 50)] == [45.0, None, 50.0]


def test_a_first_target_holds_from_the_first_week_whose_final_is_not_out(
    published: list[Edition], session: Session, signature: Signature, wanted: TargetWanted
) -> None:
    spain = replace(wanted, level="country", node_key="Spain", value=40.0, applies_from=None)
    with writing(session):
        set_target(session, spain, signature, NOW_IN)

    weeks = ("2020-W01", "2026-W45", "2026-W46", "2026-W47")
    assert [value_in(session, week, "country") for week in weeks] == [None, None, 40.0, 40.0]
    assert value_in(session, "2026-W46") == 45.0


def test_a_first_target_does_not_reach_back_to_weeks_that_were_read_without_one(
    published: list[Edition], session: Session, signature: Signature, wanted: TargetWanted
) -> None:
    spain = replace(wanted, level="country", node_key="Spain", applies_from=Week(2026, 45))

    with pytest.raises(DecisionRefusedError, match=r"without a target.*2026-W46"), writing(session):
        set_target(session, spain, signature, NOW_IN)


def test_while_no_final_is_out_a_first_target_holds_always(
    session: Session, signature: Signature, wanted: TargetWanted
) -> None:
    with writing(session):
        set_target(session, replace(wanted, applies_from=None), signature, NOW_IN)

    assert value_in(session, "2020-W01") == 48.0


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "a week whose final is out": ({"applies_from": Week(2026, 45)}, "2026-W46 or later"),
    "no week over another target": ({"applies_from": None}, "from which week"),
    "a week far away": ({"applies_from": Week(2028, 1)}, "more than a year away"),
    "an end of nothing": (
        {"level": "country", "node_key": "Spain", "value": None}, "no target here",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_target_cannot_be_moved_after_the_figures_are_known(
    published: list[Edition],
    session: Session,
    signature: Signature,
    wanted: TargetWanted,
    name: str,
) -> None:
    changes, text = REFUSED[name]

    with pytest.raises(DecisionRefusedError, match=text), writing(session):
        set_target(session, replace(wanted, **changes), signature, NOW_IN)

    assert value_in(session, "2026-W47") == 45.0
