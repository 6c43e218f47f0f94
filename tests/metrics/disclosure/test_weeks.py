"""Windows that overlap tell nothing together that each of them hides."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.disclosure.protect import protect
from metrics.disclosure.rows import MIN_N, Place, Row, TableKey
from metrics.disclosure.weeks import EarlierShown
from metrics.warehouse.earlier import SHOWN_FIGURES
from tests.metrics.disclosure.attack import worked_out
from tests.metrics.frozen_weeks import reference

PARTNER: Place = ("partner", "north1", "")
AT_ONE: Place = ("partner", "north1", "sale")
NETWORK: Place = ("network", "", "")
WINDOWS = (1, 4, 13)
Tables = dict[TableKey, dict[Place, Row]]


def publish(place: Place, weekly: Sequence[int]) -> list[Tables]:
    """One place's editions, week after week, each made with what the twelve before show."""
    editions: list[Tables] = []
    for week in range(1, len(weekly) + 1):
        tables: Tables = {}
        for window in WINDOWS:
            n = sum(weekly[max(0, week - window) : week])
            if n:
                tables["end_user", window, "nps"] = {place: Row(n, n >= MIN_N, n < MIN_N)}
        earlier = [
            EarlierShown(back, written(editions[-back]))
            for back in range(min(12, len(editions)), 0, -1)
        ]
        # A table of its own, without the rest of a network: nothing but time protects here.
        editions.append(protect(tables, reference(), earlier))
    return editions


def written(tables: Tables) -> pa.Table:
    rows = [
        (audience, window, *place, metric, row.n, row.is_known, row.is_secret)
        for (audience, window, metric), figures in tables.items()
        for place, row in figures.items()
    ]
    return pa.table(
        [pa.array([row[at] for row in rows], kind.type) for at, kind in enumerate(SHOWN_FIGURES)],
        schema=SHOWN_FIGURES,
    )


def shown_windows(editions: Sequence[Tables], place: Place) -> dict[tuple[int, int], range]:
    """Every window shown, by edition and width, as the weeks that it covers."""
    return {
        (week, window): range(max(0, week + 1 - window), week + 1)
        for week, tables in enumerate(editions)
        for (_, window, _), rows in tables.items()
        if place in rows and rows[place].is_shown
    }


def stretches(weekly: Sequence[int]) -> dict[tuple[int, int], range]:
    """Stretches of up to thirteen weeks in which somebody, but fewer than ten, answered."""
    return {
        (first, last): range(first, last)
        for first, last in combinations(range(len(weekly) + 1), 2)
        if 0 < sum(weekly[first:last]) < MIN_N and last - first <= 13
    }


def heard(weeks: range, weekly: Sequence[int]) -> list[int]:
    """Weeks without an answer are known to be empty."""
    return [week for week in weeks if weekly[week]]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from([0, 2, 3, 5, 8, 12]), min_size=4, max_size=22))
def test_no_stretch_of_too_few_answers_follows_from_the_windows(weekly: list[int]) -> None:
    editions = publish(PARTNER, weekly)

    # An edition looks at the twelve before it; what older ones showed is beyond its reach.
    shown = {
        (week, window): heard(weeks, weekly)
        for (week, window), weeks in shown_windows(editions, PARTNER).items()
        if week >= len(weekly) - 13
    }
    small = {k: heard(weeks, weekly) for k, weeks in stretches(weekly).items()}
    assert worked_out(shown, small) == []


def test_thirteen_weeks_yield_where_three_times_four_would_leave_one() -> None:
    editions = publish(PARTNER, [5] * 24)

    shown = shown_windows(editions, PARTNER)
    assert all((week, 4) in shown for week in range(3, 24))
    assert (23, 13) not in shown


def test_a_partners_touchpoint_leads_with_thirteen_weeks() -> None:
    editions = publish(AT_ONE, [5] * 32)

    shown = shown_windows(editions, AT_ONE)
    assert all((week, 13) in shown for week in range(26, 32))
    assert (31, 4) not in shown


def test_weeks_that_may_be_shown_each_keep_every_window() -> None:
    editions = publish(NETWORK, [30] * 16)

    shown = shown_windows(editions, NETWORK)
    assert len(shown) == 16 * 3


@pytest.mark.parametrize(("last", "both"), [(9, False), (10, True)])
def test_four_weeks_less_the_last_are_never_of_fewer_than_ten(last: int, both: bool) -> None:
    editions = publish(NETWORK, [0, 0, last, 30])

    now = [window for week, window in shown_windows(editions, NETWORK) if week == 3]

    assert (4 in now) is both
