from __future__ import annotations

import pytest

from metrics.dashboards.errors import NoSuchWeekError
from metrics.dashboards.queries import EditionLine
from metrics.dashboards.shelf import Choice, choose
from tests.metrics.dashboards.makers import line

SHELF = [
    line("2026-W46", "flash"),
    line("2026-W45"),
    line("2026-W45", "flash"),
    line("2026-W44"),
    line("2026-W40"),
]


def chosen(shelf: list[EditionLine], week: str | None = None) -> Choice:
    choice = choose(shelf, week)
    assert choice is not None
    return choice


def test_the_newest_final_leads_and_the_newer_flash_stands_beside_it() -> None:
    choice = chosen(SHELF)

    assert (choice.lead.week, choice.lead.kind) == ("2026-W45", "final")
    assert choice.early is not None
    assert choice.early.week == "2026-W46"


def test_a_week_that_has_only_a_flash_is_led_by_it() -> None:
    choice = chosen(SHELF, "2026-W46")

    assert (choice.lead.week, choice.lead.kind) == ("2026-W46", "flash")
    assert choice.early is None


def test_an_older_week_has_no_flash_beside_it() -> None:
    choice = chosen(SHELF, "2026-W44")

    assert choice.early is None
    assert (choice.older, choice.newer) == ("2026-W40", "2026-W45")


def test_only_a_week_without_a_final_is_early_whichever_week_is_read() -> None:
    assert chosen(SHELF, "2026-W40").early_weeks == {"2026-W46"}


def test_before_the_first_final_the_flash_leads() -> None:
    choice = chosen([line("2026-W46", "flash")])

    assert choice.lead.kind == "flash"
    assert choice.finals == ()


def test_nothing_published_is_no_choice() -> None:
    assert choose([]) is None


def test_an_unknown_week_names_the_nearest_published_ones() -> None:
    with pytest.raises(NoSuchWeekError, match="2026-W42") as error:
        choose(SHELF, "2026-W42")

    assert error.value.nearest == ("2026-W45", "2026-W44", "2026-W40")


def test_periods_of_a_trend_do_not_overlap_and_keep_their_gaps() -> None:
    weekly = chosen(SHELF).last_weeks(1, 6)
    monthly = chosen(SHELF).last_weeks(4, 6)

    assert [week for week, _ in weekly] == [f"2026-W{n}" for n in range(40, 46)]
    assert [known is not None for _, known in weekly] == [True, False, False, False, True, True]
    assert [week for week, _ in monthly] == ["2026-W45"]
