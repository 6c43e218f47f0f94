"""A gap in the transaction file: a missing day, a missing partner; held as flash, said as final."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest

from core.clock import Week
from metrics.figures import Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.sampling.completeness import frame_completeness
from metrics.method import Severity
from metrics.models import State
from metrics.warehouse.columns import integers
from metrics.warehouse.frozen import FrozenWeek, History, WeekCells
from metrics.weekly.check import check_rows
from metrics.weekly.rollup import roll_up_week
from tests.metrics.frozen_weeks import MadeWeek

USUAL = {"north1": 20, "south1": 20, "coast1": 5}


def week(
    number: int,
    *,
    kind: str = "final",
    a_day: Mapping[str, int] | None = None,
    without_day: int | None = None,
) -> FrozenWeek:
    """So many transactions a day of each partner, Monday to Friday."""
    made = MadeWeek(week=Week(2026, number), kind=kind)
    for partner, count in (a_day or USUAL).items():
        for day in set(range(5)) - {without_day}:
            for _ in range(count):
                on = made.week.monday + timedelta(days=day)
                made.transaction(partner=partner, occurred_on=on)
    return made.freeze()


@pytest.fixture(scope="module")
def usual_weeks() -> tuple[WeekCells, ...]:
    frozen = [week(number) for number in range(41, 45)]
    return tuple(roll_up_week(one, check_rows(one))[0] for one in frozen)


def findings(frozen: FrozenWeek, before: tuple[WeekCells, ...]) -> dict[tuple[str, str], Finding]:
    history = History(cells=before)
    rows = integers(frozen.responses, "transaction")
    found = frame_completeness(WeekEvidence(frozen, history, (), rows))
    return {(finding.check_key, finding.node_key): finding for finding in found}


def test_a_usual_week_has_no_gap(usual_weeks: tuple[WeekCells, ...]) -> None:
    found = findings(week(45), usual_weeks)

    assert {key: finding.state for key, finding in found.items()} == {
        ("frame_gap", ""): State.PASS,
        ("frame_gap_network", ""): State.PASS,
    }


@pytest.mark.parametrize(
    ("kind", "severity"), [("flash", Severity.BLOCK), ("final", Severity.CAVEAT)]
)
def test_a_missing_day_fails_and_holds_only_the_flash(
    usual_weeks: tuple[WeekCells, ...], kind: str, severity: Severity
) -> None:
    found = findings(week(45, kind=kind, without_day=2), usual_weeks)["frame_gap", ""]

    assert (found.state, found.severity) == (State.FAIL, severity)
    assert found.what == "Wednesday has 0 transactions where about 45 were expected."
    assert "import what is missing" in found.what_to_do


@pytest.mark.parametrize(
    ("kind", "severity"), [("flash", Severity.BLOCK), ("final", Severity.CAVEAT)]
)
def test_a_missing_partner_fails_for_itself_and_for_the_network_it_is_much_of(
    usual_weeks: tuple[WeekCells, ...], kind: str, severity: Severity
) -> None:
    found = findings(week(45, kind=kind, a_day={"north1": 20, "coast1": 5}), usual_weeks)

    own, network = found["frame_gap_partner", "south1"], found["frame_gap_network", ""]
    assert (own.state, own.severity, own.level) == (State.FAIL, severity, "partner")
    assert own.what == "0 transactions where about 100 were expected."
    assert (network.state, network.severity) == (State.FAIL, severity)
    assert network.value == pytest.approx(100 / 225)


def test_a_small_missing_partner_leaves_the_network_alone(
    usual_weeks: tuple[WeekCells, ...],
) -> None:
    before = tuple(
        roll_up_week(one, check_rows(one))[0]
        for one in (week(n, a_day={"north1": 60, "coast1": 5}) for n in range(41, 45))
    )

    found = findings(week(45, a_day={"north1": 60}), before)

    assert found["frame_gap_partner", "coast1"].state is State.FAIL
    assert found["frame_gap_network", ""].state is State.PASS
    assert found["frame_gap", ""].state is State.PASS


def test_half_of_the_usual_is_no_gap_and_a_little_less_is_weighed_by_chance(
    usual_weeks: tuple[WeekCells, ...],
) -> None:
    half = findings(week(45, a_day={**USUAL, "coast1": 3}), usual_weeks)
    less = findings(week(45, a_day={**USUAL, "coast1": 1}), usual_weeks)

    assert ("frame_gap_partner", "coast1") not in half
    # 5 where 25 are usual: P(X ≤ 5) is 1.4e-6, between fail (1e-6) and warn (1e-4).
    assert less["frame_gap_partner", "coast1"].state is State.WARN
    assert less["frame_gap_partner", "coast1"].value == pytest.approx(1.385e-6, rel=1e-2)


def test_four_earlier_weeks_are_needed_to_say_anything(
    usual_weeks: tuple[WeekCells, ...],
) -> None:
    found = findings(week(45, without_day=0), usual_weeks[:3])

    assert [finding.state for finding in found.values()] == [State.NOT_APPLICABLE]


def test_the_last_four_weeks_are_the_measure(usual_weeks: tuple[WeekCells, ...]) -> None:
    busy = week(40, a_day={"north1": 400})
    old = roll_up_week(busy, check_rows(busy))[0]

    found = findings(week(45), (old, *usual_weeks))

    assert found["frame_gap", ""].state is State.PASS
