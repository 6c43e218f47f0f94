"""How many sheets were begun and never sent, counted when their drafts are deleted."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base


class UnfinishedSheets(Base):
    """A count and nothing else: of one version, with `page` the farthest that was reached.

    The day is that of the last answer; nobody can be told from it.
    """

    __tablename__ = "unfinished_sheets"
    __table_args__ = (
        sa.CheckConstraint("page >= 1", name="page_from_one"),
        sa.CheckConstraint("sheet_count >= 1", name="count_from_one"),
    )

    version_id: Mapped[int] = mapped_column(
        sa.ForeignKey("questionnaire_versions.id"), primary_key=True, autoincrement=False
    )
    page: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_on: Mapped[date] = mapped_column(primary_key=True)
    sheet_count: Mapped[int]
