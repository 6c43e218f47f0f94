"""Know: published editions and everything a reader may see of them. Nothing else is read."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.database import Base, BigId


class EditionKind(StrEnum):
    FLASH = "flash"
    FINAL = "final"


class Metric(StrEnum):
    NPS = "nps"
    CSAT = "csat"
    EFFORT = "effort"
    INTENT = "intent"


class Level(StrEnum):
    """Where in the organisation, or which product line or segment, an estimate is about."""

    NETWORK = "network"
    COUNTRY = "country"
    REGION = "region"
    PARTNER = "partner"
    PRODUCT_LINE = "product_line"
    SEGMENT = "segment"
    PARTNER_LINE = "partner_line"


# Lists crossed with the organisation: each divides the network, and nothing is above or below.
LISTS = (Level.PRODUCT_LINE, Level.SEGMENT)
# What a channel partner calls its own; a product line of it is named by both keys (`pair_key`).
OWN_LEVELS = (Level.PARTNER, Level.PARTNER_LINE)


class Decision(StrEnum):
    PUBLISH = "publish"
    CAVEAT = "caveat"
    HOLD = "hold"
    SUPPRESS = "suppress"


class State(StrEnum):
    """The outcome of a check."""

    PASS = "pass"  # noqa: S105 - an outcome, not a secret
    WARN = "warn"
    FAIL = "fail"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class Verdict(StrEnum):
    UP = "up"
    DOWN = "down"
    NO_CHANGE = "no_detectable_change"
    NO_COMPARISON = "no_comparison"


class Edition(Base):
    """One published week: (week, flash | final, revision), with the frozen files it rests on."""

    __tablename__ = "editions"
    __table_args__ = (
        sa.UniqueConstraint("week", "kind", "revision", name="uq_editions_week_kind_revision"),
        sa.CheckConstraint("kind IN ('flash', 'final')", name="kind_known"),
        sa.CheckConstraint("(revision = 0) OR (reason IS NOT NULL)", name="revision_has_reason"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    week: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    revision: Mapped[int]
    reason: Mapped[str | None]
    is_backfilled: Mapped[bool]
    cut_off_at: Mapped[datetime]
    published_at: Mapped[datetime]
    folder: Mapped[str]
    manifest_hash: Mapped[str] = mapped_column(unique=True)
    previous_hash: Mapped[str | None]
    method_version: Mapped[str]
    code_version: Mapped[str]
    # Of the frozen inputs and the stacked weeks: every decision of the edition rests on these.
    inputs_hash: Mapped[str] = mapped_column(default="", server_default="")
    threshold_version: Mapped[str] = mapped_column(default="", server_default="")
    transaction_count: Mapped[int]
    response_count: Mapped[int]
    late_response_count: Mapped[int]
    expected_answer_share: Mapped[float | None]
    summary: Mapped[dict[str, Any]] = mapped_column(sa.JSON)


FIGURE_KEY = (
    "edition_id", "audience", "window", "level", "node_key", "touchpoint_key", "metric",
)  # fmt: skip


class Estimate(Base):
    """A published figure. A suppressed one has its reason and no value.

    From raw to published, as columns of one row: `raw` unweighted, `base_value` by base weights,
    `value` raked to the frame. Beside it `with_set_aside`, had the answers been used that the
    checks set aside, and `without_flagged`, without the partners whose pattern is under review
    (None where that changes nothing, or may not be shown). `weakest` is the weakest link in one
    sentence, `families` the families of checks that gave a warning.

    `touchpoint_key` and `node_key` are empty for "all" and for the network. NPS is on -100..100,
    satisfaction a share 0..1 (top two of five), effort the mean of 1..7, intent a mean probability.
    """

    __tablename__ = "estimates"
    __table_args__ = (
        sa.UniqueConstraint(*FIGURE_KEY, name="uq_estimates_figure"),
        sa.CheckConstraint(
            "(decision = 'suppress') = (value IS NULL)", name="suppressed_has_no_value"
        ),
        sa.CheckConstraint(
            "(value IS NULL) OR (se > 0 AND ci_low <= ci_high)", name="value_has_its_interval"
        ),
        sa.CheckConstraint("n >= 1", name="heard_from_somebody"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("editions.id"))
    audience: Mapped[str]
    window: Mapped[int] = mapped_column(sa.SmallInteger)
    level: Mapped[str]
    node_key: Mapped[str]
    touchpoint_key: Mapped[str]
    metric: Mapped[str]
    value: Mapped[float | None]
    raw: Mapped[float | None]
    base_value: Mapped[float | None]
    with_set_aside: Mapped[float | None]
    without_flagged: Mapped[float | None]
    se: Mapped[float | None]
    ci_low: Mapped[float | None]
    ci_high: Mapped[float | None]
    interval_method: Mapped[str | None]
    n: Mapped[int]
    n_eff: Mapped[float | None]
    accounts: Mapped[int]
    population: Mapped[int]
    decision: Mapped[str]
    grade: Mapped[str]
    weakest: Mapped[str] = mapped_column(default="", server_default="")
    families: Mapped[str] = mapped_column(default="", server_default="")
    reason: Mapped[str | None]
    edition: Mapped[Edition] = relationship()


class Gap(Base):
    """Duality gap: end user minus channel partner; weekly (weighted) or paired over 13 weeks."""

    __tablename__ = "gaps"
    __table_args__ = (
        sa.UniqueConstraint(
            "edition_id",
            "is_paired",
            "window",
            "level",
            "node_key",
            "metric",
            name="uq_gaps_figure",
        ),
        sa.CheckConstraint(
            "(decision = 'suppress') = (value IS NULL)", name="suppressed_has_no_value"
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("editions.id"))
    is_paired: Mapped[bool]
    window: Mapped[int] = mapped_column(sa.SmallInteger)
    level: Mapped[str]
    node_key: Mapped[str]
    metric: Mapped[str]
    value: Mapped[float | None]
    se: Mapped[float | None]
    ci_low: Mapped[float | None]
    ci_high: Mapped[float | None]
    n: Mapped[int]
    accounts: Mapped[int]
    decision: Mapped[str]
    grade: Mapped[str]
    weakest: Mapped[str] = mapped_column(default="", server_default="")
    families: Mapped[str] = mapped_column(default="", server_default="")
    reason: Mapped[str | None]
    edition: Mapped[Edition] = relationship()


class Change(Base):
    """This edition against the last one of the same kind, for the headline family."""

    __tablename__ = "changes"
    __table_args__ = (sa.UniqueConstraint(*FIGURE_KEY, name="uq_changes_figure"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("editions.id"))
    against_edition_id: Mapped[int | None] = mapped_column(sa.ForeignKey("editions.id"))
    audience: Mapped[str]
    window: Mapped[int] = mapped_column(sa.SmallInteger)
    level: Mapped[str]
    node_key: Mapped[str]
    touchpoint_key: Mapped[str]
    metric: Mapped[str]
    difference: Mapped[float | None]
    se: Mapped[float | None]
    ci_low: Mapped[float | None]
    ci_high: Mapped[float | None]
    p: Mapped[float | None]
    q: Mapped[float | None]
    verdict: Mapped[str]
    reason: Mapped[str | None]


class FindingRow(Base):
    """The outcome of one check: `evidence` are its figures, `overridden` who published over it."""

    __tablename__ = "findings"
    __table_args__ = (
        sa.UniqueConstraint(
            "edition_id", "check_key", "audience", "window", "level", "node_key", "touchpoint_key",
            "metric", name="uq_findings_check",
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("editions.id"))
    check_key: Mapped[str]
    family: Mapped[str]
    severity: Mapped[str]
    state: Mapped[str]
    audience: Mapped[str]
    window: Mapped[int] = mapped_column(sa.SmallInteger)
    level: Mapped[str]
    node_key: Mapped[str]
    touchpoint_key: Mapped[str] = mapped_column(default="", server_default="")
    metric: Mapped[str] = mapped_column(default="", server_default="")
    is_only_here: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    value: Mapped[float | None]
    warn: Mapped[float | None]
    fail: Mapped[float | None]
    what: Mapped[str]
    what_to_do: Mapped[str]
    evidence: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict, server_default="{}")
    overridden: Mapped[str] = mapped_column(default="", server_default="")


class LadderStep(Base):
    """How many transactions, contacts and answers are left at each step, and why some are not."""

    __tablename__ = "ladder_steps"
    __table_args__ = (
        sa.UniqueConstraint(
            "edition_id",
            "audience",
            "window",
            "level",
            "node_key",
            "step",
            "reason",
            name="uq_ladder_steps_step",
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("editions.id"))
    audience: Mapped[str]
    window: Mapped[int] = mapped_column(sa.SmallInteger)
    level: Mapped[str]
    node_key: Mapped[str]
    step: Mapped[str]
    reason: Mapped[str]
    count: Mapped[int]


class Weighing(Base):
    """How the answers of one audience and window were weighed."""

    __tablename__ = "weighings"
    __table_args__ = (
        sa.UniqueConstraint("edition_id", "audience", "window", name="uq_weighings_window"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("editions.id"))
    audience: Mapped[str]
    window: Mapped[int] = mapped_column(sa.SmallInteger)
    report: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
