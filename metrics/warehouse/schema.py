"""The columns of a frozen week. No name, no free text, no address: keys, scores and times.

frame.parquet       one row per transaction × audience: who could have been asked, what became of it
responses.parquet   one row per response received by the cut-off
items.parquet       one row per item that a response was shown, with its score where it took one
judged.parquet      one row per response: used or why not, and the flags that fell on it
account_cells.parquet, cells.parquet, frame_cells.parquet, pairs.parquet, ladder.parquet …
                    integer rollups of the week, mergeable over weeks
"""

from __future__ import annotations

from enum import StrEnum

import pyarrow as pa

FRAME = pa.schema(
    [
        ("transaction", pa.int64()),
        ("audience", pa.string()),
        ("occurred_on", pa.date32()),
        ("touchpoint", pa.string()),
        ("partner", pa.string()),
        ("is_joint", pa.bool_()),
        ("product_line", pa.string()),
        ("segment", pa.string()),
        ("region", pa.string()),
        ("size_class", pa.string()),
        ("outcome", pa.string()),
        ("is_late", pa.bool_()),
        ("has_complaint", pa.bool_()),
        ("is_returned", pa.bool_()),
        ("amount", pa.float64()),
        ("currency", pa.string()),
        ("frame_status", pa.string()),
        ("contact_present", pa.bool_()),
        ("contact_supplied_by", pa.string()),
        ("person", pa.int64()),
        ("account", pa.int64()),
        ("selection_probability", pa.float64()),
        ("disposition", pa.string()),
    ]
)

SCORES: dict[str, tuple[int, int]] = {
    "recommend": (0, 10),
    "satisfaction": (1, 5),
    "effort": (1, 7),
    "repurchase": (0, 10),
}

RESPONSES = pa.schema(
    [
        ("response", pa.int64()),
        ("transaction", pa.int64()),
        ("audience", pa.string()),
        ("questionnaire", pa.string()),
        ("language", pa.string()),
        ("source", pa.string()),
        ("promise", pa.string()),
        ("invited_at", pa.timestamp("us", tz="UTC")),
        ("served_at", pa.timestamp("us", tz="UTC")),
        ("answered_at", pa.timestamp("us", tz="UTC")),
        ("answered_on", pa.date32()),
        ("received_at", pa.timestamp("us", tz="UTC")),
        ("device_class", pa.string()),
        ("network_hash", pa.string()),
        ("comment_hash", pa.string()),
        ("comment_length", pa.int32()),
        ("comment_script", pa.string()),
        ("reason", pa.string()),
        # Seconds on each page in order (null: unknown) and how often it was seen.
        ("page_seconds", pa.list_(pa.float64())),
        ("page_visits", pa.list_(pa.int16())),
        *((key, pa.int16()) for key in SCORES),
    ]
)

# A question, or a row of a grid, that a response was shown: what stands in the database.
ITEMS = pa.schema(
    [
        ("response", pa.int64()),
        ("question", pa.string()),
        ("part", pa.string()),
        ("state", pa.string()),
        ("score", pa.int16()),
    ]
)
# Weekly counts about partners that add up over weeks: what of the partner, of which kind, how many.
GATEKEEPER = pa.schema(
    [
        ("partner", pa.string()),
        ("quantity", pa.string()),
        ("key", pa.string()),
        ("count", pa.int64()),
    ]
)
# Used answers to the items of constructs: how many gave exactly these scores, in this order.
PATTERNS = pa.schema(
    [
        ("audience", pa.string()),
        ("culture", pa.string()),
        ("items", pa.list_(pa.string())),
        ("scores", pa.list_(pa.int16())),
        ("count", pa.int64()),
    ]
)
# Whole sheets that rate several things beside recommendation, whose score comes first.
RATINGS = pa.schema(
    [
        ("audience", pa.string()),
        ("touchpoint", pa.string()),
        ("account", pa.int64()),
        ("base_weight", pa.float64()),
        ("items", pa.string()),
        ("scores", pa.list_(pa.int16())),
        ("count", pa.int64()),
    ]
)
# How long a questionnaire version took, in tenths of a second: sheets by page (0: all of it).
TIMINGS = pa.schema(
    [
        ("questionnaire", pa.string()),
        ("page", pa.int16()),
        ("tenths", pa.int32()),
        ("count", pa.int64()),
    ]
)
# Sheets by something known of them: delivered where, examined or not, on which device, how late.
SHEETS = pa.schema(
    [
        ("audience", pa.string()),
        ("quantity", pa.string()),
        ("key", pa.string()),
        ("count", pa.int64()),
    ]
)
# What became of every response, for those who look at single ones.
JUDGED = pa.schema(
    [
        ("response", pa.int64()),
        ("status", pa.string()),
        ("flags", pa.list_(pa.string())),
    ]
)


class ItemState(StrEnum):
    """What became of an item that was shown."""

    ANSWERED = "answered"
    NOT_APPLICABLE = "not_applicable"
    BLANK = "blank"


USED = "used"
# Set aside whatever else holds: who answers through an open link chose to, with no probability.
SELF_SELECTED = "self_selected"
SELF_SELECTED_SOURCE = "open_link"


class SetAside(StrEnum):
    """Why a response is kept but not used. The first reason that holds is the one recorded."""

    SELF_SELECTED = SELF_SELECTED
    NOT_IN_FRAME = "not_in_frame"
    BEFORE_EXPERIENCE = "before_experience"
    OUT_OF_RANGE = "out_of_range"
    DUPLICATE = "duplicate"
    OWN_NETWORK = "partner_network"
    CARELESS = "careless"
    BY_HAND = "by_hand"


# Set aside for how or by whom it was answered, which is a judgement: estimates are also stated with
# these, since nobody should have to take our word for it.
JUDGED_REASONS = (SetAside.OWN_NETWORK, SetAside.CARELESS, SetAside.BY_HAND)

# What a cell is keyed by: margins, domains, base weight and status; weeks add up.
CELL_KEYS = (
    "audience",
    "status",
    "touchpoint",
    "partner",
    "is_joint",
    "product_line",
    "segment",
    "region",
    "size_class",
    "outcome",
    "base_weight",
)
ACCOUNT_CELL_KEYS = (*CELL_KEYS, "account")
FRAME_CELL_KEYS = (
    "audience",
    "touchpoint",
    "partner",
    "is_joint",
    "product_line",
    "segment",
    "region",
    "size_class",
    "outcome",
)


def histogram_columns() -> tuple[str, ...]:
    """recommend_0 … repurchase_10: how many gave each score."""
    return tuple(
        f"{key}_{score}" for key, (low, high) in SCORES.items() for score in range(low, high + 1)
    )
