"""A published week beside its truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from demo.frozen.weeks import ShortWeek, place_in_week
from demo.simulator.draws import Bools, Floats, Ints
from demo.simulator.places import PARTNERS
from metrics.figures import EstimateFigure
from metrics.models import Level
from metrics.warehouse.columns import integers, strings
from metrics.warehouse.frozen import Reference
from metrics.weekly.compute import Computed
from tests.simulation.pipeline.expected import WeekOfTruth
from tests.simulation.pipeline.scenarios import SETTLING, Scenario

THESE, LIKE_THESE, COUNT = range(3)


@dataclass(frozen=True)
class TrueValue:
    """What exactly these transactions' customers think, and what such customers are to think."""

    these: float
    like_these: float


@dataclass(frozen=True)
class SumsOfTruth:
    """One week's sums by (audience, metric): (3, partners) of the two truths and their count."""

    by_metric: dict[tuple[str, str], Floats]

    @classmethod
    def of(cls, truth: WeekOfTruth) -> SumsOfTruth:
        found: dict[tuple[str, str], Floats] = {}
        for key, values in truth.by_metric.items():
            asked = ~np.isnan(values.these)
            partner = truth.partner[asked]
            rows = (values.these[asked], values.like_these[asked], np.ones(len(partner)))
            found[key] = np.stack(
                [np.bincount(partner, weights=row, minlength=len(PARTNERS)) for row in rows]
            ).astype(np.float64)
        return cls(found)


@dataclass(frozen=True)
class Observed:
    """One week of a run: what was simulated and frozen, what was published, and the truth.

    `truths` are those of all weeks so far, this one last; `repairs` what was published week by
    week of the place that drops: end users of repairs in Spain, NPS over four weeks.
    """

    scenario: Scenario
    week: ShortWeek
    computed: Computed
    truths: Sequence[SumsOfTruth]
    repairs: Sequence[EstimateFigure | None] = ()

    @property
    def index(self) -> int:
        """Of the published weeks, from 0."""
        return self.week.simulated.index - SETTLING

    @property
    def reference(self) -> Reference:
        return self.week.frozen.reference

    def truth(
        self, audience: str, metric: str, window: int, level: Level, node_key: str
    ) -> TrueValue | None:
        """Over the window's weeks and the place; None where nobody is asked there."""
        inside = self.partners_of(level, node_key)
        sums = sum(week.by_metric[audience, metric] for week in self.truths[-window:])
        assert isinstance(sums, np.ndarray)
        these, like, count = sums[:, inside].sum(axis=1)
        return TrueValue(these / count, like / count) if count else None

    def partners_of(self, level: Level, node_key: str) -> Bools:
        """(partners,) which of them stand at the place."""
        names = [_name_at(self.reference, level, partner.key) for partner in PARTNERS]
        return np.array([name == node_key for name in names], dtype=np.bool_)

    @property
    def touched(self) -> Bools:
        """(partners,) at which something is wrong in this scenario."""
        keys = self.scenario.touched
        return np.array([partner.key in keys for partner in PARTNERS], dtype=np.bool_)

    @property
    def response_place(self) -> Ints:
        """(R,) the place in the simulated week of each response's transaction."""
        return place_in_week(integers(self.week.frozen.responses, "transaction"))

    def responses_by(self, audience: str) -> Bools:
        heard = strings(self.week.frozen.responses, "audience")
        return np.array([level == audience for level in heard.levels], dtype=np.bool_)[heard.codes]


def repairs_in_spain(computed: Computed) -> EstimateFigure | None:
    """What is shown of them; None where nothing is."""
    for figure in computed.figures.estimates:
        place = (figure.level, figure.node_key, figure.touchpoint_key)
        what = (figure.audience, figure.metric, figure.window)
        is_theirs = place == ("country", "Spain", "repair_visit")
        if is_theirs and what == ("end_user", "nps", 4) and figure.ci_low is not None:
            return figure
    return None


def _name_at(reference: Reference, level: Level, partner: str) -> str:
    country, region = reference.place_of_partner[partner]
    return {
        Level.NETWORK: "",
        Level.COUNTRY: country,
        Level.REGION: region,
        Level.PARTNER: partner,
    }[level]
