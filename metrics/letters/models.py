"""Which letters a person wants; without a row the role's own choice holds."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base


class LetterChoice(Base):
    __tablename__ = "letter_choices"

    user_id: Mapped[int] = mapped_column(
        sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    wants_final: Mapped[bool]
    wants_flash: Mapped[bool]
    wants_pdf: Mapped[bool]
    changed_at: Mapped[datetime]
