"""When answers were to be expected, given when the invitations were sent."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import FloatArray, check_floats, check_not_empty
from stats.errors import OutOfRange
from stats.scalars import check_number

# Methods B8d: sooner than this after sending few customers have answered.
FAST_SECONDS = 60.0
# Answers times mailings held in memory at once.
_BLOCK = 1_000_000


def expected_places(
    sent: ArrayLike, answered: ArrayLike, peer_delays: ArrayLike, close: float
) -> FloatArray:
    """Each answer's place on the clock on which the partner's answers arrive evenly.

    u(t) = (1/N) Σⱼ F(t − sⱼ)/F(close − sⱼ), sⱼ the send times of the partner's answered
    invitations, F the distribution of the peers' delays (smoothed steps). Honest answers are
    uniform on this clock whatever the mailings; u never reverses two answers, so that a burst on
    it is one in time. Source: time rescaling, as Brown et al. 2002, conditional on send time.

    Seconds since any one moment: `sent`, `answered` (N,), `peer_delays` (M,) ≥ 0, `close` the end
    of the field period. Answer (N,) in 0…1. Raises EmptyInput without answers or delays,
    OutOfRange for an answer before its invitation or after the close, or a negative delay.

    >>> expected_places([0, 0, 0], [10, 20, 80], [5, 15, 25, 45, 95], close=100).round(2).tolist()
    [0.27, 0.45, 0.82]
    """
    starts, times = _check_times(sent, answered)
    delays = np.sort(check_floats("peer_delays", peer_delays))
    check_not_empty("peer_delays", delays)
    if delays[0] < 0.0:
        raise OutOfRange(f"A peer's delay is {delays[0]:g} seconds; none is negative.")
    if times.max() > check_number("close", close):
        wrong = int(np.argmax(times))
        raise OutOfRange(f"Answer {wrong} came {times[wrong] - close:g} seconds after the close.")
    mailings, sizes = np.unique(starts, return_counts=True)
    weights = sizes / (starts.size * _share_within(close - mailings, delays))
    blocks = np.array_split(times, 1 + times.size * mailings.size // _BLOCK)
    places = [_share_within(block[:, None] - mailings, delays) @ weights for block in blocks]
    return np.minimum(np.concatenate(places), 1.0)


def fast_answers(sent: ArrayLike, answered: ArrayLike, seconds: float = FAST_SECONDS) -> int:
    """Answers given less than `seconds` after their invitation was sent.

    Compare the count with the peers' by `excess_shares`. Source: methods B8d. `sent`,
    `answered` (N,) seconds. Raises EmptyInput without answers, OutOfRange for an answer before
    its invitation.

    >>> fast_answers([0, 0, 100], [59, 60, 110])
    2
    """
    starts, times = _check_times(sent, answered)
    check_number("seconds", seconds, low=0.0)
    return int((times - starts < seconds).sum())


def _check_times(sent: ArrayLike, answered: ArrayLike) -> tuple[FloatArray, FloatArray]:
    starts = check_floats("sent", sent)
    times = check_floats("answered", answered, starts.size)
    check_not_empty("sent", starts)
    if (times < starts).any():
        wrong = int(np.flatnonzero(times < starts)[0])
        raise OutOfRange(
            f"Answer {wrong} came {starts[wrong] - times[wrong]:g} seconds before its invitation; "
            "put both times on one clock."
        )
    return starts, times


def _share_within(waited: FloatArray, delays: FloatArray) -> FloatArray:
    """Smoothed share of delays up to `waited`, 0 before sending, never 0 or 1 after it."""
    below = np.searchsorted(delays, waited, side="left")
    upto = np.searchsorted(delays, waited, side="right")
    share = ((below + upto) / 2.0 + 0.5) / (delays.size + 1.0)
    return np.asarray(np.where(waited < 0.0, 0.0, share))
