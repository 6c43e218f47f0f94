"""Open links: for a box, a counter, a web page, where nobody knows who will answer."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.database import Base, BigId
from customers.models import Node, ProductLine
from surveys.models import Promise, Survey


class OpenLink(Base):
    """A link, and its code in print, that anybody may answer about one partner, product or both.

    It asks what its survey asks at the moment it is opened. `takes_references`: the business's
    own system may name the transaction in the address, signed.
    """

    __tablename__ = "open_links"
    __table_args__ = (
        sa.CheckConstraint(
            "promise IN ('anonymous', 'confidential', 'attributed')", name="promise_known"
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    survey_id: Mapped[int] = mapped_column(sa.ForeignKey("surveys.id"))
    partner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("nodes.id"))
    product_line_id: Mapped[int | None] = mapped_column(sa.ForeignKey("product_lines.id"))
    label: Mapped[str]
    language: Mapped[str]
    promise: Mapped[str] = mapped_column(default=Promise.CONFIDENTIAL)
    takes_references: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    closes_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    survey: Mapped[Survey] = relationship()
    partner: Mapped[Node | None] = relationship()
    product_line: Mapped[ProductLine | None] = relationship()
