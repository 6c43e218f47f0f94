"""What happens: each week's transactions, and what goes wrong with them.

Arrays of shape (transactions of the week,).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from demo.simulator.cast import Cast
from demo.simulator.draws import Bools, Floats, Ints, Stream, generator
from demo.simulator.places import PRODUCT_LINES, SEGMENT_OF_REST
from demo.truth import TOUCHPOINTS, Truth

WEEKDAY_SHARES = (0.19, 0.19, 0.18, 0.18, 0.15, 0.07, 0.04)


@dataclass(frozen=True)
class WeekOfBusiness:
    """`weekday` 0 is Monday; `days_late` is 0 where nothing was promised or it was kept."""

    partner: Ints
    end_user: Ints
    touchpoint: Ints
    product_line: Ints
    segment: Ints
    weekday: Ints
    minute: Ints
    amount: Floats
    is_late: Bools
    days_late: Ints
    has_complaint: Bools
    is_returned: Bools

    @property
    def count(self) -> int:
        return len(self.partner)

    @property
    def went_wrong(self) -> Bools:
        return self.is_late | self.has_complaint | self.is_returned


def simulate_business(truth: Truth, cast: Cast, seed: int, week_index: int) -> WeekOfBusiness:
    rng = generator(seed, Stream.TRANSACTIONS, week_index)
    season = 1.0 + 0.06 * np.sin(2 * np.pi * week_index / 52)
    counts = rng.poisson(cast.partners.weekly * season)
    partner = np.repeat(np.arange(len(counts)), counts)
    total = len(partner)
    reach = partner + 1.0 - rng.random(total)
    line = rng.choice(len(PRODUCT_LINES), total, p=[line.share for line in PRODUCT_LINES])
    touchpoint = rng.choice(len(TOUCHPOINTS), total, p=truth.touchpoint_shares(week_index))
    price = np.array([line.price for line in PRODUCT_LINES])[line]
    part = np.array([t.amount for t in TOUCHPOINTS])[touchpoint]
    late, days, complaint, returned = _outcomes(truth, seed, week_index, touchpoint)
    end_user = np.searchsorted(cast.end_users.reach, reach, side="left")
    return WeekOfBusiness(
        partner=partner,
        end_user=end_user,
        touchpoint=touchpoint,
        product_line=line,
        segment=_segments(cast, end_user),
        weekday=rng.choice(7, total, p=WEEKDAY_SHARES),
        minute=rng.integers(7 * 60, 18 * 60, total),
        amount=np.round(price * part * np.exp(rng.normal(0.0, 0.35, total)), 2),
        is_late=late,
        days_late=days,
        has_complaint=complaint,
        is_returned=returned,
    )


def _segments(cast: Cast, end_user: Ints) -> Ints:
    company = cast.end_users.company[end_user]
    of_rest = np.array(SEGMENT_OF_REST, dtype=np.int64)
    return np.where(company >= 0, of_rest[company % len(of_rest)], 0)


def _outcomes(
    truth: Truth, seed: int, week_index: int, touchpoint: Ints
) -> tuple[Bools, Ints, Bools, Bools]:
    rng = generator(seed, Stream.OUTCOMES, week_index)
    total = len(touchpoint)
    late = rng.random(total) < np.array([t.late for t in TOUCHPOINTS])[touchpoint]
    days = np.where(late, 1 + rng.geometric(0.35, total), 0)
    outcomes = truth.outcomes
    complaint = rng.random(total) < np.where(late, outcomes.complaint_when_late, outcomes.complaint)
    returned = rng.random(total) < np.array([t.returned for t in TOUCHPOINTS])[touchpoint]
    return late, days, complaint, returned
