"""The designs whose intervals are put to the test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol, TypeAlias

import numpy as np

from stats.arrays import FloatArray
from stats.estimation.influence import AccountInfluence
from tests.simulation.draws import (
    Drawn,
    accounts_at_random,
    accounts_by_region,
    accounts_by_size,
    answering,
    every_second_transaction,
    one_transaction_each,
    transactions_at_random,
    whole_accounts,
)
from tests.simulation.figures import (
    Figure,
    Found,
    calibrated,
    change_figure,
    gap_figure,
    level_figures,
    nps_influence,
)
from tests.simulation.population import LINES, Codes, Kind, World, draw_week

Draw: TypeAlias = Callable[[np.random.Generator, World], Drawn]
Chance: TypeAlias = Callable[[World], FloatArray]

# One population serves this many samples.
SAMPLES_PER_WORLD = 20
WEEKLY_SHIFT = -0.1


@dataclass(frozen=True, eq=False)
class Sampled:
    """Figures of one sample, and the answers and accounts behind them."""

    figures: dict[Figure, Found]
    answers: int
    accounts: int


class Design(Protocol):
    """A population, a draw from it, and what is estimated."""

    @property
    def name(self) -> str: ...

    @property
    def kind(self) -> Kind: ...

    @property
    def samples_per_world(self) -> int: ...

    def sample(self, generator: np.random.Generator, world: World) -> Sampled:
        """Draw, weigh, estimate. Raises CalibrationError where margins cannot be met."""
        ...


@dataclass(frozen=True)
class Levels:
    """NPS, top box, mean, total and ratio of one week, raked to `margins` of the frame.

    `about_the_next`: the truth is what such transactions are expected to give, not what these
    gave.
    """

    name: str
    kind: Kind
    draw: Draw
    chance: Chance
    margins: tuple[str, ...] = ("touchpoint",)
    strata: bool = False
    domains: int = 1
    about_the_next: bool = False
    samples_per_world: int = SAMPLES_PER_WORLD

    def sample(self, generator: np.random.Generator, world: World) -> Sampled:
        drawn = answering(generator, self.draw(generator, world), self.chance(world))
        design = calibrated(world, drawn, self.margins, strata=self.strata)
        facts = world.expected if self.about_the_next else world.actual
        figures = level_figures(design, world, facts, drawn, self.domains)
        return Sampled(figures, drawn.rows.size // self.domains, design.account_count)


@dataclass(frozen=True)
class WeekToWeek:
    """Change of NPS when `kept` of the accounts drawn are the same in both weeks."""

    name: str
    kind: Kind
    count: int
    kept: float = 0.5
    margins: tuple[str, ...] = ("touchpoint",)
    samples_per_world: int = SAMPLES_PER_WORLD

    def sample(self, generator: np.random.Generator, world: World) -> Sampled:
        later = draw_week(generator, world.accounts, WEEKLY_SHIFT)
        wanted = self.count + round(self.count * (1.0 - self.kept))
        chosen = generator.choice(self.kind.accounts, wanted, replace=False)
        first, n = self._week(generator, world, chosen[: self.count])
        second, _ = self._week(generator, later, chosen[-self.count :])
        truth = float(later.actual.net.mean() - world.actual.net.mean())
        figures = {Figure.CHANGE: change_figure(first, second, truth)}
        return Sampled(figures, n, int(first.in_domain.sum()))

    def _week(
        self, generator: np.random.Generator, world: World, chosen: Codes
    ) -> tuple[AccountInfluence, int]:
        drawn = answering(generator, whole_accounts(world, chosen), half(world))
        design = calibrated(world, drawn, self.margins, strata=False)
        return nps_influence(design, world, drawn), drawn.rows.size


@dataclass(frozen=True)
class Pairs:
    """The duality gap of transactions that both customers answered."""

    name: str
    kind: Kind
    count: int
    samples_per_world: int = SAMPLES_PER_WORLD

    def sample(self, generator: np.random.Generator, world: World) -> Sampled:
        drawn = answering(generator, accounts_at_random(generator, world, self.count), half(world))
        accounts = np.unique(drawn.cluster).size
        return Sampled({Figure.GAP: gap_figure(world, drawn)}, drawn.rows.size, accounts)


def half(world: World) -> FloatArray:
    """Everybody answers with chance .5."""
    return np.full(world.size, 0.5)


def everybody(world: World) -> FloatArray:
    """Everybody answers."""
    return np.ones(world.size)


def by_outcome_and_region(world: World) -> FloatArray:
    """Regions answer with .6 to .3, and who was served late half as often."""
    by_region = np.array([0.6, 0.5, 0.4, 0.3])[world.codes["region"]]
    return np.asarray(by_region * np.where(world.codes["outcome"] == 1, 0.5, 1.0))


_SINGLE = Kind(accounts=20_000, mean_size=1.0, size_spread=0.0, icc=0.0)
_SKEWED, _ALIKE = Kind(), Kind(size_spread=0.0)
# Persons with one to a dozen transactions.
_PERSONS = Kind(mean_size=2.5, size_spread=0.6)
# A quality at which some 97 % are promoters: NPS about 97.
_LOVED = Kind(quality=2.2)
_FEW = Kind(accounts=150)
_FOUR = ("touchpoint", "region", "outcome", "size_class")


def _accounts(count: int) -> Draw:
    return partial(accounts_at_random, count=count)


def _transactions(count: int) -> Draw:
    return partial(transactions_at_random, count=count)


DESIGNS: tuple[Design, ...] = (
    Levels("400 transactions at random", _SINGLE, _transactions(400), everybody),
    Levels("40 transactions at random", _SINGLE, _transactions(40), everybody),
    Levels("60 transactions, 3 margins", _SINGLE, _transactions(60), everybody, _FOUR[:3]),
    Levels(
        "4 strata, weights 1 to 11", _SKEWED, partial(accounts_by_region, count=40), half,
        strata=True,
    ),
    *(
        Levels(
            name, kind, partial(one_transaction_each, count=60), half, ("region", "touchpoint"),
            strata=True,
        )
        for name, kind in (
            ("a person, then one transaction", _PERSONS),
            ("the same, skewed", _SKEWED),
        )
    ),
    Levels("60 accounts by size", _SKEWED, partial(accounts_by_size, count=60), half),
    *(
        Levels(f"150 accounts, ICC {icc:g}", Kind(icc=icc), _accounts(150), half)
        for icc in (0.05, 0.2, 0.4)
    ),
    *(Levels(f"{n} accounts", _SKEWED, _accounts(n), half) for n in (40, 20, 10)),
    *(Levels(f"{n} accounts alike in size", _ALIKE, _accounts(n), half) for n in (20, 10)),
    Levels("20 accounts by size", _SKEWED, partial(accounts_by_size, count=20), half),
    *(
        Levels(f"100 accounts, {k} margins", _SKEWED, _accounts(100), half, _FOUR[:k])
        for k in (2, 3, 4)
    ),
    Levels(
        "30 accounts, 2 margins of theirs", Kind(size_spread=0.3), _accounts(30), half,
        ("region", "size_class"),
    ),
    Levels("non-response by frame, raked", _SKEWED, _accounts(150), by_outcome_and_region, _FOUR),
    Levels(
        "the same, not raked by outcome", _SKEWED, _accounts(150), by_outcome_and_region, _FOUR[:2]
    ),
    Levels("shares near 1", _LOVED, _accounts(150), half),
    Levels("shares near 1, 30 accounts", _LOVED, _accounts(30), half),
    Levels(
        "16 domains of 150 accounts", _SKEWED, _accounts(150), half, _FOUR[:2], domains=LINES
    ),
    Levels(
        "all accounts, these transactions", _FEW, every_second_transaction, half, _FOUR,
        samples_per_world=1,
    ),
    Levels(
        "all accounts, the next ones", _FEW, every_second_transaction, half, _FOUR,
        about_the_next=True, samples_per_world=1,
    ),
    *(WeekToWeek(f"two weeks, {n} accounts each", _SKEWED, n) for n in (150, 40, 20)),
    *(Pairs(f"pairs of {n} accounts", _SKEWED, n) for n in (150, 40, 20)),
)  # fmt: skip
