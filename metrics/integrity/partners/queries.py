"""What is said about a partner's pattern, what was found at it, and its declared devices."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.visibility import Scope
from metrics.integrity.models import KioskDeclaration, PartnerStatement
from metrics.method import Family, Severity
from metrics.models import Edition, EditionKind, FindingRow, Level, State

# What a partner does to who is asked and who answers shows in these families.
ABOUT_PARTNERS = (Family.SAMPLING, Family.RESPONSE_BIAS)
ASKS_FOR_REVIEW = (State.WARN, State.FAIL)


def statements(session: Session, scope: Scope, partner_key: str) -> Sequence[PartnerStatement]:
    """What both sides said, in order; nothing about a partner that the scope does not see."""
    if not scope.sees_partner(partner_key):
        return []
    return session.scalars(
        sa.select(PartnerStatement)
        .where(PartnerStatement.partner_key == partner_key)
        .order_by(PartnerStatement.id)
    ).all()


def last_statements(session: Session) -> dict[str, PartnerStatement]:
    """By partner what was said last; for the house (the views see to it)."""
    rows = session.scalars(sa.select(PartnerStatement).order_by(PartnerStatement.id))
    return {row.partner_key: row for row in rows}


def kiosk_declarations(
    session: Session, partner_key: str | None = None
) -> Sequence[KioskDeclaration]:
    query = sa.select(KioskDeclaration).order_by(KioskDeclaration.id)
    if partner_key is not None:
        query = query.where(KioskDeclaration.partner_key == partner_key)
    return session.scalars(query).all()


def kiosk_partners(session: Session) -> tuple[str, ...]:
    """Partners whose end users answer at a declared device: the last declaration of each holds."""
    last = {row.partner_key: row.is_declared for row in kiosk_declarations(session)}
    return tuple(sorted(key for key, is_declared in last.items() if is_declared))


def newest_seen(session: Session, scope: Scope) -> Edition | None:
    """The newest edition a scope may see: of the newest week the final, else the flash."""
    query = sa.select(Edition).order_by(Edition.week.desc(), Edition.kind, Edition.revision.desc())
    if not scope.sees_flashes:
        query = query.where(Edition.kind == EditionKind.FINAL)
    return session.scalars(query.limit(1)).first()


def findings_to_review(
    session: Session, scope: Scope, edition_id: int, partner_key: str | None = None
) -> Sequence[FindingRow]:
    """Unusual patterns at partners in an edition, as far as the scope sees the partner."""
    query = sa.select(FindingRow).where(
        FindingRow.edition_id == edition_id,
        FindingRow.level == Level.PARTNER,
        FindingRow.family.in_(ABOUT_PARTNERS),
        FindingRow.state.in_(ASKS_FOR_REVIEW),
        FindingRow.severity != Severity.INFO,
    )
    if not scope.sees_whole_network:
        query = query.where(FindingRow.node_key == scope.partner_key)
    if partner_key is not None:
        query = query.where(FindingRow.node_key == partner_key)
    return session.scalars(query.order_by(FindingRow.node_key, FindingRow.id)).all()
