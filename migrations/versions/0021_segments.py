"""Transactions belong to segments of the market, and comments to those of their transactions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision: str | None = "0020"

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "segments",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segments")),
        sa.UniqueConstraint("key", name=op.f("uq_segments_key")),
    )
    with op.batch_alter_table("voices") as voices:
        voices.add_column(sa.Column("segment_key", sa.Text(), server_default="", nullable=False))
    with op.batch_alter_table("transactions") as transactions:
        transactions.add_column(sa.Column("segment_id", BIG_ID, nullable=True))
        transactions.create_foreign_key(
            op.f("fk_transactions_segment_id"), "segments", ["segment_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("transactions") as transactions:
        transactions.drop_constraint(op.f("fk_transactions_segment_id"), type_="foreignkey")
        transactions.drop_column("segment_id")
    with op.batch_alter_table("voices") as voices:
        voices.drop_column("segment_key")
    op.drop_table("segments")
