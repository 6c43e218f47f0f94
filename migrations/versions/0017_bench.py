"""The analyst's bench: notes about weeks, saved views, and targets from a week on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision: str | None = "0016"

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FIGURE = ("audience", "metric", "level", "node_key")


def upgrade() -> None:
    op.create_table(
        "week_notes",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("week", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("node_key", sa.Text(), nullable=False),
        sa.Column("touchpoint_key", sa.Text(), nullable=False),
        sa.Column("is_for_partners", sa.Boolean(), nullable=False),
        sa.Column("replaces_id", BIG_ID, nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("author_id", BIG_ID, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "length(text) BETWEEN 1 AND 200", name=op.f("ck_week_notes_text_length")
        ),
        sa.CheckConstraint(
            "(removed_at IS NULL) = (removed_by IS NULL)", name=op.f("ck_week_notes_removed_by")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_week_notes_author_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["week_notes.id"], name=op.f("fk_week_notes_replaces_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_week_notes")),
    )
    op.create_index(op.f("ix_week_notes_week"), "week_notes", ["week"])
    op.create_table(
        "saved_views",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("owner_id", BIG_ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "length(name) BETWEEN 1 AND 80", name=op.f("ck_saved_views_name_length")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("fk_saved_views_owner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
    )
    op.create_index(
        "uq_saved_views_owner_id_name",
        "saved_views",
        ["owner_id", "name"],
        unique=True,
        sqlite_where=sa.text("removed_at IS NULL"),
        postgresql_where=sa.text("removed_at IS NULL"),
    )
    _grow_targets()


def _grow_targets() -> None:
    with op.batch_alter_table("targets") as batch:
        batch.add_column(sa.Column("applies_from", sa.Text(), server_default="", nullable=False))
        batch.add_column(
            sa.Column("is_ended", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch.add_column(sa.Column("owner_id", BIG_ID, nullable=True))
        batch.create_foreign_key(
            op.f("fk_targets_owner_id"), "users", ["owner_id"], ["id"], ondelete="SET NULL"
        )
        batch.drop_constraint("uq_targets_figure", type_="unique")
        batch.create_unique_constraint("uq_targets_figure", [*FIGURE, "applies_from"])


def downgrade() -> None:
    # One target for each figure again: the newest, unless it was ended.
    targets = sa.table("targets", *(sa.column(name) for name in (*FIGURE, "applies_from")),
                       sa.column("is_ended", sa.Boolean()))  # fmt: skip
    later = targets.alias("later")
    same = [targets.c[name] == later.c[name] for name in FIGURE]
    replaced = sa.exists().where(*same, later.c.applies_from > targets.c.applies_from)
    op.execute(sa.delete(targets).where(sa.or_(targets.c.is_ended, replaced)))
    with op.batch_alter_table("targets") as batch:
        batch.drop_constraint("uq_targets_figure", type_="unique")
        batch.create_unique_constraint("uq_targets_figure", list(FIGURE))
        batch.drop_constraint(op.f("fk_targets_owner_id"), type_="foreignkey")
        for name in ("owner_id", "is_ended", "applies_from"):
            batch.drop_column(name)
    op.drop_index("uq_saved_views_owner_id_name", "saved_views")
    op.drop_table("saved_views")
    op.drop_index(op.f("ix_week_notes_week"), "week_notes")
    op.drop_table("week_notes")
