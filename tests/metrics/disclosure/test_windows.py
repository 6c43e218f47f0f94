"""What one window shows is known in the sums of another, where no week is between."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from metrics.disclosure.protect import unsafe_figures
from metrics.disclosure.rows import Place, Row
from tests.metrics.disclosure.programme import (
    REFERENCE,
    Weekly,
    made,
    published,
    recovered,
    tables_of,
)

PUBLIC: Place = ("segment", "public", "")
SEEDS = range(7)


def few_repairs() -> Weekly:
    """Fifteen of each segment buy every week, of most one or two have something repaired."""
    return [
        {("north1", "sale", "piston", segment): 15 for segment in ("public", "small", "large")}
        | {("north2", "repair_visit", "piston", "small"): 5}
        | {("north2", "repair_visit", "piston", few): 1 + week % 2 for few in ("public", "large")}
        for week in range(4)
    ]


def test_a_total_off_the_page_is_known_where_another_window_shows_it() -> None:
    tables, _ = published(few_repairs())

    four, thirteen = tables["end_user", 4, "nps"], tables["end_user", 13, "nps"]
    assert four[PUBLIC].is_shown
    assert four[PUBLIC].n == thirteen[PUBLIC].n
    assert thirteen["segment", "public", "repair_visit"].is_secret
    assert not thirteen["segment", "public", "sale"].is_shown


def test_where_four_weeks_show_the_total_of_thirteen_the_audit_finds_what_follows() -> None:
    weekly = few_repairs()
    rows: Mapping[Place, Row] = tables_of(weekly)["end_user", 4, "nps"]
    total, sale = PUBLIC, ("segment", "public", "sale")
    repair = ("segment", "public", "repair_visit")
    tables = {
        ("end_user", 4, "nps"): {total: rows[total]},
        ("end_user", 13, "nps"): {
            total: Row(rows[total].n, is_shown=False, is_secret=False),
            sale: rows[sale],
            repair: rows[repair],
            ("network", "", ""): rows["network", "", ""],
        },
    }

    found = list(unsafe_figures(tables, REFERENCE, ()))

    assert (("end_user", 13, "nps"), repair) in found


@pytest.mark.parametrize("weeks", [4, 8, 12])
@pytest.mark.parametrize("lines", [True, False])
def test_nothing_hidden_follows_from_four_and_thirteen_weeks(weeks: int, lines: bool) -> None:
    for seed in SEEDS:
        weekly = made(seed, weeks, lines=lines, since={})

        tables, earlier = published(weekly)

        assert recovered(weekly, tables) == []
        assert list(unsafe_figures(tables, REFERENCE, earlier)) == []


@pytest.mark.parametrize("lacks", [True, False])
def test_of_a_segment_that_was_not_asked_for_before_nothing_hidden_follows(lacks: bool) -> None:
    for seed in SEEDS:
        weekly = made(seed, 12, lines=False, since={"segments": 8})

        tables, earlier = published(weekly, segments_since=8 if lacks else 0)

        assert recovered(weekly, tables) == []
        assert list(unsafe_figures(tables, REFERENCE, earlier)) == []


@pytest.mark.parametrize("first", [8, 10])
def test_of_a_new_partner_nothing_hidden_follows(first: int) -> None:
    for seed in SEEDS:
        weekly = made(seed, 12, since={"north1": first})

        tables, earlier = published(weekly)

        assert recovered(weekly, tables) == []
        assert list(unsafe_figures(tables, REFERENCE, earlier)) == []
