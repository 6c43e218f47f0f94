"""What goes with recommendation, in frozen weeks made by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.clock import Week
from metrics.comparison.drivers import rating_drivers
from metrics.comparison.figures import DriverFigure, DriverKind, UntoldDriver
from metrics.comparison.ratings import RatedSheets, rated_items
from metrics.weekly.compute import Computed
from tests.metrics.frozen_weeks import MadeWeek, publish_all
from tests.metrics.integrity.asked_weeks import RECOMMEND, SATISFACTION, asked, question

EASE = question("effort", type="effort7", metric="effort", highest=7)
REPURCHASE = question("repurchase", type="juster", metric="intent", lowest=0, highest=10)
SHEET = "end_user.delivery.1"

EVENTS = {"nothing_wrong": (9, 10, 9, 6), "late": (7, 8, 3, 9), "complaint_or_return": (2, 0, 5, 9)}


def week(number: int, *, events: tuple[str, ...] = tuple(EVENTS), **changes: Any) -> MadeWeek:
    """Forty answers after each event, everybody asked, everybody answers."""
    made = MadeWeek(week=Week(2026, number), **changes)
    for event in events:
        for place in range(40):
            made.transaction(outcome=event, answers={"recommend": EVENTS[event][place % 4]})
    return made


@pytest.fixture
def publish(tmp_path: Path) -> Any:
    def computed(*weeks: MadeWeek) -> Computed:
        return publish_all(tmp_path, list(weeks))[1][-1]

    return computed


def untold(computed: Computed, kind: str = "") -> dict[str, str]:
    """Reasons by what cannot be told, of end users."""
    return {
        row["name"]: row["reason"]
        for row in computed.figures.summary["untold_drivers"]
        if row["audience"] == "end_user" and kind in ("", row["kind"])
    }


def by_name(computed: Computed) -> dict[str, DriverFigure]:
    return {driver.name: driver for driver in computed.figures.drivers}


def test_an_event_is_the_nps_of_those_it_befell_less_that_of_the_others(publish: Any) -> None:
    """NPS 50 where nothing was wrong, 0 where late, −50 after a complaint: as 40 answers give."""
    found = by_name(publish(week(45)))

    assert found["late"].size == pytest.approx(-50.0, abs=1e-6)
    assert found["complaint_or_return"].size == pytest.approx(-100.0, abs=1e-6)
    assert (found["late"].n, found["late"].population) == (40, 40)
    assert found["late"].share == pytest.approx(1 / 3, abs=1e-6)
    assert found["late"].kind is DriverKind.EVENT


def test_the_interval_is_that_of_a_regression_with_errors_by_account(publish: Any) -> None:
    """By hand: each group's variance is Σe²/40² (g/(g − 1) with 120 accounts), t of 117 degrees."""
    found = by_name(publish(week(45)))["late"]

    errors = [100 * np.array(values) for values in ((0.5, 0.5, 0.5, -1.5), (0, 0, -1, 1))]
    variance = sum(float((10 * one**2).sum()) / 40**2 for one in errors) * 120 / 119
    assert (found.size_high - found.size_low) / 2 == pytest.approx(
        1.980448 * variance**0.5, rel=1e-5
    )


def test_thirteen_weeks_stand_behind_a_driver(publish: Any) -> None:
    found = by_name(publish(week(44), week(45)))

    assert found["late"].n == 80


def test_events_that_befell_fewer_than_thirty_are_not_told(publish: Any) -> None:
    made = week(45, events=("nothing_wrong", "late"))
    for _ in range(29):
        made.transaction(outcome="complaint_or_return", answers={"recommend": 0})

    computed = publish(made)

    assert set(by_name(computed)) == {"late"}
    assert untold(computed) == {
        "complaint_or_return": "It befell fewer than 30 of those who answered.",
        "": "No questionnaire asks to rate two things or more beside recommendation.",
    }


def test_without_anybody_unharmed_there_is_nothing_to_compare_with(publish: Any) -> None:
    computed = publish(week(45, events=("late", "complaint_or_return")))

    assert by_name(computed) == {}
    assert (
        "Fewer than 30 answered with whose transaction nothing went wrong."
        in untold(computed, "event").values()
    )


def test_many_answers_of_few_accounts_have_no_interval_and_are_not_told(publish: Any) -> None:
    made = MadeWeek(week=Week(2026, 45))
    for place in range(40):
        made.transaction(outcome="nothing_wrong", answers={"recommend": 9 - place % 5})
        made.transaction(outcome="late", answers={"recommend": place % 9}, account=5)

    computed = publish(made)

    assert by_name(computed) == {}
    assert set(untold(computed, "event")) == {"late", "complaint_or_return"}


def test_what_goes_with_a_figure_that_is_not_shown_is_not_told_and_says_so(publish: Any) -> None:
    made = MadeWeek(week=Week(2026, 45))
    for _ in range(3):
        made.transaction(outcome="late", answers={"recommend": 3})

    told = publish(made).figures.summary["untold_drivers"]

    assert [row["kind"] for row in told if row["audience"] == "end_user"] == ["event", "rating"]
    assert {row["reason"][:42] for row in told} == {"Recommendation over these 13 weeks is not "}


def sheets(rows: int = 200, accounts: int = 100) -> RatedSheets:
    """Recommendation follows the first rating closely, the second hardly, by a seed."""
    generator = np.random.default_rng(7)
    ratings = generator.integers(1, 6, (rows, 2)).astype(float)
    noise = generator.normal(0, 1, rows)
    return RatedSheets(
        "end_user", ("repair_visit",), ("effort", "satisfaction"), ratings,
        2 * ratings[:, 0] + 0.2 * ratings[:, 1] + noise, np.arange(rows) % accounts, np.ones(rows),
    )  # fmt: skip


def test_the_rating_that_recommendation_follows_ranks_first_for_certain() -> None:
    effort, satisfaction = rating_drivers(sheets())

    assert isinstance(effort, DriverFigure)
    assert isinstance(satisfaction, DriverFigure)
    assert (effort.name, effort.rank_low, effort.rank_high) == ("effort", 1, 1)
    assert effort.size > 10 * satisfaction.size
    assert effort.size + satisfaction.size == pytest.approx(effort.r2, abs=2e-6)
    assert effort.share + satisfaction.share == pytest.approx(1.0, abs=2e-6)
    assert effort.size_low < effort.size < effort.size_high


def test_the_same_sheets_give_the_same_figures() -> None:
    assert list(rating_drivers(sheets())) == list(rating_drivers(sheets()))


@pytest.mark.parametrize("made", [sheets(rows=29), sheets(accounts=5)])
def test_few_sheets_or_accounts_tell_no_rating(made: RatedSheets) -> None:
    told = list(rating_drivers(made))

    assert told
    assert [one for one in told if not isinstance(one, UntoldDriver) or not one.reason] == []


def test_an_outcome_is_no_driver_of_another_one() -> None:
    facts = asked(SHEET, RECOMMEND, SATISFACTION, EASE, REPURCHASE)

    assert rated_items(facts) == ("effort", "satisfaction")


def test_a_sheet_without_recommendation_has_no_drivers() -> None:
    assert rated_items(asked(SHEET, SATISFACTION, EASE)) == ()


def test_the_ratings_of_whole_sheets_are_added_up_over_the_weeks(publish: Any) -> None:
    weeks = []
    for number in (44, 45):
        made = MadeWeek(
            week=Week(2026, number),
            questionnaires={SHEET: asked(SHEET, RECOMMEND, SATISFACTION, EASE)},
        )
        for place in range(40):
            steps = {"satisfaction": 1 + place % 5, "effort": 1 + (place * 3) % 7}
            made.transaction(answers={"recommend": 2 * (place % 5) + place % 2, **steps})
        made.transaction(answers={"recommend": 3, "satisfaction": 1})
        weeks.append(made)

    found = by_name(publish(*weeks))

    assert set(found) == {"satisfaction", "effort"}
    assert {one.n for one in found.values()} == {80}
    assert found["satisfaction"].rank_high == 1
    assert found["satisfaction"].touchpoints == "delivery"


def test_a_questionnaire_that_changed_within_the_weeks_gives_each_driver_once(publish: Any) -> None:
    """Of two sets of ratings at one touchpoint the one that most answered counts."""
    weeks = []
    for number, count in ((44, 50), (45, 40)):
        items = (SATISFACTION, EASE, question("advice")) if number == 45 else (SATISFACTION, EASE)
        made = MadeWeek(
            week=Week(2026, number), questionnaires={SHEET: asked(SHEET, RECOMMEND, *items)}
        )
        for place in range(count):
            scores = {"satisfaction": 1 + place % 5, "effort": 1 + (place * 3) % 7}
            if number == 45:
                scores["advice"] = 1 + (place * 2) % 5
            made.transaction(answers={"recommend": (place * 7) % 11, **scores})
        weeks.append(made)

    found = [one for one in publish(*weeks).figures.drivers if one.kind is DriverKind.RATING]

    assert sorted(one.name for one in found) == ["effort", "satisfaction"]
    assert {one.n for one in found} == {50}


def test_what_goes_with_a_figure_that_is_not_shown_is_not_told(publish: Any) -> None:
    made = MadeWeek(week=Week(2026, 45))
    for event in EVENTS:
        for place in range(40):
            # Two companies: too few for any figure.
            made.transaction(
                outcome=event, answers={"recommend": EVENTS[event][place % 4]}, account=place % 2
            )

    assert by_name(publish(made)) == {}
