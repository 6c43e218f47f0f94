"""One simulated world: the cast, and week after week what happened, was thought and would be said.

A week is simulated on its own, in any order, with the same result.
"""

from __future__ import annotations

from dataclasses import dataclass

from customers.models import Audience
from demo.simulator.behaviour import (
    WeekOfAnswering,
    end_user_is_handed_over,
    simulate_answering,
)
from demo.simulator.business import WeekOfBusiness, simulate_business
from demo.simulator.cast import Cast, build_cast
from demo.simulator.draws import Bools
from demo.simulator.fabrication import (
    choose_fabricated,
    with_fabricated_answering,
    with_fabricated_sheets,
)
from demo.simulator.opinions import WeekOfOpinions, simulate_opinions
from demo.truth import Truth

DEFAULT_SEED = 20_171


@dataclass(frozen=True)
class SimulatedWeek:
    """Everything about the transactions of one week, in their order.

    `is_fabricated` says where the partner answers in its end user's place.
    """

    index: int
    business: WeekOfBusiness
    opinions: WeekOfOpinions
    end_user_answering: WeekOfAnswering
    partner_answering: WeekOfAnswering
    end_user_is_known: Bools
    is_fabricated: Bools

    @property
    def keys(self) -> tuple[str, ...]:
        """Transaction keys: week index and number within the week, as AV05-0001."""
        return tuple(f"AV{self.index:02d}-{n:04d}" for n in range(1, self.business.count + 1))

    def answering(self, audience: Audience) -> WeekOfAnswering:
        if audience is Audience.END_USER:
            return self.end_user_answering
        return self.partner_answering


@dataclass(frozen=True)
class World:
    truth: Truth
    seed: int
    cast: Cast

    def week(self, week_index: int) -> SimulatedWeek:
        business = simulate_business(self.truth, self.cast, self.seed, week_index)
        opinions = simulate_opinions(self.truth, self.cast, business, self.seed, week_index)
        is_fabricated = choose_fabricated(self.truth, business, self.seed, week_index)
        answering = {
            audience: simulate_answering(
                self.truth, business, opinions, audience, self.seed, week_index
            )
            for audience in Audience
        }
        return SimulatedWeek(
            week_index,
            business,
            with_fabricated_sheets(opinions, is_fabricated),
            with_fabricated_answering(
                answering[Audience.END_USER], self.truth, is_fabricated, self.seed, week_index
            ),
            answering[Audience.CHANNEL_PARTNER],
            end_user_is_handed_over(
                self.truth, self.cast, business, opinions, self.seed, week_index
            ),
            is_fabricated,
        )


def make_world(truth: Truth | None = None, seed: int = DEFAULT_SEED) -> World:
    truth = truth or Truth()
    return World(truth, seed, build_cast(truth, seed))
