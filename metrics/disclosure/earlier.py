"""What the editions before showed, and which levels their methods did not have."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from core.clock import Week
from metrics.models import Level
from metrics.warehouse.earlier import EarlierEdition
from metrics.warehouse.frozen import History


@dataclass(frozen=True)
class EarlierShown:
    """What an edition `weeks_back` shows, as it wrote it down; None where its method did not.

    Of levels that its method did not have (`lacks`) nothing is known, not even which weeks are
    empty; save where nobody was in one before (`EMPTY_BEFORE`).
    """

    weeks_back: int
    table: pa.Table | None
    lacks: frozenset[str] = frozenset()


def earlier_shown(week: Week, history: History) -> tuple[EarlierShown, ...]:
    """What the editions show that this one stacks."""
    found = ((ref.week, EarlierEdition(ref)) for ref in history.stacked)
    return tuple(
        EarlierShown((week.monday - then.monday).days // 7, edition.shown, _lacking(edition))
        for then, edition in found
    )


# Levels of which there was nobody before their first method: their older weeks are empty. Of the
# other levels older weeks had answers, too, which later windows count.
EMPTY_BEFORE = frozenset({Level.SEGMENT.value})
# Which method was the first to have a level.
SINCE = {Level.SEGMENT: (1, 5), Level.PARTNER_LINE: (1, 5)}


def _lacking(edition: EarlierEdition) -> frozenset[str]:
    version = tuple(int(part) for part in edition.method_version.split("."))
    return frozenset(level.value for level, first in SINCE.items() if version < first)
