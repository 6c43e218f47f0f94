"""Set the standard somebody owns, from a week on; what held before stays on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.models import User
from access.services import record_audit
from core.clock import Week
from core.database import one_at_a_time
from metrics.errors import DecisionRefusedError
from metrics.integrity.settings.queries import last_final_week
from metrics.integrity.signature import Signature
from metrics.targets.models import Target
from metrics.targets.queries import FigureKey

TARGETS = "set targets"
FURTHEST_WEEKS = 53
ALWAYS = ""


@dataclass(frozen=True)
class TargetWanted:
    """A target in the units of an estimate (a share 0..1 where the page says per cent).

    `value` None: from then on there is none. `applies_from` None: from the first week whose final
    is not out, or always while there is no final; then nothing else may have been aimed at before.
    """

    audience: str
    metric: str
    level: str
    node_key: str
    value: float | None
    owner: User | None
    objective: str
    applies_from: Week | None

    @property
    def key(self) -> FigureKey:
        return (self.audience, self.metric, self.level, self.node_key)


def set_target(
    session: Session, wanted: TargetWanted, signature: Signature, now_in: Week
) -> Target:
    """Store or end a target; what began in the very same week is replaced.

    Raises DecisionRefusedError: a target cannot reach back into weeks whose final was read against
    another one. `now_in` is the current week.
    """
    one_at_a_time(session, TARGETS)
    before = targets_of(session, wanted.key)
    problem = _wrong_week(session, wanted, before, now_in) or _wrong_end(wanted, before)
    if problem:
        raise DecisionRefusedError(problem)
    begins = _begins(session, wanted)
    row = next((old for old in before if old.applies_from == begins), None)
    if row is None:
        row = _blank(wanted, begins)
        session.add(row)
    _fill(row, wanted, before, signature)
    session.flush()
    subject = " ".join(filter(None, wanted.key))
    record_audit(session, signature.scope, "set target", subject, _said(row), signature.at)
    return row


def _begins(session: Session, wanted: TargetWanted) -> str:
    """A figure is never read against a standard that was set after it was known."""
    if wanted.applies_from is not None:
        return str(wanted.applies_from)
    final = last_final_week(session)
    return ALWAYS if final is None else str(Week.parse(final).shifted(1))


def targets_of(session: Session, key: FigureKey) -> Sequence[Target]:
    """Every target one figure ever had, oldest first."""
    audience, metric, level, node_key = key
    return session.scalars(
        sa.select(Target)
        .where(
            Target.audience == audience,
            Target.metric == metric,
            Target.level == level,
            Target.node_key == node_key,
        )
        .order_by(Target.applies_from, Target.id)
    ).all()


def _wrong_week(
    session: Session, wanted: TargetWanted, before: Sequence[Target], now_in: Week
) -> str:
    begins, final = wanted.applies_from, last_final_week(session)
    if begins is not None and begins > now_in.shifted(FURTHEST_WEEKS):
        return f"{begins} is more than a year away. Name a nearer week."
    if final is None:
        return ""
    first = Week.parse(final).shifted(1)
    if begins is None and before:
        return f"There is a target already. Say from which week this one holds: {first} or later."
    if begins is not None and begins < first:
        read = "against the target of its time" if before else "without a target"
        return f"The final of {final} was read {read}. Let this one begin with {first} or later."
    return ""


def _wrong_end(wanted: TargetWanted, before: Sequence[Target]) -> str:
    if wanted.value is not None:
        return ""
    if any(not old.is_ended for old in before):
        return ""
    return "There is no target here that could end."


def _blank(wanted: TargetWanted, begins: str) -> Target:
    return Target(
        audience=wanted.audience,
        metric=wanted.metric,
        level=wanted.level,
        node_key=wanted.node_key,
        applies_from=begins,
    )


def _fill(
    row: Target, wanted: TargetWanted, before: Sequence[Target], signature: Signature
) -> None:
    """An ended target keeps the value it had, so that its history can be read."""
    row.is_ended = wanted.value is None
    row.value = before[-1].value if wanted.value is None else wanted.value
    if wanted.owner is not None:
        row.owner, row.owner_id = wanted.owner.name, wanted.owner.id
    else:
        row.owner, row.owner_id = before[-1].owner, before[-1].owner_id
    row.objective = wanted.objective or None
    row.set_at = signature.at


def _said(row: Target) -> str:
    value = "none" if row.is_ended else f"{row.value:g}"
    begins = f"from {row.applies_from}" if row.applies_from else "always"
    return f"{value} {begins}, owner {row.owner}"
