"""How many answered each questionnaire version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from feedback.models import Response


def count_by_version(session: Session, version_ids: Sequence[int]) -> Mapping[int, int]:
    """Responses to each of the versions; a version nobody answered is absent."""
    rows = session.execute(
        sa.select(Response.version_id, sa.func.count())
        .where(Response.version_id.in_(version_ids))
        .group_by(Response.version_id)
    )
    return dict(rows.all())
