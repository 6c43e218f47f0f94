"""How the figures of an edition were decided, counted once: a published edition never changes."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.database import Base, BigId
from metrics.models import Estimate


class EstimateTally(Base):
    """How many estimates of a level were decided in one way, with one grade, for one reason."""

    __tablename__ = "estimate_tallies"
    __table_args__ = (
        sa.Index("ix_estimate_tallies_edition_id", "edition_id"),
        sa.CheckConstraint("estimate_count >= 1", name="counts_something"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("editions.id"))
    audience: Mapped[str]
    level: Mapped[str]
    decision: Mapped[str]
    grade: Mapped[str]
    reason: Mapped[str]
    estimate_count: Mapped[int]


KEPT = (
    EstimateTally.edition_id,
    EstimateTally.audience,
    EstimateTally.level,
    EstimateTally.decision,
    EstimateTally.grade,
    EstimateTally.reason,
    EstimateTally.estimate_count,
)


def store_tallies(session: Session, edition_id: int) -> None:
    """Count an edition's estimates, all of which are stored by now."""
    names = [column.key for column in KEPT]
    session.execute(sa.insert(EstimateTally).from_select(names, _counted(edition_id)))


def has_its_tallies(session: Session, edition_id: int) -> bool:
    """Whether what is counted of an edition is still what its estimates say."""
    kept = sa.select(*KEPT).where(EstimateTally.edition_id == edition_id)
    return set(session.execute(kept)) == set(session.execute(_counted(edition_id)))


def _counted(edition_id: int) -> sa.Select[int, str, str, str, str, str, int]:
    reason = sa.func.coalesce(Estimate.reason, "")
    by = (
        Estimate.edition_id,
        Estimate.audience,
        Estimate.level,
        Estimate.decision,
        Estimate.grade,
        reason,
    )
    return sa.select(*by, sa.func.count()).where(Estimate.edition_id == edition_id).group_by(*by)
