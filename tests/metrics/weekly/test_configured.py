"""What people decided is read into the configuration that is frozen with the next edition."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.database import writing
from metrics.integrity.models import GateDecision, KioskDeclaration, RowDecision, ThresholdChange
from metrics.warehouse.configuration import GateOverride, RowOverrule
from metrics.weekly.configured import read_configuration
from metrics.weekly.models import Pseudonym
from tests.metrics.integrity.overrules.rows.test_services import _three_answers, decide

__all__ = ["_three_answers"]

WEEK = "2026-W46"
SIGNED: dict[str, Any] = {"reason": "We know why", "decided_by": "M. Osei"}


def names(session: Session) -> dict[int, int]:
    return dict(session.execute(sa.select(Pseudonym.subject_id, Pseudonym.pseudonym)).all())


def test_where_nobody_decided_the_methods_own_limits_hold_and_nothing_is_overruled(
    session: Session,
) -> None:
    read = read_configuration(session, WEEK, names(session))

    assert (read.threshold_version, read.thresholds) == ("0", ())
    assert (read.gate_overrides, read.row_overrules, read.kiosk_partners) == ((), (), ())


def test_every_kind_of_decision_is_frozen_with_name_and_reason(
    session: Session, now: datetime
) -> None:
    finding: dict[str, Any] = {
        "check_key": "psi_before", "audience": "", "window": 0, "level": "network",
        "node_key": "", "touchpoint_key": "", "metric": "",
    }  # fmt: skip
    with writing(session):
        session.add(GateDecision(week=WEEK, publishes=True, decided_at=now, **finding, **SIGNED))
        session.add(
            KioskDeclaration(partner_key="nord", is_declared=True, decided_at=now, **SIGNED)
        )
        session.add(
            ThresholdChange(check_key="omega", warn=0.8, fail=0.7, reason="Stricter now",
                            applies_from=WEEK, changed_by="M. Osei", changed_at=now)
        )  # fmt: skip
    decide(session, now, {101: "careless"})

    read = read_configuration(session, WEEK, names(session))

    assert read.gate_overrides == (
        GateOverride(**finding, **SIGNED, decided_on="2026-11-16"),
    )  # fmt: skip
    assert read.row_overrules == (
        RowOverrule(101, True, "The mother answered with her child", "M. Osei", "2026-11-16"),
    )
    assert read.kiosk_partners == ("nord",)
    assert [(one.check_key, one.warn, one.fail) for one in read.thresholds] == [("omega", 0.8, 0.7)]
    assert read.threshold_version != "0"


def test_a_decision_about_an_answer_that_is_not_in_the_edition_is_left_out(
    session: Session, now: datetime
) -> None:
    decide(session, now, {101: "careless", 102: "careless"})
    known = {subject: name for subject, name in names(session).items() if name != 101}

    read = read_configuration(session, WEEK, known)

    assert [overrule.response for overrule in read.row_overrules] == [102]
    assert session.scalar(sa.select(sa.func.count()).select_from(RowDecision)) == 2
