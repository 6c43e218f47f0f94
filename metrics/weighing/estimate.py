"""Fourth verb: every metric × touchpoint × node × window of an audience, raw and adjusted."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from metrics.models import Metric
from metrics.warehouse.columns import Bools, Floats, Ints
from metrics.warehouse.frozen import Reference
from metrics.weighing.measures import METRICS, MetricSpec
from metrics.weighing.places import (
    PARTNER_LINES,
    Cut,
    DomainKey,
    Places,
    published_cuts,
)
from metrics.weighing.weigh import Weighed
from stats import (
    DomainEstimates,
    Measure,
    Partition,
    Undefined,
    estimate_domains,
    published_intervals,
)

# Fewer answers than this are counted and never shown as a figure (methods H4).
MIN_N = 10
# So many answered at a touchpoint and nobody this question: it is not asked there.
MIN_HEARD = 3
# What is computed of a figure, and unknown where it is only counted.
NUMBERS = ("estimate", "raw", "base_value", "se", "ci_low", "ci_high", "n_eff")


@dataclass(frozen=True)
class CutEstimates:
    """A metric's figures of one cut, arrays (K,) in published units; only where n ≥ 1."""

    audience: str
    window: int
    cut: Cut
    metric: Metric
    node: tuple[str, ...]
    touchpoint: tuple[str, ...]
    estimate: Floats
    raw: Floats
    base_value: Floats
    se: Floats
    ci_low: Floats
    ci_high: Floats
    interval_method: NDArray[np.object_]
    undefined: NDArray[np.object_]
    n: Ints
    n_eff: Floats
    accounts: Ints
    owners: Ints
    largest_owner_share: Floats
    population: Ints
    high: Ints
    low: Ints

    def __len__(self) -> int:
        return len(self.n)


def estimate(weighed: Weighed, reference: Reference, window: int) -> Iterator[CutEstimates]:
    """All figures of one audience and window, cut by cut.

    Places with fewer than ten respondents are only counted: none of their figures may be shown,
    so that none is computed.
    """
    answers = Places.of_cells(weighed, reference)
    frame = Places.of_frame(weighed.stack.frame, reference)
    measures = {
        spec: spec.measure(weighed.stack.histograms)
        for spec in METRICS.values()
        if weighed.stack.histograms[spec.question].any()
    }
    asked = {
        spec.metric: frame.without(_unasked_touchpoints(weighed, measure))
        for spec, measure in measures.items()
    }
    for cut in published_cuts(window):
        domain, keys = answers.domains(cut)
        population = {metric: places.counts(cut, keys) for metric, places in asked.items()}
        domains = _Domains(domain, keys, population)
        respondents = domains.sums(weighed.design.cell, weighed.design.count)
        for chosen, worker in (
            (respondents >= MIN_N, _Estimated),
            (respondents < MIN_N, _Counted),
        ):
            part = domains.only(chosen)
            if not len(part):
                continue
            work = worker(weighed, part)
            for spec, measure in measures.items():
                yield work.figures(window, cut, spec, measure)


def count_partner_lines(
    weighed: Weighed, reference: Reference, window: int
) -> Iterator[CutEstimates]:
    """How many answered about each partner's product lines, without any figure."""
    domain, keys = Places.of_cells(weighed, reference).domains(PARTNER_LINES)
    nobody = np.zeros(len(keys), dtype=np.int64)
    work = _Counted(weighed, _Domains(domain, keys, dict.fromkeys(METRICS, nobody)))
    for spec in METRICS.values():
        measure = spec.measure(weighed.stack.histograms)
        if measure.answered.any():
            yield work.figures(window, PARTNER_LINES, spec, measure)


def _unasked_touchpoints(weighed: Weighed, measure: Measure) -> list[str]:
    """Where people answered, but nobody this question: its figures do not stand for those."""
    touchpoint = weighed.stack.answers.attributes["touchpoint"]
    heard = np.bincount(
        touchpoint.codes, weights=weighed.design.count, minlength=len(touchpoint.levels)
    )
    answered = np.bincount(
        touchpoint.codes, weights=measure.answered, minlength=len(touchpoint.levels)
    )
    return [touchpoint.levels[k] for k in np.flatnonzero((heard >= MIN_HEARD) & (answered == 0))]


@dataclass(frozen=True)
class _Domains:
    """Domain code of each cell (−1 for none), each domain's key, and its population by metric."""

    of_cell: Ints
    keys: list[DomainKey]
    population: Mapping[Metric, Ints]

    def __len__(self) -> int:
        return len(self.keys)

    def sums(self, cell: Ints, values: Floats) -> Floats:
        """Sum a rollup row's values by domain."""
        domain = self.of_cell[cell]
        inside = domain >= 0
        found = np.bincount(domain[inside], weights=values[inside], minlength=len(self.keys))
        return found.astype(np.float64)

    def only(self, chosen: Bools) -> _Domains:
        place = np.append(np.where(chosen, np.cumsum(chosen) - 1, -1), -1)
        return _Domains(
            place[self.of_cell],
            [key for key, is_chosen in zip(self.keys, chosen, strict=True) if is_chosen],
            {metric: counts[chosen] for metric, counts in self.population.items()},
        )


class _Worker(ABC):
    """Figures of the domains of one cut, metric by metric."""

    def __init__(self, weighed: Weighed, domains: _Domains) -> None:
        self.weighed, self.domains = weighed, domains
        self.row_domain = domains.of_cell[weighed.design.cell]

    def figures(self, window: int, cut: Cut, spec: MetricSpec, measure: Measure) -> CutEstimates:
        numbers = self._numbers(spec, measure)
        kept = np.flatnonzero(numbers["n"] > 0)
        return CutEstimates(
            audience=self.weighed.stack.audience,
            window=window,
            cut=cut,
            metric=spec.metric,
            node=tuple(self.domains.keys[place][0] for place in kept),
            touchpoint=tuple(self.domains.keys[place][1] for place in kept),
            population=self.domains.population[spec.metric][kept],
            high=self._count(measure.high)[kept],
            low=self._count(measure.low)[kept],
            **{name: values[kept] for name, values in numbers.items()},
        )

    @abstractmethod
    def _numbers(self, spec: MetricSpec, measure: Measure) -> dict[str, NDArray[Any]]:
        """The numbers of every domain, by their names in CutEstimates."""

    def _count(self, counts: Floats | None) -> Ints:
        if counts is None:
            return np.zeros(len(self.domains), dtype=np.int64)
        return self.domains.sums(self.weighed.design.cell, counts).astype(np.int64)

    def _distinct(self, unit: Ints, measure: Measure) -> tuple[Ints, Ints, Bools]:
        """Distinct (domain, unit) among answers: their domains, row places, and the rows."""
        rows = (self.row_domain >= 0) & (measure.answered > 0)
        width = int(unit.max(initial=0)) + 1
        key, place = np.unique(self.row_domain[rows] * width + unit[rows], return_inverse=True)
        return key // width, place, rows


class _Estimated(_Worker):
    """Domains with ten respondents or more: estimates, errors, intervals."""

    def __init__(self, weighed: Weighed, domains: _Domains) -> None:
        super().__init__(weighed, domains)
        self.parts = Partition(weighed.design, domains.of_cell, len(domains))

    def _numbers(self, spec: MetricSpec, measure: Measure) -> dict[str, NDArray[Any]]:
        found = estimate_domains(self.weighed.design, measure, self.parts).scaled(spec.unit)
        intervals = published_intervals(spec.kind, found, spec.scale)
        owners, largest = self._owners(found, measure)
        return {
            "estimate": found.estimate,
            "raw": found.raw,
            "base_value": self._by_base_weights(measure) * spec.unit,
            "se": found.se,
            "ci_low": intervals.low,
            "ci_high": intervals.high,
            "interval_method": intervals.method,
            "undefined": found.reason,
            "n": found.n,
            "n_eff": found.n_eff_kish,
            "accounts": found.accounts,
            "owners": owners,
            "largest_owner_share": largest,
        }

    def _by_base_weights(self, measure: Measure) -> Floats:
        """The mean by base weights alone, before raking; NaN where nobody answered."""
        base = self.weighed.design.base[self.weighed.design.cell]
        mass = self.domains.sums(self.weighed.design.cell, base * measure.answered)
        total = self.domains.sums(self.weighed.design.cell, base * measure.total)
        mean: Floats = np.divide(total, mass, out=np.full(len(mass), np.nan), where=mass > 0)
        return mean

    def _owners(self, found: DomainEstimates, measure: Measure) -> tuple[Ints, Floats]:
        """Whose answers these are, for disclosure: accounts, or partners among channel partners."""
        if self.weighed.stack.audience == "end_user":
            return found.accounts, found.largest_account_share
        partner = self.weighed.stack.answers.attributes["partner"].codes
        domain, place, rows = self._distinct(partner, measure)
        design = self.weighed.design
        weight = design.weights[design.cell] * measure.answered
        mass = np.bincount(place, weights=weight[rows], minlength=len(domain))
        largest = np.zeros(len(self.domains))
        np.maximum.at(largest, domain, mass)
        total = np.where(found.weight_total > 0, found.weight_total, 1.0)
        return np.bincount(domain, minlength=len(self.domains)), largest / total


class _Counted(_Worker):
    """Domains with fewer than ten respondents: how many answered, and who owns the answers."""

    def _numbers(self, spec: MetricSpec, measure: Measure) -> dict[str, NDArray[Any]]:
        size = len(self.domains)
        accounts = self._distinct(self.weighed.design.account_index, measure)[0]
        is_user = self.weighed.stack.audience == "end_user"
        partner = self.weighed.stack.answers.attributes["partner"].codes
        owners = accounts if is_user else self._distinct(partner, measure)[0]
        unknown = np.full(size, np.nan)
        return {
            **dict.fromkeys(
                ("estimate", "raw", "base_value", "se", "ci_low", "ci_high", "n_eff"), unknown
            ),
            "interval_method": np.full(size, "", dtype=object),
            "undefined": np.full(size, Undefined.EMPTY, dtype=object),
            "n": self._count(measure.answered),
            "accounts": np.bincount(accounts, minlength=size),
            "owners": np.bincount(owners, minlength=size),
            "largest_owner_share": np.zeros(size),
        }
