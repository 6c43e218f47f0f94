"""Use a response all the same, set one aside, or withdraw that: signed, with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from sqlalchemy.orm import Session

from access.services import record_audit
from core.database import one_at_a_time
from metrics.errors import DecisionRefusedError, NothingToDecideError
from metrics.integrity.models import RowDecision
from metrics.integrity.overrules.rows.queries import last_decisions, response_ids
from metrics.integrity.response_bias.overrules import CAN_BE_USED_AGAIN
from metrics.integrity.signature import Signature, what_is_wrong_with_reason
from metrics.warehouse.schema import USED, SetAside

ROWS = "decide about responses"
MOST_AT_ONCE = 100
# Others are outside the population, or say nothing: using them would break the denominator.
CAN_BE_USED = CAN_BE_USED_AGAIN | {USED, SetAside.BY_HAND}


class RowVerdict(StrEnum):
    USE = "use"
    SET_ASIDE = "set_aside"
    WITHDRAW = "withdraw"


IS_USED = {RowVerdict.USE: True, RowVerdict.SET_ASIDE: False, RowVerdict.WITHDRAW: None}


def decide_rows(
    session: Session,
    week: str,
    statuses: Mapping[int, str],
    verdict: RowVerdict,
    reason: str,
    signature: Signature,
) -> int:
    """Decide alike about some responses of a week; `statuses` are theirs in the edition.

    Both by pseudonym. Says how many decisions are new: what was decided just so is not stored
    twice. Raises DecisionRefusedError with every problem, NothingToDecideError for a response that
    was erased; then nothing is stored.
    """
    one_at_a_time(session, ROWS)
    problems = tuple(_problems(statuses, verdict, reason))
    if problems:
        raise DecisionRefusedError(*problems)
    ids = response_ids(session, statuses)
    if len(ids) < len(statuses):
        raise NothingToDecideError("A response was erased meanwhile. Reload the page.")
    new = _news(session, sorted(ids.values()), verdict, reason)
    for response_id in new:
        session.add(
            RowDecision(
                response_id=response_id,
                is_used=IS_USED[verdict],
                reason=reason,
                decided_by=signature.name,
                decided_at=signature.at,
            )
        )
    if new:
        detail = f"{verdict}: {len(new)} of {week}: {reason}"
        record_audit(session, signature.scope, "decide about responses", week, detail, signature.at)
    return len(new)


def _problems(statuses: Mapping[int, str], verdict: RowVerdict, reason: str) -> Iterator[str]:
    if not statuses:
        yield "Tick the answers that the decision is about."
    if len(statuses) > MOST_AT_ONCE:
        yield f"Decide about {MOST_AT_ONCE} answers at most at once."
    if verdict is RowVerdict.USE:
        stuck = sum(status not in CAN_BE_USED for status in statuses.values())
        if stuck:
            which = "One of these answers" if stuck == 1 else f"{stuck} of these answers"
            yield (
                f"{which} cannot be used whatever anybody decides: outside the sampling frame, "
                "before the experience or beyond the scale. Untick what is not to be used."
            )
    wrong = what_is_wrong_with_reason(reason)
    if wrong:
        yield wrong


def _news(session: Session, ids: Sequence[int], verdict: RowVerdict, reason: str) -> list[int]:
    """Those about which this is not the last word already."""
    wanted, last = IS_USED[verdict], last_decisions(session, ids)
    if wanted is None:
        return [one for one in ids if one in last and last[one].is_used is not None]
    return [
        one
        for one in ids
        if one not in last or (last[one].is_used, last[one].reason) != (wanted, reason)
    ]
