"""Where each answer lies on the clock on which honest answers arrive evenly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from metrics.warehouse.columns import Bools, Coded, Floats, Ints
from stats import expected_places

# Fewer delays of others are no distribution to compare with.
MIN_PEER_ANSWERS = 30
# The peers' delays are themselves a sample: a partner's counts on their clock vary by 1 + n/m as
# much as they should with n answers placed among m, so that at most one is placed for ten (those
# with the smallest pseudonyms, which is a random choice).
PEERS_PER_ANSWER = 10
# More changes nothing that a test could see, and costs time.
PEER_DELAYS = 500
PLACED_AT_MOST = 200
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
    delays = answered - times.sent
    order = np.argsort(delays, kind="stable")
    country = times.partner.mapped({key: country_of(key) for key in times.partner.levels})
    for code in np.unique(times.partner.codes).tolist():
        own = times.partner.codes == code
        here = country.codes == country.codes[int(np.argmax(own))]
        peers = _peer_delays(delays, order, own, here)
        if len(peers) < MIN_PEER_ANSWERS:
            continue
        most = min(PLACED_AT_MOST, len(peers) // PEERS_PER_ANSWER)
        chosen = np.flatnonzero(own)
        chosen = chosen[np.argsort(times.name[chosen], kind="stable")][:most]
        found = expected_places(times.sent[chosen], answered[chosen], _thinned(peers), close)
        counts = Counter(f"{place:.{PLACE_DECIMALS}f}" for place in found.tolist())
        for place, count in sorted(counts.items()):
            yield times.partner.levels[code], place, count


def _within_the_minute(name: Ints) -> Floats:
    mixed = name.astype(np.uint64) * GOLDEN
    return RESOLUTION_SECONDS * (mixed >> np.uint64(11)).astype(np.float64) / 2.0**53


def _peer_delays(delays: Floats, order: Ints, own: Bools, here: Bools) -> Floats:
    """In their order; the country's where they are enough, else the network's."""
    near = order[(here & ~own)[order]]
    return delays[near if len(near) >= MIN_PEER_ANSWERS else order[~own[order]]]


def _thinned(ordered: Floats) -> Floats:
    places = np.linspace(0, len(ordered) - 1, min(len(ordered), PEER_DELAYS))
    return np.asarray(ordered[places.round().astype(np.int64)])
