"""What follows from windows that overlap: the same place's figures of 1, 4 and 13 weeks, over time.

A window is a step between two boundaries of weeks; with those of the editions before, the sum over
any stretch whose two ends are joined by steps follows. Thirteen weeks less three times four is a
single week.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pyarrow as pa

from core.clock import Week
from metrics.disclosure.rows import MIN_N, Figure, Row, Tables
from metrics.method import WINDOWS
from metrics.models import Level
from metrics.warehouse.columns import Bools, Ints, flags, integers, strings
from metrics.warehouse.earlier import EarlierEdition
from metrics.warehouse.frozen import History

# Weeks whose answers are known one by one: this one and the twelve that it stacks.
REACH = max(WINDOWS)
# The oldest boundary a window of the oldest edition looked at can begin at.
BOUNDARIES = 2 * REACH
# Every stretch of weeks within the reach, by the boundaries at its end and at its start.
STRETCHES = {pair: at for at, pair in enumerate(combinations(range(REACH + 1), 2))}
ENDS, STARTS = np.array(list(STRETCHES), dtype=np.int64).T
# What a place leads with is decided first, so that another window yields to it (methods 0.7a).
LEADS: Mapping[tuple[str, bool], tuple[int, ...]] = {
    (Level.PARTNER.value, False): (4, 13, 1),
    (Level.PARTNER.value, True): (13, 4, 1),
    (Level.PRODUCT_LINE.value, False): (4, 13, 1),
    (Level.PRODUCT_LINE.value, True): (13, 4, 1),
    (Level.COUNTRY.value, True): (4, 13, 1),
    (Level.REGION.value, True): (13, 4, 1),
}
USUAL_LEADS = (1, 4, 13)
# Such places show another window only where no week is near too few: else the leading figure would
# have to be hidden as soon as one week is.
ROOM = 2 * MIN_N
NO_ROW = Row(0, is_shown=False, is_secret=False)

# audience, metric, level, node, touchpoint
Strand = tuple[str, str, str, str, str]
STRAND_COLUMNS = ("audience", "metric", "level", "node_key", "touchpoint_key")


@dataclass(frozen=True)
class EarlierShown:
    """What an edition `weeks_back` shows, as it wrote it down; None where its method did not."""

    weeks_back: int
    table: pa.Table | None


def earlier_shown(week: Week, history: History) -> tuple[EarlierShown, ...]:
    """What the editions show that this one stacks."""
    return tuple(
        EarlierShown((week.monday - ref.week.monday).days // 7, EarlierEdition(ref).shown)
        for ref in history.stacked
    )


@dataclass(frozen=True)
class _Edition:
    """By window, over the strands: answers, and whether the figure is shown, known or a secret."""

    end: int
    n: Mapping[int, Ints]
    shown: Mapping[int, Bools]
    known: Mapping[int, Bools]
    secret: Mapping[int, Bools]


class Weeks:
    """Every place's figures over time, and what they tell together with earlier editions'."""

    def __init__(self, tables: Tables, earlier: Sequence[EarlierShown]) -> None:
        self.strands = _strands(tables)
        self.turns = [_leads(strand) for strand in self.strands]
        written = [(found.weeks_back, found.table) for found in earlier if found.table is not None]
        self.earlier = tuple(self._of_table(end, table) for end, table in written)
        self.has_gaps = len(written) < len(earlier)
        now = self._of_now(tables)
        self.n = np.zeros((len(self.strands), REACH), dtype=np.int64)
        for edition in (now, *self.earlier):
            self.n[:, edition.end] = edition.n[1]
        unread = {found.weeks_back for found in earlier if found.table is None}
        self.joined = self._joined_before(unread)
        self.too_few = self._too_few()

    def in_the_way(self) -> list[Figure]:
        """Windows that a place does not lead with, where a week of it is near too few."""
        weeks = [0, *(edition.end for edition in self.earlier)]
        is_roomy = np.logical_and((self.n[:, weeks] >= ROOM).all(axis=1), not self.has_gaps)
        return [
            _figure(strand, window)
            for strand, roomy in zip(self.strands, is_roomy.tolist(), strict=True)
            if _is_narrow(strand) and not roomy
            for window in _leads(strand)[1:]
        ]

    def anchored(self, tables: Tables) -> set[Figure]:
        """Figures that follow from the same place's other windows: hiding them hides nothing."""
        now, found = self._of_now(tables), set()
        for window in WINDOWS:
            joined = self.joined
            for other in WINDOWS:
                if other != window:
                    joined = _join(joined, 0, other, now.known[other])
            same = joined[:, 0] == joined[:, window]
            found |= {_figure(self.strands[at], window) for at in np.flatnonzero(same)}
        return found

    def telling(self, tables: Tables) -> list[Figure]:
        """Known figures that tell, with other windows and earlier editions, what is hidden."""
        now = self._of_now(tables)
        found: list[Figure] = []
        wrong = self._wrong(now)
        joined, told = self.joined, self._told(self.joined, wrong)
        # What follows from other places' figures is known whatever this place leads with.
        turns = [(True, turn) for turn in range(len(WINDOWS))]
        turns += [(False, turn) for turn in range(len(WINDOWS))]
        for follows, turn in turns:
            window_of = np.array([windows[turn] for windows in self.turns], dtype=np.int64)
            joins = np.zeros(len(self.strands), dtype=np.bool_)
            trial = joined
            for window in WINDOWS:
                is_turn = (window_of == window) & (now.shown[window] != follows)
                rows = now.known[window] & is_turn
                trial, joins = _join(trial, 0, window, rows), joins | rows
            now_told = self._told(trial, wrong)
            bad = joins & (now_told & ~told).any(axis=1)
            found += [_figure(self.strands[at], int(window_of[at])) for at in np.flatnonzero(bad)]
            joined = np.where(bad[:, None], joined, trial)
            told = np.where(bad[:, None], told, now_told)
        return found

    def _told(self, joined: Ints, wrong: Bools) -> Bools:
        """(strands, stretches) what follows and may not."""
        told: Bools = wrong & (joined[:, ENDS] == joined[:, STARTS])
        return told

    def _too_few(self) -> Bools:
        """(strands, stretches) where somebody answered, but fewer than may be told."""
        until = np.zeros((len(self.strands), REACH + 1), dtype=np.int64)
        np.cumsum(self.n, axis=1, out=until[:, 1:])
        count = until[:, STARTS] - until[:, ENDS]
        found: Bools = (count > 0) & (count < MIN_N)
        return found

    def _wrong(self, now: _Edition) -> Bools:
        """(strands, stretches) of too few answers, or a hidden figure's."""
        wrong = self.too_few.copy()
        for edition in (now, *self.earlier):
            for window in WINDOWS:
                stretch = STRETCHES.get((edition.end, edition.end + window))
                if stretch is not None:
                    wrong[:, stretch] |= edition.secret[window]
        return wrong

    def _joined_before(self, unread: set[int]) -> Ints:
        """Boundaries that earlier editions join, or that nobody answered between."""
        joined = np.tile(np.arange(BOUNDARIES, dtype=np.int64), (len(self.strands), 1))
        for week in sorted(set(range(REACH)) - unread):
            joined = _join(joined, week, week + 1, self.n[:, week] == 0)
        for edition in self.earlier:
            for window in WINDOWS:
                joined = _join(joined, edition.end, edition.end + window, edition.known[window])
        return joined if unread else self._joined_beyond(joined)

    def _joined_beyond(self, joined: Ints) -> Ints:
        """Boundaries beyond the reach are one where windows have as many answers beyond it."""
        last, last_count = REACH, np.zeros(len(self.strands), dtype=np.int64)
        for edition in sorted(self.earlier, key=lambda edition: edition.end):
            start = edition.end + REACH
            count = edition.n[REACH] - self.n[:, edition.end :].sum(axis=1)
            joined = _join(joined, last, start, count == last_count)
            last, last_count = start, count
        return joined

    def _of_now(self, tables: Tables) -> _Edition:
        rows = {
            window: [
                tables.get((audience, window, metric), {}).get((level, node, touchpoint), NO_ROW)
                for audience, metric, level, node, touchpoint in self.strands
            ]
            for window in WINDOWS
        }
        return _Edition(
            0,
            {w: np.array([row.n for row in found], np.int64) for w, found in rows.items()},
            {w: np.array([row.is_shown for row in found], np.bool_) for w, found in rows.items()},
            {w: np.array([row.is_known for row in found], np.bool_) for w, found in rows.items()},
            {w: np.array([row.is_secret for row in found], np.bool_) for w, found in rows.items()},
        )

    def _of_table(self, end: int, table: pa.Table) -> _Edition:
        at, widths = self._rows_of(table), integers(table, "window")
        n = np.zeros((len(WINDOWS), len(self.strands)), dtype=np.int64)
        is_known, is_secret = n.astype(np.bool_), n.astype(np.bool_)
        for place, window in enumerate(WINDOWS):
            rows = (at >= 0) & (widths == window)
            n[place, at[rows]] = integers(table, "n")[rows]
            is_known[place, at[rows]] = flags(table, "is_shown")[rows]
            is_secret[place, at[rows]] = flags(table, "is_secret")[rows]
        return _Edition(
            end,
            dict(zip(WINDOWS, n, strict=True)),
            dict(zip(WINDOWS, is_known, strict=True)),
            dict(zip(WINDOWS, is_known, strict=True)),
            dict(zip(WINDOWS, is_secret, strict=True)),
        )

    def _rows_of(self, table: pa.Table) -> Ints:
        """(rows,) the strand of each row of an earlier edition; −1 where there is none now."""
        mine = np.zeros(len(self.strands), dtype=np.int64)
        theirs = np.zeros(table.num_rows, dtype=np.int64)
        is_known = np.ones(table.num_rows, dtype=np.bool_)
        for place, name in enumerate(STRAND_COLUMNS):
            levels = sorted({strand[place] for strand in self.strands})
            code = {level: at for at, level in enumerate(levels)}
            own = np.array([code[strand[place]] for strand in self.strands], dtype=np.int64)
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


def _leads(strand: Strand) -> tuple[int, ...]:
    return LEADS.get((strand[2], strand[4] != ""), USUAL_LEADS)


def _is_narrow(strand: Strand) -> bool:
    """Whether the place leads with a wide window since its weeks are mostly too small."""
    return (strand[2], strand[4] != "") in LEADS


def _figure(strand: Strand, window: int) -> Figure:
    audience, metric, level, node, touchpoint = strand
    return (audience, window, metric), (level, node, touchpoint)


def _join(joined: Ints, one: int, two: int, rows: Bools) -> Ints:
    """The boundaries of these rows with two of them joined, and all that hangs on them."""
    if not rows.any():
        return joined
    low = np.minimum(joined[:, one], joined[:, two])[:, None]
    high = np.maximum(joined[:, one], joined[:, two])[:, None]
    return np.where(rows[:, None] & (joined == high), low, joined)
