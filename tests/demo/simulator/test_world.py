from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest

from customers.models import Audience
from demo.simulator.behaviour import response_propensity
from demo.simulator.opinions import end_user_level
from demo.simulator.places import PARTNER_INDEX, PARTNERS
from demo.simulator.world import SimulatedWeek, World, make_world
from demo.truth import DropTruth, OmissionTruth, Truth


@pytest.fixture(scope="module")
def world() -> World:
    return make_world()


@pytest.fixture(scope="module")
def year(world: World) -> list[SimulatedWeek]:
    return [world.week(index) for index in range(world.truth.week_count)]


def assert_same(left: Any, right: Any) -> None:
    for field in fields(left):
        one, other = getattr(left, field.name), getattr(right, field.name)
        if isinstance(one, np.ndarray):
            np.testing.assert_array_equal(one, other)
        elif hasattr(one, "__dataclass_fields__"):
            assert_same(one, other)
        else:
            assert one == other


def test_a_week_is_the_same_whichever_weeks_were_simulated_before(world: World) -> None:
    expected = world.week(7)

    again = make_world()
    again.week(30)

    assert_same(again.week(7), expected)


def test_a_week_is_the_same_in_a_shorter_history(world: World) -> None:
    short = make_world(Truth(week_count=9))

    assert_same(short.week(7), world.week(7))


def test_another_seed_makes_another_world(world: World) -> None:
    other = make_world(seed=1)

    assert other.week(0).keys != world.week(0).keys


def test_the_network_has_forty_partners_in_five_countries_and_three_sizes() -> None:
    keys = {partner.key for partner in PARTNERS}

    assert len(keys) == len(PARTNERS) == 40
    assert len({partner.country.name for partner in PARTNERS}) == 5
    assert {partner.size.value for partner in PARTNERS} == {"large", "medium", "small"}
    assert len({partner.name for partner in PARTNERS}) == 40


def test_a_partner_has_contacts_in_proportion_to_its_business(world: World) -> None:
    counts = np.bincount(world.cast.contacts.partner)
    usual = np.array([partner.weekly_transactions / 3 for partner in PARTNERS])

    assert np.abs(counts - usual).max() <= 1.5
    assert 380 <= counts.sum() <= 440


def test_a_week_has_about_1200_transactions(year: list[SimulatedWeek]) -> None:
    counts = [week.business.count for week in year]

    assert 1_180 < np.mean(counts) < 1_260
    assert min(counts) > 1_000


def test_end_users_deal_with_their_own_partner(world: World, year: list[SimulatedWeek]) -> None:
    business = year[3].business

    np.testing.assert_array_equal(world.cast.end_users.partner[business.end_user], business.partner)


def test_every_transaction_happens_on_every_weekday(year: list[SimulatedWeek]) -> None:
    for week in year:
        assert set(week.business.weekday.tolist()) == set(range(7))


@pytest.mark.parametrize(
    ("outcome", "low", "high"),
    [("is_late", 0.11, 0.14), ("has_complaint", 0.05, 0.07), ("is_returned", 0.015, 0.025)],
)
def test_things_go_wrong_as_often_as_the_truth_says(
    year: list[SimulatedWeek], outcome: str, low: float, high: float
) -> None:
    share = np.mean(np.concatenate([getattr(week.business, outcome) for week in year]))

    assert low < share < high


def test_the_drop_lowers_repair_visits_in_spain_from_week_forty_and_nothing_else(
    world: World,
) -> None:
    flat = replace(world, truth=replace(world.truth, drop=DropTruth(end_user=0.0)))
    for index, expected in ((38, 0.0), (39, world.truth.drop.end_user)):
        business = world.week(index).business
        spanish = np.array([PARTNERS[p].country.name == "Spain" for p in business.partner])
        fallen = spanish & (business.touchpoint == 5)

        difference = end_user_level(world.truth, world.cast, business, index) - end_user_level(
            flat.truth, flat.cast, business, index
        )

        np.testing.assert_allclose(difference[fallen], expected)
        np.testing.assert_allclose(difference[~fallen], 0.0)


def test_only_the_omitting_partner_hides_its_unhappy_end_users(
    year: list[SimulatedWeek],
) -> None:
    partner = np.concatenate([week.business.partner for week in year])
    known = np.concatenate([week.end_user_is_known for week in year])
    unhappy = np.concatenate(
        [w.business.went_wrong | (w.opinions.end_user.recommend <= 6) for w in year]
    )
    omits = partner == PARTNER_INDEX["GB01"]

    assert known[omits & unhappy].mean() == pytest.approx(0.93 * 0.40, abs=0.03)
    assert known[omits & ~unhappy].mean() == pytest.approx(0.93, abs=0.02)
    assert known[~omits & unhappy].mean() == pytest.approx(0.93, abs=0.01)
    assert known[~omits & ~unhappy].mean() == pytest.approx(0.93, abs=0.01)


def test_without_an_omitting_partner_everybody_is_handed_over_alike() -> None:
    honest = make_world(Truth(omission=OmissionTruth(partner_key=None), week_count=20))
    weeks = [honest.week(index) for index in range(20)]
    partner = np.concatenate([week.business.partner for week in weeks])
    known = np.concatenate([week.end_user_is_known for week in weeks])

    share = known[partner == PARTNER_INDEX["GB01"]].mean()

    assert share == pytest.approx(0.93, abs=0.02)


@pytest.mark.parametrize("audience", list(Audience))
def test_whoever_was_let_down_answers_less(
    world: World, year: list[SimulatedWeek], audience: Audience
) -> None:
    business = year[0].business
    behaviour = world.truth.of(audience)

    propensity = response_propensity(behaviour, business)

    assert set(propensity[~business.went_wrong]) == {behaviour.answers}
    assert set(propensity[business.has_complaint]) == {behaviour.answers_when_complaint}
    assert behaviour.answers_when_complaint < behaviour.answers_when_late < behaviour.answers


def test_careless_people_are_fast_and_few(world: World, year: list[SimulatedWeek]) -> None:
    place = np.concatenate([week.end_user_answering.careless_place for week in year])
    seconds = np.concatenate([week.end_user_answering.seconds for week in year])
    careless = place >= 0

    assert careless.mean() == pytest.approx(world.truth.careless.share, abs=0.005)
    assert seconds[careless].max() < seconds[~careless].min()


def test_both_customers_of_a_transaction_share_some_of_their_opinion(
    year: list[SimulatedWeek],
) -> None:
    end_user = np.concatenate([week.opinions.end_user.recommend for week in year])
    partner = np.concatenate([week.opinions.partner.recommend[:, 0] for week in year])

    correlation = np.corrcoef(end_user, partner)[0, 1]

    assert 0.1 < correlation < 0.5
