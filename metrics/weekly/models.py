"""Who stands behind the keys of frozen weeks."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, BigId


class Pseudonym(Base):
    """A random key for a person, company or transaction; erasing the row cuts the thread."""

    __tablename__ = "pseudonyms"
    __table_args__ = (
        sa.UniqueConstraint("kind", "subject_id", name="uq_pseudonyms_subject"),
        sa.CheckConstraint(
            "kind IN ('contact', 'account', 'transaction', 'response')", name="kind_known"
        ),
    )

    pseudonym: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    kind: Mapped[str]
    subject_id: Mapped[int] = mapped_column(BigId)
