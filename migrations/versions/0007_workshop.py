"""The workshop: objectives, constructs, drafts of questionnaires, publications."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision: str | None = "0006"

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "constructs",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("meaning", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_constructs")),
        sa.UniqueConstraint("key", name=op.f("uq_constructs_key")),
    )
    op.create_table(
        "objectives",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.CheckConstraint("weight > 0", name=op.f("ck_objectives_weight_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objectives")),
        sa.UniqueConstraint("key", name=op.f("uq_objectives_key")),
    )
    op.create_table(
        "publications",
        sa.Column(
            "version_id",
            BIG_ID,
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("based_on_id", BIG_ID, nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.Text(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["based_on_id"], ["questionnaire_versions.id"], name=op.f("fk_publications_based_on_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["questionnaire_versions.id"], name=op.f("fk_publications_version_id")
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_publications")),
    )
    op.create_table(
        "questionnaire_drafts",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("based_on_id", BIG_ID, nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["based_on_id"],
            ["questionnaire_versions.id"],
            name=op.f("fk_questionnaire_drafts_based_on_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_drafts")),
        sa.UniqueConstraint("key", name=op.f("uq_questionnaire_drafts_key")),
    )
    op.create_table(
        "draft_steps",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("draft_id", BIG_ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["questionnaire_drafts.id"],
            name=op.f("fk_draft_steps_draft_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_steps")),
        sa.UniqueConstraint("draft_id", "revision", name="uq_draft_steps_revision"),
    )


def downgrade() -> None:
    op.drop_table("draft_steps")
    op.drop_table("questionnaire_drafts")
    op.drop_table("publications")
    op.drop_table("objectives")
    op.drop_table("constructs")
