"""What follows from windows that overlap: the same place's figures of 1, 4 and 13 weeks, over time.

A window is a step between two boundaries of weeks; with those of the editions before, the sum over
any stretch whose two ends are joined by steps follows. Thirteen weeks less three times four is a
single week.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

from metrics.disclosure.earlier import EMPTY_BEFORE, EarlierShown
from metrics.disclosure.rows import MIN_N, Figure, Place, TableKey, Tables
from metrics.disclosure.strands import (
    Standing,
    Strands,
    Subject,
    figure_of,
    is_narrow,
    key_of,
    leads_of,
)
from metrics.method import WINDOWS
from metrics.warehouse.columns import Bools, Ints

# Weeks whose answers are known one by one: this one and the twelve that it stacks.
REACH = max(WINDOWS)
# The oldest boundary a window of the oldest edition looked at can begin at.
BOUNDARIES = 2 * REACH
# Every stretch of weeks, by the boundaries at its end and at its start.
STRETCHES = {pair: at for at, pair in enumerate(combinations(range(BOUNDARIES), 2))}
ENDS, STARTS = np.array(list(STRETCHES), dtype=np.int64).T
# Such places show another window only where no week is near too few: else the leading figure would
# have to be hidden as soon as one week is.
ROOM = 2 * MIN_N

# (boundaries, strands) the first boundary that each is joined to: what lies between is told.
Joined = npt.NDArray[np.int8]


class Weeks:
    """Every place's figures over time, and what they tell together with earlier editions'."""

    def __init__(self, tables: Tables, earlier: Sequence[EarlierShown]) -> None:
        self.strands = Strands(tables)
        self.subjects = tuple(self.strands.slices)
        written = [(found.weeks_back, found.table) for found in earlier if found.table is not None]
        self.earlier = tuple(self.strands.standing_then(end, table) for end, table in written)
        self.has_gaps = len(written) < len(earlier)
        self.lacking = self._lacking(earlier, lambda lacks: lacks - EMPTY_BEFORE)
        self.empty = self._lacking(earlier, lambda lacks: lacks & EMPTY_BEFORE)
        now = {window: self.strands.counts(tables, window) for window in (1, REACH)}
        counts = ((0, now), *((edition.end, edition.n) for edition in self.earlier))
        # Here and below weeks, boundaries and stretches are rows, strands are columns.
        self.n = np.zeros((REACH, len(self.strands)), dtype=np.int64)
        for end, n in counts:
            self.n[end] = n[1]
        unread = {found.weeks_back for found in earlier if found.table is None}
        self.is_unknown = self.lacking.copy()
        self.is_unknown[sorted(unread)] |= ~self.empty[sorted(unread)]
        self.until, self.is_counted = self._until(counts)
        self.joined = self._joined_before()
        self.wrong_before = self._wrong_before()

    def in_the_way(self) -> list[Figure]:
        """Windows that a place does not lead with, where a week of it is near too few."""
        weeks = [0, *(edition.end for edition in self.earlier)]
        is_roomy = np.logical_and((self.n[weeks] >= ROOM).all(axis=0), not self.has_gaps)
        return [
            figure_of(strand, window)
            for strand, roomy in zip(self.strands.all, is_roomy.tolist(), strict=True)
            if is_narrow(strand) and not roomy
            for window in leads_of(strand)[1:]
        ]

    def anchored(self, tables: Tables, subject: Subject) -> dict[TableKey, set[Place]]:
        """Figures that follow from the same place's other windows: hiding them hides nothing."""
        joined_before = self.joined[:, self.strands.slices[subject]]
        now, places = self.strands.standing_now(tables, subject), self.strands.places(subject)
        found: dict[TableKey, set[Place]] = {}
        for window in WINDOWS:
            joined = joined_before
            for other in WINDOWS:
                if other != window:
                    joined = _join(joined, 0, other, now.known[other])
            same = np.flatnonzero(joined[0] == joined[window])
            found[key_of(subject, window)] = {places[at] for at in same}
        return found

    def telling(self, tables: Tables, subject: Subject) -> list[Figure]:
        """Known figures that tell, with other windows and earlier editions, what is hidden."""
        inside = self.strands.slices[subject]
        strands, joined = self.strands.all[inside], self.joined[:, inside]
        now = self.strands.standing_now(tables, subject)
        found: list[Figure] = []
        wrong = self._wrong(now, inside)
        told = self._told(joined, wrong)
        # What follows from other places' figures is known whatever this place leads with.
        turns = [(True, turn) for turn in range(len(WINDOWS))]
        turns += [(False, turn) for turn in range(len(WINDOWS))]
        for follows, turn in turns:
            window_of = self.strands.leads[turn, inside]
            joins = np.zeros(len(strands), dtype=np.bool_)
            trial = joined
            for window in WINDOWS:
                is_turn = (window_of == window) & (now.shown[window] != follows)
                rows = now.known[window] & is_turn
                trial, joins = _join(trial, 0, window, rows), joins | rows
            now_told = self._told(trial, wrong)
            bad = joins & (now_told & ~told).any(axis=0)
            found += [figure_of(strands[at], int(window_of[at])) for at in np.flatnonzero(bad)]
            joined = np.where(bad, joined, trial)
            told = np.where(bad, told, now_told)
        return found

    def _told(self, joined: Joined, wrong: Bools) -> Bools:
        """(stretches, strands) what follows and may not."""
        told: Bools = wrong & (joined[ENDS] == joined[STARTS])
        return told

    def _wrong_before(self) -> Bools:
        """(stretches, strands) of too few answers, or of what an earlier edition hides."""
        wrong = self._too_few()
        for edition in self.earlier:
            for window in WINDOWS:
                wrong[STRETCHES[edition.end, edition.end + window]] |= edition.secret[window]
        return wrong

    def _too_few(self) -> Bools:
        """(stretches, strands) where somebody answered, but fewer than may be told."""
        count = self.until[STARTS] - self.until[ENDS]
        found: Bools = (count > 0) & (count < MIN_N)
        # Where nothing is known of a week, it is not taken as too few.
        is_counted = self.is_counted[STARTS] & self.is_counted[ENDS]
        is_within = STARTS <= REACH
        weeks = np.zeros((REACH + 1, len(self.strands)), dtype=np.int64)
        np.cumsum(np.where(self.lacking, MIN_N, self.n), axis=0, out=weeks[1:])
        within = weeks[STARTS[is_within]] - weeks[ENDS[is_within]]
        found &= is_counted
        found[is_within] |= (within > 0) & (within < MIN_N)
        return found

    def _until(self, editions: Sequence[tuple[int, Mapping[int, Ints]]]) -> tuple[Ints, Bools]:
        """(boundaries, strands) how many answered since, and whether that is known.

        Beyond the reach by an edition's thirteen weeks, and the weeks that came after them.
        """
        until = np.zeros((BOUNDARIES, len(self.strands)), dtype=np.int64)
        is_counted = np.zeros((BOUNDARIES, len(self.strands)), dtype=np.bool_)
        np.cumsum(self.n[:-1], axis=0, out=until[1:REACH])
        is_counted[0] = True
        is_counted[1:REACH] = ~np.logical_or.accumulate(self.is_unknown[:-1], axis=0)
        for end, n in editions:
            until[end + REACH] = until[end] + n[REACH]
            is_counted[end + REACH] = is_counted[end] & ~self.is_unknown[end]
        return until, is_counted

    def _wrong(self, now: Standing, inside: slice) -> Bools:
        """(stretches, strands) of too few answers, or a hidden figure's."""
        wrong = self.wrong_before[:, inside].copy()
        for window in WINDOWS:
            wrong[STRETCHES[0, window]] |= now.secret[window]
        return wrong

    def _joined_before(self) -> Joined:
        """Boundaries that earlier editions join, or that nobody answered between."""
        boundaries = np.arange(BOUNDARIES, dtype=np.int8)
        joined = np.tile(boundaries[:, None], (1, len(self.strands)))
        for week in range(REACH):
            is_empty = (self.n[week] == 0) & ~self.is_unknown[week]
            joined = _join(joined, week, week + 1, is_empty)
        for edition in self.earlier:
            for window in WINDOWS:
                joined = _join(joined, edition.end, edition.end + window, edition.known[window])
        return self._joined_beyond(joined)

    def _joined_beyond(self, joined: Joined) -> Joined:
        """Boundaries beyond the reach are one where as many answered since."""
        last = REACH
        for edition in sorted(self.earlier, key=lambda edition: edition.end):
            start = edition.end + REACH
            is_counted = self.is_counted[last] & self.is_counted[start]
            is_empty = is_counted & (self.until[last] == self.until[start])
            joined = _join(joined, last, start, is_empty)
            last = start
        return joined

    def _lacking(
        self, earlier: Sequence[EarlierShown], of: Callable[[frozenset[str]], frozenset[str]]
    ) -> Bools:
        """(weeks, strands) whose edition's method lacked the level, if it is one of these."""
        lacking = np.zeros((REACH, len(self.strands)), dtype=np.bool_)
        for found in earlier:
            lacking[found.weeks_back] = np.isin(self.strands.levels, sorted(of(found.lacks)))
        return lacking


def _join(joined: Joined, one: int, two: int, strands: Bools) -> Joined:
    """The boundaries of these strands with two of them joined, and all that hangs on them."""
    if not strands.any():
        return joined
    low = np.minimum(joined[one], joined[two])
    high = np.maximum(joined[one], joined[two])
    return np.where(strands & (joined == high), low, joined)
