"""Change the limits of checks: all that is asked for at once, or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from access.services import record_audit
from core.clock import Week
from core.database import one_at_a_time
from metrics.errors import DecisionRefusedError
from metrics.integrity.models import ThresholdChange
from metrics.integrity.settings.queries import all_changes, in_force, last_final_week
from metrics.integrity.signature import Signature, what_is_wrong_with_reason
from metrics.integrity.thresholds import what_is_wrong
from metrics.method import THRESHOLDS

SETTINGS = "change the limits of checks"
FURTHEST_WEEKS = 53


@dataclass(frozen=True)
class Limits:
    warn: float
    fail: float


@dataclass(frozen=True)
class LimitsWanted:
    """New limits of a check from a week on; without `limits` the method's own."""

    check_key: str
    limits: Limits | None
    reason: str
    applies_from: Week


def change_limits(
    session: Session, wanted: Sequence[LimitsWanted], signature: Signature, now_in: Week
) -> int:
    """Store the changes, and say how many were new; what was decided just so is not stored twice.

    Raises DecisionRefusedError with every problem of every change, and then stores none. `now_in`
    is the current week.
    """
    one_at_a_time(session, SETTINGS)
    problems = tuple(_problems(session, wanted, now_in))
    if problems:
        raise DecisionRefusedError(*problems)
    new = [change for change in wanted if not _is_decided_already(session, change)]
    for change in new:
        _store(session, change, signature)
    return len(new)


def _problems(session: Session, wanted: Sequence[LimitsWanted], now_in: Week) -> Iterator[str]:
    last_final = last_final_week(session)
    counts = Counter(change.check_key for change in wanted)
    for change in wanted:
        for problem in _problems_of(change, last_final, now_in):
            # Within a file every sentence names its check; those of limits do so by themselves.
            named = f"“{change.check_key}”" in problem or len(wanted) == 1
            yield problem if named else f"“{change.check_key}”: {problem}"
    yield from (f"“{key}” stands there {n} times." for key, n in counts.items() if n > 1)


def _problems_of(change: LimitsWanted, last_final: str | None, now_in: Week) -> Iterator[str]:
    yield from filter(None, (
        _wrong_limits(change),
        what_is_wrong_with_reason(change.reason),
        _wrong_week(change.applies_from, last_final, now_in),
    ))  # fmt: skip


def _wrong_limits(change: LimitsWanted) -> str:
    own = THRESHOLDS.get(change.check_key)
    if own is None:
        return what_is_wrong(change.check_key, 0.0, 0.0)
    if change.limits is None:
        return ""
    if (change.limits.warn, change.limits.fail) == (own.warn, own.fail):
        return f"These are the method’s own limits of “{change.check_key}”: go back to those."
    return what_is_wrong(change.check_key, change.limits.warn, change.limits.fail)


def _wrong_week(week: Week, last_final: str | None, now_in: Week) -> str:
    """A final was judged by its limits; a correction of it is judged by the same."""
    if last_final is not None and str(week) <= last_final:
        first = Week.parse(last_final).shifted(1)
        return (
            f"The final of {last_final} is published, judged by the limits of its week. "
            f"Let the change begin with {first} or later."
        )
    if week > now_in.shifted(FURTHEST_WEEKS):
        return f"{week} is more than a year away. Name a nearer week."
    return ""


def _is_decided_already(session: Session, wanted: LimitsWanted) -> bool:
    """The very same decision is the last one about that week, or the method's limits hold."""
    changes = all_changes(session, wanted.check_key)
    holds = in_force(changes, str(wanted.applies_from)).get(wanted.check_key)
    if holds is None:
        return wanted.limits is None
    if holds.warn is None and wanted.limits is None:
        return True
    asked = (wanted.limits.warn, wanted.limits.fail) if wanted.limits else (None, None)
    same_week = holds.applies_from == str(wanted.applies_from)
    return same_week and (holds.warn, holds.fail, holds.reason) == (*asked, wanted.reason)


def _store(session: Session, wanted: LimitsWanted, signature: Signature) -> None:
    limits = wanted.limits
    session.add(
        ThresholdChange(
            check_key=wanted.check_key,
            warn=limits.warn if limits else None,
            fail=limits.fail if limits else None,
            reason=wanted.reason,
            applies_from=str(wanted.applies_from),
            changed_by=signature.name,
            changed_at=signature.at,
        )
    )
    said = f"warn {limits.warn:g}, fail {limits.fail:g}" if limits else "the method's own limits"
    detail = f"{said} from {wanted.applies_from}: {wanted.reason}"
    record_audit(session, signature.scope, "change limits", wanted.check_key, detail, signature.at)
