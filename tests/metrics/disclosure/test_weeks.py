"""Windows that overlap tell nothing together that each of them hides."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.disclosure.earlier import EarlierShown
from metrics.disclosure.protect import protect
from metrics.disclosure.rows import MIN_N, Place, Row, TableKey
from metrics.warehouse.earlier import SHOWN_FIGURES
from tests.metrics.disclosure.attack import worked_out
from tests.metrics.frozen_weeks import reference

PARTNER: Place = ("partner", "north1", "")
AT_ONE: Place = ("partner", "north1", "sale")
NETWORK: Place = ("network", "", "")
LINE: Place = ("partner_line", "north1/piston", "")
WINDOWS = (1, 4, 13)
Tables = dict[TableKey, dict[Place, Row]]


def publish(place: Place, weekly: Sequence[int], *, since: int = 0) -> list[Tables]:
    """One place's editions, week after week, each made with what the twelve before show.

    Those of the first weeks, until `since`, did not have the place's level.
    """
    editions: list[Tables] = []
    for week in range(1, len(weekly) + 1):
        tables: Tables = {
            ("end_user", window, "nps"): rows_of(
                place, window, weekly[max(0, week - window) : week], is_lacking=week <= since
            )
            for window in WINDOWS
        }
        earlier = [
            EarlierShown(back, written(editions[-back]), lacks(place, week - back, since))
            for back in range(min(12, len(editions)), 0, -1)
        ]
        # A table of its own, without the rest of a network: nothing but time protects here.
        editions.append(protect(tables, reference(), earlier))
    return editions


def rows_of(
    place: Place, window: int, weekly: Sequence[int], *, is_lacking: bool
) -> dict[Place, Row]:
    """Of a partner's product line there are thirteen weeks, and a count of each.

    It stands beside the partner's and the line's totals, which have many more answers.
    """
    n, rows = sum(weekly), dict[Place, Row]()
    if place == LINE:
        beside = (NETWORK, ("partner", "north1", ""), ("product_line", "piston", ""))
        rows |= {total: Row(n + 50 * len(weekly), True, False) for total in beside}
    if n and not is_lacking and (place != LINE or window != 4):
        is_figure = place != LINE or window == 13
        is_shown = is_figure and n >= MIN_N
        rows[place] = Row(n, is_shown, is_figure and not is_shown, is_figure=is_figure)
    return rows


def lacks(place: Place, week: int, since: int) -> frozenset[str]:
    return frozenset({place[0]} if week <= since else ())


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


def told(editions: Sequence[Tables], place: Place, weekly: Sequence[int]) -> list[tuple[int, int]]:
    """Stretches of too few answers that follow from the windows of the last thirteen editions.

    An edition looks at the twelve before it; what older ones showed is beyond its reach.
    """
    shown = {
        (week, window): heard(weeks, weekly)
        for (week, window), weeks in shown_windows(editions, place).items()
        if week >= len(weekly) - 13
    }
    small = {k: heard(weeks, weekly) for k, weeks in stretches(weekly).items()}
    return worked_out(shown, small)


@pytest.mark.parametrize("place", [PARTNER, AT_ONE, LINE])
@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from([0, 0, 1, 2, 3, 5, 8, 12]), min_size=4, max_size=27))
def test_no_stretch_of_too_few_answers_follows_from_the_windows(
    place: Place, weekly: list[int]
) -> None:
    editions = publish(place, weekly)

    assert told(editions, place, weekly) == []


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.sampled_from([0, 0, 1, 2, 3, 5, 8, 12]), min_size=14, max_size=27),
    st.integers(1, 13),
)
def test_nor_where_the_first_editions_did_not_have_the_level(weekly: list[int], since: int) -> None:
    editions = publish(LINE, weekly, since=since)

    assert told(editions, LINE, weekly) == []


@pytest.mark.parametrize("place", [AT_ONE, LINE])
@pytest.mark.parametrize(("left", "is_shown"), [(0, True), (3, False), (9, False), (10, True)])
def test_after_an_empty_week_thirteen_weeks_tell_of_the_one_that_left(
    place: Place, left: int, is_shown: bool
) -> None:
    editions = publish(place, [12] * 16 + [left] + [12] * 12 + [0])

    shown = shown_windows(editions, place)
    assert (28, 13) in shown
    assert ((29, 13) in shown) is is_shown


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
