"""Integrity: what people decide, and what every figure carries beside its value."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision: str | None = "0011"

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "threshold_changes",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("check_key", sa.Text(), nullable=False),
        sa.Column("warn", sa.Double(), nullable=False),
        sa.Column("fail", sa.Double(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("applies_from", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threshold_changes")),
    )
    op.create_table(
        "row_decisions",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("response_id", BIG_ID, nullable=False),
        sa.Column("is_used", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name=op.f("fk_row_decisions_response_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_row_decisions")),
    )
    op.create_index(op.f("ix_row_decisions_response_id"), "row_decisions", ["response_id"])
    op.create_table(
        "gate_decisions",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("week", sa.Text(), nullable=False),
        sa.Column("check_key", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("window", sa.SmallInteger(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("node_key", sa.Text(), nullable=False),
        sa.Column("touchpoint_key", sa.Text(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("publishes", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_decisions")),
    )
    op.create_index(op.f("ix_gate_decisions_week"), "gate_decisions", ["week"])
    op.create_table(
        "kiosk_declarations",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("partner_key", sa.Text(), nullable=False),
        sa.Column("is_declared", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kiosk_declarations")),
    )
    op.create_table(
        "partner_statements",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("partner_key", sa.Text(), nullable=False),
        sa.Column("week", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "side IN ('partner', 'house')", name=op.f("ck_partner_statements_side_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_statements")),
    )
    op.create_index(
        op.f("ix_partner_statements_partner_key"), "partner_statements", ["partner_key"]
    )
    op.create_table(
        "finding_notes",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("week", sa.Text(), nullable=False),
        sa.Column("check_key", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("window", sa.SmallInteger(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("node_key", sa.Text(), nullable=False),
        sa.Column("touchpoint_key", sa.Text(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("noted_by", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'taken', 'settled')", name=op.f("ck_finding_notes_state_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_notes")),
    )
    op.create_index(
        "ix_finding_notes_check_key_node_key", "finding_notes", ["check_key", "node_key"]
    )
    for table, columns in ADDED.items():
        for column in columns:
            op.add_column(table, column())
    _findings_unique_by((*FINDING_KEY, "touchpoint_key", "metric"))


FINDING_KEY = ("edition_id", "check_key", "audience", "window", "level", "node_key")


def _findings_unique_by(columns: tuple[str, ...]) -> None:
    with op.batch_alter_table("findings") as batch:
        batch.drop_constraint("uq_findings_check", type_="unique")
        batch.create_unique_constraint("uq_findings_check", list(columns))


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _number(name: str) -> sa.Column[float]:
    return sa.Column(name, sa.Double(), nullable=True)


ADDED = {
    "editions": (lambda: _text("inputs_hash"), lambda: _text("threshold_version")),
    "estimates": (
        lambda: _number("base_value"),
        lambda: _number("with_set_aside"),
        lambda: _number("without_flagged"),
        lambda: _text("weakest"),
        lambda: _text("families"),
    ),
    "gaps": (lambda: _text("weakest"), lambda: _text("families")),
    "findings": (
        lambda: sa.Column("evidence", sa.JSON(), server_default="{}", nullable=False),
        lambda: _text("overridden"),
        lambda: _text("touchpoint_key"),
        lambda: _text("metric"),
        lambda: sa.Column("is_only_here", sa.Boolean(), server_default=sa.false(), nullable=False),
    ),
}


def downgrade() -> None:
    op.execute("DELETE FROM findings WHERE touchpoint_key <> '' OR metric <> ''")
    _findings_unique_by(FINDING_KEY)
    for table, columns in ADDED.items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.drop_column(column().name)
    for table in (
        "finding_notes", "partner_statements", "kiosk_declarations", "gate_decisions",
        "row_decisions", "threshold_changes",
    ):  # fmt: skip
        op.drop_table(table)
