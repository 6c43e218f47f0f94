"""Gaps: whose answers may be told from them, and how sure they are."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from scipy.stats import t as student

from metrics.figures import GapFigure
from metrics.warehouse.frozen import History
from metrics.weekly.compute import compute
from metrics.weekly.duality import weekly_gaps
from tests.metrics.frozen_weeks import MadeWeek, figure

PARTNERS = ("north1", "south1", "coast1")


def paired_week(
    count: int,
    customer: Callable[[int], int],
    person: Callable[[int], int],
    *,
    partners: tuple[str, ...] = PARTNERS,
    kind: str = "final",
) -> MadeWeek:
    made = MadeWeek(kind=kind)
    for place in range(count):
        partner = partners[place % len(partners)]
        number = made.transaction(
            partner=partner, account=customer(place), answers={"recommend": place % 11}
        )
        made.transaction(
            audience="channel_partner",
            number=number,
            partner=partner,
            account=person(place),
            answers={"recommend": (7 * place + 3) % 11},
        )
    return made


def gap(made: MadeWeek, level: str, node: str = "", *, is_paired: bool = True) -> GapFigure:
    [found] = [
        found
        for found in compute(made.freeze(), History()).figures.gaps
        if (found.is_paired, found.level, found.node_key, found.metric)
        == (is_paired, level, node, "nps")
        and found.window == (13 if is_paired else 1)
    ]
    return found


def test_pairs_with_one_customer_are_not_told_to_the_partner_who_knows_its_own_side() -> None:
    made = paired_week(12, lambda _: 77, lambda place: 90 + place % 4, partners=("north1",))

    found = gap(made, "partner", "north1")

    assert (found.value, found.grade) == (None, "F")
    assert found.reason == "The pairs are with too few customers, or mostly with one."


def test_pairs_mostly_with_one_customer_are_not_shown_for_the_network_either() -> None:
    made = paired_week(
        36, lambda place: 77 if place < 20 else 500 + place, lambda place: 90 + place
    )

    assert (
        gap(made, "network").reason == "The pairs are with too few customers, or mostly with one."
    )


@pytest.mark.parametrize(("persons", "is_shown"), [(2, False), (3, True)])
def test_a_partners_own_pairs_are_shown_from_three_of_its_persons(
    persons: int, is_shown: bool
) -> None:
    made = paired_week(
        24, lambda place: 500 + place, lambda place: 90 + place % persons, partners=("north1",)
    )

    found = gap(made, "partner", "north1")

    assert (found.value is not None) is is_shown
    assert (found.reason or "").endswith("of fewer than three of the partner's persons.") is (
        not is_shown
    )


@pytest.mark.parametrize(("count", "is_shown"), [(29, False), (30, True)])
def test_a_flash_tells_a_paired_gap_from_thirty_pairs_on(count: int, is_shown: bool) -> None:
    facts: dict[str, Any] = {"customer": lambda place: 500 + place, "person": lambda p: 90 + p}

    flash = gap(paired_week(count, **facts, kind="flash"), "network")
    final = gap(paired_week(count, **facts), "network")

    assert (flash.value is not None) is is_shown
    assert final.value is not None


def test_the_weekly_gaps_interval_goes_by_persons_not_by_partners() -> None:
    made = paired_week(60, lambda place: 500 + place, lambda place: 90 + place)
    computed = compute(made.freeze(), History())
    user, partner = figure(computed), figure(computed, audience="channel_partner")

    found = gap(made, "network", is_paired=False)

    v1, v2 = user.se**2, partner.se**2
    df = (v1 + v2) ** 2 / (v1**2 / 59 + v2**2 / 59)
    assert partner.accounts == 3
    assert found.value is not None
    assert found.ci_high is not None
    assert found.ci_high - found.value == pytest.approx(
        student.ppf(0.975, df) * math.sqrt(v1 + v2), abs=2e-6
    )


def test_a_paired_gap_of_persons_who_disagree_stays_within_the_length_of_the_scale() -> None:
    made = MadeWeek(kind="final")
    for place in range(12):
        scores = (10, 0) if place % 3 else (0, 10)
        facts: dict[str, Any] = {"partner": "north1"}
        number = made.transaction(account=500 + place, answers={"recommend": scores[0]}, **facts)
        made.transaction(
            audience="channel_partner",
            number=number,
            account=90 + place % 3,
            answers={"recommend": scores[1]},
            **facts,
        )

    found = gap(made, "partner", "north1")

    assert found.value == pytest.approx(200 / 3, abs=1e-6)
    assert (found.ci_low, found.ci_high) == (-200.0, 200.0)


@pytest.mark.parametrize(
    ("grades", "families", "grade"),
    [
        (("A", "A"), ("", ""), "A"),
        (("B", "A"), ("sampling", ""), "B"),
        (("B", "B"), ("sampling", "sampling"), "B"),
        (("B", "B"), ("sampling", "constructs"), "C"),
        (("C", "B"), ("sampling,analytics", "constructs"), "D"),
        (("D", "A"), ("sampling", ""), "D"),
    ],
)
def test_every_family_that_warns_of_either_customer_warns_of_the_gap(
    grades: tuple[str, str], families: tuple[str, str], grade: str
) -> None:
    shown = figure(compute(paired_week(30, lambda n: n, lambda n: 90 + n).freeze(), History()))
    assert shown.se is not None
    sides = [
        replace(shown, audience=audience, grade=one, families=warned)
        for audience, one, warned in zip(
            ("end_user", "channel_partner"), grades, families, strict=True
        )
    ]
    figures = {(side.audience, 1, "network", "", "", "nps"): side for side in sides}

    [found] = weekly_gaps(figures, dict.fromkeys(figures, 30))

    assert found.grade == grade
