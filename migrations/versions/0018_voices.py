"""Voices: which comments readers may see, and in which words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision: str | None = "0017"

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEYS = (
    "question_key", "week", "audience", "touchpoint_key", "country_key", "region_key",
    "partner_key", "product_line_key", "language", "promise", "score_group",
)  # fmt: skip
RULES = {
    "state_known": "state IN ('waiting', 'cleared', 'not_shown')",
    "cleared_has_its_text": "(state = 'cleared') = (shown_text IS NOT NULL)",
    "not_shown_has_reason": "(state <> 'not_shown') OR (reason <> '')",
    "decision_has_its_moment": "(state = 'waiting') = (decided_at IS NULL)",
    "group_known": "score_group IN ('detractor', 'passive', 'promoter', 'unscored')",
    "promise_known": "promise IN ('anonymous', 'confidential', 'attributed')",
    "lot_in_range": "lot BETWEEN 1 AND 2147483646",
}


def upgrade() -> None:
    op.create_table(
        "voices",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("response_id", BIG_ID, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in KEYS),
        sa.Column("lot", BIG_ID, nullable=False),
        sa.Column("is_used", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("shown_text", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_by", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_voices_{name}")) for name, rule in RULES.items()),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name=op.f("fk_voices_response_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voices")),
        sa.UniqueConstraint("response_id", "question_key", name="uq_voices_response_question"),
    )
    op.create_index("ix_voices_audience_week", "voices", ["audience", "week"])
    op.create_index("ix_voices_partner_key_week", "voices", ["partner_key", "week"])
    op.create_index("ix_voices_state_week", "voices", ["state", "week"])


def downgrade() -> None:
    op.drop_table("voices")
