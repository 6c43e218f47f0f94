"""Who answers, when, how carefully: potential behaviour of both customers of each transaction.

Drawn before anybody is invited, so that it does not depend on whom the platform picks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from customers.models import Audience
from demo.simulator.business import WeekOfBusiness
from demo.simulator.cast import Cast
from demo.simulator.draws import Bools, Floats, Ints, Stream, generator
from demo.simulator.opinions import WeekOfOpinions
from demo.simulator.places import PARTNER_INDEX
from demo.truth import AudienceTruth, Truth

COMMENT_SHARE = 0.30
DETRACTOR_COMMENT_SHARE = 0.55
FASTEST_CAREFUL_SECONDS = 18.0
ANSWERING_STREAMS = {
    Audience.END_USER: Stream.END_USER_ANSWERING,
    Audience.CHANNEL_PARTNER: Stream.PARTNER_ANSWERING,
}


@dataclass(frozen=True)
class WeekOfAnswering:
    """Shape (n,). `delay_days` runs from the invitation; `careless_place` is a place of every
    scale, 0–1, and −1 for careful people; `comment_draw` and `reason_draw` are uniform on 0–1."""

    answers: Bools
    delay_days: Floats
    seconds: Floats
    careless_place: Floats
    device: Ints
    comment_draw: Floats
    reason_draw: Floats


def simulate_answering(
    truth: Truth,
    business: WeekOfBusiness,
    opinions: WeekOfOpinions,
    audience: Audience,
    seed: int,
    week_index: int,
) -> WeekOfAnswering:
    rng = generator(seed, ANSWERING_STREAMS[audience], week_index)
    behaviour = truth.of(audience)
    count = business.count
    propensity = response_propensity(behaviour, business)
    if behaviour.answers_by_opinion:
        above = _opinion(opinions, audience) - behaviour.level
        propensity = expit(logit(propensity) + behaviour.answers_by_opinion * above)
    delay = behaviour.delay_median_days * np.exp(rng.normal(0.0, behaviour.delay_log_sd, count))
    careless = rng.random(count) < truth.careless.share
    careful_seconds = behaviour.sheet_median_seconds * np.exp(rng.normal(0.0, 0.45, count))
    hasty_seconds = truth.careless.median_seconds * np.exp(rng.normal(0.0, 0.3, count))
    places = np.array(truth.careless.places)[rng.integers(0, len(truth.careless.places), count)]
    return WeekOfAnswering(
        answers=rng.random(count) < propensity,
        delay_days=np.where(business.went_wrong, 1.4, 1.0) * delay,
        seconds=np.where(careless, hasty_seconds, careful_seconds + FASTEST_CAREFUL_SECONDS),
        careless_place=np.where(careless, places, -1.0),
        device=rng.choice(3, count, p=(0.55, 0.40, 0.05)),
        comment_draw=rng.random(count),
        reason_draw=rng.random(count),
    )


def response_propensity(behaviour: AudienceTruth, business: WeekOfBusiness) -> Floats:
    """The chance of answering an invitation, as far as what the frame knows decides it."""
    wrong = business.has_complaint | business.is_returned
    late = np.where(business.is_late, behaviour.answers_when_late, behaviour.answers)
    return np.where(wrong, behaviour.answers_when_complaint, late)


def _opinion(opinions: WeekOfOpinions, audience: Audience) -> Floats:
    """What is thought of each transaction; at a partner the mean of all who might be asked."""
    if audience is Audience.END_USER:
        return opinions.end_user.recommend.astype(np.float64)
    counts = opinions.is_contact
    thought: Floats = (opinions.partner.recommend * counts).sum(axis=1) / counts.sum(axis=1)
    return thought


def end_user_is_handed_over(
    truth: Truth,
    cast: Cast,
    business: WeekOfBusiness,
    opinions: WeekOfOpinions,
    seed: int,
    week_index: int,
) -> Bools:
    """Whether the transaction names its end user: by chance, except at the omitting partner."""
    rng = generator(seed, Stream.CONTACT_SUPPLY, 1 + week_index)
    known = rng.random(business.count) >= truth.supply.unknown_end_user
    unhappy = business.went_wrong
    if not truth.omission.only_by_frame:
        unhappy = unhappy | (opinions.end_user.recommend <= 6)
    omits = _partner_omits(truth, cast)[business.partner]
    left_out = rng.random(business.count) < truth.omission.share_of_unhappy
    return np.asarray(known & ~(omits & unhappy & left_out), dtype=np.bool_)


def _partner_omits(truth: Truth, cast: Cast) -> Bools:
    omitting = np.zeros(len(cast.partners.weekly), dtype=np.bool_)
    omitting[[PARTNER_INDEX[key] for key in truth.omission.partner_keys]] = True
    return omitting
