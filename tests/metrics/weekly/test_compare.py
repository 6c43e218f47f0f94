"""Gates over figures: held with the last final's value, hidden, or shown with a caveat."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.clock import Week
from metrics.figures import Finding
from metrics.integrity.thresholds import Thresholds
from metrics.method import Family, Severity
from metrics.models import Decision, State
from metrics.warehouse.frozen import History
from metrics.weekly.check import check_rows
from metrics.weekly.compare import decide_figures
from metrics.weekly.compute import Computed, compute
from metrics.weekly.rollup import roll_up_week
from metrics.weighing.estimate import estimate
from metrics.weighing.windows import weigh_windows
from tests.metrics.frozen_weeks import MadeWeek, figure, publish_all

# Every fourth goes badly, with a contact or without: the partner does not choose.
OUTCOMES = ("nothing_wrong", "late")


def week(number: int, *, reachable: float = 1.0, shift: int = 0, kind: str = "final") -> MadeWeek:
    """Forty answers; a `reachable` share of the business has a contact (under half is a block)."""
    made = MadeWeek(week=Week(2026, number), kind=kind)
    for place in range(40):
        made.transaction(
            outcome=OUTCOMES[place % 4 == 0], answers={"recommend": (place + shift) % 11}
        )
    for place in range(round(40 / reachable) - 40):
        made.transaction(
            outcome=OUTCOMES[place % 4 == 0], frame_status="no_contact", contact_present=False,
            selection_probability=None, disposition="",
        )  # fmt: skip
    return made


@pytest.fixture
def editions(tmp_path: Path) -> Any:
    def publish(*weeks: MadeWeek) -> list[Computed]:
        return publish_all(tmp_path, list(weeks))[1]

    return publish


def test_a_blocked_figure_shows_the_last_finals_value_with_its_week_and_why(editions: Any) -> None:
    before, now = editions(week(44), week(45, reachable=0.4, shift=5))

    held, last = figure(now), figure(before)

    assert held.decision is Decision.HOLD
    assert held.grade == "E"
    assert (held.value, held.se, held.n, held.population) == (
        last.value, last.se, last.n, last.population,
    )  # fmt: skip
    assert held.reason == (
        "Held: the last final, of 2026-W44, is shown. "
        "40 % of the business by amount is with end users who can be reached."
    )


@pytest.mark.parametrize(
    ("blocks", "without"), [(("flagged_weight",), 12.0), (("flagged_weight", "careless"), None)]
)
def test_what_partners_under_review_hold_keeps_the_week_without_them_and_nothing_else_does(
    blocks: tuple[str, ...], without: float | None
) -> None:
    frozen = week(45).freeze()
    findings = [
        Finding(
            check_key, Family.SAMPLING, Severity.BLOCK, State.FAIL, "Too much.",
            audience="end_user", window=1, is_only_here=True,
        )
        for check_key in blocks
    ]  # fmt: skip
    [item] = [one for one in weigh_windows(frozen, [roll_up_week(frozen, check_rows(frozen))[0]])
              if one.window == 1]  # fmt: skip
    decided = decide_figures(
        estimate(item.weighed, frozen.reference, 1),
        findings,
        hidden={},
        last_final=lambda _: {"value": 30.0, "week": "2026-W44", "decision": "publish"},
        thresholds=Thresholds.of_settings(()),
        beside=lambda found: replace(found, with_set_aside=11.0, without_flagged=12.0),
    )

    [held] = [one for one in decided if (one.level, one.touchpoint_key) == ("network", "")]

    assert (held.decision, held.value) == (Decision.HOLD, 30.0)
    assert (held.with_set_aside, held.without_flagged) == (None, without)


def test_a_figure_held_for_weeks_keeps_the_week_it_was_made_in(editions: Any) -> None:
    made = [week(42, shift=3), *(week(number, reachable=0.4) for number in (43, 44, 45))]

    computed = editions(*made)

    assert [figure(found).value for found in computed] == [figure(computed[0]).value] * 4
    assert [figure(found).reason.split(" is shown")[0] for found in computed[1:]] == [
        "Held: the last final, of 2026-W42,"
    ] * 3


def test_a_block_without_an_earlier_final_hides_the_figure() -> None:
    found = figure(compute(week(45, reachable=0.4).freeze(), History()))

    assert (found.decision, found.value, found.grade) == (Decision.SUPPRESS, None, "F")
    assert found.reason.startswith("Held back, and the final before shows none. 40 %")


def test_a_flash_is_held_with_the_last_finals_value_not_the_last_flashs(editions: Any) -> None:
    flash = week(44, kind="flash", shift=9)

    final, _, now = editions(week(43), flash, week(45, reachable=0.4, kind="flash"))

    assert figure(now).decision is Decision.HOLD
    assert figure(now).value == figure(final).value
    assert "2026-W43" in figure(now).reason


def test_a_held_figure_takes_part_in_no_change_and_no_gap(editions: Any) -> None:
    _, now = editions(week(44), week(45, reachable=0.4))

    [change] = now.figures.changes

    assert change.verdict == "no_comparison"
    assert change.reason == "This edition's figure is not shown."


def test_a_figure_is_not_compared_with_one_that_was_not_shown(editions: Any) -> None:
    few = MadeWeek(week=Week(2026, 44))
    for score in range(9):
        few.transaction(answers={"recommend": score})

    _, now = editions(few, week(45))

    [change] = now.figures.changes
    assert change.reason == "The earlier edition's figure was not shown."


def test_the_first_edition_says_that_there_is_nothing_to_compare_with() -> None:
    [change] = compute(week(45).freeze(), History()).figures.changes

    assert (change.verdict, change.difference, change.q) == ("no_comparison", None, None)
    assert "no earlier edition of the same kind" in (change.reason or "")


def test_too_few_answers_hide_a_figure_even_where_another_could_be_shown_instead(
    editions: Any,
) -> None:
    few = MadeWeek(week=Week(2026, 45))
    for score in range(9):
        few.transaction(answers={"recommend": score})
    for _ in range(31):
        few.transaction(frame_status="no_contact", contact_present=False)

    _, now = editions(week(44), few)

    assert figure(now).decision is Decision.SUPPRESS
    assert figure(now).reason == "9 answers, fewer than 10."


@pytest.mark.parametrize(("reachable", "grade"), [(1.0, "A"), (0.8, "A"), (0.7, "B")])
def test_a_warning_is_a_caveat_in_one_family(reachable: float, grade: str) -> None:
    found = figure(compute(week(45, reachable=reachable).freeze(), History()))

    assert found.grade == grade
    assert found.decision is (Decision.PUBLISH if grade == "A" else Decision.CAVEAT)


def test_weighting_that_moves_a_figure_beyond_its_error_is_said() -> None:
    made = MadeWeek()
    for place in range(350):
        made.transaction(answers={"recommend": 9 + place % 2 if place % 20 else 5})
    for place in range(150):
        made.transaction(outcome="late", answers={"recommend": place % 8})
    for _ in range(170):
        made.transaction(outcome="late")

    found = figure(compute(made.freeze(), History()))

    margin = (found.ci_high - found.ci_low) / 2
    assert found.raw - found.value > 3 * margin
    assert (found.decision, found.grade) == (Decision.CAVEAT, "D")
    assert "Weighting moved the figure by" in found.reason
