"""Editions keep their control charts, how partners stand beside each other, and drivers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision: str | None = "0013"

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _chart_points()
    _standings()
    _drivers()


def downgrade() -> None:
    for table in ("drivers", "standings", "chart_points"):
        op.drop_table(table)


def _numbers(*names: str, nullable: bool = False) -> list[sa.Column[float]]:
    return [sa.Column(name, sa.Double(), nullable=nullable) for name in names]


def _own() -> list[sa.Column[int]]:
    return [
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("edition_id", BIG_ID, nullable=False),
    ]


def _keys(table: str) -> list[sa.Constraint]:
    return [
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f(f"fk_{table}_edition_id")
        ),
    ]


def _chart_points() -> None:
    key = ("audience", "level", "node_key", "touchpoint_key", "metric")
    op.create_table(
        "chart_points",
        *_own(),
        *(sa.Column(name, sa.Text(), nullable=False) for name in key),
        *_numbers("value"),
        *_numbers("centre", "low", "high", "drift", "drift_low", "drift_high", nullable=True),
        sa.Column("baseline_from", sa.Text(), nullable=True),
        sa.Column("baseline_to", sa.Text(), nullable=True),
        sa.Column("baseline_count", sa.Integer(), nullable=False),
        sa.Column("series_count", sa.Integer(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("since_week", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        *_keys("chart_points"),
        sa.UniqueConstraint("edition_id", *key, name="uq_chart_points_series"),
        sa.CheckConstraint(
            "(reason IS NULL) = (low IS NOT NULL)", name=op.f("ck_chart_points_limits_or_reason")
        ),
        sa.CheckConstraint(
            "side IN ('', 'above', 'below')", name=op.f("ck_chart_points_side_known")
        ),
    )


def _standings() -> None:
    op.create_table(
        "standings",
        *_own(),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("window", sa.SmallInteger(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("node_key", sa.Text(), nullable=False),
        *_numbers("value", "shrunk", "shrunk_low", "shrunk_high"),
        sa.Column("rank_low", sa.Integer(), nullable=True),
        sa.Column("rank_high", sa.Integer(), nullable=True),
        sa.Column("tier", sa.Integer(), nullable=True),
        sa.Column("partner_count", sa.Integer(), nullable=False),
        *_keys("standings"),
        sa.UniqueConstraint(
            "edition_id", "audience", "window", "metric", "node_key", name="uq_standings_partner"
        ),
        sa.CheckConstraint(
            "shrunk_low <= shrunk_high", name=op.f("ck_standings_shrunk_has_its_interval")
        ),
        sa.CheckConstraint(
            "(rank_low IS NULL) = (rank_high IS NULL)", name=op.f("ck_standings_rank_set_whole")
        ),
    )


def _drivers() -> None:
    key = ("audience", "kind", "touchpoints", "name")
    op.create_table(
        "drivers",
        *_own(),
        *(sa.Column(name, sa.Text(), nullable=False) for name in key),
        *_numbers("size", "size_low", "size_high", "share"),
        *_numbers("mean", "mean_low", "mean_high", nullable=True),
        sa.Column("rank_low", sa.Integer(), nullable=True),
        sa.Column("rank_high", sa.Integer(), nullable=True),
        sa.Column("entangled", sa.Boolean(), nullable=False),
        *_numbers("r2", nullable=True),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("accounts", sa.Integer(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        *_keys("drivers"),
        sa.UniqueConstraint("edition_id", *key, name="uq_drivers_driver"),
        sa.CheckConstraint("kind IN ('event', 'rating')", name=op.f("ck_drivers_kind_known")),
        sa.CheckConstraint("size_low <= size_high", name=op.f("ck_drivers_size_has_its_interval")),
    )
