"""A partner's review as far as a scope may read it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from access.visibility import Scope
from customers.names.queries import Names
from metrics.dashboards.queries import EditionLine
from metrics.integrity.partners.pages import Review, review
from metrics.integrity.partners.queries import findings_to_review, statements
from metrics.models import Edition


def read_review(
    session: Session,
    scope: Scope,
    edition: Edition | EditionLine | None,
    partner_key: str,
    names: Names,
    zone: ZoneInfo,
) -> Review:
    """What an edition found at a partner, and what both sides said, in the partner's words."""
    found = findings_to_review(session, scope, edition.id, partner_key) if edition else ()
    thread = statements(session, scope, partner_key)
    return review(edition, found, thread, names, zone)
