"""Every place that figures are of, one after another, and how each stood in an edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from metrics.disclosure.rows import Figure, Place, Row, TableKey, Tables
from metrics.method import WINDOWS
from metrics.models import LISTS, Level
from metrics.warehouse.columns import Bools, Ints, flags, integers, strings

# What a place leads with is decided first, so that another window yields to it (methods 0.7a).
LEADS: Mapping[tuple[str, bool], tuple[int, ...]] = {
    (Level.PARTNER.value, False): (4, 13, 1),
    (Level.PARTNER.value, True): (13, 4, 1),
    **{(level.value, False): (4, 13, 1) for level in LISTS},
    **{(level.value, True): (13, 4, 1) for level in LISTS},
    (Level.PARTNER_LINE.value, False): (13, 4, 1),
    (Level.COUNTRY.value, True): (4, 13, 1),
    (Level.REGION.value, True): (13, 4, 1),
}
USUAL_LEADS = (1, 4, 13)
NO_ROW = Row(0, is_shown=False, is_secret=False)

# audience, metric: no figure of one tells anything of another's.
Subject = tuple[str, str]
# audience, metric, level, node, touchpoint
Strand = tuple[str, str, str, str, str]
STRAND_COLUMNS = ("audience", "metric", "level", "node_key", "touchpoint_key")


@dataclass(frozen=True)
class Standing:
    """By window, over the strands: answers, and whether the figure is shown, known or a secret."""

    end: int
    n: Mapping[int, Ints]
    shown: Mapping[int, Bools]
    known: Mapping[int, Bools]
    secret: Mapping[int, Bools]


class Strands:
    """An edition's strands in order: those of a subject stand together."""

    def __init__(self, tables: Tables) -> None:
        self.all = _strands(tables)
        self.slices = _slices(self.all)
        leads = np.array([leads_of(strand) for strand in self.all], dtype=np.int64)
        # (windows, strands) which window each leads with, and which come after it.
        self.leads = leads.reshape(-1, len(WINDOWS)).T
        self.levels = np.array([strand[2] for strand in self.all], dtype=np.str_)

    def __len__(self) -> int:
        return len(self.all)

    def places(self, subject: Subject) -> list[Place]:
        return [strand[2:] for strand in self.all[self.slices[subject]]]

    def counts(self, tables: Tables, window: int) -> Ints:
        """(strands,) how many answers each is of."""
        n = np.zeros(len(self.all), dtype=np.int64)
        for subject, inside in self.slices.items():
            rows = tables.get(key_of(subject, window), {})
            n[inside] = [rows.get(place, NO_ROW).n for place in self.places(subject)]
        return n

    def standing_now(self, tables: Tables, subject: Subject) -> Standing:
        """Over the subject's strands alone."""
        places = self.places(subject)
        rows = {window: tables.get(key_of(subject, window), {}) for window in WINDOWS}
        found = {w: [known.get(place, NO_ROW) for place in places] for w, known in rows.items()}
        shown = {w: np.array([row.is_shown for row in of], np.bool_) for w, of in found.items()}
        follows = {w: np.array([row.follows for row in of], np.bool_) for w, of in found.items()}
        return Standing(
            0,
            {w: np.array([row.n for row in of], np.int64) for w, of in found.items()},
            shown,
            {w: shown[w] | follows[w] for w in WINDOWS},
            {w: np.array([row.is_secret for row in of], np.bool_) for w, of in found.items()},
        )

    def standing_then(self, end: int, table: pa.Table) -> Standing:
        """How an earlier edition, `end` weeks before, wrote that its figures stood."""
        at, widths = self._rows_of(table), integers(table, "window")
        n = np.zeros((len(WINDOWS), len(self.all)), dtype=np.int64)
        is_known, is_secret = n.astype(np.bool_), n.astype(np.bool_)
        for place, window in enumerate(WINDOWS):
            rows = (at >= 0) & (widths == window)
            n[place, at[rows]] = integers(table, "n")[rows]
            is_known[place, at[rows]] = flags(table, "is_shown")[rows]
            is_secret[place, at[rows]] = flags(table, "is_secret")[rows]
        return Standing(
            end,
            dict(zip(WINDOWS, n, strict=True)),
            dict(zip(WINDOWS, is_known, strict=True)),
            dict(zip(WINDOWS, is_known, strict=True)),
            dict(zip(WINDOWS, is_secret, strict=True)),
        )

    def _rows_of(self, table: pa.Table) -> Ints:
        """(rows,) the strand of each row of an earlier edition; −1 where there is none now."""
        mine = np.zeros(len(self.all), dtype=np.int64)
        theirs = np.zeros(table.num_rows, dtype=np.int64)
        is_known = np.ones(table.num_rows, dtype=np.bool_)
        for place, name in enumerate(STRAND_COLUMNS):
            levels = sorted({strand[place] for strand in self.all})
            code = {level: at for at, level in enumerate(levels)}
            own = np.array([code[strand[place]] for strand in self.all], dtype=np.int64)
            other = strings(table, name).recoded(levels)
            mine, theirs = mine * len(levels) + own, theirs * len(levels) + np.maximum(other, 0)
            is_known &= other >= 0
        order = np.argsort(mine, kind="stable")
        at = np.searchsorted(mine[order], theirs)
        found = order[np.minimum(at, len(order) - 1)]
        return np.where(is_known & (mine[found] == theirs), found, -1)


def _strands(tables: Tables) -> list[Strand]:
    return sorted(
        {
            (audience, metric, *place)
            for (audience, _, metric), rows in tables.items()
            for place in rows
        }
    )


def _slices(strands: Sequence[Strand]) -> dict[Subject, slice]:
    ends: dict[Subject, int] = {strand[:2]: at + 1 for at, strand in enumerate(strands)}
    starts = (0, *ends.values())
    return {
        subject: slice(start, end)
        for start, (subject, end) in zip(starts, ends.items(), strict=False)
    }


def leads_of(strand: Strand) -> tuple[int, ...]:
    return LEADS.get((strand[2], strand[4] != ""), USUAL_LEADS)


def is_narrow(strand: Strand) -> bool:
    """Whether the place leads with a wide window since its weeks are mostly too small."""
    return (strand[2], strand[4] != "") in LEADS


def figure_of(strand: Strand, window: int) -> Figure:
    return key_of(strand[:2], window), strand[2:]


def key_of(subject: Subject, window: int) -> TableKey:
    audience, metric = subject
    return audience, window, metric
