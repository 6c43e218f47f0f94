"""Six families this week and last, and over the last thirteen editions of the kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from metrics.dashboards.families import (
    CheckCount,
    FamilyMark,
    family_marks,
    state_and_text,
    tally,
)
from metrics.dashboards.queries import EditionLine
from metrics.dashboards.wording import week_label


@dataclass(frozen=True)
class SparkMark:
    state: str
    text: str


@dataclass(frozen=True)
class FamilyRow:
    """One family this week and last, and over the last editions, the newest last."""

    mark: FamilyMark
    before: FamilyMark | None
    spark: tuple[SparkMark, ...]
    spark_text: str
    work_url: str


def family_rows(
    editions: Sequence[EditionLine], counts: Mapping[int, Sequence[CheckCount]], work_url: str
) -> tuple[FamilyRow, ...]:
    """`editions` are of one kind, newest first; the newest is the one on the page."""
    tallies = [tally(counts[line.id]) for line in editions]
    marks = family_marks(tallies[0])
    before = family_marks(tallies[1]) if len(tallies) > 1 else None
    weeks = [week_label(line.week) for line in editions]
    rows = []
    for place, mark in enumerate(marks):
        states = [state_and_text(found.get(mark.key)) for found in tallies]
        spark = tuple(
            SparkMark(state, f"{week}: {text}")
            for week, (state, text) in reversed(list(zip(weeks, states, strict=True)))
        )
        rows.append(
            FamilyRow(
                mark=mark,
                before=before[place] if before else None,
                spark=spark,
                spark_text="; ".join(one.text for one in spark),
                work_url=f"{work_url}?family={mark.key}",
            )
        )
    return tuple(rows)
