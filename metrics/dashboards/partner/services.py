"""Remember who has read what the partner's page is."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.visibility import Scope
from core.database import one_at_a_time
from metrics.dashboards.partner.models import ExplainedPage

EXPLAINED = "explain the partner's page"


def note_explained(session: Session, scope: Scope, now: datetime) -> None:
    """The person acting need not read the explanation again; said twice, it is noted once."""
    one_at_a_time(session, EXPLAINED)
    known = sa.select(ExplainedPage.id).where(ExplainedPage.user_id == scope.user_id)
    if scope.user_id is not None and session.scalar(known) is None:
        session.add(ExplainedPage(user_id=scope.user_id, read_at=now))
