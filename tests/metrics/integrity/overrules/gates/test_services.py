"""A named person publishes in spite of a failed check, or withdraws that."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.models import AuditEntry
from access.visibility import command_line_scope
from core.clock import Week
from core.database import writing
from metrics.errors import DecisionRefusedError, NothingToDecideError
from metrics.integrity.models import GateDecision
from metrics.integrity.overrules.gates.queries import overrides_of_week, stopping_findings
from metrics.integrity.overrules.gates.services import decide_finding
from metrics.integrity.signature import Signature
from metrics.models import Edition, FindingRow
from tests.metrics.dashboards.factory import publish_edition, publish_programme

WEEK = Week(2026, 45)
REASON = "The partner explained its trade fair"


def add_finding(session: Session, edition: Edition, **changes: Any) -> int:
    """A finding that withholds a partner's figures, unless told otherwise."""
    given: dict[str, Any] = {
        "check_key": "partner_selection", "family": "sampling", "severity": "suppress",
        "state": "fail", "audience": "end_user", "window": 0, "level": "partner",
        "node_key": "ribera", "touchpoint_key": "", "metric": "", "value": 0.001, "warn": 0.1,
        "fail": 0.01, "what": "Unusual pattern, please review", "what_to_do": "Hear the partner",
        **changes,
    }  # fmt: skip
    with writing(session):
        row = FindingRow(edition_id=edition.id, **given)
        session.add(row)
        session.flush()
        return row.id


@pytest.fixture
def final(session: Session, now: datetime) -> Edition:
    return publish_programme(session, now)[1]


@pytest.fixture
def finding_id(session: Session, final: Edition) -> int:
    return add_finding(session, final)


def decide(
    session: Session, now: datetime, finding_id: int, *, publishes: bool = True, why: str = REASON
) -> str:
    signature = Signature("M. Osei", command_line_scope(), now)
    with writing(session):
        return decide_finding(
            session, finding_id, publishes=publishes, reason=why, signature=signature
        )


def count(session: Session) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(GateDecision)) or 0


def test_a_decision_names_its_finding_in_every_edition_of_the_week(
    session: Session, now: datetime, finding_id: int
) -> None:
    week = decide(session, now, finding_id)

    (override,) = overrides_of_week(session, week)
    assert override.finding == ("partner_selection", "end_user", 0, "partner", "ribera", "", "")
    assert (override.decided_by, override.reason) == ("M. Osei", REASON)
    assert overrides_of_week(session, "2026-W44") == ()


def test_the_deed_is_in_the_audit(session: Session, now: datetime, finding_id: int) -> None:
    decide(session, now, finding_id)

    entry = session.scalars(sa.select(AuditEntry)).one()
    assert (entry.deed, entry.subject) == ("publish in spite of a check", "2026-W45")
    assert entry.detail == f"partner_selection partner ribera: {REASON}"


def test_a_publication_is_withdrawn_and_stays_on_record(
    session: Session, now: datetime, finding_id: int
) -> None:
    decide(session, now, finding_id)

    decide(session, now, finding_id, publishes=False, why="There was no trade fair")

    assert overrides_of_week(session, "2026-W45") == ()
    assert count(session) == 2


def test_the_same_decision_sent_twice_is_stored_once(
    session: Session, now: datetime, finding_id: int
) -> None:
    decide(session, now, finding_id)
    decide(session, now, finding_id)

    assert count(session) == 1


def test_nothing_is_withdrawn_that_nobody_decided(
    session: Session, now: datetime, finding_id: int
) -> None:
    with pytest.raises(DecisionRefusedError, match="nothing to withdraw"):
        decide(session, now, finding_id, publishes=False)


def test_a_decision_needs_a_reason(session: Session, now: datetime, finding_id: int) -> None:
    with pytest.raises(DecisionRefusedError, match="Say why"):
        decide(session, now, finding_id, why="ok")

    assert count(session) == 0


STOPPING_NOTHING = {
    "a warning": {"state": "warn"},
    "what could not be made": {"state": "unknown"},
    "a failed caveat": {"severity": "caveat"},
    "for information": {"severity": "info"},
}


@pytest.mark.parametrize("case", STOPPING_NOTHING)
def test_only_what_holds_or_withholds_is_decided_about(
    session: Session, now: datetime, final: Edition, case: str
) -> None:
    finding_id = add_finding(session, final, **STOPPING_NOTHING[case])

    with pytest.raises(NothingToDecideError):
        decide(session, now, finding_id)

    assert stopping_findings(session, final.id) == []


def test_nobody_publishes_in_spite_of_the_protection_of_people(
    session: Session, now: datetime, final: Edition
) -> None:
    finding_id = add_finding(session, final, check_key="disclosure", level="network", node_key="")

    with pytest.raises(DecisionRefusedError, match="protects the people"):
        decide(session, now, finding_id)

    assert count(session) == 0


def test_what_an_older_edition_found_is_not_decided_about(
    session: Session, now: datetime, finding_id: int
) -> None:
    publish_edition(session, WEEK, "final", revision=1)

    with pytest.raises(NothingToDecideError, match="newer edition"):
        decide(session, now, finding_id)


def test_a_finding_that_is_not_there_is_not_decided_about(
    session: Session, now: datetime, final: Edition
) -> None:
    with pytest.raises(NothingToDecideError):
        decide(session, now, 987_654_321)
