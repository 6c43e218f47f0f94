"""Surveys: questionnaires, samples, invitations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision: str | None = "0003"

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "questionnaires",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaires")),
        sa.UniqueConstraint("key", name=op.f("uq_questionnaires_key")),
    )
    op.create_table(
        "samples",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("transaction_count", sa.Integer(), nullable=False),
        sa.Column("drawn_count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_samples")),
    )
    op.create_table(
        "questionnaire_versions",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("questionnaire_id", BIG_ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("structure", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"],
            ["questionnaires.id"],
            name=op.f("fk_questionnaire_versions_questionnaire_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_versions")),
        sa.UniqueConstraint(
            "questionnaire_id", "content_hash", name="uq_questionnaire_versions_content"
        ),
        sa.UniqueConstraint("questionnaire_id", "number", name="uq_questionnaire_versions_number"),
    )
    op.create_table(
        "questionnaire_texts",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("version_id", BIG_ID, nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("text_key", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["questionnaire_versions.id"],
            name=op.f("fk_questionnaire_texts_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_texts")),
        sa.UniqueConstraint(
            "version_id", "language", "text_key", name="uq_questionnaire_texts_key"
        ),
    )
    op.create_index(
        op.f("ix_questionnaire_texts_version_id"),
        "questionnaire_texts",
        ["version_id"],
        unique=False,
    )
    op.create_table(
        "surveys",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("touchpoint_id", BIG_ID, nullable=False),
        sa.Column("version_id", BIG_ID, nullable=False),
        sa.Column("promise", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.CheckConstraint(
            "method IN ('all', 'simple_random')", name=op.f("ck_surveys_method_known")
        ),
        sa.CheckConstraint(
            "promise IN ('anonymous', 'confidential', 'attributed')",
            name=op.f("ck_surveys_promise_known"),
        ),
        sa.CheckConstraint("share > 0 AND share <= 1", name=op.f("ck_surveys_share_range")),
        sa.ForeignKeyConstraint(
            ["touchpoint_id"], ["touchpoints.id"], name=op.f("fk_surveys_touchpoint_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["questionnaire_versions.id"], name=op.f("fk_surveys_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surveys")),
        sa.UniqueConstraint("audience", "touchpoint_id", name="uq_surveys_audience_touchpoint"),
    )
    op.create_table(
        "frame_entries",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("transaction_id", BIG_ID, nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("sample_id", BIG_ID, nullable=False),
        sa.Column("survey_id", BIG_ID, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("contact_id", BIG_ID, nullable=True),
        sa.Column("contact_supplied_by", sa.Text(), nullable=True),
        sa.Column("selection_probability", sa.Double(), nullable=True),
        sa.CheckConstraint(
            "(status <> 'drawn') OR (selection_probability > 0 AND selection_probability <= 1)",
            name=op.f("ck_frame_entries_probability_of_drawn"),
        ),
        sa.CheckConstraint(
            "(status = 'no_contact') OR (contact_id IS NOT NULL)",
            name=op.f("ck_frame_entries_contact_of_status"),
        ),
        sa.CheckConstraint(
            "status IN ('no_contact', 'opted_out', 'asked_too_recently',"
            " 'other_transaction_drawn', 'not_drawn', 'drawn')",
            name=op.f("ck_frame_entries_status_known"),
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_frame_entries_contact_id")
        ),
        sa.ForeignKeyConstraint(
            ["sample_id"], ["samples.id"], name=op.f("fk_frame_entries_sample_id")
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name=op.f("fk_frame_entries_survey_id")
        ),
        sa.ForeignKeyConstraint(
            ["transaction_id"], ["transactions.id"], name=op.f("fk_frame_entries_transaction_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frame_entries")),
        sa.UniqueConstraint("transaction_id", "audience", name="uq_frame_entries_transaction"),
    )
    op.create_index(
        op.f("ix_frame_entries_contact_id"), "frame_entries", ["contact_id"], unique=False
    )
    op.create_index(
        op.f("ix_frame_entries_sample_id"), "frame_entries", ["sample_id"], unique=False
    )
    op.create_table(
        "invitations",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("frame_entry_id", BIG_ID, nullable=False),
        sa.Column("contact_id", BIG_ID, nullable=False),
        sa.Column("version_id", BIG_ID, nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("promise", sa.Text(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undeliverable_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_invitations_contact_id")
        ),
        sa.ForeignKeyConstraint(
            ["frame_entry_id"], ["frame_entries.id"], name=op.f("fk_invitations_frame_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["questionnaire_versions.id"], name=op.f("fk_invitations_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("frame_entry_id", name=op.f("uq_invitations_frame_entry_id")),
    )
    op.create_index(
        "ix_invitations_contact_id_invited_at",
        "invitations",
        ["contact_id", "invited_at"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index("ix_invitations_contact_id_invited_at", table_name="invitations")
    op.drop_table("invitations")
    op.drop_index(op.f("ix_frame_entries_sample_id"), table_name="frame_entries")
    op.drop_index(op.f("ix_frame_entries_contact_id"), table_name="frame_entries")
    op.drop_table("frame_entries")
    op.drop_table("surveys")
    op.drop_index(op.f("ix_questionnaire_texts_version_id"), table_name="questionnaire_texts")
    op.drop_table("questionnaire_texts")
    op.drop_table("questionnaire_versions")
    op.drop_table("samples")
    op.drop_table("questionnaires")
