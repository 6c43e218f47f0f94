"""Answers of every type, responses without a transaction, drafts of sheets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision: str | None = "0008"

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OLD_NOT_EMPTY = "(score IS NOT NULL) OR (choice IS NOT NULL) OR (text IS NOT NULL)"
NOT_EMPTY = f"{OLD_NOT_EMPTY} OR (number IS NOT NULL) OR (day IS NOT NULL)"
OLD_SOURCE_KNOWN = "source IN ('link', 'import')"
SOURCE_KNOWN = "source IN ('link', 'open_link', 'import')"
ABOUT_SOMETHING = "(transaction_id IS NOT NULL) OR (open_link_id IS NOT NULL)"


def upgrade() -> None:
    op.create_table(
        "sheet_drafts",
        sa.Column(
            "invitation_id",
            BIG_ID,
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("version_id", BIG_ID, nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitations.id"], name=op.f("fk_sheet_drafts_invitation_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["questionnaire_versions.id"], name=op.f("fk_sheet_drafts_version_id")
        ),
        sa.PrimaryKeyConstraint("invitation_id", name=op.f("pk_sheet_drafts")),
    )
    with op.batch_alter_table("answers") as batch:
        batch.add_column(sa.Column("part", sa.Text(), server_default="", nullable=False))
        batch.add_column(sa.Column("number", sa.Double(), nullable=True))
        batch.add_column(sa.Column("day", sa.Date(), nullable=True))
        batch.drop_constraint("uq_answers_response_question", type_="unique")
        batch.create_unique_constraint(
            "uq_answers_response_question_part", ["response_id", "question_key", "part"]
        )
        batch.drop_constraint(op.f("ck_answers_not_empty"), type_="check")
        batch.create_check_constraint(op.f("ck_answers_not_empty"), NOT_EMPTY)
    with op.batch_alter_table("responses") as batch:
        batch.add_column(sa.Column("open_link_id", BIG_ID, nullable=True))
        batch.add_column(sa.Column("pages", sa.JSON(none_as_null=True), nullable=True))
        batch.add_column(sa.Column("duplicate_of_id", BIG_ID, nullable=True))
        batch.alter_column("transaction_id", existing_type=BIG_ID, nullable=True)
        batch.create_index(op.f("ix_responses_open_link_id"), ["open_link_id"])
        batch.create_foreign_key(
            op.f("fk_responses_duplicate_of_id"), "responses", ["duplicate_of_id"], ["id"]
        )
        batch.create_foreign_key(
            op.f("fk_responses_open_link_id"), "open_links", ["open_link_id"], ["id"]
        )
        batch.drop_constraint(op.f("ck_responses_source_known"), type_="check")
        batch.create_check_constraint(op.f("ck_responses_source_known"), SOURCE_KNOWN)
        batch.create_check_constraint(op.f("ck_responses_about_something"), ABOUT_SOMETHING)


def downgrade() -> None:
    with op.batch_alter_table("responses") as batch:
        batch.drop_constraint(op.f("ck_responses_about_something"), type_="check")
        batch.drop_constraint(op.f("ck_responses_source_known"), type_="check")
        batch.create_check_constraint(op.f("ck_responses_source_known"), OLD_SOURCE_KNOWN)
        batch.drop_constraint(op.f("fk_responses_open_link_id"), type_="foreignkey")
        batch.drop_constraint(op.f("fk_responses_duplicate_of_id"), type_="foreignkey")
        batch.drop_index(op.f("ix_responses_open_link_id"))
        batch.alter_column("transaction_id", existing_type=BIG_ID, nullable=False)
        batch.drop_column("duplicate_of_id")
        batch.drop_column("pages")
        batch.drop_column("open_link_id")
    with op.batch_alter_table("answers") as batch:
        batch.drop_constraint(op.f("ck_answers_not_empty"), type_="check")
        batch.create_check_constraint(op.f("ck_answers_not_empty"), OLD_NOT_EMPTY)
        batch.drop_constraint("uq_answers_response_question_part", type_="unique")
        batch.create_unique_constraint(
            "uq_answers_response_question", ["response_id", "question_key"]
        )
        batch.drop_column("day")
        batch.drop_column("number")
        batch.drop_column("part")
    op.drop_table("sheet_drafts")
