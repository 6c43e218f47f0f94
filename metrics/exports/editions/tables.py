"""The tables of an edition that the house can take: one entry each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from access.visibility import Scope
from metrics.exports.editions import beside, fields, queries
from metrics.exports.editions.fields import Fields
from metrics.exports.editions.queries import Cut

Read = Callable[[Session, Scope, int, Cut], Sequence[Any]]


@dataclass(frozen=True)
class EditionTable:
    """One table: its title, its name in a sentence, what it holds, its rows and its columns.

    `has_figures`: its numbers before and after a revision could be subtracted.
    """

    title: str
    what: str
    about: str
    read: Read
    fields: Fields
    has_figures: bool = True


EDITION_TABLES: Mapping[str, EditionTable] = {
    "estimates": EditionTable(
        "Estimates",
        "the estimates",
        "Every published figure, raw beside adjusted, with interval, n, grade and reason.",
        queries.read_estimates,
        fields.ESTIMATES,
    ),
    "gaps": EditionTable(
        "Gaps",
        "the gaps",
        "End user minus channel partner, over all transactions and over those where both answered.",
        queries.read_gaps,
        fields.GAPS,
    ),
    "changes": EditionTable(
        "Changes",
        "the changes",
        "The headline figures against the edition before, with the verdict after all comparisons.",
        queries.read_changes,
        beside.CHANGES,
    ),
    "charts": EditionTable(
        "Control charts",
        "the charts",
        "The week’s point of every series of finals against its limits, and what signals.",
        queries.read_charts,
        beside.CHARTS,
    ),
    "standings": EditionTable(
        "Channel partners among each other",
        "the standings",
        "Shrunken figures with their intervals and the ranks they may have; never a ranking.",
        queries.read_standings,
        beside.STANDINGS,
    ),
    "drivers": EditionTable(
        "What goes with recommendation",
        "the drivers",
        "Events and ratings with their intervals: associations, no effects.",
        queries.read_drivers,
        beside.DRIVERS,
    ),
    "distributions": EditionTable(
        "How answers spread",
        "the distributions",
        "Shares of the answers of 13 weeks by value of the scale, of three answers or more each.",
        queries.read_distributions,
        beside.DISTRIBUTIONS,
    ),
    "findings": EditionTable(
        "Findings",
        "the findings",
        "Every check that was made, what it found and what to do about it.",
        queries.read_findings,
        fields.FINDINGS,
        has_figures=False,
    ),
    "ladder": EditionTable(
        "Who was heard",
        "the ladders",
        "From transactions to used answers, step by step, and why some went no further.",
        queries.read_ladder,
        fields.LADDER,
    ),
}
EDITIONS, EDITIONS_TITLE = "editions", "Editions"
