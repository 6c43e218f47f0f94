"""Letters: who wants which, and how often a mail went out without an answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision: str | None = "0015"

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "letter_choices",
        sa.Column("user_id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("wants_final", sa.Boolean(), nullable=False),
        sa.Column("wants_flash", sa.Boolean(), nullable=False),
        sa.Column("wants_pdf", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_letter_choices_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_letter_choices")),
    )
    with op.batch_alter_table("outgoing_mails") as batch:
        batch.add_column(
            sa.Column("unanswered_count", sa.Integer(), nullable=False, server_default="0")
        )
    with op.batch_alter_table("outgoing_mails") as batch:
        batch.alter_column(
            "unanswered_count", existing_type=sa.Integer(), existing_nullable=False,
            server_default=None,
        )  # fmt: skip


def downgrade() -> None:
    with op.batch_alter_table("outgoing_mails") as batch:
        batch.drop_column("unanswered_count")
    op.drop_table("letter_choices")
