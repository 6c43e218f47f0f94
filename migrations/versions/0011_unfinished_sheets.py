"""Unfinished sheets: how many were begun and never sent, by page."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision: str | None = "0010"

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "unfinished_sheets",
        sa.Column("version_id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("page", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("sheet_count", sa.Integer(), nullable=False),
        sa.CheckConstraint("page >= 1", name=op.f("ck_unfinished_sheets_page_from_one")),
        sa.CheckConstraint("sheet_count >= 1", name=op.f("ck_unfinished_sheets_count_from_one")),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["questionnaire_versions.id"],
            name=op.f("fk_unfinished_sheets_version_id"),
        ),
        sa.PrimaryKeyConstraint("version_id", "page", "last_on", name=op.f("pk_unfinished_sheets")),
    )


def downgrade() -> None:
    op.drop_table("unfinished_sheets")
