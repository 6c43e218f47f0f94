"""What both customers of every transaction think, and would answer if they answered.

End users: arrays of shape (n,). Channel partners: shape (n, m), one column for each contact of
the transaction's partner who might be asked about it (m = most contacts; unused columns repeat the
first contact and are masked), because the platform picks the contact at random.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from demo.simulator.business import WeekOfBusiness
from demo.simulator.cast import MOST_CONTACTS, Cast
from demo.simulator.draws import Bools, Floats, Ints, Stream, generator, rounded_scores
from demo.simulator.places import COUNTRIES
from demo.truth import TOUCHPOINTS, AudienceTruth, Truth


@dataclass(frozen=True)
class Sheet:
    """Would-be answers: recommendation 0–10, satisfaction 1–5, effort 1–7, repurchase 0–10."""

    recommend: Ints
    satisfaction: Ints
    effort: Ints
    repurchase: Ints


@dataclass(frozen=True)
class WeekOfOpinions:
    """What both customers think, and what they say when asked.

    `is_contact[t, k]` says whether the partner of transaction t has a k-th contact. The two differ
    where a culture answers high, and where somebody else answers.
    """

    end_user: Sheet
    partner: Sheet
    is_contact: Bools
    end_user_said: Sheet
    partner_said: Sheet


def simulate_opinions(
    truth: Truth, cast: Cast, business: WeekOfBusiness, seed: int, week_index: int
) -> WeekOfOpinions:
    rng = generator(seed, Stream.OPINIONS, week_index)
    shared = rng.normal(0.0, truth.shared_shock_sd, business.count)
    end_user = end_user_level(truth, cast, business, week_index) + shared
    end_user += rng.normal(0.0, truth.end_user.noise_sd, business.count)
    partner = partner_level(truth, cast, business, week_index) + shared
    partner += rng.normal(0.0, truth.channel_partner.noise_sd, business.count)
    effects, is_contact = _contact_effects(cast, business)
    own = _deviations(rng, end_user)
    partners = _deviations(rng, partner[:, np.newaxis])
    return WeekOfOpinions(
        end_user=_answers(end_user, own),
        partner=_answers(partner[:, np.newaxis] + effects, partners),
        is_contact=is_contact,
        end_user_said=_answers(end_user + _height(truth.end_user, cast, business), own),
        partner_said=_answers(
            (partner + _height(truth.channel_partner, cast, business))[:, np.newaxis] + effects,
            partners,
        ),
    )


def end_user_level(truth: Truth, cast: Cast, business: WeekOfBusiness, week_index: int) -> Floats:
    """The end user's expected opinion, persons and companies included, without shocks."""
    outcomes = truth.outcomes
    level: Floats = (
        _level(truth.end_user, cast, business, week_index)
        + np.array([t.end_user for t in TOUCHPOINTS])[business.touchpoint]
        + cast.partners.end_user_effect[business.partner]
        + cast.end_users.effect[business.end_user]
        + outcomes.end_user_late * business.is_late
        + outcomes.end_user_complaint * business.has_complaint
        + outcomes.end_user_returned * business.is_returned
        + truth.drop.end_user * is_dropped(truth, cast, business, week_index)
    )
    return level


def partner_level(truth: Truth, cast: Cast, business: WeekOfBusiness, week_index: int) -> Floats:
    """The channel partner's expected opinion, without its contact's effect and shocks."""
    outcomes = truth.outcomes
    level: Floats = (
        _level(truth.channel_partner, cast, business, week_index)
        + np.array([t.partner for t in TOUCHPOINTS])[business.touchpoint]
        + cast.partners.partner_effect[business.partner]
        + outcomes.partner_late * business.is_late
        + outcomes.partner_complaint * business.has_complaint
        + outcomes.partner_returned * business.is_returned
    )
    return level


def is_dropped(truth: Truth, cast: Cast, business: WeekOfBusiness, week_index: int) -> Bools:
    """Which transactions fall under the drop."""
    drop = truth.drop
    if week_index < drop.week_index:
        return np.zeros(business.count, dtype=np.bool_)
    country = [country.name for country in COUNTRIES].index(drop.country)
    touchpoint = [t.key for t in TOUCHPOINTS].index(drop.touchpoint_key)
    in_country = cast.partners.country[business.partner] == country
    return np.asarray(in_country & (business.touchpoint == touchpoint), dtype=np.bool_)


def _level(
    audience: AudienceTruth, cast: Cast, business: WeekOfBusiness, week_index: int
) -> Floats:
    country = np.array(audience.country)[cast.partners.country[business.partner]]
    season = audience.season * np.sin(2 * np.pi * week_index / 52)
    level: Floats = audience.level + country + season
    return level


def _contact_effects(cast: Cast, business: WeekOfBusiness) -> tuple[Floats, Bools]:
    contacts = cast.contacts
    first = contacts.first[business.partner]
    owned = contacts.first[business.partner + 1] - first
    columns = np.arange(MOST_CONTACTS)
    is_contact = columns[np.newaxis, :] < owned[:, np.newaxis]
    index = first[:, np.newaxis] + np.where(is_contact, columns[np.newaxis, :], 0)
    return contacts.effect[index], is_contact


def _height(audience: AudienceTruth, cast: Cast, business: WeekOfBusiness) -> Floats:
    """By how much people answer above what they think."""
    return np.array(audience.answers_high)[cast.partners.country[business.partner]]


def _deviations(rng: np.random.Generator, opinion: Floats) -> tuple[Floats, Floats, Floats]:
    """One transaction's sheet has one deviation per question, whoever of a partner fills it in."""
    shape = opinion.shape
    return rng.normal(0, 0.4, shape), rng.normal(0, 0.8, shape), rng.normal(0, 1.2, shape)


def _answers(opinion: Floats, deviations: tuple[Floats, Floats, Floats]) -> Sheet:
    satisfaction, effort, repurchase = deviations
    return Sheet(
        recommend=rounded_scores(opinion, 0, 10),
        satisfaction=rounded_scores(0.42 * opinion + 0.60 + satisfaction, 1, 5),
        effort=rounded_scores(0.62 * opinion + 0.25 + effort, 1, 7),
        repurchase=rounded_scores(0.95 * opinion - 0.50 + repurchase, 0, 10),
    )
