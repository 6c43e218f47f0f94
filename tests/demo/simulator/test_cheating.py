"""What the simulated world can be told to do beyond the demo: the truth stays what people think."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.keys import KeyRing
from customers.models import Audience
from demo.answers import response_rows
from demo.simulator.places import PARTNER_INDEX, SPAIN
from demo.simulator.world import SimulatedWeek, make_world
from demo.truth import (
    END_USER,
    TOUCHPOINT_INDEX,
    FabricationTruth,
    MixShiftTruth,
    OmissionTruth,
    Truth,
)
from tests.demo.test_answers import LONG_AFTER, SHAPES, invite_all

KEYS = KeyRing(b"a key of tests, long enough to be one")
DEMO = Truth()


def week_of(truth: Truth, index: int = 3) -> SimulatedWeek:
    return make_world(truth).week(index)


def test_the_demo_itself_fabricates_nothing_and_says_what_it_thinks() -> None:
    week = week_of(DEMO)

    assert not week.is_fabricated.any()
    assert (
        week.opinions.end_user_said.recommend.tolist() == week.opinions.end_user.recommend.tolist()
    )
    assert week.opinions.partner_said.effort.tolist() == week.opinions.partner.effort.tolist()


def test_a_fabricating_partner_answers_for_its_own_end_users_with_nines_and_tens() -> None:
    truth = replace(DEMO, fabrication=FabricationTruth("DE02"))
    week, honest = week_of(truth), week_of(DEMO)

    fabricated = week.is_fabricated
    of_partner = week.business.partner == PARTNER_INDEX["DE02"]
    assert 0 < fabricated.sum() < of_partner.sum()
    assert not fabricated[~of_partner].any()
    assert set(week.opinions.end_user_said.recommend[fabricated].tolist()) == {9, 10}
    assert week.end_user_answering.answers[fabricated].all()
    assert week.opinions.end_user.recommend.tolist() == honest.opinions.end_user.recommend.tolist()


def test_fabricated_answers_come_in_one_go_from_one_network_without_a_comment() -> None:
    week = week_of(replace(DEMO, fabrication=FabricationTruth("DE02")))
    invited = [one for one in invite_all(week) if week.is_fabricated[one.invitation_id - 1]]

    rows = response_rows(week, invited, SHAPES, KEYS, LONG_AFTER)

    answered = [row.answered_at for row in rows]
    assert len(rows) == len(invited) > 10
    assert len({row.network_hash for row in rows}) == 1
    assert (max(answered) - min(answered)).total_seconds() <= 40 * 60
    assert not any("comment" in row.answers for row in rows)


def test_a_culture_answers_high_and_still_thinks_what_it_thinks() -> None:
    high = replace(END_USER, answers_high=(0.0, 1.0, 0.0, 0.0, 0.0))
    world = make_world(replace(DEMO, end_user=high))
    week = world.week(3)

    said, thought = week.opinions.end_user_said.recommend, week.opinions.end_user.recommend
    is_spanish = world.cast.partners.country[week.business.partner] == SPAIN
    assert (said[~is_spanish] == thought[~is_spanish]).all()
    assert (said[is_spanish] == np.minimum(thought[is_spanish] + 1, 10)).mean() > 0.98
    assert thought.tolist() == week_of(DEMO).opinions.end_user.recommend.tolist()


def test_answering_can_depend_on_the_opinion_that_no_frame_knows() -> None:
    by_opinion = replace(END_USER, answers_by_opinion=0.25)
    week = week_of(replace(DEMO, end_user=by_opinion))

    thought, answers = week.opinions.end_user.recommend, week.end_user_answering.answers
    fine = ~week.business.went_wrong
    assert thought[fine & answers].mean() > thought[fine & ~answers].mean() + 0.2


@pytest.mark.parametrize(("index", "share"), [(3, 0.14), (4, 0.36)], ids=["before", "after"])
def test_the_mix_of_touchpoints_shifts_from_one_week_on(index: int, share: float) -> None:
    shares = (0.04, 0.12, 0.05, 0.20, 0.36, 0.14, 0.06, 0.03)
    week = week_of(replace(DEMO, mix_shift=MixShiftTruth(4, shares)), index)

    calls = (week.business.touchpoint == TOUCHPOINT_INDEX["call_centre"]).mean()

    assert calls == pytest.approx(share, abs=0.05)


def test_several_partners_may_leave_out_unhappy_customers() -> None:
    truth = replace(DEMO, omission=OmissionTruth("GB01", 1.0, ("DE02",)))
    world = make_world(truth)
    week = world.week(3)

    places = [PARTNER_INDEX["GB01"], PARTNER_INDEX["DE02"]]
    theirs = np.isin(week.business.partner, places) & week.business.went_wrong
    assert not week.end_user_is_known[theirs].any()
    assert world.cast.partner_supplies[places].all()


def test_a_partner_may_go_by_what_the_frame_knows_alone() -> None:
    omission = OmissionTruth("GB01", 1.0, only_by_frame=True)
    week = week_of(replace(DEMO, omission=omission))

    theirs = week.business.partner == PARTNER_INDEX["GB01"]
    unhappy = week.opinions.end_user.recommend <= 6
    assert week.end_user_is_known[theirs & unhappy & ~week.business.went_wrong].any()
    assert not week.end_user_is_known[theirs & week.business.went_wrong].any()


def test_channel_partners_can_be_told_to_answer_by_opinion_too() -> None:
    by_opinion = replace(DEMO.channel_partner, answers_by_opinion=1.0)
    week = week_of(replace(DEMO, channel_partner=by_opinion))

    counts = week.opinions.is_contact
    thought = (week.opinions.partner.recommend * counts).sum(axis=1) / counts.sum(axis=1)
    answers = week.answering(Audience.CHANNEL_PARTNER).answers
    assert thought[answers].mean() > thought[~answers].mean()
