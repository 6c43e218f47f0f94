"""Who takes part: partners with their effects, their contacts, end users and their companies.

Built once per world, as arrays: one element per partner, partner contact or end user. End users
are sorted by the partner they mostly deal with, so that each partner's are a slice.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from customers.models import Audience
from demo.simulator.draws import Bools, Floats, Ints, Stream, generator
from demo.simulator.places import COUNTRIES, PARTNERS
from demo.truth import Truth

# A partner has one contact for about every three transactions a week, give or take one: with as
# many at a small partner as at a large one, the large ones' people would mostly be "asked too
# recently".
TRANSACTIONS_PER_CONTACT = 3.0
MOST_CONTACTS = 25
MEAN_COMPANY_SIZE = 2.2


@dataclass(frozen=True)
class PartnerCast:
    """Shape (40,); effects are in points of the recommendation scale."""

    weekly: Floats
    country: Ints
    end_user_effect: Floats
    partner_effect: Floats


@dataclass(frozen=True)
class ContactCast:
    """Partner contacts, shape (contacts,); partner p owns the slice first[p]:first[p + 1]."""

    partner: Ints
    effect: Floats
    name_number: Ints
    first: Ints


@dataclass(frozen=True)
class EndUserCast:
    """End users, shape (users,); `company` is −1 for private people. Partner p deals with the
    slice first[p]:first[p + 1]; `reach` is the running sum of how often they buy, within it."""

    partner: Ints
    country: Ints
    region: tuple[str, ...]
    company: Ints
    effect: Floats
    has_email: Bools
    opted_out: Bools
    name_number: Ints
    first: Ints
    reach: Floats


@dataclass(frozen=True)
class Cast:
    partners: PartnerCast
    contacts: ContactCast
    end_users: EndUserCast
    partner_supplies: Bools


def build_cast(truth: Truth, seed: int) -> Cast:
    partners = _partners(truth, seed)
    return Cast(
        partners,
        _contacts(truth, seed),
        _end_users(truth, seed, partners),
        _partner_supplies(truth, seed),
    )


def _partners(truth: Truth, seed: int) -> PartnerCast:
    rng = generator(seed, Stream.PARTNERS)
    effects = {
        audience: rng.normal(0.0, truth.of(audience).partner_sd, len(PARTNERS))
        for audience in (Audience.END_USER, Audience.CHANNEL_PARTNER)
    }
    for index, partner in enumerate(PARTNERS):
        if partner.key in truth.own_effects:
            own = truth.own_effects[partner.key]
            effects[Audience.END_USER][index], effects[Audience.CHANNEL_PARTNER][index] = own
    return PartnerCast(
        weekly=np.array([partner.weekly_transactions for partner in PARTNERS]),
        country=np.array([partner.country_index for partner in PARTNERS]),
        end_user_effect=effects[Audience.END_USER],
        partner_effect=effects[Audience.CHANNEL_PARTNER],
    )


def _contacts(truth: Truth, seed: int) -> ContactCast:
    rng = generator(seed, Stream.PARTNER_CONTACTS)
    usual = np.array(
        [partner.weekly_transactions / TRANSACTIONS_PER_CONTACT for partner in PARTNERS]
    )
    counts = np.rint(usual).astype(np.int64) + rng.integers(-1, 2, len(PARTNERS))
    total = int(counts.sum())
    return ContactCast(
        partner=np.repeat(np.arange(len(PARTNERS)), counts),
        effect=rng.normal(0.0, truth.channel_partner.person_sd, total),
        name_number=rng.permutation(400)[np.arange(total) % 400],
        first=np.concatenate([[0], np.cumsum(counts)]),
    )


def _end_users(truth: Truth, seed: int, partners: PartnerCast) -> EndUserCast:
    rng = generator(seed, Stream.END_USERS)
    share = partners.weekly / partners.weekly.sum()
    edges = np.floor(np.concatenate([[0.0], np.cumsum(share)]) * truth.supply.end_user_count + 0.5)
    first = edges.astype(np.int64)
    count = int(first[-1])
    partner = np.repeat(np.arange(len(PARTNERS)), np.diff(first))
    company = _companies(rng, partner, truth.supply.in_companies)
    company_effect = rng.normal(0.0, truth.end_user.company_sd, count + 1)
    company_effect[-1] = 0.0  # company −1: a private person has no company's effect
    return EndUserCast(
        partner=partner,
        country=partners.country[partner],
        region=_regions(rng, partner, truth.supply.outside_partner_region),
        company=company,
        effect=rng.normal(0.0, truth.end_user.person_sd, count) + company_effect[company],
        has_email=rng.random(count) >= truth.supply.without_email,
        opted_out=rng.random(count) < truth.supply.opted_out,
        name_number=rng.integers(0, 400, count),
        first=first,
        reach=_running_share(rng.gamma(2.0, 1.0, count), first),
    )


def _companies(rng: np.random.Generator, partner: Ints, in_companies: float) -> Ints:
    """Company numbers: neighbours within a partner share one, by chance; −1 for private people."""
    count = len(partner)
    begins = rng.random(count) < 1 / MEAN_COMPANY_SIZE
    begins |= np.diff(partner, prepend=-1) != 0
    number = np.cumsum(begins) - 1
    private = rng.random(count) >= in_companies
    return np.where(private, -1, number)


def _regions(rng: np.random.Generator, partner: Ints, outside_share: float) -> tuple[str, ...]:
    outside = rng.random(len(partner)) < outside_share
    other = rng.integers(0, 1_000_000, len(partner))
    return tuple(
        _another_region(int(p), int(o)) if out else PARTNERS[p].region
        for p, out, o in zip(partner, outside, other, strict=True)
    )


def _another_region(partner_index: int, number: int) -> str:
    partner = PARTNERS[partner_index]
    regions = [r for r in COUNTRIES[partner.country_index].regions if r != partner.region]
    return regions[number % len(regions)]


def _running_share(activity: Floats, first: Ints) -> Floats:
    """Running sum of activity, rescaled so that partner p's people cover (p, p + 1]."""
    running = np.empty_like(activity)
    for index, (start, end) in enumerate(pairwise(first)):
        running[start:end] = index + np.cumsum(activity[start:end]) / activity[start:end].sum()
        running[end - 1] = index + 1.0  # exact, whatever rounding did to the sum
    return running


def _partner_supplies(truth: Truth, seed: int) -> Bools:
    """Which partners hand over their end users' contacts themselves: those that cheat all do."""
    rng = generator(seed, Stream.CONTACT_SUPPLY)
    supplies = rng.random(len(PARTNERS)) < truth.supply.supplied_by_partner
    cheating = {*truth.omission.partner_keys, truth.fabrication.partner_key}
    cheats = np.array([partner.key in cheating for partner in PARTNERS], dtype=np.bool_)
    return np.asarray(supplies | cheats, dtype=np.bool_)
