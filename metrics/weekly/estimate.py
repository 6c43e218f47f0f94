"""Fourth verb: every metric × touchpoint × node × window of an audience, raw and adjusted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from metrics.models import Level, Metric
from metrics.warehouse.columns import Bools, Coded, Floats, Ints
from metrics.warehouse.frozen import Reference
from metrics.warehouse.stack import Table
from metrics.weekly.measures import METRICS, MetricSpec
from metrics.weekly.weigh import Weighed
from stats import (
    DomainEstimates,
    Intervals,
    Measure,
    Partition,
    estimate_domains,
    published_intervals,
)

EVERYWHERE = ""


@dataclass(frozen=True)
class Cut:
    """One way to divide answers: a level of the organisation, at all touchpoints or by each."""

    level: Level
    by_touchpoint: bool


CUTS: tuple[Cut, ...] = tuple(Cut(level, by) for level in Level for by in (False, True))


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
    """All figures of one audience and window, cut by cut."""
    answers = _Places.of_cells(weighed, reference)
    frame = _Places.of_frame(weighed.stack.frame, reference)
    measures = {metric: spec.measure(weighed.stack.histograms) for metric, spec in METRICS.items()}
    for cut in CUTS:
        domain, keys = answers.domains(cut)
        if not keys:
            continue
        population = frame.counts(cut, keys)
        parts = Partition(weighed.design, domain, len(keys))
        for metric, measure in measures.items():
            if measure.answered.any():
                found = _Found(weighed, parts, METRICS[metric], measure)
                yield found.figures(window, cut, keys, population)


@dataclass(frozen=True)
class _Found:
    """One metric over one partition."""

    weighed: Weighed
    parts: Partition
    spec: MetricSpec
    measure: Measure

    def figures(
        self, window: int, cut: Cut, keys: list[tuple[str, str]], population: Ints
    ) -> CutEstimates:
        found = estimate_domains(self.weighed.design, self.measure, self.parts)
        found = found.scaled(self.spec.unit)
        intervals = published_intervals(self.spec.kind, found, self.spec.scale)
        kept = np.flatnonzero(found.n > 0)
        owners, largest = self._owners(found)
        return CutEstimates(
            audience=self.weighed.stack.audience,
            window=window,
            cut=cut,
            metric=self.spec.metric,
            node=tuple(keys[place][0] for place in kept),
            touchpoint=tuple(keys[place][1] for place in kept),
            **self._numbers(found, intervals, kept),
            owners=owners[kept],
            largest_owner_share=largest[kept],
            population=population[kept],
            high=self._count(self.measure.high)[kept],
            low=self._count(self.measure.low)[kept],
        )

    def _numbers(
        self, found: DomainEstimates, intervals: Intervals, kept: Ints
    ) -> dict[str, NDArray[Any]]:
        return {
            "estimate": found.estimate[kept],
            "raw": found.raw[kept],
            "se": found.se[kept],
            "ci_low": intervals.low[kept],
            "ci_high": intervals.high[kept],
            "interval_method": intervals.method[kept],
            "undefined": found.reason[kept],
            "n": found.n[kept],
            "n_eff": found.n_eff_kish[kept],
            "accounts": found.accounts[kept],
        }

    def _count(self, counts: Floats | None) -> Ints:
        if counts is None:
            return np.zeros(self.parts.size, dtype=np.int64)
        return self._by_domain(counts).astype(np.int64)

    def _by_domain(self, values: Floats) -> Floats:
        domain = self.parts.domain[self.weighed.design.cell]
        inside = domain >= 0
        sums = np.bincount(domain[inside], weights=values[inside], minlength=self.parts.size)
        return sums.astype(np.float64)

    def _owners(self, found: DomainEstimates) -> tuple[Ints, Floats]:
        """Whose answers these are, for disclosure: accounts, or partners among channel partners."""
        if self.weighed.stack.audience == "end_user":
            return found.accounts, found.largest_account_share
        design = self.weighed.design
        partner = self.weighed.stack.answers.attributes["partner"].codes
        domain = self.parts.domain[design.cell]
        answered = (domain >= 0) & (self.measure.answered > 0)
        weight = design.weights[design.cell] * self.measure.answered
        width = int(partner.max(initial=0)) + 1
        key, place = np.unique(domain[answered] * width + partner[answered], return_inverse=True)
        mass = np.bincount(place, weights=weight[answered])
        owners = np.bincount(key // width, minlength=self.parts.size)
        largest = np.zeros(self.parts.size)
        np.maximum.at(largest, key // width, mass)
        total = np.where(found.weight_total > 0, found.weight_total, 1.0)
        return owners, largest / total


@dataclass(frozen=True)
class _Places:
    """Where each cell or frame row belongs: a node of every level, and a touchpoint."""

    node: dict[Level, Coded]
    touchpoint: Coded
    counted: dict[Level, Bools]
    count: Ints

    @classmethod
    def of_cells(cls, weighed: Weighed, reference: Reference) -> _Places:
        row = weighed.cell_row
        return cls._of(
            weighed.cell_attribute,
            weighed.stack.answers.is_joint[row],
            np.ones(len(row), dtype=np.int64),
            reference,
        )

    @classmethod
    def of_frame(cls, frame: Table, reference: Reference) -> _Places:
        return cls._of(lambda name: frame.attributes[name], frame.is_joint, frame.count, reference)

    @classmethod
    def _of(
        cls,
        attribute: Callable[[str], Coded],
        is_joint: Bools,
        count: Ints,
        reference: Reference,
    ) -> _Places:
        partner = attribute("partner")
        nodes = {
            Level.NETWORK: Coded(np.zeros(len(count), dtype=np.int64), ("",)),
            Level.COUNTRY: _named(partner, reference.country_of),
            Level.REGION: _named(partner, reference.region_of),
            Level.PARTNER: partner,
            Level.PRODUCT_LINE: attribute("product_line"),
        }
        everybody = np.ones(len(count), dtype=np.bool_)
        counted = {
            level: everybody
            if level is Level.NETWORK
            else _has_key(column) & (everybody if level is Level.PRODUCT_LINE else ~is_joint)
            for level, column in nodes.items()
        }
        return cls(nodes, attribute("touchpoint"), counted, count)

    def domains(self, cut: Cut) -> tuple[Ints, list[tuple[str, str]]]:
        """Domain code of each row (−1 for none), and the (node, touchpoint) of each domain."""
        node, touchpoint, counted = self.node[cut.level], self.touchpoint, self.counted[cut.level]
        width = max(1, len(touchpoint.levels)) if cut.by_touchpoint else 1
        combined = node.codes * width + (touchpoint.codes if cut.by_touchpoint else 0)
        present, code = np.unique(combined[counted], return_inverse=True)
        domain = np.full(len(counted), -1, dtype=np.int64)
        domain[counted] = code
        keys = [
            (
                node.levels[int(place) // width],
                touchpoint.levels[int(place) % width] if cut.by_touchpoint else EVERYWHERE,
            )
            for place in present
        ]
        return domain, keys

    def counts(self, cut: Cut, keys: list[tuple[str, str]]) -> Ints:
        """Population of the named domains."""
        domain, own = self.domains(cut)
        inside = domain >= 0
        sums = np.bincount(domain[inside], weights=self.count[inside], minlength=len(own))
        by_key = dict(zip(own, sums, strict=True))
        return np.array([by_key.get(key, 0) for key in keys], dtype=np.int64)


def _named(partner: Coded, name_of: Callable[[str], str]) -> Coded:
    return partner.mapped({key: name_of(key) for key in partner.levels})


def _has_key(column: Coded) -> Bools:
    return np.array([level != "" for level in column.levels] or [False], dtype=np.bool_)[
        column.codes
    ]
