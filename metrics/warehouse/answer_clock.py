"""Where each answer lies on the clock on which honest answers arrive evenly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from metrics.warehouse.columns import Coded, Floats, Ints
from stats import expected_places

# Fewer delays of others are no distribution to compare with.
MIN_PEER_ANSWERS = 30
# The peers' delays are themselves a sample: a partner's counts on their clock vary by 1 + n/m as
# much as they should with n answers placed among m, so that at most one is placed for ten (those
# with the smallest pseudonyms, which is a random choice).
PEERS_PER_ANSWER = 10
# More of either would find the roughness of the clock itself, and cost time.
MOST_PEERS = 2_000
USUAL_DELAYS = 500
PLACED_AT_MOST = 50
PLACE_DECIMALS = 4
# Times are taken to the minute. Where in its minute an answer lies is dealt by its pseudonym
# (multiplied by 2⁶⁴ over the golden ratio): equal times would crowd on any clock by themselves.
RESOLUTION_SECONDS = 60.0
GOLDEN = np.uint64(11_400_714_819_323_198_485)


@dataclass(frozen=True)
class TimedAnswers:
    """Answers with their pseudonyms, partners and times in seconds, (N,) each."""

    name: Ints
    partner: Coded
    sent: Floats
    answered: Floats


def places_of_answers(
    times: TimedAnswers, country_of: Callable[[str], str], close: float
) -> Iterator[tuple[str, str, int]]:
    """(partner, place, count): each partner's answers among the delays of its peers.

    Peers are the other partners of its country, whose customers sleep at the same hours, or those
    of the network where the country's answers are fewer than 30.
    """
    answered = np.minimum(times.answered + _within_the_minute(times.name), close)
    delays, windows = answered - times.sent, close - times.sent
    for partner, own, peers in _with_peers(times, delays, country_of):
        most = min(PLACED_AT_MOST, len(peers) // PEERS_PER_ANSWER)
        chosen = own[np.argsort(times.name[own], kind="stable")][:most]
        usual = usual_delays(delays[peers], windows[peers])
        found = expected_places(times.sent[chosen], answered[chosen], usual, close)
        counts = Counter(f"{place:.{PLACE_DECIMALS}f}" for place in found.tolist())
        for place, count in sorted(counts.items()):
            yield partner, place, count


def _with_peers(
    times: TimedAnswers, delays: Floats, country_of: Callable[[str], str]
) -> Iterator[tuple[str, Ints, Ints]]:
    """Partners with their own rows, and those of their peers in the order of their delays."""
    partner = times.partner.codes
    order = np.argsort(delays, kind="stable")
    country = times.partner.mapped({key: country_of(key) for key in times.partner.levels})
    of_country = [order[country.codes[order] == code] for code in range(len(country.levels))]
    for own in _rows_by_code(partner):
        near, code = of_country[country.codes[own[0]]], partner[own[0]]
        is_enough = len(near) - len(own) >= MIN_PEER_ANSWERS
        around = near if is_enough else order
        peers = around[partner[around] != code]
        if len(peers) >= MIN_PEER_ANSWERS:
            places = np.linspace(0, len(peers) - 1, min(len(peers), MOST_PEERS))
            yield times.partner.levels[code], own, peers[places.round().astype(np.int64)]


def _rows_by_code(codes: Ints) -> list[Ints]:
    """The rows of each code that occurs, in the order of codes."""
    if not len(codes):
        return []
    ordered = np.argsort(codes, kind="stable")
    return np.split(ordered, np.flatnonzero(np.diff(codes[ordered])) + 1)


def usual_delays(delays: Floats, windows: Floats) -> Floats:
    """Quantiles of the delays as they would be were every window open for ever.

    A delay is seen only where it is within its window, so that long ones are seen too seldom among
    invitations sent late: F(d) = Π over delays x > d of 1 − 1/R(x), R(x) the answers with a delay
    of at most x whose window was open that long. Source: Lynden-Bell 1971; Woodroofe 1985.

    `delays` (M,) seconds in rising order, `windows` (M,) from sending to the close.
    """
    ranks = np.arange(1, len(delays) + 1)
    at_risk = ranks - np.searchsorted(np.sort(windows), delays, side="left")
    # One alone says nothing of how many shorter delays there are.
    factors = 1.0 - 1.0 / np.maximum(at_risk, 2)
    shares = np.append(np.cumprod(factors[:0:-1])[::-1], 1.0)
    size = min(len(delays), USUAL_DELAYS)
    places = np.searchsorted(shares, (np.arange(size) + 0.5) / size)
    return np.asarray(delays[places])


def _within_the_minute(name: Ints) -> Floats:
    mixed = name.astype(np.uint64) * GOLDEN
    return RESOLUTION_SECONDS * (mixed >> np.uint64(11)).astype(np.float64) / 2.0**53
