"""How often the selection battery is wrong about honest partners, and how often it sees a choice.

The world of methods M3: a network of 40 partners, one quarter. Honest partners invite everybody
with the same chance, whether they complained or not; their invite rates and their quality differ
by more than chance. The partner that chooses (one of the 40) invites customers who complained at
.7 of the rate of the others, which is the case in which Fisher's one-sided test at .01 has a power
of .13 to .37 with 200 transactions at a base rate of .55.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import product

import numpy as np
from scipy.special import expit, logit

from stats.arrays import FloatArray
from stats.selection.binomial import probability
from stats.selection.complaints import InviteTable
from stats.selection.evidence import PartnerEvidence
from stats.selection.findings import PartnerScreen
from stats.selection.screen import screen_partners
from stats.selection.send_time import expected_places, fast_answers
from stats.selection.suppression import SUPPRESSION_LEVEL, suppression_test

PARTNERS = 40
# The spread among so few partners is hard to tell, and among five nearly unknown.
SMALL_NETWORKS = (12, 5)
# Sizes of an uneven network: most partners are small, a few have most of the transactions.
SIZE_SPREAD = 1.3
SMALLEST, LARGEST = 12, 20_000
COMPLAINT_SHARES = (0.10, 0.20, 0.30)
BASE_RATES = (0.55, 0.75, 0.95)
TRANSACTIONS = (200, 400, 800)
KEPT = 0.7
FISHER_LEVEL = 0.01
# Honest partners differ: standard deviations of the invite rate and of the quality (logits).
RATE_SPREAD = 0.2
QUALITY_SPREAD = 0.3
# Contractual minimum this far below the network's base rate.
MARGIN = 0.10
RESPONSE_RATE = 0.3
SCORES = np.array([3, 1, 1, 2, 2, 4, 5, 10, 20, 20, 32]) / 100.0
# Customers who answer on the spot.
QUICK_SHARE = 0.02
WEEK = 7 * 86_400.0
QUARTER = 13 * WEEK


@dataclass(frozen=True)
class FalseAlarms:
    """Shares of honest partner-quarters that were given a colour."""

    quarters: int
    red: int
    review: int

    def __str__(self) -> str:
        return (
            f"{self.quarters} honest partner-quarters: red {self.red / self.quarters:.4%}, "
            f"amber or red {self.review / self.quarters:.3%} (at most 1%)"
        )


@dataclass(frozen=True)
class Power:
    """One cell of the power table: exact powers of the two tests, simulated ones of the screen."""

    complaint_share: float
    base_rate: float
    transactions: int
    fisher: float
    mid_p: float
    review: float
    red: float

    @property
    def wanted(self) -> float:
        """.80 in the first cell (200, 10 %, .95), else .9 of Fisher's test."""
        first = (self.transactions, self.complaint_share, self.base_rate) == (200, 0.10, 0.95)
        return 0.80 if first else 0.9 * self.fisher

    def __str__(self) -> str:
        return (
            f"{self.complaint_share:9.0%} {self.base_rate:5.2f} {self.transactions:6d} "
            f"{self.fisher:8.3f} {self.mid_p:8.3f} {self.review:8.3f} {self.red:8.3f} "
            f"{self.wanted:8.3f}"
        )


HEADER = "complaint  base      n   Fisher    mid-p   review      red   wanted"


def false_alarms(
    generator: np.random.Generator,
    repeats: int,
    partners: int = PARTNERS,
    *,
    size_spread: float = 0.0,
) -> FalseAlarms:
    """Quarters of honest networks with all kinds of evidence, each cell of the table in turn."""
    cells = list(product(COMPLAINT_SHARES, BASE_RATES, TRANSACTIONS))
    screens: list[PartnerScreen] = []
    for repeat in range(repeats):
        share, base, n = cells[repeat % len(cells)]
        sizes = np.clip(
            n * np.exp(size_spread * generator.standard_normal(partners)), SMALLEST, LARGEST
        )
        network = [
            honest_partner(generator, f"P{i}", share, base, round(size))
            for i, size in enumerate(sizes)
        ]
        screens += screen_partners(network, minimum=base - MARGIN).partners
    red = sum(s.is_withheld for s in screens)
    return FalseAlarms(len(screens), red, sum(s.needs_review for s in screens))


def power_table(generator: np.random.Generator, repeats: int) -> list[Power]:
    """One partner of the network leaves out customers who complained; the others are honest."""
    return [
        power_cell(generator, repeats, share, base, n)
        for share, base, n in product(COMPLAINT_SHARES, BASE_RATES, TRANSACTIONS)
    ]


def exact_powers(share: float, base: float, n: int, kept: float) -> tuple[float, float]:
    """Power of Fisher's one-sided test at .01 and of the complaint flag, by enumeration."""
    complained = round(n * share)
    a = np.arange(complained + 1)
    a_chance = probability(a, complained, base * kept)
    others = probability(np.arange(n - complained + 1), n - complained, base)
    fisher = mid = 0.0
    for c, chance in enumerate(others):
        if chance > 1e-12:
            first, second = _critical(complained, c, n - complained)
            fisher += chance * float(a_chance[:first].sum())
            mid += chance * float(a_chance[:second].sum())
    return fisher, mid


def honest_partner(
    generator: np.random.Generator, name: str, share: float, base: float, n: int
) -> PartnerEvidence:
    """Everybody is invited with the same chance; answers, scores and times as they come."""
    rate = float(expit(logit(base) + RATE_SPREAD * generator.standard_normal()))
    table = _invitations(generator, share, rate, n, kept=1.0)
    invited = table.complained_invited + table.others_invited
    evidence = PartnerEvidence(name, n, invited, (table,))
    sent, answered = _times(generator, generator.binomial(invited, RESPONSE_RATE))
    if sent.size == 0:
        return evidence
    return replace(
        evidence,
        scores=_scores(generator, sent.size),
        fast=fast_answers(sent, answered),
        timed=sent.size,
        places=expected_places(sent, answered, _peer_delays(generator), QUARTER + 2 * WEEK),
    )


def report(generator: np.random.Generator, repeats: int) -> Iterator[str]:
    """The lines of the long version."""
    for partners in (PARTNERS, *SMALL_NETWORKS):
        yield f"{partners} partners: {false_alarms(generator, repeats, partners)}"
    uneven = false_alarms(generator, repeats, size_spread=SIZE_SPREAD)
    yield f"{PARTNERS} partners of very different sizes: {uneven}"
    yield HEADER
    for cell in power_table(generator, repeats):
        yield str(cell)


def power_cell(
    generator: np.random.Generator, repeats: int, share: float, base: float, n: int
) -> Power:
    fisher, mid = exact_powers(share, base, n, KEPT)
    found = [_screened_chooser(generator, share, base, n) for _ in range(repeats)]
    review = sum(s.needs_review for s in found) / repeats
    return Power(share, base, n, fisher, mid, review, sum(s.is_withheld for s in found) / repeats)


def _screened_chooser(
    generator: np.random.Generator, share: float, base: float, n: int
) -> PartnerScreen:
    """The chooser's row of a screen of invitations (the only evidence of this table)."""
    tables = [_invitations(generator, share, base, n, kept=KEPT)] + [
        _invitations(
            generator, share, float(expit(logit(base) + RATE_SPREAD * generator.standard_normal())),
            n, kept=1.0,
        )
        for _ in range(PARTNERS - 1)
    ]  # fmt: skip
    network = [
        PartnerEvidence(f"P{i}", n, t.complained_invited + t.others_invited, (t,))
        for i, t in enumerate(tables)
    ]
    return screen_partners(network, minimum=base - MARGIN).partners[0]


@cache
def _critical(complained: int, others_invited: int, others: int) -> tuple[int, int]:
    """How many values of a, from 0 up, each test rejects with c of the others invited."""

    def tested(a: int) -> tuple[float, float]:
        found = suppression_test([InviteTable(a, complained, others_invited, others)])
        return (
            1.0 if found.p_value is None else found.p_value,
            1.0 if found.mid_p is None else found.mid_p,
        )

    every = range(complained + 1)
    return (
        bisect_left(every, FISHER_LEVEL, key=lambda a: tested(a)[0]),
        bisect_left(every, SUPPRESSION_LEVEL, key=lambda a: tested(a)[1]),
    )


def _invitations(
    generator: np.random.Generator, share: float, rate: float, n: int, kept: float
) -> InviteTable:
    complained = round(n * share)
    return InviteTable(
        int(generator.binomial(complained, rate * kept)),
        complained,
        int(generator.binomial(n - complained, rate)),
        n - complained,
    )


def _times(generator: np.random.Generator, n: int) -> tuple[FloatArray, FloatArray]:
    """Invitations go out in weekly mailings; answers follow after a delay."""
    sent = WEEK * generator.integers(0, 13, n).astype(np.float64)
    return sent, sent + np.minimum(_delays(generator, n), 2 * WEEK)


def _delays(generator: np.random.Generator, n: int) -> FloatArray:
    slow = generator.lognormal(np.log(20 * 3600.0), 1.5, n)
    quick = generator.uniform(20.0, 200.0, n)
    return np.where(generator.random(n) < QUICK_SHARE, quick, slow)


def _peer_delays(generator: np.random.Generator) -> FloatArray:
    return np.minimum(_delays(generator, 2_000), 2 * WEEK)


def _scores(generator: np.random.Generator, n: int) -> FloatArray:
    """Honest quality differs: the distribution is tilted by a partner effect."""
    tilt = np.exp(QUALITY_SPREAD * generator.standard_normal() * (np.arange(11) - 8.0) / 3.0)
    shares = SCORES * tilt
    return generator.multinomial(n, shares / shares.sum()).astype(np.float64)
