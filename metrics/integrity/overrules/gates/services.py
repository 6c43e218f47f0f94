"""Publish in spite of a failed check, or withdraw that: signed, with a reason."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.services import record_audit
from core.database import one_at_a_time
from metrics.errors import DecisionRefusedError, NothingToDecideError
from metrics.integrity.gates import PROTECTS_PEOPLE, STOPPING
from metrics.integrity.models import GateDecision
from metrics.integrity.overrules.gates.queries import decisions_of_week, key_of, last_words
from metrics.integrity.overrules.queries import newest_edition
from metrics.integrity.signature import Signature, what_is_wrong_with_reason
from metrics.models import Edition, FindingRow, State

GATES = "decide about findings"
UNKNOWN = (
    "There is no such finding to decide about, or a newer edition has replaced it. Look at the "
    "decisions of the week."
)
NEVER = (
    "Nobody can publish in spite of this check: it protects the people who answered. Do what the "
    "finding says, then make the edition again."
)


def finding_to_decide(session: Session, finding_id: int) -> tuple[FindingRow, Edition]:
    """A finding that holds or withholds, of its week's newest edition.

    Raises NothingToDecideError: what an older edition found is not what the next one is made of.
    """
    finding = session.get(FindingRow, finding_id)
    if finding is None or finding.state != State.FAIL or finding.severity not in STOPPING:
        raise NothingToDecideError(UNKNOWN)
    week = session.scalars(sa.select(Edition.week).where(Edition.id == finding.edition_id)).one()
    newest = newest_edition(session, week)
    if newest.id != finding.edition_id:
        raise NothingToDecideError(UNKNOWN)
    return finding, newest


def decide_finding(
    session: Session, finding_id: int, *, publishes: bool, reason: str, signature: Signature
) -> str:
    """Decide about a finding, and name its week; what was decided just so is not stored twice.

    Raises NothingToDecideError, DecisionRefusedError.
    """
    one_at_a_time(session, GATES)
    finding, edition = finding_to_decide(session, finding_id)
    wrong = what_is_wrong_with_reason(reason)
    if wrong:
        raise DecisionRefusedError(wrong)
    if publishes and finding.check_key in PROTECTS_PEOPLE:
        raise DecisionRefusedError(NEVER)
    last = last_words(decisions_of_week(session, edition.week)).get(key_of(finding))
    if last is None and not publishes:
        raise DecisionRefusedError("Nobody decided to publish in spite of it: nothing to withdraw.")
    if last is None or (last.publishes, last.reason) != (publishes, reason):
        _store(session, finding, edition.week, publishes, reason, signature)
    return edition.week


def _store(
    session: Session,
    finding: FindingRow,
    week: str,
    publishes: bool,
    reason: str,
    signature: Signature,
) -> None:
    session.add(
        GateDecision(
            week=week,
            check_key=finding.check_key,
            audience=finding.audience,
            window=finding.window,
            level=finding.level,
            node_key=finding.node_key,
            touchpoint_key=finding.touchpoint_key,
            metric=finding.metric,
            publishes=publishes,
            reason=reason,
            decided_by=signature.name,
            decided_at=signature.at,
        )
    )
    deed = "publish in spite of a check" if publishes else "withdraw a publication"
    about = f"{finding.check_key} {finding.level} {finding.node_key}".strip()
    record_audit(session, signature.scope, deed, week, f"{about}: {reason}", signature.at)
