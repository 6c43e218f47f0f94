"""A check can go back to the method's own limits, whatever later methods make of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision: str | None = "0012"

RULE = "ck_threshold_changes_both_limits_or_neither"


def upgrade() -> None:
    with op.batch_alter_table("threshold_changes") as batch:
        batch.alter_column("warn", existing_type=sa.Double(), nullable=True)
        batch.alter_column("fail", existing_type=sa.Double(), nullable=True)
        batch.create_check_constraint(op.f(RULE), "(warn IS NULL) = (fail IS NULL)")


def downgrade() -> None:
    op.execute("DELETE FROM threshold_changes WHERE warn IS NULL")
    with op.batch_alter_table("threshold_changes") as batch:
        batch.drop_constraint(op.f(RULE), type_="check")
        batch.alter_column("warn", existing_type=sa.Double(), nullable=False)
        batch.alter_column("fail", existing_type=sa.Double(), nullable=False)
