"""Open links: for a box, a counter, a web page."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision: str | None = "0007"

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "open_links",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("survey_id", BIG_ID, nullable=False),
        sa.Column("partner_id", BIG_ID, nullable=True),
        sa.Column("product_line_id", BIG_ID, nullable=True),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("promise", sa.Text(), nullable=False),
        sa.Column("takes_references", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "promise IN ('anonymous', 'confidential', 'attributed')",
            name=op.f("ck_open_links_promise_known"),
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["nodes.id"], name=op.f("fk_open_links_partner_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_line_id"], ["product_lines.id"], name=op.f("fk_open_links_product_line_id")
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name=op.f("fk_open_links_survey_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_links")),
    )


def downgrade() -> None:
    op.drop_table("open_links")
