"""Quarters of partners as the pipeline sees them: how often is an honest one given a colour?

Thirteen frozen weeks are drawn as tables, counted by `gatekeeper_counts` and screened, so that all
that lies between a transaction and the screen is part of the trial. Contacts, complaints, answers,
scores and delays are drawn for each transaction by itself; honest partners differ in how many
contacts they keep and in quality.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pyarrow as pa
from scipy.special import expit, logit

from core.clock import Week
from metrics.integrity.sampling.counts import PartnerCounts
from metrics.integrity.sampling.partners import partner_cases
from metrics.warehouse.columns import Bools, Floats, Ints
from metrics.warehouse.configuration import Configuration
from metrics.warehouse.frozen import FrozenWeek, NodeFacts, Reference
from metrics.warehouse.gatekeeper import gatekeeper_counts
from metrics.warehouse.schema import FRAME, ITEMS, RESPONSES, USED
from stats import PartnerScreen, screen_partners

LAST_WEEK = Week(2026, 45)
WEEKS = 13
COUNTRIES = 5
DAY = 86_400.0
MICROSECONDS = 1_000_000
SCORES = np.array([3, 1, 1, 2, 2, 4, 5, 10, 20, 20, 32]) / 100.0


@dataclass(frozen=True)
class World:
    """How the network does business; every partner is honest but for `chooser`.

    `contact_after_trouble` is the odds ratio of a contact after a delay, complaint or return, in
    the whole network. The chooser (the first partner, if `omits` is above 0) hands over nobody
    for that share of transactions that went badly. `sleeps` lets customers answer by day only, in
    the hours of their country.
    """

    partners: int = 40
    weekly: float = 30.0
    size_spread: float = 0.6
    contact: float = 0.85
    contact_spread: float = 0.2
    quality_spread: float = 0.3
    badly: float = 0.15
    contact_after_trouble: float = 1.0
    answers: float = 0.45
    omits: float = 0.0
    sleeps: bool = False


def screen_quarter(world: World, seed: int) -> tuple[PartnerScreen, ...]:
    """Thirteen weeks, counted week by week, added up and screened."""
    rng = np.random.default_rng(seed)
    traits = _Traits.draw(world, rng)
    weeks = []
    for back in range(WEEKS - 1, -1, -1):
        frozen = draw_week(world, traits, rng, LAST_WEEK.shifted(-back))
        status, row = [USED] * frozen.responses.num_rows, _rows(frozen)
        weeks.append(SimpleNamespace(gatekeeper=gatekeeper_counts(frozen, status, row)))
    cases = partner_cases(PartnerCounts.of(cast(Any, weeks)), ())
    return screen_partners([case.evidence for case in cases]).partners


@dataclass(frozen=True)
class _Traits:
    weekly: Floats
    contact: Floats
    quality: Floats

    @classmethod
    def draw(cls, world: World, rng: np.random.Generator) -> _Traits:
        def normal() -> Floats:
            return rng.standard_normal(world.partners)

        return cls(
            world.weekly * np.exp(world.size_spread * normal()),
            logit(world.contact) + world.contact_spread * normal(),
            world.quality_spread * normal(),
        )


def draw_week(world: World, traits: _Traits, rng: np.random.Generator, week: Week) -> FrozenWeek:
    partner = np.repeat(np.arange(world.partners), rng.poisson(traits.weekly))
    badly = rng.random(len(partner)) < world.badly
    known = rng.random(len(partner)) < expit(
        traits.contact[partner] + badly * np.log(world.contact_after_trouble)
    )
    score = _scores(traits.quality[partner] - 0.8 * badly, rng)
    known &= ~((partner == 0) & (badly | (score <= 6)) & (rng.random(len(partner)) < world.omits))
    heard = known & (rng.random(len(partner)) < world.answers * np.where(badly, 0.7, 1.0))
    reference = _reference(world.partners)
    over = datetime(week.monday.year, week.monday.month, week.monday.day, tzinfo=UTC)
    close = over + timedelta(days=14)
    sent = over.timestamp() + DAY * (1.0 + rng.integers(0, 7, len(partner))) + 9 * 3600.0
    answered = sent + _delays(partner, world, rng)
    heard &= answered <= close.timestamp()
    number = rng.permutation(len(partner)) * 1_000 + week.number
    return FrozenWeek(
        week=week,
        kind="final",
        revision=0,
        cut_off_at=close,
        fieldwork_closed=True,
        frame=_frame(week, number, partner, badly, known, heard, reference),
        responses=_responses(number[heard], score[heard], sent[heard], answered[heard]),
        items=ITEMS.empty_table(),
        reference=reference,
        questionnaires={},
        configuration=Configuration(),
        late_response_count=0,
    )


def _scores(level: Floats, rng: np.random.Generator) -> Ints:
    """The distribution is tilted by the partner's quality and by what went wrong."""
    tilted = SCORES * np.exp(level[:, None] * (np.arange(11) - 8.0) / 3.0)
    below = np.cumsum(tilted / tilted.sum(axis=1, keepdims=True), axis=1)
    return np.asarray((rng.random((len(level), 1)) > below).sum(axis=1).clip(0, 10))


def _delays(partner: Ints, world: World, rng: np.random.Generator) -> Floats:
    delay = np.maximum(30.0, rng.lognormal(np.log(1.2 * DAY), 1.1, len(partner)))
    if not world.sleeps:
        return delay
    # Awake from eight to twenty-two; invitations leave at nine o'clock of the first country.
    hour = 9.0 + delay / 3600.0 + 3.0 * (partner % COUNTRIES)
    night = (hour - 22.0) % 24.0
    asleep = night < 10.0
    return np.where(asleep, delay + 3600.0 * (10.0 - night) + rng.exponential(3600.0), delay)


def _reference(partners: int) -> Reference:
    countries = [NodeFacts("country", f"c{k}", "network:network", "") for k in range(COUNTRIES)]
    nodes = [
        NodeFacts("partner", f"p{k:03d}", f"country:c{k % COUNTRIES}", "") for k in range(partners)
    ]
    network = NodeFacts("network", "network", "", "")
    touchpoints = ("delivery", "repair_visit", "sale")
    return Reference(
        "UTC", 7, (network, *countries, *nodes), touchpoints, (), (), {"end_user": touchpoints}
    )


def _frame(
    week: Week,
    number: Ints,
    partner: Ints,
    badly: Bools,
    known: Bools,
    heard: Bools,
    reference: Reference,
) -> pa.Table:
    size = len(number)
    names = np.array([f"p{k:03d}" for k in range(int(partner.max(initial=0)) + 1)])
    touchpoints = np.array(reference.touchpoints)
    given: dict[str, Any] = {
        "transaction": number,
        "audience": ["end_user"] * size,
        "occurred_on": [week.monday] * size,
        "touchpoint": touchpoints[number // 1_000 % 3].tolist(),
        "partner": names[partner].tolist(),
        "is_joint": np.zeros(size, dtype=np.bool_),
        "outcome": np.where(badly, "late", "nothing_wrong").tolist(),
        "frame_status": np.where(known, "drawn", "no_contact").tolist(),
        "contact_present": known,
        "disposition": np.where(known, np.where(heard, "complete", "non_contact"), "").tolist(),
    }
    return _table(given, FRAME, size)


def _responses(number: Ints, score: Ints, sent: Floats, answered: Floats) -> pa.Table:
    size = len(number)
    given: dict[str, Any] = {
        "response": number * 7,
        "transaction": number,
        "audience": ["end_user"] * size,
        "source": ["link"] * size,
        "invited_at": (sent * MICROSECONDS).astype(np.int64),
        "answered_at": (answered * MICROSECONDS).astype(np.int64),
        "recommend": score,
    }
    return _table(given, RESPONSES, size)


def _table(given: dict[str, Any], schema: pa.Schema, size: int) -> pa.Table:
    columns = [
        pa.array(given[field.name]).cast(field.type)
        if field.name in given
        else pa.nulls(size, field.type)
        for field in schema
    ]
    return pa.table(columns, schema=schema)


def _rows(frozen: FrozenWeek) -> Ints:
    """The frame row of each response."""
    frame = np.asarray(frozen.frame.column("transaction"))
    order = np.argsort(frame)
    responses = np.asarray(frozen.responses.column("transaction"))
    return order[np.searchsorted(frame[order], responses)]


def shares(screens: Sequence[PartnerScreen]) -> tuple[float, float]:
    """Red, and amber or red, of these partners."""
    size = len(screens)
    return (
        sum(screen.is_withheld for screen in screens) / size,
        sum(screen.needs_review for screen in screens) / size,
    )


HONEST = {
    "forty partners": World(),
    "five partners": World(partners=5),
    "very different sizes": World(size_spread=1.3),
    "contact kept for 55 %": World(contact=0.55),
    "fewer contacts after trouble everywhere": World(contact_after_trouble=0.6),
    "asleep at night, in five countries": World(sleeps=True),
    "five times the business": World(weekly=150.0),
}
CHOOSERS = tuple(World(omits=0.6, weekly=weekly, size_spread=0.0) for weekly in (10.0, 20.0, 30.0))


def report(generator: np.random.Generator, repeats: int) -> Iterator[str]:
    """The lines of the long version: `repeats` quarters a network."""
    for name, world in HONEST.items():
        seeds = generator.integers(0, 2**31, repeats).tolist()
        screens = [one for seed in seeds for one in screen_quarter(world, seed)]
        red, coloured = shares(screens)
        yield f"{name}: {len(screens)} honest quarters, red {red:.2%}, amber or red {coloured:.2%}"
    for world in CHOOSERS:
        seeds = generator.integers(0, 2**31, repeats).tolist()
        red, coloured = shares([screen_quarter(world, seed)[0] for seed in seeds])
        yield f"chooser, {world.weekly:.0f} a week: red {red:.0%}, amber or red {coloured:.0%}"
