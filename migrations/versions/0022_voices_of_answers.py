"""A comment hangs on its answer: where the answer is erased, what readers saw of it goes too."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision: str | None = "0021"

KEY = ["response_id", "question_key", "part"]


def upgrade() -> None:
    with op.batch_alter_table("voices") as batch:
        batch.add_column(sa.Column("part", sa.Text(), server_default="", nullable=False))
    # Comments whose answer was erased before: nobody may read them any more.
    op.execute(
        "DELETE FROM voices WHERE NOT EXISTS (SELECT 1 FROM answers WHERE"
        " answers.response_id = voices.response_id AND answers.question_key = voices.question_key"
        " AND answers.part = '')"
    )
    with op.batch_alter_table("voices") as batch:
        batch.create_check_constraint(op.f("ck_voices_part_is_empty"), "part = ''")
        batch.create_foreign_key("fk_voices_answer", "answers", KEY, KEY, ondelete="CASCADE")


def downgrade() -> None:
    with op.batch_alter_table("voices") as batch:
        batch.drop_constraint("fk_voices_answer", type_="foreignkey")
        batch.drop_constraint(op.f("ck_voices_part_is_empty"), type_="check")
        batch.drop_column("part")
