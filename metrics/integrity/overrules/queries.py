"""Which weeks have an edition, and the edition that holds for one."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.clock import Week
from metrics.errors import NoSuchEditionError
from metrics.models import Edition, EditionKind
from metrics.weekly.queries import newest_editions

WEEKS_OFFERED = 60


def weeks_with_editions(session: Session) -> Sequence[str]:
    """The newest weeks that have an edition, newest first."""
    return session.scalars(
        sa.select(Edition.week).distinct().order_by(Edition.week.desc()).limit(WEEKS_OFFERED)
    ).all()


def newest_edition(session: Session, week: str) -> Edition:
    """A week's newest revision, of the final where there is one; raises NoSuchEditionError."""
    try:
        named = str(Week.parse(week))
    except ValueError as error:
        raise NoSuchEditionError(str(error)) from None
    found = newest_editions(session, named, named, list(EditionKind))
    if not found:
        raise NoSuchEditionError(f"No edition of {named} is published. Close the week first.")
    return found[0]
