"""Editions keep peer benchmarks; who has read what the partner's page is need not read it again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision: str | None = "0019"

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _peer_benchmarks()
    _explained_pages()


def downgrade() -> None:
    for table in ("explained_pages", "peer_benchmarks"):
        op.drop_table(table)


def _peer_benchmarks() -> None:
    quarters = ("quarter_from", "quarter_to", "likely_from", "likely_to")
    op.create_table(
        "peer_benchmarks",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("edition_id", BIG_ID, nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("window", sa.SmallInteger(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("node_key", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Double(), nullable=True) for name in ("low", "middle", "high")),
        sa.Column("partner_band", sa.Text(), nullable=False),
        sa.Column("answer_band", sa.Text(), nullable=False),
        *(sa.Column(name, sa.SmallInteger(), nullable=True) for name in quarters),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_benchmarks")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_peer_benchmarks_edition_id")
        ),
        sa.UniqueConstraint(
            "edition_id", "node_key", "audience", "metric", name="uq_peer_benchmarks_partner"
        ),
        sa.CheckConstraint(
            "(reason IS NULL) = (middle IS NOT NULL)",
            name=op.f("ck_peer_benchmarks_quartiles_or_reason"),
        ),
        sa.CheckConstraint(
            "low <= middle AND middle <= high", name=op.f("ck_peer_benchmarks_quartiles_in_order")
        ),
        sa.CheckConstraint(
            "quarter_from <= quarter_to", name=op.f("ck_peer_benchmarks_quarters_in_order")
        ),
        sa.CheckConstraint(
            "likely_from <= likely_to", name=op.f("ck_peer_benchmarks_likely_in_order")
        ),
    )


def _explained_pages() -> None:
    op.create_table(
        "explained_pages",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("user_id", BIG_ID, nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_explained_pages")),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_explained_pages_user_id"),
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("user_id", name="uq_explained_pages_user"),
    )
