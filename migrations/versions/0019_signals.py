"""Signals: what a final says that somebody must act on, and what was done about it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision: str | None = "0018"

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
KEY = ("kind", "side", "audience", "level", "node_key", "touchpoint_key", "metric")


def upgrade() -> None:
    _signals()
    _notes()


def downgrade() -> None:
    op.drop_table("signal_notes")
    op.drop_table("signals")


def _signals() -> None:
    op.create_table(
        "signals",
        sa.Column("id", BIG_ID, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in KEY),
        sa.Column("opened_edition_id", BIG_ID, nullable=False),
        sa.Column("opened_week", sa.Text(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("seen_edition_id", BIG_ID, nullable=False),
        sa.Column("last_seen_week", sa.Text(), nullable=False),
        sa.Column("follows_id", BIG_ID, nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("owner_id", BIG_ID, nullable=True),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signals")),
        *_foreign_keys(),
        *_checks(),
    )
    is_open = sa.text("state = 'open'")
    op.create_index(
        "uq_signals_open",
        "signals",
        list(KEY),
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_index("ix_signals_about", "signals", list(KEY))
    op.create_index("ix_signals_place", "signals", ["level", "node_key"])
    op.create_index("ix_signals_state_due_on", "signals", ["state", "due_on"])
    op.create_index("ix_signals_last_seen_week", "signals", ["last_seen_week"])


def _foreign_keys() -> list[sa.Constraint]:
    to = {"opened_edition_id": "editions.id", "seen_edition_id": "editions.id",
          "follows_id": "signals.id"}  # fmt: skip
    keys: list[sa.Constraint] = [
        sa.ForeignKeyConstraint([name], [target], name=op.f(f"fk_signals_{name}"))
        for name, target in to.items()
    ]
    keys.append(
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("fk_signals_owner_id"), ondelete="SET NULL"
        )
    )
    return keys


def _checks() -> list[sa.Constraint]:
    known = {
        "kind": "'review', 'hidden_risk', 'target', 'control_chart', 'change'",
        "side": "'above', 'below'",
        "state": "'open', 'done', 'not_acted_on', 'withdrawn'",
    }
    checks: list[sa.Constraint] = [
        sa.CheckConstraint(f"{name} IN ({values})", name=op.f(f"ck_signals_{name}_known"))
        for name, values in known.items()
    ]
    checks.append(
        sa.CheckConstraint(
            "(state = 'open') = (closed_at IS NULL) AND (state = 'open') = (closed_by IS NULL)",
            name=op.f("ck_signals_closed_by_somebody"),
        )
    )
    checks.append(
        sa.CheckConstraint(
            "opened_week <= last_seen_week", name=op.f("ck_signals_seen_since_opened")
        )
    )
    return checks


def _notes() -> None:
    op.create_table(
        "signal_notes",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("signal_id", BIG_ID, nullable=False),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.Column("said_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal_notes")),
        sa.ForeignKeyConstraint(
            ["signal_id"],
            ["signals.id"],
            name=op.f("fk_signal_notes_signal_id"),
            ondelete="CASCADE",
        ),
        sa.CheckConstraint(
            "deed IN ('planned', 'done', 'not_acted_on', 'reopened', 'withdrawn')",
            name=op.f("ck_signal_notes_deed_known"),
        ),
    )
    op.create_index("ix_signal_notes_signal_id", "signal_notes", ["signal_id"])
