"""Editions keep how answers spread over a scale, beside figures that are shown."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision: str | None = "0022"

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEY = ("audience", "level", "node_key", "metric")


def upgrade() -> None:
    op.create_table(
        "distributions",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("edition_id", BIG_ID, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in KEY),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distributions")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_distributions_edition_id")
        ),
        sa.UniqueConstraint("edition_id", *KEY, name="uq_distributions_place"),
        sa.CheckConstraint("n >= 1", name=op.f("ck_distributions_heard_from_somebody")),
    )


def downgrade() -> None:
    op.drop_table("distributions")
