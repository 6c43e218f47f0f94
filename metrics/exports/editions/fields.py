"""Which columns the tables of an edition have, and where each cell comes from."""

from __future__ import annotations

import json
from typing import Any

from metrics.dashboards.families import FAMILIES, STATES
from metrics.dashboards.figures import gap_label, name_of_estimate
from metrics.dashboards.heard import REASONS, STEPS
from metrics.exports import columns as c
from metrics.exports.columns import Around, Field, as_stored, decimal, whole
from metrics.exports.table import Column, ColumnKind
from metrics.integrity.label.address import label_url
from metrics.integrity.measures import check_title
from metrics.method import Severity
from metrics.models import Decision, Estimate

Fields = tuple[Field[Any], ...]

SEVERITIES = {
    Severity.INFO: "for information",
    Severity.CAVEAT: "a caveat",
    Severity.BLOCK: "holds the figure",
    Severity.SUPPRESS: "hides the figure",
}
EDITION: Fields = (
    Field(c.WEEK, lambda _row, around: around.line.week),
    Field(c.KIND, lambda _row, around: around.line.kind),
    Field(c.REVISION, lambda _row, around: around.line.revision),
)


def place_name(row: Any, around: Around) -> str:
    return around.names.place(row.level, row.node_key) if row.node_key else "Network"


def touchpoint_name(row: Any, around: Around) -> str:
    key = row.touchpoint_key
    return around.names.touchpoints.get(key, key) if key else ""


PLACE: Fields = (
    as_stored(c.LEVEL),
    as_stored(c.NODE_KEY),
    Field(c.PLACE, place_name),
)
TOUCHPOINT: Fields = (
    as_stored(c.TOUCHPOINT_KEY),
    Field(c.TOUCHPOINT, touchpoint_name),
)


def where_shown(column: Column) -> Field[Any]:
    """A cell that says something of the figure: none of one that is not shown, be it a count."""
    return Field(
        column,
        lambda row, _around: (
            None if row.decision == Decision.SUPPRESS else getattr(row, column.name)
        ),
    )


def estimate_address(row: Estimate, around: Around) -> str:
    line = around.line
    url = label_url(line.week, line.kind, line.revision, name_of_estimate(row))
    return around.base_url + url


ESTIMATES: Fields = (
    *EDITION,
    as_stored(c.AUDIENCE),
    as_stored(c.METRIC),
    as_stored(c.WINDOW),
    *PLACE,
    *TOUCHPOINT,
    where_shown(c.VALUE),
    where_shown(c.LOW),
    where_shown(c.HIGH),
    where_shown(c.N),
    as_stored(c.GRADE),
    as_stored(c.DECISION),
    as_stored(c.REASON),
    where_shown(decimal("raw", "Raw", "Every answer alike.")),
    where_shown(decimal("base_value", "By base weights", "As it was sampled.")),
    where_shown(
        decimal(
            "with_set_aside",
            "With what was set aside",
            "Empty where that changes nothing, or would tell what few answered.",
        )
    ),
    where_shown(
        decimal("without_flagged", "Without partners under review", "Empty where none is.")
    ),
    where_shown(c.ERROR),
    where_shown(Column("interval_method", "Method of the interval")),
    where_shown(decimal("n_eff", "Effective n of the weights")),
    where_shown(whole("accounts", "Companies")),
    where_shown(whole("population", "Transactions it stands for")),
    as_stored(Column("weakest", "Weakest link")),
    as_stored(Column("families", "Families of checks that gave a warning")),
    Field(c.LABEL_URL, estimate_address),
)
GAPS: Fields = (
    *EDITION,
    as_stored(
        Column(
            "is_paired", "Paired", ColumnKind.BOOLEAN,
            about="Over transactions on which both answered; else over all of them.",
        )
    ),
    as_stored(c.METRIC),
    as_stored(c.WINDOW),
    *PLACE,
    where_shown(decimal("value", "Gap", "End user minus channel partner.")),
    where_shown(c.LOW),
    where_shown(c.HIGH),
    where_shown(whole("n", "Answers, or pairs where paired")),
    as_stored(c.GRADE),
    as_stored(c.DECISION),
    as_stored(c.REASON),
    where_shown(c.ERROR),
    where_shown(whole("accounts", "Companies")),
    as_stored(Column("weakest", "Weakest link")),
    as_stored(Column("families", "Families of checks that gave a warning")),
    Field(c.LABEL_URL, lambda row, around: around.base_url + gap_label(row)),
)  # fmt: skip
FINDINGS: Fields = (
    *EDITION,
    as_stored(Column("check_key", "Key of the check")),
    Field(Column("check", "Check"), lambda row, _around: check_title(row.check_key)),
    as_stored(
        Column(
            "family", "Family", ColumnKind.CATEGORY,
            categories={family.value: text for family, text in FAMILIES.items()},
        )
    ),
    as_stored(
        Column(
            "severity", "What a failure does", ColumnKind.CATEGORY,
            categories={severity.value: text for severity, text in SEVERITIES.items()},
        )
    ),
    as_stored(
        Column(
            "state", "Outcome", ColumnKind.CATEGORY,
            categories={state.value: text for state, text in STATES.items()},
        )
    ),
    as_stored(Column(
        "audience", "Customer", ColumnKind.CATEGORY, about="Empty: both.",
        categories=c.AUDIENCE.categories,
    )),
    as_stored(whole("window", "Weeks of the window", "0: every window.")),
    *PLACE,
    *TOUCHPOINT,
    as_stored(c.METRIC),
    as_stored(decimal("value", "Measured")),
    as_stored(decimal("warn", "Limit of a warning")),
    as_stored(decimal("fail", "Limit of a failure")),
    as_stored(Column("what", "What was found")),
    as_stored(Column("what_to_do", "What to do")),
    as_stored(Column("overridden", "Who published all the same, and why")),
    Field(
        Column("evidence", "The figures behind it", about="As JSON."),
        lambda row, _around: json.dumps(row.evidence, ensure_ascii=False, sort_keys=True),
    ),
)  # fmt: skip
# A count of the ladder is what is left after a step, or what was lost there for a reason.
LADDER: Fields = (
    *EDITION,
    as_stored(c.AUDIENCE),
    as_stored(c.WINDOW),
    *PLACE,
    as_stored(Column("step", "Step", ColumnKind.CATEGORY, categories=dict(STEPS))),
    as_stored(
        Column(
            "reason", "Why no further", ColumnKind.CATEGORY, about="Empty: what is left.",
            categories=dict(REASONS),
        )
    ),
    as_stored(whole("count", "Count")),
)  # fmt: skip
EDITIONS: Fields = (
    as_stored(c.WEEK),
    as_stored(c.KIND),
    as_stored(c.REVISION),
    as_stored(Column("reason", "Reason of the revision")),
    as_stored(Column("is_backfilled", "Made later, from imported history", ColumnKind.BOOLEAN)),
    as_stored(Column("cut_off_at", "Cut-off", ColumnKind.TIME)),
    as_stored(Column("published_at", "Published", ColumnKind.TIME)),
    as_stored(whole("transaction_count", "Transactions")),
    as_stored(whole("response_count", "Answers")),
    as_stored(whole("late_response_count", "Answers too late for it")),
    as_stored(Column("expected_answer_share", "Expected answers in", ColumnKind.SHARE)),
    as_stored(Column("method_version", "Version of the method")),
    as_stored(Column("code_version", "Version of the software")),
    as_stored(Column("manifest_hash", "Hash of the manifest")),
)
