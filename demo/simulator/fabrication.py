"""A partner that answers in its end users' place: which transactions, what it says, when.

The transactions are real; only who answers about them is not who was asked.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from demo.simulator.behaviour import WeekOfAnswering
from demo.simulator.business import WeekOfBusiness
from demo.simulator.draws import Bools, Ints, Stream, generator
from demo.simulator.opinions import Sheet, WeekOfOpinions
from demo.simulator.places import PARTNER_INDEX
from demo.truth import Truth

NO_COMMENT = 1.0
# A day's answers spread over this many hours (see demo.answers).
MINUTES_OF_A_DAY = 15 * 60.0


def choose_fabricated(truth: Truth, business: WeekOfBusiness, seed: int, week_index: int) -> Bools:
    """Whether the partner answers for the transaction's end user."""
    rng = generator(seed, Stream.FABRICATION, 1 + week_index)
    chosen = rng.random(business.count) < truth.fabrication.share
    if truth.fabrication.partner_key is None:
        return np.zeros(business.count, dtype=np.bool_)
    of_partner = business.partner == PARTNER_INDEX[truth.fabrication.partner_key]
    return np.asarray(chosen & of_partner, dtype=np.bool_)


def with_fabricated_sheets(opinions: WeekOfOpinions, is_fabricated: Bools) -> WeekOfOpinions:
    """Nines and tens by turns, and the best of every other scale."""
    said = opinions.end_user_said
    turn = np.cumsum(is_fabricated) % 2
    return replace(
        opinions,
        end_user_said=Sheet(
            recommend=_where(is_fabricated, 9 + turn, said.recommend),
            satisfaction=_where(is_fabricated, 5 + 0 * turn, said.satisfaction),
            effort=_where(is_fabricated, 7 + 0 * turn, said.effort),
            repurchase=_where(is_fabricated, 9 + turn, said.repurchase),
        ),
    )


def with_fabricated_answering(
    answering: WeekOfAnswering, truth: Truth, is_fabricated: Bools, seed: int, week_index: int
) -> WeekOfAnswering:
    """Every fabricated one is answered: fast, without a word, in one go after each mailing."""
    rng = generator(seed, Stream.FABRICATION, 1_000 + week_index)
    fabrication, count = truth.fabrication, len(is_fabricated)
    seconds = fabrication.median_seconds * np.exp(rng.normal(0.0, 0.2, count))
    minutes = fabrication.within_minutes * rng.random(count)
    return replace(
        answering,
        answers=answering.answers | is_fabricated,
        delay_days=np.where(
            is_fabricated, fabrication.after_days + minutes / MINUTES_OF_A_DAY, answering.delay_days
        ),
        seconds=np.where(is_fabricated, seconds, answering.seconds),
        careless_place=np.where(is_fabricated, -1.0, answering.careless_place),
        comment_draw=np.where(is_fabricated, NO_COMMENT, answering.comment_draw),
    )


def _where(chosen: Bools, these: Ints, others: Ints) -> Ints:
    return np.where(chosen, these, others).astype(np.int64)
