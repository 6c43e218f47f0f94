"""Seeded random streams: every draw depends on the seed, its purpose and the week's index only.

Because a stream belongs to one purpose in one week, adding a purpose or a week changes no other
draw, and today's date never enters.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


class Stream(IntEnum):
    """A purpose of randomness. Numbers are part of the result: never renumber."""

    PARTNERS = 1
    PARTNER_CONTACTS = 2
    END_USERS = 3
    TRANSACTIONS = 4
    OUTCOMES = 5
    OPINIONS = 6
    PARTNER_ANSWERING = 7
    END_USER_ANSWERING = 8
    CONTACT_SUPPLY = 9
    SAMPLING = 10
    FABRICATION = 11


def generator(seed: int, stream: Stream, week_index: int = 0) -> np.random.Generator:
    """The generator of one purpose in one week (week 0 also serves what has no week)."""
    return np.random.default_rng(np.random.SeedSequence((seed, int(stream), week_index)))


def rounded_scores(latent: Floats, low: int, high: int) -> Ints:
    """Latent opinions as answers on a scale of whole numbers, cut off at its ends."""
    return np.clip(np.floor(latent + 0.5), low, high).astype(np.int64)
