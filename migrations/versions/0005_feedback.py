"""Feedback: responses and answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision: str | None = "0004"

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "responses",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("invitation_id", BIG_ID, nullable=True),
        sa.Column("transaction_id", BIG_ID, nullable=False),
        sa.Column("version_id", BIG_ID, nullable=False),
        sa.Column("sheet_hash", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("promise", sa.Text(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("served_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("device_class", sa.Text(), nullable=True),
        sa.Column("network_hash", sa.Text(), nullable=True),
        sa.Column("import_id", BIG_ID, nullable=True),
        sa.CheckConstraint(
            "audience IN ('channel_partner', 'end_user')", name=op.f("ck_responses_audience_known")
        ),
        sa.CheckConstraint("source IN ('link', 'import')", name=op.f("ck_responses_source_known")),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_responses_import_id")),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitations.id"], name=op.f("fk_responses_invitation_id")
        ),
        sa.ForeignKeyConstraint(
            ["transaction_id"], ["transactions.id"], name=op.f("fk_responses_transaction_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["questionnaire_versions.id"], name=op.f("fk_responses_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responses")),
        sa.UniqueConstraint("invitation_id", name=op.f("uq_responses_invitation_id")),
        sa.UniqueConstraint("key", name=op.f("uq_responses_key")),
    )
    op.create_index(op.f("ix_responses_answered_at"), "responses", ["answered_at"], unique=False)
    op.create_index("ix_responses_transaction_id", "responses", ["transaction_id"], unique=False)
    op.create_table(
        "answers",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("response_id", BIG_ID, nullable=False),
        sa.Column("question_key", sa.Text(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("choice", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(score IS NOT NULL) OR (choice IS NOT NULL) OR (text IS NOT NULL)",
            name=op.f("ck_answers_not_empty"),
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name=op.f("fk_answers_response_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint("response_id", "question_key", name="uq_answers_response_question"),
    )


def downgrade() -> None:
    op.drop_table("answers")
    op.drop_index("ix_responses_transaction_id", table_name="responses")
    op.drop_index(op.f("ix_responses_answered_at"), table_name="responses")
    op.drop_table("responses")
