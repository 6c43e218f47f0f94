"""Samples of a population with the base weights of `stats.planning`, and who of them answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stats.arrays import FloatArray, IntArray
from stats.planning.base_weights import (
    hansen_hurwitz_weights,
    simple_random_weights,
    stratified_weights,
)
from stats.planning.transaction_weights import transaction_weights
from tests.simulation.population import REGIONS, Accounts, Codes, World


@dataclass(frozen=True, eq=False)
class Drawn:
    """Drawn transactions (n,): their row in the population, base weight, cluster and stratum."""

    rows: Codes
    base: FloatArray
    cluster: IntArray
    stratum: IntArray

    def of(self, keep: Codes) -> Drawn:
        """Only the transactions at these positions."""
        return Drawn(self.rows[keep], self.base[keep], self.cluster[keep], self.stratum[keep])


def transactions_at_random(generator: np.random.Generator, world: World, count: int) -> Drawn:
    """Any `count` transactions, or that share of them all."""
    rows = generator.choice(world.size, count, replace=False)
    base = simple_random_weights(count, world.size).weights[0]
    return _drawn(world, rows, np.full(count, base))


def every_second_transaction(generator: np.random.Generator, world: World) -> Drawn:
    """Half of all transactions."""
    return transactions_at_random(generator, world, world.size // 2)


def accounts_at_random(generator: np.random.Generator, world: World, count: int) -> Drawn:
    """All transactions of `count` accounts."""
    return whole_accounts(world, generator.choice(world.accounts.size.size, count, replace=False))


def whole_accounts(world: World, chosen: Codes) -> Drawn:
    """All transactions of these accounts, drawn at random from all."""
    rows = _rows_of(world.accounts, chosen)
    base = simple_random_weights(chosen.size, world.accounts.size.size).weights[0]
    return _drawn(world, rows, np.full(rows.size, base))


def accounts_by_region(generator: np.random.Generator, world: World, count: int) -> Drawn:
    """All transactions of `count` accounts in each region, whatever its size."""
    region = world.accounts.region
    regions = range(REGIONS.size)
    chosen = [generator.choice(np.flatnonzero(region == h), count, replace=False) for h in regions]
    weights = stratified_weights(np.full(REGIONS.size, count), np.bincount(region)).weights
    rows = _rows_of(world.accounts, np.concatenate(chosen))
    stratum = world.codes["region"][rows]
    return _drawn(world, rows, weights[stratum], stratum)


def one_transaction_each(generator: np.random.Generator, world: World, count: int) -> Drawn:
    """`count` accounts (here persons) in each region, then one transaction of each."""
    accounts, regions = world.accounts, range(REGIONS.size)
    chosen = np.concatenate(
        [
            generator.choice(np.flatnonzero(accounts.region == h), count, replace=False)
            for h in regions
        ]
    )
    rows = accounts.first[chosen] + (generator.random(chosen.size) * accounts.size[chosen]).astype(
        np.int64
    )
    stratum = accounts.region[chosen]
    found = transaction_weights(
        stratum, accounts.size[chosen], np.bincount(accounts.region), world.totals("region")
    )
    return _drawn(world, rows, found.weights, stratum)


def accounts_by_size(
    generator: np.random.Generator, world: World, count: int, most: int = 3
) -> Drawn:
    """`count` draws of an account by its size, with replacement, and `most` transactions of each.

    Every draw is a cluster of its own.
    """
    size = world.accounts.size
    chance = size / size.sum()
    chosen = generator.choice(size.size, count, p=chance)
    weights = hansen_hurwitz_weights(chance[chosen]).weights
    taken = [world.accounts.first[a] + generator.permutation(size[a])[:most] for a in chosen]
    length = np.array([part.size for part in taken])
    rows = np.concatenate(taken)
    base = np.repeat(weights * size[chosen] / length, length)
    cluster = np.repeat(np.arange(count), length)
    return Drawn(rows, base, cluster, np.zeros(rows.size, np.int64))


def answering(generator: np.random.Generator, drawn: Drawn, chance: FloatArray) -> Drawn:
    """Those of the draw who answer, each with the chance (N,) of the transaction."""
    return drawn.of(np.flatnonzero(generator.random(drawn.rows.size) < chance[drawn.rows]))


def _rows_of(accounts: Accounts, chosen: Codes) -> Codes:
    return np.concatenate(
        [
            np.arange(f, f + s)
            for f, s in zip(accounts.first[chosen], accounts.size[chosen], strict=True)
        ]
    )


def _drawn(world: World, rows: Codes, base: FloatArray, stratum: IntArray | None = None) -> Drawn:
    plain = np.zeros(rows.size, np.int64) if stratum is None else stratum
    return Drawn(rows, base, world.accounts.account[rows], plain)
