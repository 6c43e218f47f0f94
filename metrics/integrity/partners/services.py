"""Say something about a partner's pattern, and declare a device of the partner's."""

from __future__ import annotations

from sqlalchemy.orm import Session

from access.services import record_audit
from access.visibility import Scope
from core.database import one_at_a_time
from customers.queries import has_partner
from metrics.errors import DecisionRefusedError, NothingToDecideError
from metrics.integrity.models import KioskDeclaration, PartnerStatement, Side
from metrics.integrity.partners.queries import (
    findings_to_review,
    kiosk_declarations,
    newest_seen,
    statements,
)
from metrics.integrity.signature import Signature, what_is_wrong_with_reason

PARTNERS = "speak about partners"
LONGEST_STATEMENT = 4_000
UNKNOWN = "There is no such channel partner, or it is not yours to see."
NOTHING_ASKED = "No check asks for a review at present, so that there is nothing to answer."


def say(session: Session, partner_key: str, text: str, signature: Signature) -> None:
    """Add to the thread about a partner: its answer, or the house's word, by who is speaking.

    The very same text of the same person is not said twice in a row. Raises NothingToDecideError
    for a partner that the scope does not see, DecisionRefusedError.
    """
    one_at_a_time(session, PARTNERS)
    require_partner(session, partner_key, signature.scope)
    edition = newest_seen(session, signature.scope)
    thread = statements(session, signature.scope, partner_key)
    is_asked = edition and findings_to_review(session, signature.scope, edition.id, partner_key)
    if edition is None or not (thread or is_asked):
        raise DecisionRefusedError(NOTHING_ASKED)
    side = Side.HOUSE if signature.scope.sees_whole_network else Side.PARTNER
    wrong = _wrong_text(text)
    if wrong:
        raise DecisionRefusedError(wrong)
    last = thread[-1] if thread else None
    if last and (last.side, last.text, last.said_by) == (side, text, signature.name):
        return
    session.add(
        PartnerStatement(
            partner_key=partner_key,
            week=edition.week,
            side=side,
            text=text,
            said_by=signature.name,
            said_at=signature.at,
        )
    )
    deed = "answer a review" if side is Side.PARTNER else "write about a review"
    record_audit(session, signature.scope, deed, partner_key, edition.week, signature.at)


def declare_kiosk(
    session: Session, partner_key: str, *, is_declared: bool, reason: str, signature: Signature
) -> None:
    """Declare that end users answer at a device of the partner's, or that they no longer do.

    Raises NothingToDecideError, DecisionRefusedError.
    """
    one_at_a_time(session, PARTNERS)
    require_partner(session, partner_key, signature.scope)
    wrong = what_is_wrong_with_reason(reason)
    if wrong:
        raise DecisionRefusedError(wrong)
    declared = kiosk_declarations(session, partner_key)
    was = declared[-1].is_declared if declared else False
    if was == is_declared:
        return
    session.add(
        KioskDeclaration(
            partner_key=partner_key,
            is_declared=is_declared,
            reason=reason,
            decided_by=signature.name,
            decided_at=signature.at,
        )
    )
    deed = "declare a device" if is_declared else "end a declared device"
    record_audit(session, signature.scope, deed, partner_key, reason, signature.at)


def require_partner(session: Session, partner_key: str, scope: Scope) -> None:
    """Raises NothingToDecideError; somebody else's partner answers like one that is missing."""
    if not scope.sees_partner(partner_key) or not has_partner(session, partner_key):
        raise NothingToDecideError(UNKNOWN)


def _wrong_text(text: str) -> str:
    if not text:
        return "Write what you want to say."
    if len(text) > LONGEST_STATEMENT:
        return f"The text has {len(text)} characters; use {LONGEST_STATEMENT} at most."
    return ""
