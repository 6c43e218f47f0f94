"""Columns of what stands beside an estimate: changes, charts, standings, drivers and spreads.

Rows are pairs: what is said, and the estimate that it is said of, with its grade and its label.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from metrics.comparison.figures import DriverKind
from metrics.exports import columns as c
from metrics.exports.columns import Around, Field, as_stored, decimal, whole
from metrics.exports.editions.fields import (
    EDITION,
    Fields,
    estimate_address,
    place_name,
    touchpoint_name,
)
from metrics.exports.table import Column, ColumnKind, Value
from metrics.models import Level, Verdict

VERDICTS = {
    Verdict.UP: "up",
    Verdict.DOWN: "down",
    Verdict.NO_CHANGE: "no detectable change",
    Verdict.NO_COMPARISON: "nothing to compare with",
}
SIDES = {"above": "a signal, above", "below": "a signal, below"}
DRIVERS_ARE = {DriverKind.EVENT: "something that befell them", DriverKind.RATING: "a rating"}


def of_first(column: Column) -> Field[Any]:
    return Field(column, lambda row, _around: getattr(row[0], column.name))


def _first(read: Callable[[Any, Around], Value]) -> Callable[[Any, Around], Value]:
    return lambda row, around: read(row[0], around)


GRADED: Fields = (
    Field(c.GRADE, lambda row, _around: row[1].grade if row[1] else None),
    Field(c.LABEL_URL, lambda row, around: estimate_address(row[1], around) if row[1] else None),
)
WHERE: Fields = (
    of_first(c.LEVEL),
    of_first(c.NODE_KEY),
    Field(c.PLACE, _first(place_name)),
    of_first(c.TOUCHPOINT_KEY),
    Field(c.TOUCHPOINT, _first(touchpoint_name)),
)
CHANGES: Fields = (
    *EDITION,
    Field(Column("against_week", "Against the edition of"), lambda row, _around: row[2]),
    of_first(c.AUDIENCE),
    of_first(c.METRIC),
    of_first(c.WINDOW),
    *WHERE,
    of_first(decimal("difference", "Difference", "In the metric's own scale.")),
    of_first(c.LOW),
    of_first(c.HIGH),
    of_first(c.ERROR),
    of_first(decimal("p", "p")),
    of_first(
        decimal("q", "q", "After allowing for all comparisons made; a change is called below .10.")
    ),
    of_first(
        Column(
            "verdict", "Verdict", ColumnKind.CATEGORY,
            categories={verdict.value: text for verdict, text in VERDICTS.items()},
        )
    ),
    of_first(Column("reason", "Why it is not compared")),
    *GRADED,
)  # fmt: skip
CHARTS: Fields = (
    *EDITION,
    of_first(c.AUDIENCE),
    of_first(c.METRIC),
    *WHERE,
    of_first(decimal("value", "Value of the week")),
    of_first(decimal("centre", "Mean of the baseline")),
    of_first(decimal("low", "Lower control limit")),
    of_first(decimal("high", "Upper control limit")),
    of_first(decimal("drift", "Moving average (EWMA)")),
    of_first(decimal("drift_low", "Its lower limit")),
    of_first(decimal("drift_high", "Its upper limit")),
    of_first(
        Column("side", "Signal", ColumnKind.CATEGORY, about="Empty: none.", categories=SIDES)
    ),
    of_first(Column("since_week", "Signals since")),
    of_first(Column("baseline_from", "Baseline from")),
    of_first(Column("baseline_to", "Baseline to")),
    of_first(whole("baseline_count", "Weeks of the baseline")),
    of_first(whole("series_count", "Series watched together", "The limits allow for this many.")),
    of_first(Column("reason", "Why there is no chart yet")),
    *GRADED,
)  # fmt: skip
STANDINGS: Fields = (
    *EDITION,
    of_first(c.AUDIENCE),
    of_first(c.METRIC),
    of_first(c.WINDOW),
    of_first(c.NODE_KEY),
    Field(c.PLACE, lambda row, around: around.names.place(Level.PARTNER, row[0].node_key)),
    of_first(decimal("value", "Value")),
    of_first(decimal("shrunk", "Shrunk towards the mean", "The order to read partners in.")),
    of_first(decimal("shrunk_low", "Shrunk: interval from")),
    of_first(decimal("shrunk_high", "Shrunk: interval to")),
    of_first(whole("rank_low", "Ranks it may have, from", "1 is the highest.")),
    of_first(whole("rank_high", "Ranks it may have, to")),
    of_first(whole("tier", "Tier", "Only where tiers part.")),
    of_first(whole("partner_count", "Channel partners compared")),
    *GRADED,
)
DRIVERS: Fields = (
    *EDITION,
    as_stored(c.AUDIENCE),
    Field(
        Column(
            "driver_kind", "Kind of driver", ColumnKind.CATEGORY,
            categories={kind.value: text for kind, text in DRIVERS_ARE.items()},
        ),
        lambda row, _around: row.kind,
    ),
    as_stored(Column("name", "Driver")),
    as_stored(Column("touchpoints", "Touchpoints that asked", about="Empty: all.")),
    as_stored(
        decimal(
            "size", "Size", "Of an event: NPS of those it befell less that of those with nothing "
            "wrong. Of a rating: its part of the explained variance. An association, no effect.",
        )
    ),
    as_stored(decimal("size_low", "Size: interval from")),
    as_stored(decimal("size_high", "Size: interval to")),
    as_stored(
        Column(
            "share", "Share", ColumnKind.SHARE,
            about="Of an event: of all transactions. Of a rating: of what is explained.",
        )
    ),
    as_stored(decimal("mean", "Mean rating")),
    as_stored(decimal("mean_low", "Mean rating: interval from")),
    as_stored(decimal("mean_high", "Mean rating: interval to")),
    as_stored(whole("rank_low", "Ranks it may have, from")),
    as_stored(whole("rank_high", "Ranks it may have, to")),
    as_stored(Column("entangled", "Cannot be told from another", ColumnKind.BOOLEAN)),
    as_stored(decimal("r2", "Explained variance")),
    as_stored(whole("n", "Answers (n)")),
    as_stored(whole("accounts", "Companies")),
    as_stored(whole("population", "Transactions it stands for")),
)  # fmt: skip


def _of_spread(column: Column) -> Field[Any]:
    return Field(column, lambda row, _around: getattr(row[0].of, column.name))


DISTRIBUTIONS: Fields = (
    *EDITION,
    _of_spread(c.AUDIENCE),
    _of_spread(c.METRIC),
    _of_spread(c.LEVEL),
    _of_spread(c.NODE_KEY),
    Field(c.PLACE, lambda row, around: place_name(row[0].of, around)),
    of_first(whole("low", "Lowest value", "On the scale that was asked.")),
    of_first(whole("high", "Highest value")),
    of_first(whole("percent", "Share in whole per cent", "Weighted like the figure.")),
    Field(whole("n", "Answers (n)"), lambda row, _around: row[1].n if row[1] else None),
    _of_spread(Column("reason", "Why it is not told")),
    *GRADED,
)
