"""Editions keep how their estimates were decided, counted when they are published."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision: str | None = "0023"

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEY = ("audience", "level", "decision", "grade", "reason")
COUNT = """
INSERT INTO estimate_tallies
  (edition_id, audience, level, decision, grade, reason, estimate_count)
SELECT edition_id, audience, level, decision, grade, COALESCE(reason, ''), COUNT(*)
FROM estimates
GROUP BY edition_id, audience, level, decision, grade, COALESCE(reason, '')
"""


def upgrade() -> None:
    op.create_table(
        "estimate_tallies",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("edition_id", BIG_ID, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in KEY),
        sa.Column("estimate_count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_estimate_tallies")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_estimate_tallies_edition_id")
        ),
        sa.CheckConstraint(
            "estimate_count >= 1", name=op.f("ck_estimate_tallies_counts_something")
        ),
    )
    op.create_index("ix_estimate_tallies_edition_id", "estimate_tallies", ["edition_id"])
    op.execute(COUNT)


def downgrade() -> None:
    op.drop_table("estimate_tallies")
