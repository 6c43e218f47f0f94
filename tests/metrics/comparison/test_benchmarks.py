"""Who may be shown what of the others, and what nobody can work out of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from scipy.optimize import linprog

from core.clock import Week
from metrics.comparison.benchmarks import (
    EVERY,
    find_positions,
    has_benchmarks,
    partner_band,
    peer_benchmarks,
    quartiles,
)
from metrics.models import Decision, Metric
from metrics.warehouse.frozen import History
from metrics.weekly.compute import compute
from tests.metrics.comparison.peers import Page, bounds, figures, network, pages
from tests.metrics.frozen_weeks import WEEK, MadeWeek, reference

STEP = 5.0


def test_quartiles_of_the_others_are_rounded_to_the_steps_of_the_metric() -> None:
    values = np.array([12.0, 31.0, 44.0, 48.0, 59.0, 66.0])

    assert quartiles(values, Metric.NPS) == (35.0, 45.0, 55.0)
    assert quartiles(values / 100, Metric.CSAT) == (0.34, 0.46, 0.56)
    assert quartiles(values / 10, Metric.EFFORT) == (3.4, 4.6, 5.6)


@pytest.mark.parametrize(("partners", "is_shown"), [(5, False), (6, False), (7, True), (8, True)])
def test_five_others_stay_even_for_two_who_put_their_pages_together(
    partners: int, is_shown: bool
) -> None:
    seen = pages(figures(network([40.0] * partners)))

    assert {page.reason is None for page in seen.values()} == {is_shown}


def test_a_partner_without_a_figure_is_no_exception() -> None:
    estimates = figures(network([40.0] * 6))

    found = {page.node_key: page for page in peer_benchmarks(estimates, ["outside", "p0"])}

    assert found["outside"].reason is None
    assert found["outside"].quarter_from is None
    assert found["p0"].reason is not None


@pytest.mark.parametrize(
    ("largest", "seen_by_small", "seen_by_large"),
    [(400, True, True), (401, False, True), (5000, False, True)],
)
def test_one_who_stands_for_more_than_a_quarter_is_not_compared_with_by_name_or_size(
    largest: int, seen_by_small: bool, seen_by_large: bool
) -> None:
    """Of six others with 240 each and one of 400, five by 240 stay with it: 400 of 1,600."""
    many = figures(network([40.0] * 7), population=240)
    one = figures({"large": 40.0}, population=largest)

    seen = pages([*many, *one])

    assert (seen["p0"].reason is None, seen["large"].reason is None) == (
        seen_by_small,
        seen_by_large,
    )


def test_ones_own_figure_is_in_nothing_one_is_shown() -> None:
    values = [10.0, 20.0, 35.0, 40.0, 45.0, 60.0, 70.0, 80.0]

    low, high = (pages(figures(network([own, *values])))["p0"] for own in (-100.0, 100.0))

    assert (low.low, low.middle, low.high) == (high.low, high.middle, high.high)


def test_a_hidden_or_held_figure_moves_nothing() -> None:
    others = figures(network([10.0, 20.0, 35.0, 40.0, 45.0, 60.0, 70.0]))
    held = figures({"held": -100.0}, decision=Decision.HOLD)
    touchpoint = figures({"p9": -100.0}, touchpoint_key="sale")
    week = figures({"p8": -100.0}, window=1)

    assert pages([*others, *held, *touchpoint, *week])["p0"] == pages(others)["p0"]


def test_how_many_partners_there_are_is_a_band() -> None:
    assert [partner_band(count) for count in (6, 9, 10, 36, 400)] == [
        "6–9", "6–9", "10–19", "20–49", "100+",
    ]  # fmt: skip


# Where one stands


def test_a_position_is_said_in_quarters_and_only_from_eight_partners_on() -> None:
    apart = figures(network([-60.0, -20.0, 0.0, 20.0, 40.0, 60.0, 80.0, 95.0]), se=2.0)

    found = find_positions(apart)

    assert (found["p0"].quarter_from, found["p0"].quarter_to) == (4, 4)
    assert (found["p7"].quarter_from, found["p7"].quarter_to) == (1, 1)
    assert (found["p7"].likely_from, found["p7"].likely_to) == (1, 1)
    assert find_positions(apart[:7]) == {}


def test_partners_who_cannot_be_told_apart_have_every_quarter() -> None:
    found = find_positions(figures(network([38.0, 39.0, 40.0, 41.0] * 3), se=15.0))

    assert {(one.quarter_from, one.quarter_to) for one in found.values()} == {(1, 4)}
    assert {one.likely_from for one in found.values()} == {None}


# Attacks


def page_of(values: Sequence[float], reader: int, *others: int) -> Page:
    """What a reader sees, and the figures of those who told it theirs."""
    seen = pages(figures(network(values)))[f"p{reader}"]
    assert seen.low is not None
    assert seen.middle is not None
    assert seen.high is not None
    return Page((seen.low, seen.middle, seen.high), tuple(values[other] for other in others))


def test_the_attack_succeeds_where_no_rule_holds() -> None:
    """Three partners, two of whom put unrounded pages together: the third stands naked."""
    x, a, b = 37.0, 20.0, 60.0
    seen = [
        Page(tuple(np.quantile([x, b], (0.25, 0.5, 0.75)).tolist()), (b,)),
        Page(tuple(np.quantile([x, a], (0.25, 0.5, 0.75)).tolist()), (a,)),
    ]

    low, high = bounds(seen, 1, step=1e-6)

    assert (low, high) == pytest.approx((37.0, 37.0), abs=1e-4)


NETWORKS = [
    sorted(np.random.default_rng(seed).normal(40.0, spread, size).round(2).clip(-100, 100).tolist())
    for seed, (size, spread) in enumerate(
        [(7, 0.0), (7, 1.0), (7, 12.0), (7, 30.0), (8, 3.0), (8, 20.0), (9, 15.0), (10, 25.0)]
    )
]


@pytest.mark.parametrize("values", NETWORKS)
def test_what_one_insider_can_say_of_another_is_wider_than_the_rounding(
    values: list[float],
) -> None:
    """The network's rounded figure is known too, as if every partner weighed alike."""
    for reader in (0, len(values) // 2, len(values) - 1):
        hidden = [value for place, value in enumerate(values) if place != reader]
        middle = float(np.mean(hidden))

        low, high = bounds(
            [page_of(values, reader)], len(hidden), mean=(middle - STEP / 2, middle + STEP / 2)
        )

        assert high - low > STEP
        assert low <= min(hidden)
        assert high >= max(hidden)


@pytest.mark.parametrize("values", NETWORKS)
def test_what_two_insiders_can_say_together_is_wider_than_the_rounding(
    values: list[float],
) -> None:
    """The lowest and the highest together know most: the others lie between them."""
    last = len(values) - 1
    for one, other in ((0, last), (0, 1), (last // 2, last)):
        hidden = [value for place, value in enumerate(values) if place not in (one, other)]
        middle = float(np.mean(hidden))
        seen = [page_of(values, one, other), page_of(values, other, one)]

        low, high = bounds(seen, len(hidden), mean=(middle - STEP / 2, middle + STEP / 2))

        assert high - low > STEP
        assert low <= min(hidden)
        assert high >= max(hidden)


def test_two_benchmarks_never_share_an_answer() -> None:
    weeks = [Week(2026, 45).shifted(-back) for back in range(13)]

    compared = [week for week in weeks if has_benchmarks(week)]

    covered = [str(week.shifted(-back)) for week in compared for back in range(EVERY)]
    assert len(compared) == 4
    assert len(covered) == len(set(covered))


def test_every_fourth_week_is_one_across_years_of_53_weeks() -> None:
    weeks = [Week(2026, 45).shifted(ahead) for ahead in range(120)]

    gaps = np.diff([place for place, week in enumerate(weeks) if has_benchmarks(week)])

    assert set(gaps.tolist()) == {EVERY}


def change_known(published: Sequence[int]) -> float:
    """Width of what 13 weeks of four-week levels, rounded to 5, tell of w_12 − w_8.

    `published` are the weeks (0…12) whose level over the four weeks up to them is told.
    """
    truth = np.random.default_rng(4).normal(40.0, 20.0, 13)
    rows, limits = [], []
    for week in published:
        row = np.zeros(13)
        row[week - 3 : week + 1] = 0.25
        told = STEP * round(float(row @ truth) / STEP)
        rows += [row, -row]
        limits += [told + STEP / 2, -(told - STEP / 2)]
    aim = np.zeros(13)
    aim[12], aim[8] = 1.0, -1.0
    ends = [
        linprog(sign * aim, A_ub=np.array(rows), b_ub=limits, bounds=[(-100, 100)] * 13).fun
        for sign in (1.0, -1.0)
    ]
    return float(-ends[1] - ends[0])


def test_weekly_benchmarks_would_tell_single_weeks_and_four_weekly_ones_do_not() -> None:
    """Two windows that share three weeks differ by two single weeks: ± 20 points, rounded."""
    weekly, every_fourth = change_known(range(3, 13)), change_known((4, 8, 12))

    assert weekly == pytest.approx(40.0, abs=0.5)
    assert every_fourth > 200.0


# In the edition


def made(week: Week, kind: str = "final") -> MadeWeek:
    tree = reference({f"north{number}": "DE/North" for number in range(1, 9)})
    week_made = MadeWeek(week=week, kind=kind, reference=tree)
    for number in range(1, 9):
        for place in range(14):
            answers = {"recommend": (place * number) % 11}
            week_made.transaction(partner=f"north{number}", answers=answers)
    return week_made


def test_an_edition_keeps_benchmarks_of_every_partner_every_fourth_week() -> None:
    found = compute(made(WEEK).freeze(), History()).figures.benchmarks

    nps = [one for one in found if (one.audience, one.metric) == ("end_user", "nps")]
    assert [one.node_key for one in nps] == [f"north{number}" for number in range(1, 9)]
    assert {one.reason for one in nps} == {None}
    assert {(one.partner_band, one.answer_band) for one in nps} == {("6–9", "50–99")}


def test_flashes_and_the_weeks_between_keep_none() -> None:
    flash = compute(made(WEEK, "flash").freeze(), History()).figures.benchmarks
    between = compute(made(WEEK.shifted(-1)).freeze(), History()).figures.benchmarks

    assert (flash, between) == ((), ())
