"""Customers: the programme, its tree, people, what is sold, transactions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("key", name=op.f("uq_accounts_key")),
    )
    op.create_table(
        "imports",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_hash", sa.Text(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by", sa.Text(), nullable=False),
        sa.Column("new_count", sa.Integer(), nullable=False),
        sa.Column("changed_count", sa.Integer(), nullable=False),
        sa.Column("unchanged_count", sa.Integer(), nullable=False),
        sa.Column("rejected_count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    op.create_table(
        "nodes",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent_id", BIG_ID, nullable=True),
        sa.Column("size_class", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'network') = (parent_id IS NULL)", name=op.f("ck_nodes_only_network_on_top")
        ),
        sa.CheckConstraint(
            "kind IN ('network', 'country', 'region', 'partner', 'branch')",
            name=op.f("ck_nodes_kind_known"),
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["nodes.id"], name=op.f("fk_nodes_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nodes")),
        sa.UniqueConstraint("kind", "key", name="uq_nodes_kind_key"),
    )
    op.create_index(op.f("ix_nodes_parent_id"), "nodes", ["parent_id"], unique=False)
    op.create_table(
        "product_lines",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_lines")),
        sa.UniqueConstraint("key", name=op.f("uq_product_lines_key")),
    )
    op.create_table(
        "programmes",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("field_period_days", sa.Integer(), nullable=False),
        sa.Column("default_language", sa.Text(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("closes_by_itself", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "field_period_days BETWEEN 1 AND 60", name=op.f("ck_programmes_field_period")
        ),
        sa.CheckConstraint("id = 1", name=op.f("ck_programmes_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programmes")),
    )
    op.create_table(
        "touchpoints",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("is_service", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_touchpoints")),
        sa.UniqueConstraint("key", name=op.f("uq_touchpoints_key")),
    )
    op.create_table(
        "contacts",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("job_role", sa.Text(), nullable=True),
        sa.Column("partner_id", BIG_ID, nullable=True),
        sa.Column("account_id", BIG_ID, nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("supplied_by", sa.Text(), nullable=False),
        sa.Column("opted_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(audience = 'channel_partner') = (partner_id IS NOT NULL)",
            name=op.f("ck_contacts_partner_of_partner"),
        ),
        sa.CheckConstraint(
            "audience IN ('channel_partner', 'end_user')", name=op.f("ck_contacts_audience_known")
        ),
        sa.CheckConstraint(
            "supplied_by IN ('business', 'partner', 'person')",
            name=op.f("ck_contacts_supplied_by_known"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_contacts_account_id")
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["nodes.id"], name=op.f("fk_contacts_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
        sa.UniqueConstraint("audience", "key", name="uq_contacts_audience_key"),
    )
    op.create_index(op.f("ix_contacts_account_id"), "contacts", ["account_id"], unique=False)
    op.create_index(op.f("ix_contacts_partner_id"), "contacts", ["partner_id"], unique=False)
    op.create_table(
        "transactions",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("week", sa.Text(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("touchpoint_id", BIG_ID, nullable=False),
        sa.Column("partner_id", BIG_ID, nullable=True),
        sa.Column("end_user_id", BIG_ID, nullable=True),
        sa.Column("product_line_id", BIG_ID, nullable=True),
        sa.Column("joint_key", sa.Text(), nullable=True),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("is_late", sa.Boolean(), nullable=True),
        sa.Column("has_complaint", sa.Boolean(), nullable=True),
        sa.Column("is_returned", sa.Boolean(), nullable=True),
        sa.Column("outcome_detail", sa.Text(), nullable=True),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("import_id", BIG_ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["end_user_id"], ["contacts.id"], name=op.f("fk_transactions_end_user_id")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_transactions_import_id")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["nodes.id"], name=op.f("fk_transactions_partner_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_line_id"], ["product_lines.id"], name=op.f("fk_transactions_product_line_id")
        ),
        sa.ForeignKeyConstraint(
            ["touchpoint_id"], ["touchpoints.id"], name=op.f("fk_transactions_touchpoint_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transactions")),
        sa.UniqueConstraint("key", name=op.f("uq_transactions_key")),
    )
    op.create_index(
        op.f("ix_transactions_end_user_id"), "transactions", ["end_user_id"], unique=False
    )
    op.create_index("ix_transactions_joint_key", "transactions", ["joint_key"], unique=False)
    op.create_index(
        op.f("ix_transactions_occurred_on"), "transactions", ["occurred_on"], unique=False
    )
    op.create_index(
        op.f("ix_transactions_partner_id"), "transactions", ["partner_id"], unique=False
    )
    op.create_index(
        "ix_transactions_week_touchpoint_id",
        "transactions",
        ["week", "touchpoint_id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index("ix_transactions_week_touchpoint_id", table_name="transactions")
    op.drop_index(op.f("ix_transactions_partner_id"), table_name="transactions")
    op.drop_index(op.f("ix_transactions_occurred_on"), table_name="transactions")
    op.drop_index("ix_transactions_joint_key", table_name="transactions")
    op.drop_index(op.f("ix_transactions_end_user_id"), table_name="transactions")
    op.drop_table("transactions")
    op.drop_index(op.f("ix_contacts_partner_id"), table_name="contacts")
    op.drop_index(op.f("ix_contacts_account_id"), table_name="contacts")
    op.drop_table("contacts")
    op.drop_table("touchpoints")
    op.drop_table("programmes")
    op.drop_table("product_lines")
    op.drop_index(op.f("ix_nodes_parent_id"), table_name="nodes")
    op.drop_table("nodes")
    op.drop_table("imports")
    op.drop_table("accounts")
