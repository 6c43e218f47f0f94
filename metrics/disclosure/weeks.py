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
from metrics.disclosure.rows import MIN_N, Place, Row, TableKey, Tables
from metrics.method import WINDOWS
from metrics.models import Level
from metrics.warehouse.columns import Bools, Ints, flags, integers, strings
from metrics.warehouse.earlier import EarlierEdition
from metrics.warehouse.frozen import History

# Weeks whose answers are known one by one: this one and the twelve that it stacks.
REACH = max(WINDOWS)
# The oldest boundary a window of the oldest edition looked at can begin at.
BOUNDARIES = 2 * REACH
# What a place leads with is decided first, so that another window yields to it (methods 0.7a).
LEADS: Mapping[tuple[str, bool], tuple[int, ...]] = {
    (Level.PARTNER.value, False): (4, 13, 1),
    (Level.PARTNER.value, True): (13, 4, 1),
    (Level.PRODUCT_LINE.value, False): (4, 13, 1),
}
USUAL_LEADS = (1, 4, 13)
# Such places show another window only where no week is near too few: else the leading figure would
# have to be hidden as soon as one week is.
ROOM = 2 * MIN_N
NO_ROW = Row(0, is_shown=False, is_secret=False)

# audience, metric, level, node, touchpoint
Strand = tuple[str, str, str, str, str]


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
class _Known:
    """By strand (rows): which boundaries are joined, answers by week back, what is secret, and
    whether no week of the reach is near too few."""

    joined: Ints
    n: Ints
    secret: Mapping[tuple[int, int], Bools]
    roomy: Bools


@dataclass(frozen=True)
class Windows:
    """Figures to hide: those that `tell`, with other windows and editions, what is hidden, and
    those that `make_way` for the window that their place leads with.
    """

    tell: frozenset[tuple[TableKey, Place]]
    make_way: frozenset[tuple[TableKey, Place]]


def windows_to_hide(tables: Tables, earlier: Sequence[EarlierShown]) -> Windows:
    """What must be hidden of an edition beside its other windows and earlier editions."""
    strands = _strands(tables)
    known = _known(tables, earlier, {strand: at for at, strand in enumerate(strands)})
    joined, told = known.joined, _told(known.joined, known)
    tell: list[tuple[TableKey, Place]] = []
    make_way: list[tuple[TableKey, Place]] = []
    for turn in range(len(WINDOWS)):
        figures = [_figure(strand, _leads(strand)[turn]) for strand in strands]
        rows = [tables.get(table, {}).get(place, NO_ROW) for table, place in figures]
        narrow = np.array([turn > 0 and _is_narrow(strand) for strand in strands], np.bool_)
        yields = ~known.roomy & narrow & np.array([row.is_shown for row in rows], np.bool_)
        joins = ~yields & np.array([row.is_known for row in rows], np.bool_)
        trial = joined
        for window in WINDOWS:
            of_window = np.array([table[1] == window for table, _ in figures], np.bool_)
            trial = _join(trial, 0, window, joins & of_window)
        now_told = _told(trial, known)
        bad = joins & (now_told & ~told).any(axis=1)
        make_way += [figures[at] for at in np.flatnonzero(yields)]
        tell += [figures[at] for at in np.flatnonzero(bad)]
        joined = np.where(bad[:, None], joined, trial)
        told = np.where(bad[:, None], told, now_told)
    return Windows(frozenset(tell), frozenset(make_way))


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


def _figure(strand: Strand, window: int) -> tuple[TableKey, Place]:
    audience, metric, *place = strand
    return (audience, window, metric), (place[0], place[1], place[2])


def _row(tables: Tables, strand: Strand, window: int) -> Row:
    table, place = _figure(strand, window)
    return tables.get(table, {}).get(place, NO_ROW)


def _known(
    tables: Tables, earlier: Sequence[EarlierShown], place_of: Mapping[Strand, int]
) -> _Known:
    """What the editions before tell, and how many answered in each week."""
    size = len(place_of)
    editions = [
        _Edition.of_now(tables, place_of),
        *(_Edition.of_table(found, place_of) for found in earlier if found.table is not None),
    ]
    n = np.zeros((size, REACH), dtype=np.int64)
    for edition in editions:
        n[:, edition.end] = edition.n[1]
    unread = [found.weeks_back for found in earlier if found.table is None]
    known_weeks = [edition.end for edition in editions]
    joined = np.tile(np.arange(BOUNDARIES, dtype=np.int64), (size, 1))
    for week in sorted(set(range(REACH)) - set(unread)):
        joined = _join(joined, week, week + 1, n[:, week] == 0)
    secret = {}
    for edition in editions:
        for window in WINDOWS:
            start = edition.end + window
            secret[edition.end, start] = edition.secret[window]
            if start > REACH and not unread:
                beyond = edition.n[window] - n[:, edition.end :].sum(axis=1)
                joined = _join(joined, REACH, start, beyond == 0)
            if edition.end:
                joined = _join(joined, edition.end, start, edition.shown[window])
    roomy = np.full(size, not unread) & (n[:, known_weeks] >= ROOM).all(axis=1)
    return _Known(joined, n, secret, roomy)


@dataclass(frozen=True)
class _Edition:
    """By window, over the strands: answers, and whether the figure is shown or a secret."""

    end: int
    n: Mapping[int, Ints]
    shown: Mapping[int, Bools]
    secret: Mapping[int, Bools]

    @classmethod
    def of_now(cls, tables: Tables, place_of: Mapping[Strand, int]) -> _Edition:
        rows = {w: [_row(tables, s, w) for s in place_of] for w in WINDOWS}
        return cls(
            0,
            {w: np.array([row.n for row in found], np.int64) for w, found in rows.items()},
            {w: np.array([row.is_known for row in found], np.bool_) for w, found in rows.items()},
            {w: np.array([row.is_secret for row in found], np.bool_) for w, found in rows.items()},
        )

    @classmethod
    def of_table(cls, found: EarlierShown, place_of: Mapping[Strand, int]) -> _Edition:
        assert found.table is not None
        at, window = _rows_of(found.table, place_of), integers(found.table, "window")
        n, is_shown = integers(found.table, "n"), flags(found.table, "is_shown")
        is_secret = flags(found.table, "is_secret")
        counts, shown, secret = {}, {}, {}
        for width in WINDOWS:
            rows = (at >= 0) & (window == width)
            counts[width] = np.zeros(len(place_of), dtype=np.int64)
            counts[width][at[rows]] = n[rows]
            shown[width] = np.zeros(len(place_of), dtype=np.bool_)
            shown[width][at[rows]] = is_shown[rows]
            secret[width] = np.zeros(len(place_of), dtype=np.bool_)
            secret[width][at[rows]] = is_secret[rows]
        return cls(found.weeks_back, counts, shown, secret)


def _rows_of(table: pa.Table, place_of: Mapping[Strand, int]) -> Ints:
    """(rows,) the strand of each row of an earlier edition; −1 where there is none now."""
    names = [
        strings(table, name)
        for name in ("audience", "metric", "level", "node_key", "touchpoint_key")
    ]
    columns = [np.array(column.levels, dtype=object)[column.codes] for column in names]
    return np.array(
        [place_of.get(strand, -1) for strand in zip(*columns, strict=True)], dtype=np.int64
    )


def _join(joined: Ints, one: int, two: int, rows: Bools) -> Ints:
    """The boundaries of these rows with two of them joined, and all that hangs on them."""
    low = np.minimum(joined[:, one], joined[:, two])[:, None]
    high = np.maximum(joined[:, one], joined[:, two])[:, None]
    return np.where(rows[:, None] & (joined == high), low, joined)


def _told(joined: Ints, known: _Known) -> Bools:
    """(strands, pairs of boundaries) what follows and may not: too few answers, or a secret."""
    until = np.concatenate(
        [np.zeros((len(known.n), 1), dtype=np.int64), np.cumsum(known.n, axis=1)], axis=1
    )
    pairs = list(combinations(range(REACH + 1), 2))
    found = np.zeros((len(joined), len(pairs)), dtype=np.bool_)
    for column, (end, start) in enumerate(pairs):
        count = until[:, start] - until[:, end]
        wrong = (count > 0) & (count < MIN_N)
        if (end, start) in known.secret:
            wrong |= known.secret[end, start]
        found[:, column] = wrong & (joined[:, end] == joined[:, start])
    return found
