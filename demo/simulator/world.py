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
from demo.simulator.opinions import WeekOfOpinions, simulate_opinions
from demo.truth import Truth

DEFAULT_SEED = 20_171


@dataclass(frozen=True)
class SimulatedWeek:
    """Everything about the transactions of one week, in their order."""

    index: int
    business: WeekOfBusiness
    opinions: WeekOfOpinions
    end_user_answering: WeekOfAnswering
    partner_answering: WeekOfAnswering
    end_user_is_known: Bools

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
        return SimulatedWeek(
            week_index,
            business,
            opinions,
            self._answering(business, Audience.END_USER, week_index),
            self._answering(business, Audience.CHANNEL_PARTNER, week_index),
            end_user_is_handed_over(
                self.truth, self.cast, business, opinions, self.seed, week_index
            ),
        )

    def _answering(
        self, business: WeekOfBusiness, audience: Audience, week_index: int
    ) -> WeekOfAnswering:
        return simulate_answering(self.truth, business, audience, self.seed, week_index)


def make_world(truth: Truth | None = None, seed: int = DEFAULT_SEED) -> World:
    truth = truth or Truth()
    return World(truth, seed, build_cast(truth, seed))
