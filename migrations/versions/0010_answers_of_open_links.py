"""Answers of open links: found by link and time, for their counts and their repetitions."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision: str | None = "0009"


def upgrade() -> None:
    op.drop_index("ix_responses_open_link_id", table_name="responses")
    op.create_index(
        "ix_responses_open_link_id_answered_at", "responses", ["open_link_id", "answered_at"]
    )


def downgrade() -> None:
    op.drop_index("ix_responses_open_link_id_answered_at", table_name="responses")
    op.create_index("ix_responses_open_link_id", "responses", ["open_link_id"])
